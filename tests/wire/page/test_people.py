import asyncio
from datetime import timedelta

import pytest

from bot.story.driver import NothingCame, NotThere, Refused
from tests.wire.page.echo import START, Place


async def test_a_message_is_said_edited_answered_and_deleted(quiet_place: Place) -> None:
    ana, bea, channel = quiet_place.ana, quiet_place.bea, quiet_place.channel_id
    said = await bea.say(channel, "Hello")
    await bea.edit(said, "Hello all")
    answer = await ana.say(channel, "Hi", reply_to=said)
    assert [message.content for message in await ana.messages(channel)] == ["Hello all", "Hi"]
    assert answer.raw["referenced_message"]["content"] == "Hello all"
    await ana.delete(said)
    with pytest.raises(Refused, match="10008"):
        await bea.again(said)


async def test_refusals_carry_discords_numbers(quiet_place: Place) -> None:
    said = await quiet_place.ana.say(quiet_place.channel_id, "Mine")
    with pytest.raises(Refused, match="50013"):
        await quiet_place.bea.delete(said)
    with pytest.raises(Refused, match="50035"):
        await quiet_place.bea.say(quiet_place.channel_id, "x" * 2001)
    with pytest.raises(Refused, match="10014"):
        await quiet_place.bea.react(said, "no emoji")


async def test_reactions_are_counted_and_known_as_ones_own(quiet_place: Place) -> None:
    said = await quiet_place.ana.say(quiet_place.channel_id, "Shall we?")
    await quiet_place.ana.react(said, "✅")
    await quiet_place.bea.react(said, "✅")
    await quiet_place.bea.react(said, "1️⃣", burst=True)
    seen = await quiet_place.bea.again(said)
    assert seen.reactions == {"✅": 2, "1️⃣": 1}
    assert seen.my_reactions == {"✅", "1️⃣"}
    assert (await quiet_place.ana.again(said)).my_reactions == {"✅"}
    await quiet_place.bea.unreact(said, "✅")
    assert (await quiet_place.bea.again(said)).reactions == {"✅": 1, "1️⃣": 1}


async def test_a_moderator_takes_single_reactions_and_all_of_them_away(quiet_place: Place) -> None:
    said = await quiet_place.bea.say(quiet_place.channel_id, "Shall we?")
    await quiet_place.bea.react(said, "✅")
    await quiet_place.cyrus.react(said, "✅")
    with pytest.raises(Refused, match="50013"):
        await quiet_place.bea.unreact(said, "✅", of=quiet_place.cyrus)
    await quiet_place.ana.unreact(said, "✅", of=quiet_place.cyrus)
    assert (await quiet_place.ana.again(said)).reactions == {"✅": 1}
    await quiet_place.ana.clear_reactions(said)
    assert (await quiet_place.ana.again(said)).reactions == {}


async def test_a_channel_that_one_may_not_see_is_not_shown(quiet_place: Place) -> None:
    guild, client = quiet_place.guild_id, quiet_place.client
    hidden = [{"id": str(guild), "deny": ["view_channel"]}]
    channel = await client.add_channel(guild, "board", overwrites=hidden)
    assert "board" in [each["name"] for each in (await quiet_place.ana.look())["channels"]]
    assert "board" not in [each["name"] for each in (await quiet_place.bea.look())["channels"]]
    with pytest.raises(Refused, match="50001"):
        await quiet_place.bea.messages(channel)


async def test_a_thread_opens_on_a_message_once(quiet_place: Place) -> None:
    said = await quiet_place.bea.say(quiet_place.channel_id, "Topic")
    thread = await quiet_place.bea.open_thread(said, "About it")
    assert thread == said.id == (await quiet_place.ana.again(said)).thread_id
    assert thread == await quiet_place.cyrus.channel_named("About it")
    with pytest.raises(Refused, match="160004"):
        await quiet_place.ana.open_thread(said, "Again")


