"""Repeating: the schedule of a reading that comes again and again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import product

from bot.domain.phrases.calendars import check_date, pair_as_dates
from bot.domain.phrases.days import check_count
from bot.domain.phrases.hours import times_of
from bot.domain.phrases.once import WHEN
from bot.domain.phrases.outcomes import Asked, Moment, Outcome, one_of
from bot.domain.phrases.questions import Asks, Question
from bot.domain.phrases.reading import Reading
from bot.domain.phrases.tokens import Kind
from bot.domain.schedule import Schedule, occurrences

_DAY = timedelta(days=1)
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {Kind.DAY: "DAILY", Kind.WEEK: "WEEKLY", Kind.MOON: "MONTHLY", Kind.YEAR: "YEARLY"}
_SHORTEST_MONTH = 28
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class Repeat:
    """On which days something comes again; ordinals say which of a month's weekdays, -1 the last.

    With `is_last_of` only the last of the days of a month that there are.
    """

    unit: Kind
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    month: int | None = None
    is_last_of: bool = False

    def rule(self) -> str:
        """The rule in the words of RFC 5545."""
        names = [_NAMES[weekday] for weekday in self.weekdays]
        parts = {
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": str(self.month or ""),
            "BYMONTHDAY": ",".join(map(str, self.monthdays)),
            "BYDAY": ",".join(f"{nth}{name}" for nth, name in product(self.ordinals or ("",), names)),
            "BYSETPOS": "-1" if self.is_last_of else "",
        }
        said = [f"{name}={value}" for name, value in parts.items() if value]
        return ";".join([f"FREQ={_FREQUENCIES[self.unit]}", *said])

    def a_day_later(self) -> "Repeat | None":
        """The days after these; None where no rule says so."""
        if self.unit is Kind.DAY:
            return self
        if self.unit is Kind.WEEK:
            return replace(self, weekdays=tuple((weekday + 1) % 7 for weekday in self.weekdays))
        if self.ordinals or not all(0 < day < _SHORTEST_MONTH for day in self.monthdays):
            return None
        return replace(self, monthdays=tuple(day + 1 for day in self.monthdays))


@dataclass(frozen=True, slots=True)
class Repeats:
    """The ways in which something may come again, and what to ask when it is not certain which."""

    options: tuple[Repeat, ...]
    asks: Asks = Asks.WHICH_REPEAT
    is_sure: bool = True


def repeating(reading: Reading, moment: Moment, *, is_day_first: bool) -> Outcome | None:
    """The schedule of a reading that says how often; None where it says things that do not go together."""
    found = _repeats_of(reading, is_day_first=is_day_first)
    if found is None:
        return None
    times, asks = times_of(reading)
    made = dict.fromkeys(_timed(repeat, time) for repeat in found.options for time in times)
    schedules = [first_of(*each, moment) for each in made if each is not None]
    if len(times) > 1 and len(made) > len(found.options):
        return _asked(asks, schedules, is_sure=None not in made)
    return _asked(found.asks, schedules, is_sure=found.is_sure)


def first_of(repeat: Repeat, clock: timedelta, moment: Moment) -> Schedule:
    """The schedule of something that comes again, which starts with the first that is still to come."""
    since = datetime.combine(moment.today - _DAY, time()) + clock
    (first,) = occurrences(Schedule(since, moment.zone, replace(repeat, interval=1).rule()), moment.now, 1)
    return Schedule(first.meant, moment.zone, repeat.rule())


def _asked(asks: Asks, schedules: list[Schedule], *, is_sure: bool) -> Outcome:
    return one_of(schedules, asks) if is_sure else Question(asks, candidates=tuple(dict.fromkeys(schedules)))


def _timed(repeat: Repeat, clock: timedelta) -> tuple[Repeat, timedelta] | None:
    """A time after the end of the day is one of the day after."""
    if clock < _DAY:
        return repeat, clock
    later = repeat.a_day_later()
    return (later, clock - _DAY) if later else None


def _repeats_of(reading: Reading, *, is_day_first: bool) -> Repeats | None:
    said = reading.said() - WHEN
    if "every_nth" in said:
        return _every_nth(reading, said)
    if reading.unit is None or reading.interval is None or reading.interval < 0:
        return None
    check_count(reading.interval, reading.unit)
    find = _SHAPES.get((reading.unit, said - {"unit", "interval"}))
    return find(reading, reading.interval, is_day_first) if find else None


def _every_nth(reading: Reading, said: frozenset[str]) -> Repeats | None:
    """Every second Monday: the second one of each month, or one in two weeks."""
    nth, weekdays = 1 if reading.every_nth is None else reading.every_nth, reading.weekdays or ()
    monthly = Repeat(Kind.MOON, reading.interval or 1, weekdays, ordinals=(nth,))
    if reading.unit is Kind.MOON and said == {"every_nth", "weekdays", "unit", "interval"}:
        _check_ordinals((nth,))
        return Repeats((monthly,))
    if said == {"every_nth", "weekdays", "month"}:
        _check_ordinals((nth,))
        return Repeats((replace(monthly, unit=Kind.YEAR, month=reading.month),))
    if said != {"every_nth", "weekdays"}:
        return None
    if nth in (-1, 1):
        return Repeats((monthly,))
    check_count(nth, Kind.WEEK)
    weekly = Repeat(Kind.WEEK, nth, weekdays)
    return Repeats((weekly, monthly) if nth <= _MOST_OF_A_MONTH else (weekly,))


def _check_ordinals(ordinals: Iterable[int]) -> None:
    if not all(nth == -1 or 1 <= nth <= _MOST_OF_A_MONTH for nth in ordinals):
        raise Asked(Asks.NO_SUCH_DAY)


def _daily(reading: Reading, interval: int, _: bool) -> Repeats:
    return Repeats((Repeat(Kind.DAY, interval),))


def _weekly(reading: Reading, interval: int, _: bool) -> Repeats:
    return Repeats((Repeat(Kind.WEEK, interval, reading.weekdays or ()),))


def _on_any_weekday(reading: Reading, interval: int, _: bool) -> Repeats:
    return Repeats(tuple(Repeat(Kind.WEEK, interval, (weekday,)) for weekday in range(7)), Asks.NO_DAY)


def _on_weekends(reading: Reading, interval: int, _: bool) -> Repeats:
    return Repeats(tuple(Repeat(Kind.WEEK, interval, days) for days in ((5, 6), (5,), (6,))), Asks.NO_DAY)


def _on_any_weekday_of_month(reading: Reading, interval: int, _: bool) -> Repeats:
    """Every month on Friday: on which of them?"""
    weekdays = reading.weekdays or ()
    return Repeats(
        tuple(Repeat(Kind.MOON, interval, weekdays, ordinals=(nth,)) for nth in (1, 2, 3, 4, -1)), Asks.NO_DAY
    )


def _on_weekdays_of_month(reading: Reading, interval: int, _: bool) -> Repeats | None:
    _check_ordinals(reading.ordinals or ())
    return Repeats((Repeat(Kind.MOON, interval, reading.weekdays or (), reading.ordinals or ()),))


def _on_days_of_month(reading: Reading, interval: int, _: bool) -> Repeats | None:
    """On days of the month; not every month has a 29th, 30th or 31st, so it is asked what is meant by them."""
    days = reading.monthdays or ()
    if not all(day == -1 or 1 <= day <= _LONGEST_MONTH for day in days):
        raise Asked(Asks.NO_SUCH_DAY)
    repeat = Repeat(Kind.MOON, interval, monthdays=days)
    latest = max(days)
    if latest <= _SHORTEST_MONTH:
        return Repeats((repeat,))
    if latest == _LONGEST_MONTH:
        last = replace(repeat, monthdays=tuple(-1 if day == latest else day for day in days))
    elif len(days) == 1:
        last = replace(repeat, monthdays=tuple(range(_SHORTEST_MONTH, latest + 1)), is_last_of=True)
    else:
        return Repeats((repeat,), Asks.SHORT_MONTH, is_sure=False)
    return Repeats((last, repeat), Asks.SHORT_MONTH)


def _on_a_date(reading: Reading, interval: int, _: bool) -> Repeats | None:
    return _on_dates([reading.date] if reading.date else [], interval)


def _on_a_pair(reading: Reading, interval: int, is_day_first: bool) -> Repeats | None:
    return _on_dates(pair_as_dates(reading.pair or (), is_day_first=is_day_first), interval)


def _on_dates(dates: Iterable[tuple[int | None, int, int]], interval: int) -> Repeats | None:
    options: list[Repeat] = []
    asks = Asks.WHICH_DATE
    for year, month, day in dates:
        if year is not None:
            return None
        check_date(None, month, day)
        if (month, day) == (2, 29):
            options.append(Repeat(Kind.YEAR, interval, monthdays=(-1,), month=month))
            asks = Asks.SHORT_MONTH
        options.append(Repeat(Kind.YEAR, interval, monthdays=(day,), month=month))
    return Repeats(tuple(options), asks)


def _on_weekdays_of_year(reading: Reading, interval: int, _: bool) -> Repeats | None:
    _check_ordinals(reading.ordinals or ())
    return Repeats((Repeat(Kind.YEAR, interval, reading.weekdays or (), reading.ordinals or (), month=reading.month),))


def _on_days_of_year(reading: Reading, interval: int, _: bool) -> Repeats | None:
    month = reading.month or 1
    if reading.monthdays == (-1,):
        return Repeats((Repeat(Kind.YEAR, interval, monthdays=(-1,), month=month),))
    return _on_dates([(None, month, day) for day in reading.monthdays or ()], interval)


def _no_day(reading: Reading, interval: int, _: bool) -> Repeats | None:
    raise Asked(Asks.NO_DAY)


_MOST_OF_A_MONTH = 5
"""No weekday comes more often in a month."""

_SHAPES: dict[tuple[Kind, frozenset[str]], Callable[[Reading, int, bool], Repeats | None]] = {
    (unit, frozenset(said.split())): find
    for unit, said, find in (
        (Kind.DAY, "", _daily),
        (Kind.WEEK, "", _on_any_weekday),
        (Kind.WEEK, "weekdays", _weekly),
        (Kind.WEEK, "is_weekend", _on_weekends),
        (Kind.MOON, "", _no_day),
        (Kind.MOON, "weekdays", _on_any_weekday_of_month),
        (Kind.MOON, "ordinals weekdays", _on_weekdays_of_month),
        (Kind.MOON, "monthdays", _on_days_of_month),
        (Kind.YEAR, "", _no_day),
        (Kind.YEAR, "date", _on_a_date),
        (Kind.YEAR, "pair", _on_a_pair),
        (Kind.YEAR, "ordinals weekdays month", _on_weekdays_of_year),
        (Kind.YEAR, "monthdays month", _on_days_of_year),
    )
}
