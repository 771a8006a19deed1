"""Who votes: the roll of a proposal, and how many active people a quorum is counted from."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

FOUNDING_WINDOW = timedelta(days=7)
"""Who joins within this span after founding votes at once. Source: charter, §2."""

FIRST_DAYS = timedelta(days=30)
"""For this long after founding the number of active people has a floor. Source: charter, §2."""

FIRST_DAYS_FLOOR = 30


class Standing(StrEnum):
    """Where a person stands towards one proposal's roll."""

    ON_ROLL = "on_roll"
    NEWCOMER = "newcomer"
    UNKNOWN = "unknown"
    """The bot could not learn when this person joined: whoever has left is not counted."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Who votes on one proposal: whoever joined before it opened and no later than the cut-off, both frozen."""

    opened_at: datetime
    cut_off_at: datetime

    @classmethod
    def opening(cls, opened_at: datetime, *, founded_at: datetime, tenure: timedelta) -> Self:
        """The roll of a proposal whose voting opens now. Source: charter, §2, "Who votes"."""
        return cls(opened_at, max(opened_at - tenure, founded_at + FOUNDING_WINDOW))

    def standing_of(self, joined_at: datetime | None) -> Standing:
        """Where somebody stands who first joined at `joined_at`, None for not known."""
        if joined_at is None:
            return Standing.UNKNOWN
        is_on_it = joined_at < self.opened_at and joined_at <= self.cut_off_at
        return Standing.ON_ROLL if is_on_it else Standing.NEWCOMER


def earliest(*joined: datetime | None) -> datetime | None:
    """The earliest join date known: leaving and returning does not restart it. Source: charter, §2."""
    return min((instant for instant in joined if instant is not None), default=None)


def day_of(instant: datetime) -> datetime:
    """The beginning of the day of an instant, the same for all: all that is kept of when somebody last did something.

    By the instant itself a person could be found again in a ledger that has forgotten them. ADR: docs/adr/0016.
    """
    return instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def active_people(counted: int, *, member_count: int, founded_at: datetime, now: datetime) -> int:
    """A: the people a quorum is counted from.

    `counted` is the number of people on the roll who did something recorded in the activity window, the author
    included; `member_count` is the server's. Source: charter, §2.
    """
    if now - founded_at > FIRST_DAYS:
        return counted
    a_third = -(-member_count // 3)
    return max(counted, min(FIRST_DAYS_FLOOR, a_third))
