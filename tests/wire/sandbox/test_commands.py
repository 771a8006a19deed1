"""Slash commands: registered, offered, invoked, answered in time or not."""

import asyncio
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox.world import DiscordError
from bot.sandbox.world.interaction import Interaction, State
from tests.wire.sandbox.village import Bot, Village


async def _register(bot: Bot, *commands: app_commands.Command[Any, ..., Any] | app_commands.Group) -> None:
    for command in commands:
        bot.tree.add_command(command)
    await bot.tree.sync()


@app_commands.command(name="echo", description="Say it again")
@app_commands.choices(
    tone=[app_commands.Choice(name="Soft", value="soft"), app_commands.Choice(name="Loud", value="loud")]
)
async def echo(
    interaction: discord.Interaction,
    text: app_commands.Range[str, 1, 50],
    who: discord.Member | None = None,
    where: discord.TextChannel | None = None,
    role: discord.Role | None = None,
    times: app_commands.Range[int, 1, 3] = 1,
    share: float = 0.5,
    loud: bool = False,
    tone: str = "soft",
) -> None:
    parts = [text, who and who.display_name, where and where.name, role and role.name, times, share, loud, tone]
    await interaction.response.send_message("|".join(str(part) for part in parts))


async def _settled(interaction: Interaction) -> Interaction:
    await asyncio.wait_for(interaction.settled.wait(), 10)
    return interaction


def _texts(village: Village, user_id: int) -> list[str]:
    return [message.content for message in village.world.messages.seen_by(user_id, village.channel.id)]


async def test_all_kinds_of_option_arrive_with_their_types(village: Village, bot: Bot) -> None:
    await _register(bot, echo)
    role = village.world.add_role(village.guild.id, "Crew")
    given = {
        "text": "Hello",
        "who": village.bea.id,
        "where": village.channel.id,
        "role": role.id,
        "times": 2,
        "share": 0.25,
        "loud": True,
        "tone": "loud",
    }
    await _settled(village.world.interactions.invoke(village.ann.id, village.channel.id, "echo", given))
    assert _texts(village, village.ann.id) == ["Hello|Bea|square|Crew|2|0.25|True|loud"]


@pytest.mark.parametrize(
    "given",
    [{}, {"text": "x" * 51}, {"text": "x", "times": 4}, {"text": "x", "tone": "shrill"}, {"text": "x", "volume": 1}],
)
async def test_options_a_client_would_not_send_are_refused(
    village: Village, bot: Bot, given: dict[str, object]
) -> None:
    await _register(bot, echo)
    with pytest.raises(DiscordError) as refusal:
        village.world.interactions.invoke(village.ann.id, village.channel.id, "echo", given)
    assert refusal.value.code == 50035


async def test_a_command_of_a_group_is_called_by_its_words(village: Village, bot: Bot) -> None:
    group = app_commands.Group(name="decisions", description="Decisions")
    inner = app_commands.Group(name="log", description="The log", parent=group)

    @inner.command(name="show", description="Show")
    async def show(interaction: discord.Interaction, page: int = 1) -> None:
        await interaction.response.send_message(f"page {page}")

    await _register(bot, group)
    await _settled(
        village.world.interactions.invoke(village.ann.id, village.channel.id, "decisions log show", {"page": 3})
    )
    assert _texts(village, village.ann.id) == ["page 3"]
    with pytest.raises(DiscordError):
        village.world.interactions.invoke(village.ann.id, village.channel.id, "decisions log")


async def test_an_ephemeral_answer_is_seen_by_one_person_only(village: Village, bot: Bot) -> None:
    @app_commands.command(name="me", description="Mine")
    async def me(interaction: discord.Interaction) -> None:
        answer = await interaction.response.send_message("yours", ephemeral=True)
        assert answer.message_id is not None
        await interaction.followup.send("more", ephemeral=True)
        await interaction.edit_original_response(content="yours, edited")

    await _register(bot, me)
    asked = village.world.interactions.invoke(village.ann.id, village.channel.id, "me")
    await bot.hears("app_command_completion")
    assert asked.state is State.ANSWERED
    assert _texts(village, village.ann.id) == ["yours, edited", "more"]
    assert _texts(village, village.bea.id) == []
    assert [message async for message in bot.square(village).history()] == []
    assert not [name for name, _ in bot.heard if name == "message"]


async def test_thinking_ends_with_the_first_follow_up(village: Village, bot: Bot) -> None:
    @app_commands.command(name="slow", description="Slow")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        assert (await interaction.original_response()).flags.loading
        await interaction.followup.send("done")
        await interaction.followup.send("and more")

    await _register(bot, slow)
    asked = village.world.interactions.invoke(village.ann.id, village.channel.id, "slow")
    await bot.hears("app_command_completion")
    assert _texts(village, village.ann.id) == ["done", "and more"]
    assert asked.message_ids == village.channel.order


