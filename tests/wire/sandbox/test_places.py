"""Threads, channels, roles and permissions."""

from datetime import timedelta

import discord
import pytest

from bot.sandbox.world import DiscordError, Permission
from tests.wire.sandbox.village import Bot, Village


def _is_archived(village: Village, thread_id: int) -> bool:
    state = village.world.channels[thread_id].thread
    assert state is not None
    return state.archived


async def test_a_thread_on_a_message_has_its_id_and_there_is_only_one(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Proposal")
    thread = await message.create_thread(name="Discussion")
    assert thread.id == message.id
    with pytest.raises(discord.HTTPException) as refusal:
        await message.create_thread(name="Again")
    assert refusal.value.code == 160004
    village.world.messages.say(village.ann.id, thread.id, "I think")
    heard = await bot.hears("message", lambda said: said.channel.id == thread.id)
    assert heard[0].channel == thread


async def test_an_archived_thread_takes_no_reactions(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Proposal")
    thread = await message.create_thread(name="Discussion")
    inside = await thread.send("Vote here")
    await thread.edit(archived=True)
    with pytest.raises(discord.HTTPException) as refusal:
        await inside.add_reaction("✅")
    assert refusal.value.code == 50083
    with pytest.raises(DiscordError) as own:
        village.world.reactions.add(village.ann.id, thread.id, inside.id, "✅")
    assert own.value.code == 50083
    listed = [each.id async for each in bot.square(village).archived_threads()]
    assert listed == [thread.id]


async def test_writing_opens_an_archived_thread_but_not_a_locked_one(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Proposal")
    thread = await message.create_thread(name="Discussion")
    village.world.threads.archive(village.owner.id, thread.id)
    village.world.messages.say(village.ann.id, thread.id, "One more thing")
    await bot.hears("raw_thread_update", lambda update: not update.data["thread_metadata"]["archived"])
    village.world.threads.edit(village.owner.id, thread.id, {"locked": True, "archived": True})
    with pytest.raises(DiscordError):
        village.world.messages.say(village.ann.id, thread.id, "And another")


async def test_a_deleted_channel_takes_its_threads_along(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Proposal")
    thread = await message.create_thread(name="Discussion")
    village.world.rooms.delete_channel(village.owner.id, village.channel.id)
    await bot.hears("raw_thread_delete", lambda gone: gone.thread_id == thread.id)
    await bot.hears("guild_channel_delete")
    with pytest.raises(discord.NotFound) as refusal:
        await message.fetch()
    assert refusal.value.code == 10003


async def test_where_the_bot_may_not_look_it_has_no_access(village: Village, bot: Bot) -> None:
    square = bot.square(village)
    village.world.rooms.set_overwrite(
        village.owner.id, square.id, village.guild.id, is_member=False, deny=int(Permission.VIEW_CHANNEL)
    )
    with pytest.raises(discord.Forbidden) as refusal:
        await square.send("Anyone?")
    assert refusal.value.code == 50001


async def test_where_the_bot_may_not_write_it_lacks_permission(village: Village, bot: Bot) -> None:
    square = bot.square(village)
    village.world.rooms.set_overwrite(
        village.owner.id, square.id, village.world.bot.id, is_member=True, deny=int(Permission.SEND_MESSAGES)
    )
    with pytest.raises(discord.Forbidden) as refusal:
        await square.send("Anyone?")
    assert refusal.value.code == 50013


async def test_an_overwrite_for_a_person_beats_those_for_roles_and_these_beat_everyones(village: Village) -> None:
    world, square = village.world, village.channel
    crew = world.add_role(village.guild.id, "Crew")
    world.members.add_role(village.owner.id, village.guild.id, village.ann.id, crew.id)
    send = int(Permission.SEND_MESSAGES)
    world.rooms.set_overwrite(village.owner.id, square.id, village.guild.id, is_member=False, deny=send)
    assert not world.permissions_in(village.ann.id, square) & send
    world.rooms.set_overwrite(village.owner.id, square.id, crew.id, is_member=False, allow=send)
    assert world.permissions_in(village.ann.id, square) & send
    world.rooms.set_overwrite(village.owner.id, square.id, village.ann.id, is_member=True, deny=send)
    assert not world.permissions_in(village.ann.id, square) & send
    assert world.permissions_in(village.owner.id, square) & send


async def test_who_is_timed_out_is_silent_until_the_time_is_over(village: Village) -> None:
    world = village.world
    message = world.messages.say(village.bea.id, village.channel.id, "Hello")
    until = world.now() + timedelta(minutes=10)
    world.members.time_out(village.owner.id, village.guild.id, village.ann.id, until)
    for act in (
        lambda: world.messages.say(village.ann.id, village.channel.id, "But"),
        lambda: world.reactions.add(village.ann.id, village.channel.id, message.id, "✅"),
    ):
        with pytest.raises(DiscordError) as refusal:
            act()
        assert refusal.value.code == 50013
    world.skip(timedelta(minutes=11))
    assert world.reactions.add(village.ann.id, village.channel.id, message.id, "✅")


async def test_roles_are_given_from_above_only(village: Village, bot: Bot) -> None:
    high = village.world.add_role(village.guild.id, "High", position=9)
    low = village.world.add_role(village.guild.id, "Low")
    member = await bot.home(village).fetch_member(village.ann.id)
    await member.add_roles(discord.Object(low.id))
    assert village.guild.members[village.ann.id].role_ids == [low.id]
    with pytest.raises(discord.Forbidden) as refusal:
        await member.add_roles(discord.Object(high.id))
    assert refusal.value.code == 50013


async def test_strangers_and_the_departed_are_no_members(village: Village, bot: Bot) -> None:
    village.world.members.leave(village.guild.id, village.ann.id)
    guild = bot.home(village)
    with pytest.raises(discord.NotFound) as departed:
        await guild.fetch_member(village.ann.id)
    with pytest.raises(discord.NotFound) as stranger:
        await guild.fetch_member(42)
    assert (departed.value.code, stranger.value.code) == (10007, 10013)


async def test_the_bot_makes_changes_and_deletes_channels_and_roles(village: Village, bot: Bot) -> None:
    guild = bot.home(village)
    category = await guild.create_category("Work")
    channel = await guild.create_text_channel("proposals", category=category, topic="Ballots stand here")
    assert (channel.category_id, channel.topic) == (category.id, "Ballots stand here")
    role = await guild.create_role(name="Coordinator", colour=discord.Colour.green())
    await channel.set_permissions(role, send_messages=True)
    edited = await channel.edit(topic="Decisions stand here")
    assert edited is not None
    assert edited.topic == "Decisions stand here"
    await role.edit(name="Helper", colour=discord.Colour.blue())
    kept = village.guild.roles[role.id]
    assert (kept.name, kept.colour) == ("Helper", discord.Colour.blue().value)
    await channel.set_permissions(role, overwrite=None)
    await role.delete()
    await channel.delete()
    assert channel.id not in village.guild.channels
    assert len(await guild.fetch_channels()) == 2


async def test_a_server_without_the_bot_is_unknown(village: Village, bot: Bot) -> None:
    other = village.world.add_guild("Town", owner_id=village.ann.id, with_bot=False)
    with pytest.raises(discord.NotFound) as refusal:
        await bot.fetch_guild(other.id)
    assert refusal.value.code == 10004
    fetched = await bot.fetch_guild(village.guild.id, with_counts=True)
    assert fetched.approximate_member_count == 4
    assert [guild.name async for guild in bot.fetch_guilds()] == ["Village"]


async def test_a_silent_thread_is_archived_when_its_time_is_over(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Proposal")
    thread = await message.create_thread(name="Discussion", auto_archive_duration=1440)
    village.world.skip(timedelta(hours=23))
    village.world.messages.say(village.ann.id, thread.id, "Still here")
    village.world.skip(timedelta(hours=23))
    assert not _is_archived(village, thread.id)
    village.world.skip(timedelta(hours=2))
    assert _is_archived(village, thread.id)
    await bot.hears("raw_thread_update", lambda update: update.data["thread_metadata"]["archived"])


@pytest.mark.parametrize("missing", [Permission.EMBED_LINKS, Permission.READ_MESSAGE_HISTORY])
async def test_embeds_and_replies_need_permissions_of_their_own(
    village: Village, bot: Bot, missing: Permission
) -> None:
    said = village.world.messages.say(village.ann.id, village.channel.id, "Question")
    (question,) = await bot.hears("message")
    village.world.rooms.set_overwrite(
        village.owner.id, village.channel.id, village.world.bot.id, is_member=True, deny=int(missing)
    )
    with pytest.raises(discord.HTTPException) as refusal:
        await question.reply("Answer", embed=discord.Embed(title="With a card"))
    assert refusal.value.code == (50013 if missing is Permission.EMBED_LINKS else 160002)
    assert list(village.channel.messages) == [said.id]
