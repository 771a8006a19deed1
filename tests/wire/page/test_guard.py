import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.wire.page.echo import Place


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
@pytest.mark.parametrize("path", ["/sandbox/world", "/sandbox/clock", "/"])
async def test_foreign_pages_are_turned_away(quiet_place: Place, headers: dict[str, str], path: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(quiet_place.sandbox.url + path, headers=headers) as answer,
    ):
        assert answer.status == 403


async def test_no_browser_gets_through_the_bots_doors(quiet_place: Place) -> None:
    headers = {"Authorization": "Bot sandbox-token", "Origin": "http://evil.example"}
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{quiet_place.sandbox.api_url}/users/@me", headers=headers) as answer:
            assert answer.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(quiet_place.sandbox.gateway_url, origin="http://evil.example")


async def test_a_foreign_form_cannot_move_the_clock(quiet_place: Place) -> None:
    before = quiet_place.sandbox.world.clock.offset
    headers = {"Origin": "http://evil.example", "Content-Type": "text/plain"}
    async with aiohttp.ClientSession() as session:
        body = json.dumps({"skip_seconds": 3600})
        async with session.post(f"{quiet_place.sandbox.url}/sandbox/clock", data=body, headers=headers) as answer:
            assert answer.status == 403
    assert quiet_place.sandbox.world.clock.offset == before


async def test_an_act_must_be_json(quiet_place: Place) -> None:
    seat = f"/sandbox/guilds/{quiet_place.guild_id}/as/{quiet_place.bea.user_id}"
    path = f"{seat}/channels/{quiet_place.channel_id}/messages"
    async with aiohttp.ClientSession() as session:
        async with session.post(quiet_place.sandbox.url + path, data="content=hello") as answer:
            assert answer.status == 415
        headers = {"Content-Type": "application/json"}
        async with session.post(quiet_place.sandbox.url + path, data="{", headers=headers) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 50109)


async def test_the_page_comes_with_a_policy_that_allows_only_its_own_files(quiet_place: Place) -> None:
    async with aiohttp.ClientSession() as session, session.get(quiet_place.sandbox.url + "/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        text = await answer.text()
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    assert "unsafe" not in policy
    assert "http://" not in text
    assert "https://" not in text


async def test_a_stream_tells_each_change_once_and_resumes_where_it_broke(quiet_place: Place) -> None:
    base = f"{quiet_place.sandbox.url}/sandbox/guilds/{quiet_place.guild_id}/as/{quiet_place.bea.user_id}/events"
    start = quiet_place.sandbox.world.bus.last_number
    first = await quiet_place.ana.say(quiet_place.channel_id, "one")
    await quiet_place.ana.react(first, "👍")
    second = await quiet_place.ana.say(quiet_place.channel_id, "two")
    async with aiohttp.ClientSession() as session:
        told = await _read(session, f"{base}?after={start}", {}, 3)
        assert [each["type"] for _, each in told] == ["message", "reactions", "message"]
        again = await _read(session, base, {"Last-Event-ID": told[1][0]}, 1)
    assert again[0][1]["data"]["id"] == str(second.id)


async def test_a_stream_does_not_tell_what_one_may_not_see(quiet_place: Place) -> None:
    hidden = [{"id": str(quiet_place.guild_id), "deny": ["view_channel"]}]
    board = await quiet_place.client.add_channel(quiet_place.guild_id, "board", overwrites=hidden)
    base = f"{quiet_place.sandbox.url}/sandbox/guilds/{quiet_place.guild_id}/as/{quiet_place.bea.user_id}/events"
    start = quiet_place.sandbox.world.bus.last_number
    await quiet_place.ana.say(board, "behind the door")
    seen = await quiet_place.ana.say(quiet_place.channel_id, "in the open")
    async with aiohttp.ClientSession() as session:
        told = await _read(session, f"{base}?after={start}", {}, 1)
    assert told[0][1]["data"]["id"] == str(seen.id)


async def _read(
    session: aiohttp.ClientSession, url: str, headers: dict[str, str], count: int
) -> list[tuple[str, dict[str, Any]]]:
    told: list[tuple[str, dict[str, Any]]] = []
    number = ""
    async with asyncio.timeout(5), session.get(url, headers=headers) as answer:
        async for raw in answer.content:
            line = raw.decode().strip()
            if line.startswith("id: "):
                number = line.removeprefix("id: ")
            if line.startswith("data: "):
                told.append((number, json.loads(line.removeprefix("data: "))))
            if len(told) == count:
                return told
    raise AssertionError(f"the stream ended after {told}")
