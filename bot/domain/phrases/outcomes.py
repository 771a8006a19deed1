"""Outcomes: schedules out of days and times, or the question which of them is meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.phrases.questions import Asks, Question
from bot.domain.schedule import Schedule, instant_of, local_of

Outcome = Schedule | Question

FURTHEST = timedelta(days=731)
"""How far ahead something can be scheduled once: two years."""

_MISTAKES = (Asks.NO_SUCH_DAY, Asks.NO_SUCH_TIME, Asks.NO_SUCH_COUNT, Asks.TOO_FAR, Asks.PAST, Asks.WRONG_WEEKDAY)


class Asked(Exception):
    """What was typed leads to a question."""

    def __init__(self, kind: Asks, candidates: Iterable[Schedule] = (), at: datetime | None = None) -> None:
        super().__init__(kind)
        self.question = Question(kind, "", tuple(candidates), at)


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where a phrase is read: an instant in UTC, and the zone that it speaks of."""

    now: datetime
    zone: str

    @property
    def today(self) -> date:
        """The date in the zone."""
        return local_of(self.now, self.zone).date()

    def on(self, day: date, after: timedelta) -> Schedule:
        """A schedule for once, so long after the beginning of a day by the clock."""
        return Schedule(datetime.combine(day, time()) + after, self.zone)

    def is_past(self, schedule: Schedule) -> bool:
        """Whether the first of a schedule is not to come any more."""
        return instant_of(schedule.starts, schedule.zone) <= self.now

    def exactly(self, at: datetime) -> Schedule:
        """A schedule for an instant, in the zone where the zone's clocks can say it, else in UTC."""
        local = local_of(at, self.zone)
        if instant_of(local, self.zone) == at:
            return Schedule(local, self.zone)
        return Schedule(at.astimezone(UTC).replace(tzinfo=None), "UTC")


@dataclass(frozen=True, slots=True)
class Days:
    """The days that may be meant, what to ask when it is several, and the days to offer when all of them are past."""

    options: tuple[date, ...]
    asks: Asks = Asks.WHICH_DAY
    later: tuple[date, ...] = ()


def settled(found: Sequence[Schedule], asks: Asks, moment: Moment, later: Iterable[Schedule] = ()) -> Outcome:
    """The one schedule that is still to come and near enough, or the question which of several."""
    coming = [each for each in found if not moment.is_past(each)]
    if not coming:
        offered = [each for each in later if not moment.is_past(each)]
        raise Asked(Asks.PAST, offered, instant_of(found[0].starts, found[0].zone))
    near = [each for each in coming if instant_of(each.starts, each.zone) - moment.now <= FURTHEST]
    if not near:
        raise Asked(Asks.TOO_FAR, at=instant_of(coming[0].starts, coming[0].zone))
    return one_of(near, asks)


def one_of(found: Iterable[Schedule], asks: Asks) -> Outcome:
    """The only schedule, or the question which of several."""
    different = tuple(dict.fromkeys(found))
    return different[0] if len(different) == 1 else Question(asks, candidates=different)


def either(outcomes: Iterable[Outcome]) -> Outcome:
    """What to say when a phrase can be read in several ways, each with its own outcome.

    A reading that cannot be is left out where another can; what a reading needs to know is asked before anything is
    offered.
    """
    different = tuple(dict.fromkeys(outcomes))
    possible = [each for each in different if isinstance(each, Schedule) or each.kind not in _MISTAKES] or different
    for outcome in possible:
        if isinstance(outcome, Question) and not outcome.candidates:
            return outcome
    offered = dict.fromkeys(schedule for outcome in possible for schedule in offers(outcome))
    for outcome in possible:
        if set(offers(outcome)) == set(offered):
            return outcome
    return Question(Asks.WHICH_MEANING, candidates=tuple(offered))


def offers(outcome: Outcome) -> tuple[Schedule, ...]:
    """The schedules that an outcome offers."""
    return (outcome,) if isinstance(outcome, Schedule) else outcome.candidates
