"""Prolongations: what makes a vote last longer, each cause once; nobody can prolong by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.decisions import Outcome

QUORUM_MISSED_SPAN = timedelta(hours=72)
LATE_TURN_SPAN = timedelta(hours=24)
LATE = timedelta(hours=6)
"""A turn in this last span leaves the others too little time to answer."""

AWAY_BEFORE = timedelta(minutes=30)
LEAST_AWAY = timedelta(hours=1)
MOST_AWAY = timedelta(hours=72)
"""Source of all: charter, §4, "Prolongations"."""


class Cause(StrEnum):
    """Why a vote lasts longer."""

    QUORUM_MISSED = "quorum_missed"
    LATE_TURN = "late_turn"
    BOT_AWAY = "bot_away"


@dataclass(frozen=True, slots=True)
class Prolongation:
    """One prolongation: why, and from which deadline to which."""

    cause: Cause
    closes_at: datetime
    until: datetime

    @property
    def span(self) -> timedelta:
        """How much longer."""
        return self.until - self.closes_at

    def facts(self) -> dict[str, Any]:
        """The prolongation as rows hold it, instants in ISO 8601."""
        return {"cause": self.cause.value, "closes_at": self.closes_at.isoformat(), "until": self.until.isoformat()}

    @classmethod
    def of_facts(cls, facts: dict[str, Any]) -> "Prolongation":
        """Read a prolongation back from the form that `facts` gives."""
        closes_at, until = (datetime.fromisoformat(facts[key]) for key in ("closes_at", "until"))
        return cls(Cause(facts["cause"]), closes_at, until)


@dataclass(frozen=True, slots=True)
class Absence:
    """A span in which the bot was not connected, or not yet re-read."""

    since: datetime
    until: datetime


def for_absence(
    closes_at: datetime, absences: Sequence[Absence], so_far: Sequence[Prolongation]
) -> Prolongation | None:
    """Prolong where the bot was away at the deadline or in the half-hour before: the time away, at least an hour.

    This one each time, 72 hours in all. The time of an absence is given once: where it reaches as far as the deadline
    that was moved for it, the vote lasts the one hour longer.
    """
    missed = [each for each in absences if each.since <= closes_at and each.until >= closes_at - AWAY_BEFORE]
    if not missed:
        return None
    before = [each for each in so_far if each.cause is Cause.BOT_AWAY]
    given_for = max((each.closes_at for each in before), default=None)
    new = [each for each in missed if given_for is None or each.since > given_for]
    away = sum((each.until - each.since for each in new), timedelta())
    given = sum((each.span for each in before), timedelta())
    span = min(max(away, LEAST_AWAY), MOST_AWAY - given)
    return Prolongation(Cause.BOT_AWAY, closes_at, closes_at + span) if span > timedelta() else None


def for_result(
    closes_at: datetime, *, before: Outcome, now: Outcome, turned_winner: bool, so_far: Sequence[Prolongation]
) -> Prolongation | None:
    """Prolong for what the count shows at the deadline, against what it showed six hours before.

    `turned_winner` says that a choice has another option on top than then. A quorum that was waited for already and is
    lost in these hours is a turn too: who withdraws late must not have the last word.
    """
    used = {each.cause for each in so_far}
    if now is Outcome.NO_QUORUM and Cause.QUORUM_MISSED not in used:
        return Prolongation(Cause.QUORUM_MISSED, closes_at, closes_at + QUORUM_MISSED_SPAN)
    if Cause.LATE_TURN in used or (before is now and not turned_winner):
        return None
    return Prolongation(Cause.LATE_TURN, closes_at, closes_at + LATE_TURN_SPAN)
