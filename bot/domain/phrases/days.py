"""Days: which days a reading without repetition can mean."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from bot.domain.phrases.calendars import (
    check_date,
    day_in,
    months_from,
    nth_weekday,
    pair_as_dates,
    plus_months,
    years_from,
)
from bot.domain.phrases.outcomes import FURTHEST, Asked, Days
from bot.domain.phrases.questions import Asks
from bot.domain.phrases.reading import Reading
from bot.domain.phrases.tokens import Kind

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_FURTHEST = {Kind.DAY: FURTHEST.days, Kind.WEEK: FURTHEST.days // 7, Kind.MOON: 24, Kind.YEAR: 2}

Find = Callable[[Reading, date, bool], Days | None]
"""Finds the days of a reading, given today and whether numbers name the day before the month."""


def days_of(reading: Reading, said: frozenset[str], today: date, *, is_day_first: bool) -> Days | None:
    """The days that a reading can mean; None where it says things that do not go together.

    Raises `Mismatch` where a date does not fall on the weekday named with it.
    """
    is_named = "weekdays" in said and not said & {"ordinals", "nearness", "scope", "ahead"} and said != {"weekdays"}
    find = _FINDERS.get(said - {"weekdays"} if is_named else said)
    days = find(reading, today, is_day_first) if find else None
    if days is None or not is_named or not reading.weekdays:
        return days
    fitting = tuple(day for day in days.options if day.weekday() in reading.weekdays)
    if not fitting:
        raise Mismatch(days)
    return Days(fitting, days.asks)


class Mismatch(Exception):
    """A date does not fall on the weekday that was named with it."""

    def __init__(self, days: Days) -> None:
        super().__init__()
        self.days = days


def coming(weekday: int, today: date) -> date:
    """The next such weekday, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _in_days(reading: Reading, today: date, _: bool) -> Days | None:
    ahead = reading.days or 0
    return Days((today + timedelta(days=ahead),), later=() if ahead else (today + _DAY,))


def _weekday(reading: Reading, today: date, _: bool) -> Days | None:
    found = [coming(weekday, today) for weekday in reading.weekdays or ()]
    if reading.nearness == "next":
        found = [day if day > today else day + _WEEK for day in found]
    if found[0] == today and reading.nearness is None:
        return Days((today, today + _WEEK))
    return Days(tuple(found), later=(found[0] + _WEEK,))


def _weekday_of_a_week(reading: Reading, today: date, _: bool) -> Days | None:
    unit, ahead = reading.scope or (None, None)
    if unit is not Kind.WEEK or ahead is None or not reading.weekdays or len(reading.weekdays) > 1:
        return None
    return Days(
        (_in_week(reading.weekdays[0], today, ahead),), later=(_in_week(reading.weekdays[0], today, ahead + 1),)
    )


def _weekday_in_weeks(reading: Reading, today: date, is_day_first: bool) -> Days | None:
    """Friday in two weeks: that of the second week from this one, or two weeks after the coming one; often the same."""
    count, unit = reading.ahead or (0, Kind.DAY)
    if unit is not Kind.WEEK or not reading.weekdays or len(reading.weekdays) > 1:
        return None
    check_count(count, unit)
    (weekday,) = reading.weekdays
    found = {_in_week(weekday, today, count), coming(weekday, today) + count * _WEEK}
    return Days(tuple(sorted(found)))


def _in_week(weekday: int, today: date, ahead: int) -> date:
    return today + timedelta(days=weekday - today.weekday()) + ahead * _WEEK


def _ahead(reading: Reading, today: date, _: bool) -> Days | None:
    count, unit = reading.ahead or (0, Kind.DAY)
    check_count(count, unit)
    if unit is Kind.DAY:
        return Days((today + count * _DAY,))
    if unit is Kind.WEEK:
        return Days((today + count * _WEEK,))
    return Days((plus_months(today, count if unit is Kind.MOON else 12 * count),))


def check_count(count: int, unit: Kind) -> None:
    """Raise `Asked` unless a count of units is at least one and at most two years."""
    if not count:
        raise Asked(Asks.NO_SUCH_COUNT)
    if count > _FURTHEST[unit]:
        raise Asked(Asks.TOO_FAR)


def _date(reading: Reading, today: date, _: bool) -> Days | None:
    return _dates([reading.date] if reading.date else [], today)


