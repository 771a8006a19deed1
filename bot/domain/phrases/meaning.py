"""Meaning: what a reading comes to, here and now."""

from dataclasses import replace

from bot.domain.phrases.once import WHEN, is_exact, once
from bot.domain.phrases.outcomes import Asked, Moment, Outcome, offers
from bot.domain.phrases.questions import Asks, Question
from bot.domain.phrases.reading import Reading
from bot.domain.phrases.repeating import repeating
from bot.domain.phrases.tokens import Kind
from bot.domain.schedule import Schedule, occurrences

_EACH_MONTH = (Kind.MOON, None)


def meaning(reading: Reading, moment: Moment, *, is_day_first: bool) -> Outcome | None:
    """The schedule of a reading or what to ask; None where it says things that do not go together."""
    reading = _each_week(_each_month(reading))
    if (reading.is_bare_day and not is_exact(reading)) or _contradicts_itself(reading):
        return None
    reading = replace(reading, is_bare_day=None)
    try:
        if reading.is_too_often:
            raise Asked(Asks.TOO_OFTEN)
        if reading.unit or reading.every_nth is not None:
            return repeating(reading, moment, is_day_first=is_day_first)
        if unit := _may_repeat(reading):
            every = repeating(replace(reading, nearness=None, unit=unit, interval=1), moment, is_day_first=is_day_first)
            return every and _once_or_every(every, reading, moment)
        return once(reading, moment, is_day_first=is_day_first)
    except Asked as asked:
        return asked.question


def _contradicts_itself(reading: Reading) -> bool:
    """Whether a named time stands beside another one; "12:00 noon" is the same one."""
    if reading.named is None:
        return False
    clock = reading.clock
    return reading.meridiem is not None or (
        clock is not None and (clock.hour % 12, clock.minutes, clock.second) != (0, 0, 0)
    )


def _each_month(reading: Reading) -> Reading:
    """The first Sunday of the month is that of each month."""
    days = (reading.ordinals, reading.every_nth, reading.monthdays)
    if reading.scope == _EACH_MONTH and reading.unit in (None, Kind.MOON) and any(days):
        return replace(reading, scope=None, unit=Kind.MOON, interval=1 if reading.unit is None else reading.interval)
    return reading


def _each_week(reading: Reading) -> Reading:
    """Mondays are those of each week, or of every second one where that was said."""
    if reading.nearness == "plural" and reading.unit in (None, Kind.WEEK):
        return replace(reading, nearness=None, unit=Kind.WEEK, interval=1 if reading.unit is None else reading.interval)
    return reading


def _may_repeat(reading: Reading) -> Kind | None:
    """The unit in which something may come again, though nobody said so."""
    said = reading.said() - WHEN
    weekdays, monthdays = reading.weekdays or (), reading.monthdays or ()
    if said == {"weekdays", "nearness"} and reading.nearness == "habit":
        return Kind.WEEK
    if said == {"weekdays"} and len(weekdays) > 1:
        return Kind.WEEK
    if said == {"ordinals", "weekdays"} or (said == {"monthdays"} and len(monthdays) > 1):
        return Kind.MOON
    return None


def _once_or_every(every: Outcome, reading: Reading, moment: Moment) -> Outcome:
    """The question whether something is meant once, on each of its days, or again and again."""
    count = max(len(said) for said in (reading.weekdays or (), reading.monthdays or ()))
    candidates = [
        Schedule(each.meant, moment.zone)
        for schedule in offers(every)
        for each in occurrences(schedule, moment.now, count)
    ]
    return Question(Asks.ONCE_OR_EVERY, candidates=(*candidates, *offers(every)))
