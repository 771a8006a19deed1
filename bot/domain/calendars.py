"""Calendars: a schedule as other people's calendar programs read it, so that they show what the bot posts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.domain.reminders import Handled
from bot.domain.schedule import ClockChange, Occurrence, Schedule, local_times, occurrences_between

AHEAD = timedelta(days=731)
"""How far ahead what has no end is worked out; a calendar program asks again long before."""


@dataclass(frozen=True, slots=True)
class Series:
    """What repeats, by RFC 5545: a first local time that exists, a rule, and local times at which nothing comes.

    `until` is the last instant, in whole seconds of UTC, None where it goes on. A local time that exists twice means
    the first, as it does to the bot.
    """

    starts: datetime
    zone: str
    rule: str
    until: datetime | None
    left_out: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """A schedule from where it was dealt with: a series, and the instants that stand for themselves.

    These are what comes once, and what a gap in the clocks moves: RFC 5545 leaves it out in one place and moves it
    otherwise in another, so no two programs agree.
    """

    series: Series | None
    singles: tuple[Occurrence, ...]


def still_to_come(schedule: Schedule, handled: Handled, before: datetime) -> tuple[Occurrence, ...]:
    """What was not dealt with yet of a schedule, strictly before an instant."""
    found = occurrences_between(schedule, handled.at, before)
    return tuple(each for each in found if handled.meant is None or each.meant > handled.meant)


def times_ahead(schedule: Schedule, handled: Handled, *, until: datetime | None = None) -> Times:
    """What is still to come of a schedule, before `until` where that is given."""
    horizon = handled.at + AHEAD
    ahead = still_to_come(schedule, handled, min(until, horizon) if until else horizon)
    moved = [each for each in ahead if each.note is ClockChange.MOVED]
    misread = {each.meant.replace(tzinfo=ZoneInfo(schedule.zone)).astimezone(UTC) for each in moved}
    # Where a zone skips a whole day, a program may take what was left out that day for what comes the day after.
    singles = tuple(each for each in ahead if each in moved or each.at in misread)
    usual = {each.meant for each in ahead if each not in singles}
    if schedule.rule is None or not usual:
        return Times(None, ahead)
    starts = min(usual)
    named = takewhile(lambda local: local <= ahead[-1].meant, local_times(schedule, starts))
    series = Series(
        starts=starts,
        zone=schedule.zone,
        rule=schedule.rule,
        until=(until - timedelta.resolution).replace(microsecond=0) if until else None,
        left_out=tuple(local for local in named if local not in usual),
    )
    return Times(series, singles)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the clocks of a zone are set to from an instant on: how far from UTC, and how far they were before."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def settings_of(zone: str, since: datetime, until: datetime) -> tuple[Setting, ...]:
    """How the clocks of a zone are set at an instant, and each change until another."""
    clocks = ZoneInfo(zone)
    found = [_setting(clocks, since, since)]
    look = since
    while look < until:
        following = look + _A_LOOK
        if _offset(clocks, look) != _offset(clocks, following):
            found.append(_setting(clocks, _change_between(clocks, look, following), look))
        look = following
    return tuple(found)


_A_LOOK = timedelta(hours=12)
"""No zone changes its clocks twice in this time."""


def _setting(clocks: ZoneInfo, at: datetime, before: datetime) -> Setting:
    local = at.astimezone(clocks)
    return Setting(at, _offset(clocks, before), _offset(clocks, at), local.tzname() or "", bool(local.dst()))


def _change_between(clocks: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second from which the clocks show what they show `after`."""
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) // 2).replace(microsecond=0)
        before, after = (middle, after) if _offset(clocks, middle) == _offset(clocks, before) else (before, middle)
    return after


def _offset(clocks: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(clocks).utcoffset() or timedelta(0)
