"""Calendars: whichever way a program reads a gap in the clocks, it shows what the bot posts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from bot.domain.calendars import AHEAD, Times, settings_of, times_ahead
from bot.domain.reminders import Handled
from bot.domain.schedule import Schedule, occurrences_between

ZONES = (
    "Europe/Madrid",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Pacific/Chatham",
)
RULES = (
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    "FREQ=YEARLY",
)
NOW = datetime(2026, 1, 7, 12, tzinfo=UTC)


def shown(times: Times, until: datetime, *, leaves_out_what_does_not_exist: bool) -> list[datetime]:
    """The instants that a calendar program shows, by either reading that RFC 5545 allows of a gap."""
    found = [each.at for each in times.singles if each.at < until]
    if times.series is None:
        return sorted(found)
    zone = ZoneInfo(times.series.zone)
    left_out = {local.replace(tzinfo=zone).astimezone(UTC) for local in times.series.left_out}
    for local in rrulestr(times.series.rule, dtstart=times.series.starts):
        at = local.replace(tzinfo=zone).astimezone(UTC)
        if at >= until or (times.series.until and at > times.series.until):
            break
        exists = at.astimezone(zone).replace(tzinfo=None) == local
        if at not in left_out and (exists or not leaves_out_what_does_not_exist):
            found.append(at)
    return sorted(found)


@pytest.mark.parametrize("zone", ZONES)
def test_every_half_hour_of_two_years_comes_when_it_is_posted(zone: str) -> None:
    until = NOW + AHEAD
    for half_hour in range(48):
        starts = datetime(2026, 1, 3) + timedelta(minutes=30 * half_hour)  # noqa: DTZ001 - a local time
        for rule in RULES[half_hour % 2 :: 2]:
            schedule = Schedule(starts, zone, rule)
            times = times_ahead(schedule, Handled(NOW))
            posted = [each.at for each in occurrences_between(schedule, NOW, until)]
            assert posted
            for way in (True, False):
                assert shown(times, until, leaves_out_what_does_not_exist=way) == posted, (starts, rule, way)


def test_a_series_begins_with_what_was_not_dealt_with_and_ends_before_the_term_does() -> None:
    schedule = Schedule(datetime.fromisoformat("2026-01-03T18:00"), "UTC", "FREQ=DAILY")
    dealt_with = Handled(NOW, datetime.fromisoformat("2026-01-08T18:00"))
    ends = datetime(2026, 1, 12, 18, tzinfo=UTC)
    series = times_ahead(schedule, dealt_with, until=ends).series
    assert series is not None
    assert (series.starts.day, series.until) == (9, ends - timedelta(seconds=1))
    late = times_ahead(schedule, dealt_with, until=ends + timedelta(microseconds=1)).series
    assert late is not None
    assert late.until == ends


def test_what_comes_once_is_no_series_and_what_is_over_is_nothing() -> None:
    once = Schedule(datetime.fromisoformat("2026-03-29T02:30"), "Europe/Madrid")
    times = times_ahead(once, Handled(NOW))
    assert times.series is None
    assert [each.at for each in times.singles] == [datetime(2026, 3, 29, 1, tzinfo=UTC)]
    assert times_ahead(once, Handled(datetime(2026, 4, 1, tzinfo=UTC))) == Times(None, ())
    daily = Schedule(datetime.fromisoformat("2026-01-03T18:00"), "UTC", "FREQ=DAILY")
    assert times_ahead(daily, Handled(NOW), until=NOW) == Times(None, ())


def test_a_series_of_which_only_a_moved_one_is_left_is_that_one() -> None:
    weekly = Schedule(datetime.fromisoformat("2026-03-01T02:30"), "Europe/Madrid", "FREQ=WEEKLY")
    times = times_ahead(weekly, Handled(datetime(2026, 3, 23, tzinfo=UTC)), until=datetime(2026, 4, 2, tzinfo=UTC))
    assert times.series is None
    assert [each.at for each in times.singles] == [datetime(2026, 3, 29, 1, tzinfo=UTC)]


def test_a_day_that_a_zone_skips_is_not_shown_twice() -> None:
    begins = datetime(2011, 12, 28, tzinfo=UTC)
    for time in ("00:00", "18:00"):
        daily = Schedule(datetime.fromisoformat(f"2011-12-20T{time}"), "Pacific/Apia", "FREQ=DAILY")
        until = begins + timedelta(days=7)
        posted = [each.at for each in occurrences_between(daily, begins, until)]
        times = times_ahead(daily, Handled(begins))
        for way in (True, False):
            assert shown(times, until, leaves_out_what_does_not_exist=way) == posted, time


@pytest.mark.parametrize("zone", [*ZONES, "UTC", "Asia/Kolkata", "Europe/Dublin", "Asia/Gaza", "America/Santiago"])
def test_the_clocks_of_a_zone_are_told_to_the_second(zone: str) -> None:
    since, until = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    told = settings_of(zone, since, until)
    clocks = ZoneInfo(zone)
    place, look = 0, since
    while look < until:
        while place + 1 < len(told) and told[place + 1].at <= look:
            place += 1
        assert told[place].after == look.astimezone(clocks).utcoffset(), look
        look += timedelta(minutes=15)
    for setting in told[1:]:
        just_before = setting.at - timedelta(seconds=1)
        assert just_before.astimezone(clocks).utcoffset() == setting.before
        assert setting.at.astimezone(clocks).tzname() == setting.name
