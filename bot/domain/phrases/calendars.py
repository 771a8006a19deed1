"""Calendars: which dates there are."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain.phrases.outcomes import Asked
from bot.domain.phrases.questions import Asks

_WEEK = timedelta(days=7)
_LEAP_YEAR = 2000
_YEARS_TRIED = 9
"""Within so many years every date comes, the 29th of February too."""

LATEST_YEAR = 9000


def day_in(year: int, month: int, day: int) -> date | None:
    """A day of a month, -1 for its last; None when the month has no such day."""
    last = monthrange(year, month)[1]
    if day == -1:
        return date(year, month, last)
    return date(year, month, day) if 1 <= day <= last else None


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The first, second … Monday of a month, -1 for its last; None when the month has no such day."""
    if nth == -1:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7) + (nth - 1) * _WEEK
    return found if found.month == month else None


def months_from(day: date, first: int = 0) -> Iterator[tuple[int, int]]:
    """Years and months from a day's month on, `first` months later."""
    for number in range(day.year * 12 + day.month - 1 + first, (day.year + _YEARS_TRIED) * 12):
        yield divmod(number, 12)[0], number % 12 + 1


def years_from(day: date) -> range:
    """The years in which a date without a year may fall, from a day on."""
    return range(day.year, day.year + _YEARS_TRIED)


def plus_months(day: date, count: int) -> date:
    """The same day so many months later; raises `Asked` when that month has no such day."""
    year, month = next(months_from(day, count))
    found = day_in(year, month, day.day)
    if found is None:
        raise Asked(Asks.NO_SUCH_DAY)
    return found


def check_date(year: int | None, month: int, day: int) -> None:
    """Raise `Asked` unless there is such a day: in the year, or in some year when none is given."""
    if not 1 <= month <= 12 or not (1 <= (year or _LEAP_YEAR) <= LATEST_YEAR) or not 1 <= day <= 31:
        raise Asked(Asks.NO_SUCH_DAY)
    if day_in(year or _LEAP_YEAR, month, day) is None:
        raise Asked(Asks.NO_SUCH_DAY)


def pair_as_dates(pair: tuple[int, ...], *, is_day_first: bool) -> list[tuple[int | None, int, int]]:
    """Year, month and day of two numbers: the day first and, where languages differ, the month first too.

    Raises `Asked` when neither is a date.
    """
    first, second = pair[:2]
    year = pair[2] if len(pair) > 2 else None
    found = []
    for month, day in [(second, first)] if is_day_first else [(second, first), (first, second)]:
        try:
            check_date(year, month, day)
        except Asked:
            continue
        found.append((year, month, day))
    if not found:
        raise Asked(Asks.NO_SUCH_DAY)
    return list(dict.fromkeys(found))