async def test_members_join_in_the_past_are_ranked_silenced_and_removed(quiet_place: Place) -> None:
    client, guild = quiet_place.client, quiet_place.guild_id
    role = await client.add_role(guild, "Keepers", permissions=["manage_messages"], hoist=True)
    late = await client.add_member(guild, "Late", joined_at=START - timedelta(days=3), role_ids=[role])
    member = next(each for each in (await quiet_place.ana.look())["members"] if each["name"] == "Late")
    assert member["joined_at"].startswith("2026-05-03T09:00:00")
    assert member["roles"] == [str(role)]
    await client.time_out(guild, late.user_id, START + timedelta(days=1))
    with pytest.raises(Refused, match="50013"):
        await late.say(quiet_place.channel_id, "Hm")
    await client.set_roles(guild, late.user_id, [])
    await quiet_place.ana.kick(late)
    with pytest.raises(Refused, match="10004"):
        await late.look()
    assert "Late" not in await client.people(guild)


async def test_nobody_plays_a_bot(quiet_place: Place) -> None:
    bot = quiet_place.client.person(quiet_place.sandbox.world.bot.id, quiet_place.guild_id)
    with pytest.raises(Refused, match="cannot be played"):
        await bot.look()


async def test_waiting_finds_what_is_there_what_comes_and_what_changes(quiet_place: Place) -> None:
    ana, bea, channel = quiet_place.ana, quiet_place.bea, quiet_place.channel_id
    said = await bea.say(channel, "one")
    assert (await ana.wait_for_message(channel, lambda message: message.content == "one")).id == said.id
    coming = asyncio.create_task(ana.wait_for_message(channel, lambda message: message.content == "two"))
    await bea.edit(said, "two")
    assert (await coming).id == said.id
    liked = asyncio.create_task(ana.wait_for_message(channel, lambda message: message.reactions == {"👍": 1}))
    await bea.react(said, "👍")
    assert (await liked).id == said.id


async def test_waiting_in_vain_tells_what_was_there_instead(quiet_place: Place) -> None:
    await quiet_place.bea.say(quiet_place.channel_id, "something else")
    with pytest.raises(NothingCame, match="something else"):
        await quiet_place.ana.wait_for_message(quiet_place.channel_id, lambda message: False, timeout=0.05)


async def test_time_passes_when_told_and_never_back(quiet_place: Place) -> None:
    before = await quiet_place.client.now()
    assert await quiet_place.client.skip(timedelta(days=7)) - before >= timedelta(days=7)
    target = START + timedelta(days=30)
    assert await quiet_place.client.skip_to(target) >= target
    with pytest.raises(Refused):
        await quiet_place.client.skip_to(START)


async def test_earlier_messages_come_page_by_page_with_private_ones_between(quiet_place: Place) -> None:
    said = [await quiet_place.bea.say(quiet_place.channel_id, str(number)) for number in range(6)]
    path = f"/guilds/{quiet_place.guild_id}/as/{quiet_place.bea.user_id}/channels/{quiet_place.channel_id}/messages"
    newest = await quiet_place.client.ask("GET", f"{path}?limit=4")
    assert [each["content"] for each in newest["messages"]] == ["2", "3", "4", "5"]
    assert (newest["earlier"], newest["later"]) == (True, False)
    older = await quiet_place.client.ask("GET", f"{path}?limit=4&before={newest['messages'][0]['id']}")
    assert [each["content"] for each in older["messages"]] == ["0", "1"]
    assert older["earlier"] is False
    middle = await quiet_place.client.ask("GET", f"{path}?limit=3&around={said[1].id}")
    assert str(said[1].id) in [each["id"] for each in middle["messages"]]
    assert middle["later"] is True


async def test_a_button_named_wrongly_says_what_there_is(quiet_place: Place) -> None:
    said = await quiet_place.bea.say(quiet_place.channel_id, "No buttons here")
    with pytest.raises(NotThere, match="No buttons here"):
        await quiet_place.bea.press(said, "Go")
