"""Schedules: nothing is missed and nothing doubled when the clocks change, in any way in which they ever did."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.schedule import ClockChange, Occurrence, Schedule, instant_of, local_of, next_after, occurrences

MADRID = "Europe/Madrid"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "zone", "at"),
    [
        ("2026-06-01 18:00", MADRID, "2026-06-01 16:00"),
        ("2026-12-01 18:00", MADRID, "2026-12-01 17:00"),
        # 29 March 2026, 02:00 to 03:00: all of the hour that does not exist falls on its very end.
        ("2026-03-29 01:59", MADRID, "2026-03-29 00:59"),
        ("2026-03-29 02:00", MADRID, "2026-03-29 01:00"),
        ("2026-03-29 02:30", MADRID, "2026-03-29 01:00"),
        ("2026-03-29 02:59:59.999999", MADRID, "2026-03-29 01:00"),
        ("2026-03-29 03:00", MADRID, "2026-03-29 01:00"),
        # 25 October 2026, 03:00 back to 02:00: the first of two.
        ("2026-10-25 01:59", MADRID, "2026-10-24 23:59"),
        ("2026-10-25 02:00", MADRID, "2026-10-25 00:00"),
        ("2026-10-25 02:30", MADRID, "2026-10-25 00:30"),
        ("2026-10-25 03:00", MADRID, "2026-10-25 02:00"),
        # Lord Howe moves by half an hour: 4 October 2026, 02:00 to 02:30; 5 April 2026, 02:00 back to 01:30.
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:30"),
        ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),
        # Beirut moves at midnight: 29 March 2026, 00:00 to 01:00.
        ("2026-03-29 00:00", "Asia/Beirut", "2026-03-28 22:00"),
        # Samoa had no 30 December 2011.
        ("2011-12-30 18:00", "Pacific/Apia", "2011-12-30 10:00"),
        ("2011-12-31 00:00", "Pacific/Apia", "2011-12-30 10:00"),
        ("2026-05-01 09:00", "Asia/Kathmandu", "2026-05-01 03:15"),
    ],
)
def test_a_local_time_falls_on_one_instant(shown: str, zone: str, at: str) -> None:
    found = instant_of(local(shown), zone)
    assert found == utc(at)
    assert found.tzinfo is UTC


def test_an_instant_is_shown_by_the_clocks_of_its_zone() -> None:
    assert local_of(utc("2026-10-25 01:30"), MADRID) == local("2026-10-25 02:30")


def test_a_time_that_does_not_exist_is_told_with_the_one_that_was_meant() -> None:
    (moved,) = occurrences(Schedule(local("2026-03-29 02:30"), MADRID), utc("2026-01-01"), 5)
    assert moved == Occurrence(
        local("2026-03-29 03:00"), utc("2026-03-29 01:00"), ClockChange.MOVED, local("2026-03-29 02:30")
    )


def test_a_daily_time_is_told_on_the_day_that_has_it_twice() -> None:
    daily = Schedule(local("2026-10-24 02:30"), MADRID, "FREQ=DAILY")
    found = occurrences(daily, utc("2026-10-01"), 3)
    assert [each.note for each in found] == [None, ClockChange.FIRST_OF_TWO, None]
    assert all(each.local == each.meant for each in found)
    assert found[1].local == local("2026-10-25 02:30")
    assert [each.at.hour for each in found] == [0, 0, 1]


def test_a_weekly_time_stays_where_it_is_on_the_clock() -> None:
    weekly = Schedule(local("2026-10-19 18:00"), MADRID, "FREQ=WEEKLY;BYDAY=MO")
    found = occurrences(weekly, utc("2026-10-01"), 2)
    assert [each.local.hour for each in found] == [18, 18]
    assert found[1].at - found[0].at == timedelta(days=7, hours=1)


def test_a_daily_time_of_a_day_that_never_was_is_neither_missed_nor_doubled() -> None:
    evening = occurrences(Schedule(local("2011-12-29 18:00"), "Pacific/Apia", "FREQ=DAILY"), utc("2011-12-29"), 3)
    assert [str(each.local) for each in evening] == [
        "2011-12-29 18:00:00",
        "2011-12-31 00:00:00",
        "2011-12-31 18:00:00",
    ]
    midnight = occurrences(
        Schedule(local("2011-12-29 00:00"), "Pacific/Apia", "FREQ=DAILY"), utc("2011-12-29 09:00"), 3
    )
    assert [str(each.local) for each in midnight] == [
        "2011-12-29 00:00:00",
        "2011-12-31 00:00:00",
        "2012-01-01 00:00:00",
    ]


def test_the_next_is_strictly_after() -> None:
    weekly = Schedule(local("2026-11-23 19:30"), MADRID, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    assert next_after(weekly, utc("2026-11-23 18:29:59")) == utc("2026-11-23 18:30")
    assert next_after(weekly, utc("2026-11-23 18:30")) == utc("2026-12-07 18:30")


def test_following_the_next_from_one_to_the_other_finds_what_a_list_finds() -> None:
    daily = Schedule(local("2026-10-20 02:30"), MADRID, "FREQ=DAILY")
    listed = [each.at for each in occurrences(daily, utc("2026-10-01"), 200)]
    followed: list[datetime] = []
    after = utc("2026-10-01")
    while len(followed) < 200:
        found = next_after(daily, after)
        assert found is not None
        followed.append(found)
        after = found
    assert followed == listed


@pytest.mark.parametrize(
    "ended",
    [
        Schedule(local("2026-11-23 19:30"), MADRID),
        Schedule(local("2026-11-23 19:30"), MADRID, "FREQ=DAILY;COUNT=1"),
        Schedule(local("2026-11-23 19:30"), MADRID, "FREQ=DAILY;UNTIL=20261123T193000"),
    ],
)
def test_what_is_over_has_no_next(ended: Schedule) -> None:
    assert next_after(ended, utc("2026-11-23 18:29")) == utc("2026-11-23 18:30")
    assert next_after(ended, utc("2026-11-23 18:30")) is None
    assert occurrences(ended, utc("2026-11-23 18:30"), 3) == ()
