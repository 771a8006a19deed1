"""The world's clock, and the routes by which another process turns the sandbox's wheels."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.world import Clock, World
from bot.sandbox.world.bus import Event
from bot.sandbox.world.snowflakes import Snowflakes, time_of
from tests.wire.sandbox.village import Bot, Village

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


def test_a_frozen_clock_moves_only_when_it_is_skipped() -> None:
    clock = Clock(NOON)
    assert clock.now() == NOON
    assert clock.skip(timedelta(hours=1)) == NOON + timedelta(hours=1)
    with pytest.raises(ValueError, match="backwards"):
        clock.skip_to(NOON)
    clock.thaw()
    assert clock.now() >= NOON + timedelta(hours=1)


def test_ids_ascend_with_the_worlds_time_even_while_it_stands_still() -> None:
    clock = Clock(NOON)
    snowflakes = Snowflakes(clock)
    ids = [snowflakes.next() for _ in range(10_000)]
    assert ids == sorted(set(ids))
    clock.skip(timedelta(days=1))
    assert time_of(snowflakes.next()) == NOON + timedelta(days=1)


def test_listeners_are_told_when_time_is_skipped() -> None:
    world = World(Clock(NOON))
    heard: list[Event] = []
    leave = world.subscribe(heard.append)
    world.skip(timedelta(hours=1))
    leave()
    world.skip(timedelta(hours=1))
    assert [event.name for event in heard] == ["SANDBOX_CLOCK"]
    assert heard[0].data["now"].startswith("2026-08-01T13:00")


async def test_time_that_passes_is_seen_every_half_hour_by_whoever_looks_at_the_clock() -> None:
    sandbox = Sandbox(World(Clock(NOON + timedelta(minutes=7))))
    seen: list[datetime] = []

    async def look() -> None:
        seen.append(sandbox.world.now())

    sandbox.lookers.append(look)
    await sandbox.let_pass(timedelta(minutes=20))
    assert seen == []
    await sandbox.let_pass(timedelta(hours=1))
    assert [at - NOON for at in seen] == [timedelta(minutes=30, seconds=1), timedelta(hours=1, seconds=1)]
    assert sandbox.world.now() == NOON + timedelta(minutes=87)
    with pytest.raises(ValueError, match="backwards"):
        await sandbox.let_pass(timedelta(seconds=-1))


async def test_the_clock_is_read_and_moved_over_http(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession(sandbox.url) as http:
        async with http.post("/sandbox/clock", json={"skip_seconds": 3600}) as answer:
            assert 3600 <= (await answer.json())["offset_seconds"] < 3601
        goal = sandbox.world.now() + timedelta(days=7)
        async with http.post("/sandbox/clock", json={"to": goal.isoformat()}) as answer:
            assert datetime.fromisoformat((await answer.json())["now"]) >= goal
        async with http.get("/sandbox/clock") as answer:
            assert datetime.fromisoformat((await answer.json())["now"]) >= goal
        for wrong in (
            {"skip_seconds": -5},
            {"live_seconds": -5},
            {"to": "2020-01-01T00:00:00+00:00"},
            {"to": "2099-01-01T00:00:00"},
            {},
        ):
            async with http.post("/sandbox/clock", json=wrong) as answer:
                assert answer.status == 400


async def test_faults_are_switched_over_http(village: Village, bot: Bot) -> None:
    async with aiohttp.ClientSession(village.sandbox.url) as http:
        wanted = {"kind": "answer", "status": 429, "method": "POST", "times": 1, "retry_after": 0.01}
        async with http.post("/sandbox/faults", json=wanted) as answer:
            assert await answer.json() == {"standing": 1}
        await bot.square(village).send("patience")
        assert village.sandbox.faults.standing == []
        async with http.post("/sandbox/faults", json={"kind": "reconnect"}) as answer:
            assert answer.status == 200
        await bot.hears("resumed")
        async with http.post("/sandbox/faults", json={"kind": "earthquake"}) as answer:
            assert answer.status == 400


async def test_unknown_routes_are_listed_over_http(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession(sandbox.url) as http:
        async with http.get("/api/v10/voice/regions") as answer:
            assert answer.status == 501
        async with http.get("/sandbox/unknown-routes") as answer:
            assert await answer.json() == {"unknown_routes": ["GET /api/v10/voice/regions"]}
