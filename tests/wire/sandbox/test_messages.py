"""Messages: sent, edited, deleted, read page by page, pinned, published."""

import io
from datetime import timedelta

import discord
import pytest

from bot.sandbox.world import DiscordError, Permission
from bot.sandbox.world.places import ChannelType
from tests.wire.sandbox.village import Bot, Village, connected


async def test_what_a_person_says_reaches_the_bot(village: Village, bot: Bot) -> None:
    village.world.messages.say(village.ann.id, village.channel.id, "Good morning")
    (message,) = await bot.hears("message")
    assert (message.content, message.author.display_name) == ("Good morning", "Ann")


async def test_slow_mode_holds_members_back_and_neither_bots_nor_who_keeps_order(village: Village, bot: Bot) -> None:
    world, square = village.world, bot.square(village)
    await square.edit(slowmode_delay=30)
    for _ in range(2):
        await square.send("I am not slowed.")
        world.messages.say(village.owner.id, village.channel.id, "Nor am I.")
    world.messages.say(village.ann.id, village.channel.id, "First")
    world.messages.say(village.bea.id, village.channel.id, "Mine too")
    world.skip(timedelta(seconds=29))
    with pytest.raises(DiscordError) as refusal:
        world.messages.say(village.ann.id, village.channel.id, "Second")
    assert (refusal.value.status, refusal.value.code) == (429, 20016)
    world.skip(timedelta(seconds=1))
    assert world.messages.say(village.ann.id, village.channel.id, "Third").content == "Third"


async def test_without_the_content_intent_a_text_is_hidden_unless_the_bot_is_named(village: Village) -> None:
    intents = discord.Intents.default()
    async with connected(Bot(intents)) as client:
        village.world.messages.say(village.ann.id, village.channel.id, "secret")
        village.world.messages.say(village.ann.id, village.channel.id, f"<@{village.world.bot.id}> open")
        hidden, named = await client.hears("message", times=2)
    assert hidden.content == ""
    assert named.content.endswith("open")


async def test_an_edit_keeps_the_message_and_tells_when(village: Village, bot: Bot) -> None:
    sent = await bot.square(village).send("first")
    edited = await sent.edit(content="second", embed=discord.Embed(title="T", description="D"))
    assert edited.id == sent.id
    assert edited.edited_at is not None
    read = await bot.square(village).fetch_message(sent.id)
    assert (read.content, read.embeds[0].title) == ("second", "T")


async def test_a_text_over_the_limit_is_refused_field_by_field(village: Village, bot: Bot) -> None:
    with pytest.raises(discord.HTTPException) as refusal:
        await bot.square(village).send("x" * 2001, embed=discord.Embed(title="y" * 257))
    assert refusal.value.code == 50035
    assert "content" in refusal.value.text
    assert "embeds.0.title" in refusal.value.text


async def test_embeds_together_may_hold_six_thousand_characters(village: Village, bot: Bot) -> None:
    full = [discord.Embed(description="x" * 3000) for _ in range(2)]
    await bot.square(village).send(embeds=full)
    full[0].title = "!"
    with pytest.raises(discord.HTTPException, match="6000"):
        await bot.square(village).send(embeds=full)


async def test_an_empty_message_is_refused(village: Village, bot: Bot) -> None:
    with pytest.raises(discord.HTTPException) as refusal:
        await bot.square(village).send("   ")
    assert refusal.value.code == 50006


async def test_a_nonce_sent_twice_answers_the_first_message(village: Village, bot: Bot) -> None:
    first = await bot.square(village).send("owed", nonce="minga-1")
    again = await bot.square(village).send("owed", nonce="minga-1")
    assert again.id == first.id
    assert len(village.channel.messages) == 1


async def test_a_nonce_is_forgotten_after_some_minutes(village: Village, bot: Bot) -> None:
    first = await bot.square(village).send("owed", nonce="minga-1")
    village.world.skip(timedelta(minutes=6))
    again = await bot.square(village).send("owed", nonce="minga-1")
    assert again.id != first.id


async def test_history_pages_in_every_direction(village: Village, bot: Bot) -> None:
    said = [village.world.messages.say(village.ann.id, village.channel.id, str(number)) for number in range(250)]
    square = bot.square(village)
    assert [m.content async for m in square.history(limit=3)] == ["249", "248", "247"]
    assert len([m async for m in square.history(limit=None)]) == 250
    after = [m.content async for m in square.history(after=discord.Object(said[199].id), limit=3)]
    assert after == ["200", "201", "202"]
    around = [m.content async for m in square.history(around=discord.Object(said[100].id), limit=3)]
    assert sorted(around) == ["100", "101", "99"]


