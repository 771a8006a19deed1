"""Schedules: local times once or repeating, and the instants at which they fall whatever the clocks do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

_SLACK = timedelta(days=2)
"""How far before an instant local times are looked at: more than any clock was ever moved."""


class ClockChange(StrEnum):
    """What a change of the clocks does to a local time. Source: charter, §8.

    MOVED: it does not exist that day, so the first valid instant after it is taken. FIRST_OF_TWO: it exists twice, and
    the first one is taken.
    """

    MOVED = "moved"
    FIRST_OF_TWO = "first_of_two"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A local time in a zone, once or repeating.

    `starts` is naive, the local time of the first; `zone` an IANA name; `rule` an RFC 5545 RRULE without DTSTART
    ("FREQ=WEEKLY;BYDAY=MO"), at most daily, or None for once. `starts` is the first only where it matches the rule.
    """

    starts: datetime
    zone: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One instant of a schedule.

    `local` is what the clocks in the zone show at the instant `at`, naive; `meant` the local time that the schedule
    names, which differs from it where the time was moved.
    """

    local: datetime
    at: datetime
    note: ClockChange | None
    meant: datetime


def instant_of(local: datetime, zone: str) -> datetime:
    """The instant of a naive local time, in UTC.

    A local time that does not exist falls on the first valid instant after it, one that exists twice on the first.
    """
    return _fall(local, ZoneInfo(zone)).at


def local_of(at: datetime, zone: str) -> datetime:
    """What the clocks in a zone show at an instant, naive."""
    return _shown(at, ZoneInfo(zone))


def next_after(schedule: Schedule, after: datetime) -> datetime | None:
    """The first instant of a schedule strictly after an instant, in UTC; None when there is none any more."""
    found = occurrences(schedule, after, 1)
    return found[0].at if found else None


def occurrences(schedule: Schedule, after: datetime, count: int) -> tuple[Occurrence, ...]:
    """The first `count` occurrences strictly after an instant, fewer when the schedule ends before.

    Local times that fall on the same instant, because the clocks were moved over both, make one occurrence.
    """
    zone = ZoneInfo(schedule.zone)
    since = _shown(after, zone) - _SLACK
    return tuple(islice((each for each in _distinct(schedule, zone, since) if each.at > after), count))


def occurrences_between(schedule: Schedule, after: datetime, before: datetime) -> tuple[Occurrence, ...]:
    """The occurrences strictly after an instant and strictly before another."""
    since = _shown(after, ZoneInfo(schedule.zone)) - _SLACK
    ahead = takewhile(lambda each: each.at < before, _distinct(schedule, ZoneInfo(schedule.zone), since))
    return tuple(each for each in ahead if each.at > after)


def local_times(schedule: Schedule, since: datetime) -> Iterator[datetime]:
    """The local times that a schedule names, from a naive one on, whether they exist or not."""
    if schedule.rule is None:
        return iter((schedule.starts,))
    return iter(rrulestr(schedule.rule, dtstart=schedule.starts).xafter(since, inc=True))


def _distinct(schedule: Schedule, zone: ZoneInfo, since: datetime) -> Iterator[Occurrence]:
    last = None
    for local in local_times(schedule, since):
        occurrence = _fall(local, zone)
        if occurrence.at != last:
            yield occurrence
        last = occurrence.at


def _fall(local: datetime, zone: ZoneInfo) -> Occurrence:
    """Where a local time falls; `fold` says whether it is read with the offset before or after a change."""
    first = local.replace(tzinfo=zone, fold=0)
    second = local.replace(tzinfo=zone, fold=1)
    at = first.astimezone(UTC)
    if first.utcoffset() == second.utcoffset():
        return Occurrence(local, at, None, local)
    if _shown(at, zone) == local:
        return Occurrence(local, at, ClockChange.FIRST_OF_TWO, local)
    valid = _first_showing(local, second.astimezone(UTC), at, zone)
    return Occurrence(_shown(valid, zone), valid, ClockChange.MOVED, local)


def _first_showing(local: datetime, before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clocks show `local` or later; at `before` not yet, at `after` they do."""
    while after - before > timedelta.resolution:
        middle = before + (after - before) // 2
        if _shown(middle, zone) < local:
            before = middle
        else:
            after = middle
    return after


def _shown(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
