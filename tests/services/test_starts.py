"""Starts: who begins again and again has to wait longer and longer, also across a crash."""

from datetime import timedelta

from tests.factories import House

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def test_whoever_tries_this_and_that_does_not_have_to_wait(house: House) -> None:
    assert [await house.restarted().services.starts.note() for _ in range(20)] == [timedelta(0)] * 20


async def test_a_process_that_ends_again_and_again_waits_longer_each_time_up_to_a_quarter_of_an_hour(
    house: House,
) -> None:
    for _ in range(20):
        await house.services.starts.note()
    pauses = [await house.restarted().services.starts.note() for _ in range(7)]
    assert pauses == [30 * SECOND, MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE, 15 * MINUTE]


async def test_a_crash_that_never_ends_begins_far_fewer_sessions_in_a_day_than_discord_allows(house: House) -> None:
    began = house.clock.now()
    sessions = 0
    while house.clock.now() < began + timedelta(days=1):
        house.clock.advance(await house.services.starts.note() + 5 * SECOND)
        sessions += 1
    assert sessions < 700


async def test_starts_of_an_hour_ago_are_forgotten(house: House) -> None:
    for _ in range(25):
        await house.services.starts.note()
    house.clock.advance(timedelta(hours=1, seconds=1))
    assert await house.services.starts.note() == timedelta(0)
    assert await house.select("SELECT count(*) FROM starts") == [(1,)]