def _pair(reading: Reading, today: date, is_day_first: bool) -> Days | None:
    return _dates(pair_as_dates(reading.pair or (), is_day_first=is_day_first), today)


def _dates(dates: Iterable[tuple[int | None, int, int]], today: date) -> Days:
    found, later = [], []
    for year, month, day in dates:
        check_date(year, month, day)
        days = [day_in(each, month, day) for each in ([year] if year else years_from(today))]
        coming_days = [each for each in days if each and (year or each >= today)]
        found.append(coming_days[0])
        later.extend(coming_days[1:2])
    return Days(tuple(dict.fromkeys(found)), Asks.WHICH_DATE, tuple(later))


def _nth_of_month(reading: Reading, today: date, _: bool) -> Days | None:
    """The last Friday of March: of this year, or of the next when it is past."""
    return _first_of(
        (found for year in _years(reading, today) for found in _nths(reading, year, reading.month or 0)), reading, today
    )


def _day_of_month(reading: Reading, today: date, _: bool) -> Days | None:
    """The last day of March, or 15 with the month said apart."""
    days = (day_in(year, reading.month or 0, day) for year in _years(reading, today) for day in reading.monthdays or ())
    return _first_of((day for day in days if day), reading, today)


def _first_of(found: Iterator[date], reading: Reading, today: date) -> Days:
    days = [day for day in found if reading.year or day >= today][:2]
    if not days:
        raise Asked(Asks.NO_SUCH_DAY)
    return Days(tuple(days[:1]), later=tuple(days[1:]))


def _years(reading: Reading, today: date) -> Iterable[int]:
    return [reading.year] if reading.year else years_from(today)


def _nths(reading: Reading, year: int, month: int) -> Iterator[date]:
    for nth in reading.ordinals or ():
        for weekday in reading.weekdays or ():
            found = nth_weekday(year, month, nth, weekday)
            if found:
                yield found


def _in_this_or_next_month(reading: Reading, today: date, _: bool) -> Days | None:
    """The first Sunday, or the 15th, of this month or the next one."""
    unit, ahead = reading.scope or (None, None)
    if unit is not Kind.MOON or ahead is None:
        return None
    year, month = next(months_from(today, ahead))
    days = [day_in(year, month, day) for day in reading.monthdays or ()] or list(_nths(reading, year, month))
    found = tuple(day for day in days if day)
    if not found:
        raise Asked(Asks.NO_SUCH_DAY)
    return Days(found) if len(found) == 1 else None


def _next_day_of_month(reading: Reading, today: date, _: bool) -> Days | None:
    """The next 15th."""
    if reading.monthdays is None or len(reading.monthdays) > 1 or -1 in reading.monthdays:
        return None
    (day,) = reading.monthdays
    days = [each for year, month in months_from(today) if (each := day_in(year, month, day)) and each >= today]
    if not days:
        raise Asked(Asks.NO_SUCH_DAY)
    return Days((days[0],), later=(days[1],))


def _no_day(reading: Reading, today: date, _: bool) -> Days | None:
    raise Asked(Asks.NO_DAY)


def _weekend(reading: Reading, today: date, _: bool) -> Days | None:
    saturday, sunday = coming(5, today), coming(6, today)
    days: tuple[date, ...] = (sunday, saturday) if sunday < saturday else (saturday, sunday)
    if reading.nearness == "next":
        days = (*days, *(day + _WEEK for day in days))
    return Days(days, Asks.NO_DAY)


_FINDERS: dict[frozenset[str], Find] = {
    frozenset(said.split()): find
    for said, find in (
        ("days", _in_days),
        ("weekdays", _weekday),
        ("weekdays nearness", _weekday),
        ("weekdays scope", _weekday_of_a_week),
        ("weekdays ahead", _weekday_in_weeks),
        ("ahead", _ahead),
        ("date", _date),
        ("pair", _pair),
        ("ordinals weekdays month", _nth_of_month),
        ("ordinals weekdays month year", _nth_of_month),
        ("ordinals weekdays scope", _in_this_or_next_month),
        ("monthdays month", _day_of_month),
        ("monthdays month year", _day_of_month),
        ("monthdays scope", _in_this_or_next_month),
        ("monthdays", _next_day_of_month),
        ("is_weekend", _weekend),
        ("is_weekend nearness", _weekend),
        ("scope", _no_day),
        ("month", _no_day),
        ("month year", _no_day),
    )
}
