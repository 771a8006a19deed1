"""Once: the schedule of a reading without repetition."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.phrases.days import Mismatch, days_of
from bot.domain.phrases.hours import Times, times_of
from bot.domain.phrases.outcomes import FURTHEST, Asked, Moment, Outcome, settled
from bot.domain.phrases.questions import Asks
from bot.domain.phrases.reading import Reading
from bot.domain.schedule import Schedule

WHEN = frozenset({"clock", "meridiem", "named", "part"})
"""What of a reading speaks of the time of day."""


def once(reading: Reading, moment: Moment, *, is_day_first: bool) -> Outcome | None:
    """The schedule of a reading without repetition; None where it says things that do not go together."""
    said = reading.said() - WHEN
    if said & {"at", "span"}:
        return _instant(reading, moment) if len(reading.said()) == 1 else None
    if not said:
        return _only_a_time(times_of(reading), moment)
    try:
        days = days_of(reading, said, moment.today, is_day_first=is_day_first)
    except Mismatch as mismatch:
        times, _ = times_of(reading)
        offered = [each for each in _schedules(mismatch.days.options, times, moment) if not moment.is_past(each)]
        raise Asked(Asks.WRONG_WEEKDAY, offered) from None
    if days is None:
        return None
    times, asks = times_of(reading)
    found = _schedules(days.options, times, moment)
    return settled(found, days.asks if len(times) == 1 else asks, moment, _schedules(days.later, times, moment))


def _schedules(days: Iterable[date], times: Iterable[timedelta], moment: Moment) -> list[Schedule]:
    return [moment.on(day, time) for day in days for time in times]


def is_exact(reading: Reading) -> bool:
    """Whether the time cannot be taken for anything else, so that a lone number beside it must be the day."""
    return (reading.clock is not None and reading.clock.style == "exact") or reading.named is not None


def _instant(reading: Reading, moment: Moment) -> Outcome:
    """An instant that was typed as such, or so many minutes from now."""
    if reading.at is not None:
        return settled([moment.exactly(reading.at)], Asks.WHICH_DAY, moment)
    span = reading.span or 0
    if not span:
        raise Asked(Asks.NO_SUCH_COUNT)
    if span > FURTHEST // timedelta(minutes=1):
        raise Asked(Asks.TOO_FAR)
    at = moment.now.replace(microsecond=0) + timedelta(minutes=span)
    return settled([moment.exactly(at)], Asks.WHICH_DAY, moment)


def _only_a_time(times: Times, moment: Moment) -> Outcome:
    """A time without a day is the next one that the clocks show."""
    found = []
    for clock in dict.fromkeys(time % timedelta(days=1) for time in times[0]):
        today, tomorrow = (moment.on(moment.today + timedelta(days=ahead), clock) for ahead in (0, 1))
        found.append(tomorrow if moment.is_past(today) else today)
    return settled(sorted(found, key=lambda each: each.starts), times[1], moment)
