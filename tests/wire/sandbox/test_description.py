"""Discord's description: that it would find what is wrong, and that every deviation listed is still needed."""

import io
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace

import discord
import pytest

from bot.sandbox.rest.pipeline import Exchange
from tests.wire.conftest import SETTING
from tests.wire.deviations import DEVIATIONS, Deviation
from tests.wire.openapi import Description
from tests.wire.sandbox.village import Bot, Village

Act = Callable[[Village, Bot], Awaitable[None]]


if not os.environ.get(SETTING):
    pytest.skip(
        f"{SETTING} names no file, so nothing on the wire is held against Discord's description.",
        allow_module_level=True,
    )


@pytest.fixture
def described(description: Description | None) -> Description:
    assert description is not None
    return description


async def _everything_that_deviates(village: Village, bot: Bot) -> None:
    """Do with discord.py all that the list of deviations speaks of."""
    square, home = bot.square(village), bot.home(village)
    first = await square.send("First", embed=discord.Embed(title="Flags and all"))
    await first.edit(content="Edited")
    await square.send(
        f"<@{village.ann.id}>", allowed_mentions=discord.AllowedMentions(users=[discord.Object(village.ann.id)])
    )
    reply = await first.reply("Second", file=discord.File(io.BytesIO(b"text"), "text.txt"))
    await square.delete_messages([first, reply])
    with pytest.raises(discord.HTTPException):
        await square.send("x" * 2001)
    await (await bot.fetch_user(village.ann.id)).create_dm()
    category = await home.create_category("Rooms")
    room = await home.create_text_channel("room", category=category)
    await room.set_permissions(home.default_role, send_messages=False, add_reactions=True)
    await home.create_role(name="Helpers", permissions=discord.Permissions(send_messages=True))
    await _answer_a_command_twice(village, bot)


async def _answer_a_command_twice(village: Village, bot: Bot) -> None:
    @bot.tree.command(name="hello", description="Says hello")
    async def hello(interaction: discord.Interaction[discord.Client]) -> None:
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Again", custom_id="again"))
        file = discord.File(io.BytesIO(b"text"), "text.txt")
        await interaction.response.send_message("Hello", embed=discord.Embed(title="Hello"), view=view, file=file)

    @bot.event
    async def on_interaction(interaction: discord.Interaction[discord.Client]) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.edit_message(content="Hello again")

    await bot.tree.sync()
    world = village.world
    used = world.interactions.invoke(village.ann.id, village.channel.id, "hello")
    await used.settled.wait()
    (answer,) = [message for message in village.channel.messages.values() if message.content == "Hello"]
    pressed = world.interactions.press(village.ann.id, village.channel.id, answer.id, "again")
    await pressed.settled.wait()


async def test_every_deviation_listed_is_still_needed(described: Description, village: Village, bot: Bot) -> None:
    seen: list[Exchange] = []
    village.sandbox.observers.append(seen.append)
    await _everything_that_deviates(village, bot)
    needless = [
        deviation.reason + " " + deviation.path
        for deviation in DEVIATIONS
        if not any(described.violations(exchange, _without(deviation)) for exchange in seen)
    ]
    assert not needless
    assert not [found for exchange in seen for found in described.violations(exchange)]


def _without(deviation: Deviation) -> list[Deviation]:
    return [each for each in DEVIATIONS if each is not deviation]


async def test_what_is_wrong_with_an_exchange_is_found(described: Description, village: Village, bot: Bot) -> None:
    seen: list[Exchange] = []
    village.sandbox.observers.append(seen.append)
    await bot.square(village).send("Right")
    (right,) = seen
    wrong = {
        "POST /channels/{channel_id}/messages, answer at author/id": _answered(right, "author", {"id": 5}),
        "POST /channels/{channel_id}/messages, answer at its root: Additional": _answered(right, "mood", "good"),
        "POST /channels/{channel_id}/messages, answer at timestamp": _answered(right, "timestamp", "noon"),
        "POST /channels/{channel_id}/messages, answer at its root: status 302": replace(right, status=302),
        "POST /channels/{channel_id}/messages, request at its root: no body": replace(right, request_json=None),
        "POST /channels/{channel_id}/messages, request at content": replace(right, request_json={"content": 5}),
        "POST /channels/{channel_id}/messages, query at loud": replace(right, query={"loud": "1"}),
        "GET /moods, request at its root: no such operation": replace(right, method="GET", template="/moods"),
    }
    for objection, exchange in wrong.items():
        assert any(str(found).startswith(objection) for found in described.violations(exchange)), objection
    assert described.violations(replace(right, from_fault=True, status=302)) == []


def _answered(exchange: Exchange, key: str, value: object) -> Exchange:
    changed = json.loads(json.dumps(exchange.response_json))
    changed[key] = changed[key] | value if isinstance(value, dict) else value
    return replace(exchange, response_json=changed)