async def test_only_allowed_names_are_called(village: Village, bot: Bot) -> None:
    text = f"<@{village.ann.id}> @everyone"
    loud = await bot.square(village).send(text, allowed_mentions=discord.AllowedMentions.all())
    quiet = await bot.square(village).send(text, allowed_mentions=discord.AllowedMentions.none())
    assert (len(loud.mentions), loud.mention_everyone) == (1, True)
    assert (len(quiet.mentions), quiet.mention_everyone) == (0, False)
    assert village.channel.messages[quiet.id].allowed_mentions == {"parse": []}


async def test_a_reply_points_to_its_message(village: Village, bot: Bot) -> None:
    said = village.world.messages.say(village.ann.id, village.channel.id, "Question")
    (question,) = await bot.hears("message")
    answer = await question.reply("Answer")
    assert answer.reference.message_id == said.id
    assert answer.reference.resolved.content == "Question"


async def test_only_the_author_edits_a_message(village: Village, bot: Bot) -> None:
    said = village.world.messages.say(village.ann.id, village.channel.id, "mine")
    with pytest.raises(discord.Forbidden) as refusal:
        await bot.square(village).get_partial_message(said.id).edit(content="yours")
    assert refusal.value.code == 50005


async def test_a_moderator_hides_embeds_but_not_components(village: Village, bot: Bot) -> None:
    sent = await bot.square(village).send(embed=discord.Embed(title="Ballot"))
    village.world.messages.suppress_embeds(village.owner.id, village.channel.id, sent.id)
    assert (await sent.fetch()).embeds == []


async def test_deleted_messages_are_unknown(village: Village, bot: Bot) -> None:
    square = bot.square(village)
    one, two, three = [await square.send(str(number)) for number in range(3)]
    village.world.messages.delete(village.owner.id, village.channel.id, one.id)
    await square.delete_messages([two, three])
    await bot.hears("raw_message_delete")
    await bot.hears("raw_bulk_message_delete")
    for gone in (one, two, three):
        with pytest.raises(discord.NotFound) as refusal:
            await gone.fetch()
        assert refusal.value.code == 10008
    assert not village.channel.order


async def test_old_messages_are_not_deleted_in_bulk(village: Village, bot: Bot) -> None:
    square = bot.square(village)
    old = [await square.send(str(number)) for number in range(2)]
    village.world.skip(timedelta(days=15))
    with pytest.raises(discord.HTTPException) as refusal:
        await square.delete_messages(old)
    assert refusal.value.code == 50034


async def test_pins_come_latest_first(village: Village, bot: Bot) -> None:
    square = bot.square(village)
    one, two = await square.send("one"), await square.send("two")
    await one.pin()
    await two.pin()
    assert [message.content async for message in square.pins()] == ["two", "one"]
    await two.unpin()
    assert [message.content async for message in square.pins()] == ["one"]


async def test_a_message_is_published_once(village: Village, bot: Bot) -> None:
    news = village.world.add_channel(village.guild.id, "news", type=ChannelType.ANNOUNCEMENT)
    await bot.hears("guild_channel_create")
    channel = bot.get_channel(news.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("Decided.")
    await sent.publish()
    with pytest.raises(discord.HTTPException) as refusal:
        await sent.publish()
    assert refusal.value.code == 40033


async def test_files_come_back_as_they_were_sent(village: Village, bot: Bot) -> None:
    village.world.rooms.set_overwrite(
        village.owner.id,
        village.channel.id,
        village.world.bot.id,
        is_member=True,
        allow=int(Permission.ATTACH_FILES),
    )
    sent = await bot.square(village).send(
        file=discord.File(io.BytesIO(b"a,b\n1,2\n"), "log.csv", description="The log")
    )
    (attachment,) = sent.attachments
    assert (attachment.filename, attachment.description) == ("log.csv", "The log")
    assert await attachment.read() == b"a,b\n1,2\n"


async def test_direct_messages_have_a_channel_of_their_own(village: Village, bot: Bot) -> None:
    user = await bot.fetch_user(village.ann.id)
    sent = await user.send("Only for you")
    assert sent.guild is None
    village.world.messages.say(village.ann.id, sent.channel.id, "Thanks")
    heard = await bot.hears("message", lambda message: message.author.id == village.ann.id)
    assert heard[0].content == "Thanks"
