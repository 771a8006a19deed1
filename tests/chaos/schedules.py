"""Every zone, every half-hour, daily, weekly and monthly: what is missed and what doubled, by us and by APScheduler."""

import zoneinfo
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from bot.domain.schedule import Schedule, occurrences
from tests.chaos.rings import HALF_HOURS, RECURRENCES, Recurrence, Rings, Span, rings_in

Fire = Callable[[Recurrence, timedelta, str, Span], list[datetime]]
"""When a scheduler fires in the dates of a span, for a recurrence at a time of day in a zone."""

SAMPLE = (
    "Europe/Madrid",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Pacific/Chatham",
)
"""Ordinary ones, one that moves by half an hour, one twice around Ramadan, one at midnight, one at 02:45."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of schedules: occurrences expected, missed, doubled, and at another instant than expected."""

    schedules: int = 0
    expected: int = 0
    missed: int = 0
    doubled: int = 0
    elsewhere: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(ours + theirs for ours, theirs in zip(astuple(self), astuple(other), strict=True)))

    def times(self, count: int) -> "Figures":
        """The same so many times."""
        return Figures(*(getattr(self, each.name) * count for each in fields(self)))


def ours(recurrence: Recurrence, at: timedelta, zone: str, span: Span) -> list[datetime]:
    """What `bot.domain.schedule` makes of it."""
    first = next(day for day in span.days() if recurrence.comes(day))
    schedule = Schedule(datetime.combine(first, time()) + at, zone, recurrence.rule)
    before = _midnight(span.first, zone) - timedelta(days=2)
    found = occurrences(schedule, before, (span.last - span.first).days + 2)
    return [each.at for each in found if each.meant.date() <= span.last]


def aps(recurrence: Recurrence, at: timedelta, zone: str, span: Span) -> list[datetime]:
    """What APScheduler's CronTrigger makes of it, asked for the next one a moment after each, as its scheduler asks."""
    hour, minute = divmod(at // timedelta(minutes=1), 60)
    trigger = CronTrigger(hour=hour, minute=minute, timezone=zone, **recurrence.cron)
    fired: list[datetime] = []
    before, now = None, _midnight(span.first, zone)
    end = _midnight(span.last + timedelta(days=1), zone)
    while (found := trigger.get_next_fire_time(before, now)) is not None and found.astimezone(UTC) < end:
        fired.append(found.astimezone(UTC))
        before, now = found, max(now, fired[-1]) + timedelta(seconds=1)
    return fired


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def held_against(expected: list[datetime], fired: list[datetime], zone: str) -> Figures:
    """Figures of one schedule; what fires on the right local date at another instant is neither missed nor doubled."""
    place = ZoneInfo(zone)
    wanted = Counter(each.astimezone(place).date() for each in expected)
    came = Counter(each.astimezone(place).date() for each in fired)
    missed, doubled = wanted - came, came - wanted
    right = len(set(expected) & set(fired))
    elsewhere = len(expected) - missed.total() - right
    return Figures(1, len(expected), missed.total(), doubled.total(), elsewhere)


def figures_of(zone: str, rings: Rings, span: Span, fire: Fire) -> Figures:
    """Figures of a scheduler in a zone, at every half-hour and for every recurrence."""
    return sum(
        (
            held_against(rings.of(recurrence, at, span), fire(recurrence, at, zone, span), zone)
            for recurrence in RECURRENCES
            for at in HALF_HOURS
        ),
        Figures(),
    )


def kind_of(zone: str, span: Span) -> int:
    """What is the same for zones whose clocks show the same at every instant of a span."""
    return hash(rings_in(zone, span).shown)


def all_zones() -> list[str]:
    """Every zone of the tz database."""
    return sorted(zoneinfo.available_timezones())
