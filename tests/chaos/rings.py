"""When an alarm clock rings: schedules worked out by walking through time, a quarter of an hour after the other.

An oracle that shares nothing with `bot.domain.schedule`: no rules, no reading of local times, only what the clocks in a
zone show at an instant. A clock that is set to a local time rings as soon as it shows that time or a later one, once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_SECONDS = 15 * 60
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
        return _instant(self.by_local[_quarters(_midnight(day) + time)])

    def of(self, recurrence: Recurrence, time: timedelta, span: Span) -> list[datetime]:
        """When a clock rings that is set to a time of every day of a recurrence; twice at once is once."""
        return list(dict.fromkeys(self.at(day, time) for day in span.days() if recurrence.comes(day)))


def rings_in(zone: str, span: Span) -> Rings:
    """Walk through a span in a zone, and note when each half-hour is shown first, or first passed over."""
    place = ZoneInfo(zone)
    first = _quarters(_midnight(span.first - 2 * _DAY))
    latest = _shown(first, place) - 1
    shown, by_local = [], {}
    for here in range(first, _quarters(_midnight(span.last + 3 * _DAY))):
        now = _shown(here, place)
        shown.append(now)
        if now > latest:
            by_local.update(dict.fromkeys(range(latest + 1, now + 1), here))
            latest = now
    return Rings(tuple(shown), by_local)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _shown(quarters: int, zone: ZoneInfo) -> int:
    """What the clocks show, as quarter-hours as if it were UTC."""
    offset = datetime.fromtimestamp(quarters * _SECONDS, zone).utcoffset() or timedelta(0)
    ahead, rest = divmod(offset.days * 86_400 + offset.seconds, _SECONDS)
    assert not rest, f"the clocks of {zone} are not a multiple of a quarter of an hour apart from UTC"
    return quarters + ahead


def _quarters(at: datetime) -> int:
    return int(at.timestamp()) // _SECONDS


def _instant(quarters: int) -> datetime:
    return datetime.fromtimestamp(quarters * _SECONDS, UTC)
