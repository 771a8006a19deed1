"""Reactions: normal and super ones, their pages, their caps, and moderators' hands."""

import discord
import pytest
from discord.http import Route

from bot.sandbox.world import DiscordError
from tests.wire.sandbox.village import Bot, Village

EMOJI = "✅❌⚪⛔👍👎🤷💬🎉🔔🌱🌍🧭🪧📌📣🗳️🧺🧵🪵🎈"


async def _page(bot: Bot, village: Village, message_id: int, *, after: int = 0, type: int = 0) -> list[int]:
    route = Route(
        "GET",
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}",
        channel_id=village.channel.id,
        message_id=message_id,
        emoji="✅",
    )
    users = await bot.http.request(route, params={"after": after, "limit": 100, "type": type})
    return [int(user["id"]) for user in users]


async def test_a_reaction_brings_the_member_with_their_joining(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    village.world.reactions.add(village.ann.id, village.channel.id, message.id, "✅")
    (event,) = await bot.hears("raw_reaction_add")
    assert event.member.joined_at == village.guild.members[village.ann.id].joined_at
    assert (event.message_author_id, event.burst, event.type.value) == (bot.own_id, False, 0)


async def test_super_reactions_are_counted_and_listed_apart(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    village.world.reactions.add(village.ann.id, village.channel.id, message.id, "✅")
    village.world.reactions.add(village.bea.id, village.channel.id, message.id, "✅", burst=True)
    (reaction,) = (await message.fetch()).reactions
    assert (reaction.count, reaction.normal_count, reaction.burst_count) == (2, 1, 1)
    assert await _page(bot, village, message.id) == [village.ann.id]
    assert await _page(bot, village, message.id, type=1) == [village.bea.id]


@pytest.mark.parametrize("burst", [False, True])
async def test_reactions_are_paged_by_ascending_ids(village: Village, bot: Bot, burst: bool) -> None:
    message = await bot.square(village).send("Ballot")
    people = [village.world.add_member(village.guild.id, f"Member {number}").user.id for number in range(250)]
    for user_id in reversed(people):
        village.world.reactions.add(user_id, village.channel.id, message.id, "✅", burst=burst)
    seen: list[int] = []
    sizes = []
    while page := await _page(bot, village, message.id, after=seen[-1] if seen else 0, type=int(burst)):
        sizes.append(len(page))
        seen += page
    assert sizes == [100, 100, 50]
    assert seen == people


async def test_a_message_carries_twenty_emoji(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    emoji = [each for each in EMOJI if each != "\ufe0f"]
    for each in emoji[:20]:
        village.world.reactions.add(village.ann.id, village.channel.id, message.id, each)
    with pytest.raises(discord.HTTPException) as refusal:
        await message.add_reaction(emoji[20])
    assert refusal.value.code == 30010
    await message.add_reaction(emoji[0])


async def test_what_is_no_emoji_is_unknown(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    with pytest.raises(discord.HTTPException) as refusal:
        await message.add_reaction("yes")
    assert refusal.value.code == 10014


async def test_spellings_with_and_without_a_selector_are_one_emoji(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    village.world.reactions.add(village.ann.id, village.channel.id, message.id, "❤️")
    village.world.reactions.add(village.bea.id, village.channel.id, message.id, "❤")
    (reaction,) = (await message.fetch()).reactions
    assert reaction.count == 2


async def test_nobody_is_told_who_took_a_reaction_away(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    acts = village.world.reactions
    acts.add(village.ann.id, village.channel.id, message.id, "✅")
    acts.remove(village.owner.id, village.channel.id, message.id, "✅", user_id=village.ann.id)
    (event,) = await bot.hears("raw_reaction_remove")
    assert (event.user_id, event.member) == (village.ann.id, None)
    assert (await message.fetch()).reactions == []


async def test_who_may_not_manage_messages_leaves_others_reactions_alone(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    village.world.reactions.add(village.ann.id, village.channel.id, message.id, "✅")
    with pytest.raises(DiscordError) as refusal:
        village.world.reactions.remove(village.bea.id, village.channel.id, message.id, "✅", user_id=village.ann.id)
    assert refusal.value.code == 50013


async def test_the_bot_takes_off_one_all_of_an_emoji_and_all(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    for emoji in "✅❌⚪":
        for user in (village.ann, village.bea):
            village.world.reactions.add(user.id, village.channel.id, message.id, emoji)
    await message.remove_reaction("✅", discord.Object(village.ann.id))
    await message.clear_reaction("❌")
    counts = {str(each.emoji): each.count for each in (await message.fetch()).reactions}
    assert counts == {"✅": 1, "⚪": 2}
    await message.clear_reactions()
    await bot.hears("raw_reaction_clear_emoji")
    await bot.hears("raw_reaction_clear")
    assert (await message.fetch()).reactions == []


async def test_a_servers_own_emoji_can_be_used(village: Village, bot: Bot) -> None:
    emoji = village.world.guilds.add_emoji(village.guild.id, "spade")
    message = await bot.square(village).send("Ballot")
    await message.add_reaction(f"<:spade:{emoji.id}>")
    (reaction,) = (await message.fetch()).reactions
    assert isinstance(reaction.emoji, discord.Emoji)
    assert reaction.emoji.id == emoji.id
    assert reaction.me
