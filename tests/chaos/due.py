"""Due: when reminders and digests of many servers have to come, worked out without a database."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.domain.schedule import Schedule, occurrences

ZONES = (
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Asia/Beirut",
    "Africa/Cairo",
    "Europe/Chisinau",
    "Europe/Madrid",
    "Europe/Lisbon",
    "Atlantic/Azores",
    "America/Scoresbysund",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Santiago",
    "America/New_York",
    "America/Havana",
    "Pacific/Chatham",
)

BEGINS = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday before most clocks of the year are changed."""

RULES = (
    ("2026-03-01T02:30", "FREQ=WEEKLY;BYDAY=SU"),
    ("2026-03-01T23:45", "FREQ=DAILY;INTERVAL=3"),
    ("2026-03-01T00:10", "FREQ=MONTHLY;BYDAY=-1SU"),
)
"""The reminders of each server, at hours at which clocks are changed."""

GUILDS = range(1, len(ZONES) + 1)
NUMBERS = range(1, len(RULES) + 1)
"""The servers, and the reminders of each."""


def reminders_due(guild: int, number: int, until: datetime) -> list[datetime]:
    """When a reminder is due, up to an instant."""
    starts, rule = RULES[number - 1]
    schedule = Schedule(datetime.fromisoformat(starts), ZONES[guild - 1], rule)
    return [each.at for each in occurrences(schedule, BEGINS, 500) if each.at <= until]


@cache
def digests_due(guild: int, until: datetime) -> dict[tuple[int, int], datetime]:
    """When the digest of each ISO week is due: the first quarter of an hour at which it is Monday, 18:00."""
    zone = ZoneInfo(ZONES[guild - 1])
    found: dict[tuple[int, int], datetime] = {}
    at = BEGINS + timedelta(minutes=15)
    while at <= until:
        shown = at.astimezone(zone)
        if (shown.weekday(), shown.hour, shown.minute) == (0, 18, 0):
            found.setdefault(shown.isocalendar()[:2], at)
        at += timedelta(minutes=15)
    return found


def all_due(until: datetime) -> list[datetime]:
    """Every instant at which something is due, in order."""
    due = {at for guild in GUILDS for number in NUMBERS for at in reminders_due(guild, number, until)}
    return sorted(due | {at for guild in GUILDS for at in digests_due(guild, until).values()})


def done_at(week: int) -> datetime:
    """When a task is done in a week, counted from 0: on Saturday, of which no digest tells before the Monday after."""
    return BEGINS + timedelta(weeks=week, days=5)
