"""Faults and limits: refused, late, cut and hanging answers, and how the real client takes them."""

import asyncio
from datetime import timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import discord
import pytest
from discord.http import Route

from bot.sandbox.rest.limits import Limits
from bot.sandbox.rest.pipeline import Exchange
from bot.sandbox.server import Sandbox
from tests.wire.sandbox.village import Bot, Village

SEND = r"/channels/\d+/messages"


async def test_two_refusals_for_haste_then_success(village: Village, bot: Bot) -> None:
    fault = village.sandbox.faults.answer(429, method="POST", path=SEND, times=2, retry_after=0.05)
    sent = await bot.square(village).send("patience")
    assert fault.struck == 2
    assert list(village.channel.messages) == [sent.id]


async def test_a_refusal_for_haste_has_all_the_headers(village: Village) -> None:
    village.sandbox.faults.answer(429, retry_after=2.5, is_global=True)
    async with aiohttp.ClientSession() as http, http.get(village.sandbox.api_url + "/gateway") as answer:
        body = await answer.json()
    assert (answer.status, body["retry_after"], body["global"]) == (429, 2.5, True)
    assert answer.headers["Via"]
    assert answer.headers["Retry-After"] == "3"
    assert answer.headers["X-RateLimit-Scope"] == "global"


@pytest.mark.parametrize("status", [503, 403])
async def test_a_status_can_be_answered_in_place_of_the_act(village: Village, bot: Bot, status: int) -> None:
    village.sandbox.faults.answer(status, method="POST", path=SEND)
    with pytest.raises(discord.HTTPException) as refusal:
        await bot.square(village).send("lost")
    assert refusal.value.status == status
    assert not village.channel.messages


async def test_a_status_can_be_answered_although_the_act_took_effect(village: Village, bot: Bot) -> None:
    village.sandbox.faults.answer(503, method="POST", path=SEND, after=True)
    with pytest.raises(discord.DiscordServerError):
        await bot.square(village).send("kept")
    assert [message.content for message in village.channel.messages.values()] == ["kept"]


@pytest.mark.parametrize(("after", "kept"), [(False, 0), (True, 1)])
async def test_a_connection_can_be_cut_before_or_after_the_act(
    village: Village, bot: Bot, after: bool, kept: int
) -> None:
    village.sandbox.faults.reset(method="POST", path=SEND, after=after)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await bot.square(village).send("cut")
    assert len(village.channel.messages) == kept
    await bot.square(village).send("whole")


async def test_an_answer_can_hang(village: Village, bot: Bot) -> None:
    village.sandbox.faults.hang(30.0, method="POST", path=SEND)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot.square(village).send("slow"), 0.1)
    assert not village.channel.messages
    await bot.square(village).send("quick")


async def test_an_unknown_route_is_answered_501_and_noted(village: Village, bot: Bot) -> None:
    with pytest.raises(discord.DiscordServerError) as refusal:
        await bot.http.request(Route("GET", "/sticker-packs"))
    assert refusal.value.status == 501
    assert village.sandbox.unknown_routes == ["GET /api/v10/sticker-packs"]


async def test_without_a_token_nothing_is_answered(village: Village) -> None:
    async with aiohttp.ClientSession() as http, http.get(village.sandbox.api_url + "/users/@me") as answer:
        assert answer.status == 401


async def test_json_that_is_none_is_refused(village: Village) -> None:
    url = f"{village.sandbox.api_url}/channels/{village.channel.id}/messages"
    headers = {"Authorization": "Bot sandbox-token", "Content-Type": "application/json"}
    async with aiohttp.ClientSession() as http, http.post(url, data=b"{", headers=headers) as answer:
        body = await answer.json()
    assert (answer.status, body["code"]) == (400, 50109)


async def test_answers_are_dated_by_the_worlds_clock_and_are_json_by_exactly_that_name(village: Village) -> None:
    village.world.skip(timedelta(days=30))
    async with aiohttp.ClientSession() as http, http.get(village.sandbox.api_url + "/gateway") as answer:
        dated = parsedate_to_datetime(answer.headers["Date"])
        await answer.read()
    assert abs(dated - village.world.now()) < timedelta(minutes=1)
    answered = await _get(village.sandbox, "/users/@me")
    assert answered == ("application/json", 200)


async def _get(sandbox: Sandbox, path: str) -> tuple[str, int]:
    headers = {"Authorization": "Bot sandbox-token"}
    async with aiohttp.ClientSession() as http, http.get(sandbox.api_url + path, headers=headers) as answer:
        await answer.read()
        return answer.headers["Content-Type"], answer.status


async def test_observers_see_every_exchange(village: Village, bot: Bot) -> None:
    seen: list[Exchange] = []
    village.sandbox.observers.append(seen.append)
    message = await bot.square(village).send("Ballot")
    await message.add_reaction("✅")
    sent, reacted = seen
    assert (sent.method, sent.template) == ("POST", "/channels/{channel_id}/messages")
    assert sent.request_json["content"] == "Ballot"
    assert sent.response_json["id"] == str(message.id)
    assert (reacted.status, reacted.response_json, reacted.path.endswith("/reactions/✅/@me")) == (204, None, True)


def test_a_bucket_empties_and_fills_again_with_its_window() -> None:
    time = [100.0]
    limits = Limits(enforced=True, clock=lambda: time[0])
    template, place = "/channels/{channel_id}/messages", {"channel_id": "1"}
    for left in (4, 3, 2, 1, 0):
        headers, refusal = limits.admit("POST", template, place)
        assert (headers["X-RateLimit-Remaining"], refusal) == (str(left), None)
    headers, refusal = limits.admit("POST", template, place)
    assert refusal is not None
    assert refusal.body["retry_after"] == 5.0
    assert limits.admit("POST", template, {"channel_id": "2"})[1] is None
    time[0] += 5.0
    assert limits.admit("POST", template, place)[1] is None


def test_reactions_of_a_channel_share_one_in_a_quarter_of_a_second() -> None:
    time = [100.0]
    limits = Limits(enforced=True, clock=lambda: time[0])
    emoji = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}"
    put = limits.admit("PUT", emoji + "/@me", {"channel_id": "1", "message_id": "5"})
    removed = limits.admit("DELETE", emoji + "/{user_id}", {"channel_id": "1", "message_id": "6"})
    assert put[1] is None
    assert removed[1] is not None
    assert removed[1].body["retry_after"] == 0.25


def test_more_than_fifty_requests_in_a_second_are_refused_everywhere() -> None:
    limits = Limits(enforced=True, clock=lambda: 100.0)
    answers = [limits.admit("GET", "/users/{user_id}", {"user_id": str(n)})[1] for n in range(51)]
    assert [answer is None for answer in answers] == [True] * 50 + [False]
    assert answers[-1] is not None
    assert answers[-1].body["global"] is True


async def test_with_limits_on_the_client_paces_itself_and_is_never_refused(village: Village, bot: Bot) -> None:
    village.sandbox.limits.enforced = True
    seen: list[Exchange] = []
    village.sandbox.observers.append(seen.append)
    message = await bot.square(village).send("Ballot")
    for emoji in "✅❌⚪":
        await message.add_reaction(emoji)
    assert [exchange.status for exchange in seen] == [200, 204, 204, 204]
    assert all("X-RateLimit-Bucket" in exchange.response_headers for exchange in seen)