async def test_a_deferred_answer_can_be_taken_back(village: Village, bot: Bot) -> None:
    @app_commands.command(name="quiet", description="Quiet")
    async def quiet(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        await interaction.delete_original_response()

    await _register(bot, quiet)
    await _settled(village.world.interactions.invoke(village.ann.id, village.channel.id, "quiet"))
    assert _texts(village, village.ann.id) == []


async def test_a_second_first_answer_is_refused(village: Village, bot: Bot) -> None:
    seen: list[int] = []

    @app_commands.command(name="twice", description="Twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        interaction.response._response_type = None
        try:
            await interaction.response.send_message("two")
        except discord.HTTPException as error:
            seen.append(error.code)

    await _register(bot, twice)
    village.world.interactions.invoke(village.ann.id, village.channel.id, "twice")
    await bot.hears("app_command_completion")
    assert seen == [40060]


async def test_an_answer_after_three_seconds_finds_nobody(village: Village, bot: Bot) -> None:
    seen: list[int] = []
    village.world.interactions.answer_within = 0.1

    @app_commands.command(name="late", description="Late")
    async def late(interaction: discord.Interaction) -> None:
        asked = village.world.interactions.by_id[interaction.id]
        await _settled(asked)
        assert asked.state is State.FAILED
        try:
            await interaction.response.send_message("too late")
        except discord.NotFound as error:
            seen.append(error.code)

    await _register(bot, late)
    village.world.interactions.invoke(village.ann.id, village.channel.id, "late")
    await bot.hears("app_command_completion")
    assert seen == [10062]


async def test_a_token_ends_after_a_quarter_of_an_hour(village: Village, bot: Bot) -> None:
    seen: list[int] = []

    @app_commands.command(name="long", description="Long")
    async def long(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        village.world.skip(timedelta(minutes=16))
        try:
            await interaction.followup.send("two")
        except discord.HTTPException as error:
            seen.append(error.code)

    await _register(bot, long)
    village.world.interactions.invoke(village.ann.id, village.channel.id, "long")
    await bot.hears("app_command_completion")
    assert seen == [50027]


async def test_autocomplete_suggests_while_typing(village: Village, bot: Bot) -> None:
    @app_commands.command(name="find", description="Find")
    async def find(interaction: discord.Interaction, note: str) -> None:
        await interaction.response.send_message(note)

    @find.autocomplete("note")
    async def suggest(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current}!", value=current.upper())]

    await _register(bot, find)
    asked = village.world.interactions.autocomplete(village.ann.id, village.channel.id, "find", {"note": "so"}, "note")
    await _settled(asked)
    assert asked.choices == [{"name": "so!", "value": "SO"}]


async def test_commands_speak_the_language_of_their_reader(village: Village, bot: Bot) -> None:
    class French(app_commands.Translator):
        async def translate(
            self, string: app_commands.locale_str, locale: discord.Locale, context: object
        ) -> str | None:
            return "répéter" if locale is discord.Locale.french and string.message == "echo" else None

    await bot.tree.set_translator(French())
    await _register(bot, echo)
    village.ann.locale = "fr"
    names = {
        user.name: village.world.commands.available(user.id, village.channel.id)[0]["name_localized"]
        for user in (village.ann, village.bea)
    }
    assert names == {"ann": "répéter", "bea": "echo"}
    (fetched,) = await bot.tree.fetch_commands()
    assert fetched.name == "echo"


async def test_names_discord_would_refuse_are_refused_with_their_place(village: Village, bot: Bot) -> None:
    bad = [{"name": "Echo it", "description": "", "options": [{"type": 3, "name": "ok", "description": "d" * 101}]}]
    with pytest.raises(discord.HTTPException) as refusal:
        await bot.http.bulk_upsert_global_commands(bot.own_id, bad)
    assert refusal.value.code == 50035
    for place in ("0.name", "0.description", "0.options.0.description"):
        assert place in refusal.value.text


async def test_a_registered_command_keeps_its_id(village: Village, bot: Bot) -> None:
    bot.tree.add_command(echo)
    (first,) = await bot.tree.sync()
    (second,) = await bot.tree.sync()
    assert first.id == second.id
    await second.delete()
    assert await bot.tree.fetch_commands() == []


async def test_a_servers_command_is_offered_there_only(village: Village, bot: Bot) -> None:
    other = village.world.add_guild("Town", owner_id=village.ann.id)
    elsewhere = village.world.add_channel(other.id, "market")
    bot.tree.add_command(echo, guild=discord.Object(village.guild.id))
    await bot.tree.sync(guild=discord.Object(village.guild.id))
    assert len(village.world.commands.available(village.ann.id, village.channel.id)) == 1
    assert village.world.commands.available(village.ann.id, elsewhere.id) == []


async def test_a_command_for_managers_is_not_offered_to_members(village: Village, bot: Bot) -> None:
    @app_commands.command(name="setup", description="Set up")
    @app_commands.default_permissions(manage_guild=True)
    async def setup(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("ok")

    await _register(bot, setup)
    assert village.world.commands.available(village.ann.id, village.channel.id) == []
    assert len(village.world.commands.available(village.owner.id, village.channel.id)) == 1


async def test_commands_from_the_menus_of_people_and_messages(village: Village, bot: Bot) -> None:
    async def greet(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"Hello {member.display_name}")

    async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"> {message.content}")

    bot.tree.add_command(app_commands.ContextMenu(name="Greet", callback=greet))
    bot.tree.add_command(app_commands.ContextMenu(name="Quote", callback=quote))
    await bot.tree.sync()
    said = village.world.messages.say(village.bea.id, village.channel.id, "Well said")
    ask = village.world.interactions.invoke_on
    await _settled(ask(village.ann.id, village.channel.id, "Greet", village.bea.id, kind=2))
    await _settled(ask(village.ann.id, village.channel.id, "Quote", said.id, kind=3))
    assert _texts(village, village.ann.id)[1:] == ["Hello Bea", "> Well said"]
