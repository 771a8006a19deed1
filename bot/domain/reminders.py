"""Reminders: who may schedule them, how many, and which occurrence is due, late or too late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.reminder_refusals import (
    AlreadyRepeats,
    NotACoordinator,
    TermIsOver,
    TimeIsPast,
    TooManyReminders,
)
from bot.domain.schedule import Occurrence, Schedule, occurrences
from bot.domain.texts import check_text

TEXT_LIMIT = 500
"""Characters of a reminder."""

ITEM_LIMIT = 150
ITEMS_LIMIT = 15
"""Items of one meeting's agenda; its message holds them all."""

AGENDA_LIVES = timedelta(days=14)
"""How long after it was posted an agenda follows what is being decided, unless notes are filed before.

A reminder calls a meeting; when the meeting begins stands in its words, if anywhere.
"""

NOTES_LIMIT = 3_000
"""Characters of a meeting's notes, which one message holds."""

QUOTA = 10
QUOTA_SPAN = timedelta(days=7)
"""How many reminders one coordinator may schedule in any such span. Source: charter, §8."""

PERSONAL_LIMIT = 25
"""Reminders that one person may have waiting for themselves in a server."""

MOST_LATE = timedelta(hours=6)
"""A reminder that is later is not sent any more. Source: charter, §8."""

PUNCTUAL = timedelta(minutes=5)
"""A reminder that comes within this time is not late."""

DRAFT_KEPT = timedelta(days=1)
"""How long a preview waits to be saved."""

PREVIEWED = 3
"""Occurrences that a preview shows. Source: charter, §8."""

_A_LOOK_AHEAD = 8
_LAST_DAY_OF_ALL_MONTHS = 28


class Origin(StrEnum):
    """Where a reminder comes from."""

    SCHEDULED = "scheduled"
    """A coordinator scheduled it."""
    DECISION = "decision"
    """A proposal carried it, and passed."""


class State(StrEnum):
    """Where a reminder is in its life."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    ENDED = "ended"
    """It has no further occurrence, or its scheduler's term is over."""


class Act(StrEnum):
    """The uses of a coordinator's one power. Source: charter, §1.3."""

    SCHEDULE = "schedule"
    MOVE = "move"
    CANCEL = "cancel"
    RENEW = "renew"


class Repeat(StrEnum):
    """How often something repeats that was said as one time."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


_RULES = {
    Repeat.DAILY: "FREQ=DAILY",
    Repeat.WEEKLY: "FREQ=WEEKLY",
    Repeat.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
    Repeat.MONTHLY: "FREQ=MONTHLY",
}


@dataclass(frozen=True, slots=True)
class Term:
    """The time in which somebody is coordinator; all None but `granted` while they wait for a seat."""

    begins_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None = None


def check_may_remind(term: Term | None, now: datetime) -> None:
    """Refuse everybody who is no coordinator at this instant, by the clock and not by what was last swept.

    Raises `NotACoordinator` or `TermIsOver`. Source: charter, §1.3 and §8.
    """
    if term is None:
        raise NotACoordinator(waits=False)
    if term.begins_at is None or term.ends_at is None or term.begins_at > now:
        raise NotACoordinator(waits=True)
    over_at = min(term.ends_at, term.ended_at or term.ends_at)
    if over_at <= now:
        raise TermIsOver(over_at)


def check_quota(scheduled_at: Sequence[datetime], now: datetime) -> None:
    """Refuse the reminder of a coordinator who scheduled `QUOTA` in the span; raises `TooManyReminders`."""
    within = sorted(each for each in scheduled_at if each > now - QUOTA_SPAN)
    if len(within) >= QUOTA:
        raise TooManyReminders(QUOTA, within[-QUOTA] + QUOTA_SPAN)


def reminder_text(text: str) -> str:
    """The text of a reminder, cleaned; raises `MissingText` or `TextTooLong`."""
    return check_text("remind_what", text, TEXT_LIMIT)


def repeated(schedule: Schedule, repeat: Repeat | None) -> Schedule:
    """A time with the repetition that was picked beside it; raises `AlreadyRepeats` where it says one itself.

    What falls on one of the last days of a month falls on the last day of each, so that no month is left out.
    """
    if repeat is None:
        return schedule
    if schedule.rule is not None:
        raise AlreadyRepeats
    rule = _RULES[repeat]
    if repeat is Repeat.MONTHLY and schedule.starts.day > _LAST_DAY_OF_ALL_MONTHS:
        days = ",".join(str(day) for day in range(_LAST_DAY_OF_ALL_MONTHS, schedule.starts.day + 1))
        rule = f"{rule};BYMONTHDAY={days};BYSETPOS=-1"
    return replace(schedule, rule=rule)


def check_ahead(schedule: Schedule, now: datetime) -> Occurrence:
    """The first occurrence that is still to come; raises `TimeIsPast` where none is."""
    found = occurrences(schedule, now, 1)
    if not found:
        raise TimeIsPast
    return found[0]


@dataclass(frozen=True, slots=True)
class Handled:
    """Up to where a schedule's occurrences were dealt with: the instant, and the local time that was meant by it.

    The local time tells an occurrence again whose instant a change of the zone's own rules has moved.
    """

    at: datetime
    meant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What a look at the clock finds: the occurrence to send, those that are too late, and what follows.

    `handled` is how far that goes; `following` the next occurrence, None where there is none.
    """

    send: Occurrence | None
    skipped: tuple[Occurrence, ...]
    handled: Handled
    following: Occurrence | None


def following(schedule: Schedule, handled: Handled) -> Occurrence | None:
    """The next occurrence that was not dealt with."""
    return next(iter(_unhandled(schedule, handled)), None)


def fall_due(schedule: Schedule, handled: Handled, now: datetime, *, until: datetime | None = None) -> Due:
    """What is due of a schedule at `now`: of several only the newest is sent, and it only while it is not too late.

    What falls on `until` or after it is left alone. Source: charter, §8.
    """
    come: list[Occurrence] = []
    ahead = _unhandled(schedule, handled)
    while ahead and ahead[0].at <= now and (until is None or ahead[0].at < until):
        come.append(ahead[0])
        handled = Handled(ahead[0].at, ahead[0].meant)
        ahead = ahead[1:] or _unhandled(schedule, handled)
    send = come.pop() if come and now - come[-1].at <= MOST_LATE else None
    return Due(send, tuple(come), handled, ahead[0] if ahead else None)


def _unhandled(schedule: Schedule, handled: Handled) -> list[Occurrence]:
    found = occurrences(schedule, handled.at, _A_LOOK_AHEAD)
    return [each for each in found if handled.meant is None or each.meant > handled.meant]


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether a reminder that goes out now has to say when it was due."""
    return now - due_at > PUNCTUAL


def power_facts(act: Act, *, reminder: int, seat: int, decision: int, text: str, on: date) -> dict[str, Any]:
    """The log's entry of a use of a coordinator's power: no name, and the text as a commitment.

    `decision` is the number of the decision that gave the mandate. Source: charter, §5 and §8.
    """
    return {
        "act": act.value,
        "decision": decision,
        "format": 1,
        "kind": "power",
        "on": on.isoformat(),
        "reminder": reminder,
        "seat": seat,
        "text": text,
    }
