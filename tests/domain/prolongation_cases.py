"""Worked examples of prolonging: what a deadline finds, and by how long the vote goes on, worked out by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.decisions import Outcome
from bot.domain.prolongations import Absence, Cause, Prolongation, for_absence, for_result

DEADLINE = datetime(2026, 5, 8, 18, tzinfo=UTC)
"""A Friday."""

P, T, B, R = Outcome.PASSED, Outcome.NO_QUORUM, Outcome.BLOCKED, Outcome.REJECTED
N, S = Outcome.NOT_DECIDED, Outcome.NO_SUPPORT


@dataclass(frozen=True, slots=True)
class Finding:
    """What the count says at a deadline, against six hours before; `hours` is by how long it prolongs, 0 for not.

    `so_far` are the causes that prolonged the vote before; `turned_winner` says that another option is on top.
    """

    shows: str
    before: Outcome
    now: Outcome
    hours: int
    so_far: tuple[Cause, ...] = ()
    turned_winner: bool = False

    def prolonged(self) -> Prolongation | None:
        """What follows."""
        earlier = [Prolongation(cause, DEADLINE - timedelta(days=3), DEADLINE) for cause in self.so_far]
        return for_result(DEADLINE, before=self.before, now=self.now, turned_winner=self.turned_winner, so_far=earlier)


@dataclass(frozen=True, slots=True)
class Away:
    """Spans in which the bot was away, in minutes before the deadline, from and to; below zero is after it."""

    shows: str
    spans: tuple[tuple[int, int], ...]
    minutes: int
    hours_so_far: int = 0

    def prolonged(self) -> Prolongation | None:
        """What follows."""
        absences = [Absence(_before(since), _before(until)) for since, until in self.spans]
        earlier = [Prolongation(Cause.BOT_AWAY, DEADLINE - timedelta(hours=self.hours_so_far), DEADLINE)]
        return for_absence(DEADLINE, absences, earlier if self.hours_so_far else [])


def _before(minutes: int) -> datetime:
    return DEADLINE - timedelta(minutes=minutes)


QUORUM, TURN = Cause.QUORUM_MISSED, Cause.LATE_TURN

FINDINGS = (
    Finding("Too few take part.", T, T, 72),
    Finding("Too few take part, even after three more days.", T, T, 0, so_far=(QUORUM,)),
    Finding("Enough take part only since the last six hours.", T, P, 24),
    Finding("It turned in the last six hours, from passed to not passed.", P, R, 24),
    Finding("A block came in the last six hours and stops it.", P, B, 24),
    Finding("It turned once more in those 24 hours.", R, P, 0, so_far=(TURN,)),
    Finding("Enough take part at the end of the three more days.", T, P, 24, so_far=(QUORUM,)),
    Finding("It turned, and then there were too few.", P, T, 72, so_far=(TURN,)),
    Finding("Each cause prolonged it once.", T, T, 0, so_far=(TURN, QUORUM)),
    Finding("Another option of a choice is on top.", P, P, 24, turned_winner=True),
    Finding("A second agreement with lazy consent came in the last six hours.", S, P, 24),
    Finding("Nothing turned.", R, R, 0),
)

ABSENCES = (
    Away("Ten minutes, at the deadline.", ((5, -5),), 60),
    Away("Three hours, past the deadline.", ((120, -60),), 180),
    Away("It was back 30 minutes before the deadline.", ((50, 30),), 60),
    Away("It was back 31 minutes before the deadline.", ((50, 31),), 0),
    Away("It left a minute after the deadline.", ((-1, -30),), 0),
    Away("Twice, 40 minutes each: the times add up.", ((65, 25), (20, -20)), 80),
    Away("A second time, after it had prolonged the vote before.", ((10, -110),), 120, hours_so_far=5),
    Away("Five hours, after 70 hours: 72 in all.", ((10, -290),), 120, hours_so_far=70),
    Away("After 72 hours: no more.", ((10, -290),), 0, hours_so_far=72),
)
