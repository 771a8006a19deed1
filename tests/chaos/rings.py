"""When an alarm clock rings: schedules worked out by walking through time, a quarter of an hour after the other.

An oracle that shares nothing with `bot.domain.schedule`: no rules, no reading of local times, only what the clocks in a
zone show at an instant. A clock that is set to a local time rings as soon as it shows that time or a later one, once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

STEP = timedelta(minutes=15)
"""All clocks of our days are a multiple of it apart from UTC, and change at one."""

HALF_HOURS = tuple(timedelta(minutes=minutes) for minutes in range(0, 24 * 60, 30))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """On which days something comes, said twice: as the rule of a schedule, and as a question about a date."""

    name: str
    rule: str
    comes: Callable[[date], bool]
    cron: Mapping[str, object]


RECURRENCES = (
    Recurrence("daily", "FREQ=DAILY", lambda day: True, {}),
    Recurrence("weekly", "FREQ=WEEKLY;BYDAY=SU", lambda day: day.weekday() == 6, {"day_of_week": "sun"}),
    Recurrence("monthly", "FREQ=MONTHLY;BYMONTHDAY=29", lambda day: day.day == 29, {"day": "29"}),
)


@dataclass(frozen=True, slots=True)
class Span:
    """The local dates of whole years."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Each of its dates."""
        day = self.first
        while day <= self.last:
            yield day
            day += _DAY


def years(first: int, count: int) -> Span:
    """So many years."""
    return Span(date(first, 1, 1), date(first + count - 1, 12, 31))


@dataclass(frozen=True, slots=True)
class Rings:
    """When clocks in a zone ring that are set to each half-hour of each day; whole quarter-hours since 1970."""

    shown: tuple[int, ...]
    by_local: Mapping[int, int]

    def at(self, day: date, time: timedelta) -> datetime:
        """The instant at which a clock set to a time of a day rings."""
        return _instant(self.by_local[_quarters(datetime(day.year, day.month, day.day, tzinfo=UTC) + time)])

    def of(self, recurrence: Recurrence, time: timedelta, span: Span) -> list[datetime]:
        """When a clock rings that is set to a time of every day of a recurrence; twice at once is once."""
        return list(dict.fromkeys(self.at(day, time) for day in span.days() if recurrence.comes(day)))


def rings_in(zone: str, span: Span) -> Rings:
    """Walk through a span in a zone, and note when each half-hour is shown first, or first passed over."""
    place = ZoneInfo(zone)
    here = datetime(span.first.year, span.first.month, span.first.day, tzinfo=UTC) - 2 * _DAY
    end = datetime(span.last.year, span.last.month, span.last.day, tzinfo=UTC) + 3 * _DAY
    latest = _shown(here, place) - 1
    shown, by_local = [], {}
    while here < end:
        now = _shown(here, place)
        shown.append(now)
        for passed in range(latest + 1, now + 1):
            by_local[passed] = _quarters(here)
        latest = max(latest, now)
        here += STEP
    return Rings(tuple(shown), by_local)


def _shown(at: datetime, zone: ZoneInfo) -> int:
    """What the clocks show, as quarter-hours as if it were UTC; an odd offset would make it a fraction."""
    return _quarters(at.astimezone(zone).replace(tzinfo=UTC))


def _quarters(at: datetime) -> int:
    quarters, rest = divmod(at - datetime(1970, 1, 1, tzinfo=UTC), STEP)
    assert not rest, f"{at} is no multiple of a quarter of an hour"
    return quarters


def _instant(quarters: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + quarters * STEP
