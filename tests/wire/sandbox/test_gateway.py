"""The gateway: identifying, resuming, shards, intents, and its faults."""

import asyncio
from typing import Any

import aiohttp
import discord
import orjson
import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.world import Permission, World
from tests.wire.sandbox.village import Bot, Village, connected


async def _first_frames(sandbox: Sandbox, identify: dict[str, object], count: int) -> list[dict[str, Any]]:
    async with aiohttp.ClientSession() as http, http.ws_connect(sandbox.gateway_url + "?v=10&encoding=json") as ws:
        frames = [await ws.receive_json()]
        await ws.send_bytes(orjson.dumps({"op": 2, "d": {"properties": {}, "intents": 1} | identify}))
        while len(frames) < count:
            message = await ws.receive(timeout=5)
            if message.type is not aiohttp.WSMsgType.TEXT:
                return [*frames, {"closed": ws.close_code}]
            frames.append(orjson.loads(message.data))
        return frames


async def test_the_bot_gets_ready_and_knows_its_server(village: Village, bot: Bot) -> None:
    (guild,) = bot.guilds
    assert (guild.name, guild.member_count) == ("Village", 4)
    assert guild.me.guild_permissions.manage_messages
    assert village.sandbox.unknown_routes == []


async def test_a_wrong_token_is_refused_at_both_doors(village: Village) -> None:
    with pytest.raises(discord.LoginFailure):
        async with connected(Bot(), token="stolen"):
            pass
    frames = await _first_frames(village.sandbox, {"token": "stolen"}, 2)
    assert frames[-1] == {"closed": 4004}


async def test_intents_that_are_not_enabled_are_refused(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    sandbox.world.allowed_intents = frozenset()
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with connected(Bot(discord.Intents.all())):
            pass


async def test_a_shard_out_of_range_is_refused(village: Village) -> None:
    frames = await _first_frames(village.sandbox, {"token": "sandbox-token", "shard": [2, 2]}, 2)
    assert frames[-1] == {"closed": 4010}


async def test_a_shard_hears_of_its_own_servers_only(village: Village) -> None:
    mine = (village.guild.id >> 22) % 2
    for shard, expected in ((mine, [str(village.guild.id)]), (1 - mine, [])):
        frames = await _first_frames(village.sandbox, {"token": "sandbox-token", "shard": [shard, 2]}, 2)
        assert [guild["id"] for guild in frames[1]["d"]["guilds"]] == expected


async def test_a_dropped_client_resumes_and_misses_nothing(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    village.sandbox.hub.drop_connections()
    village.world.reactions.add(village.ann.id, village.channel.id, message.id, "✅")
    village.world.reactions.add(village.bea.id, village.channel.id, message.id, "❌")
    events = await bot.hears("raw_reaction_add", times=2)
    await bot.hears("resumed")
    assert [event.user_id for event in events] == [village.ann.id, village.bea.id]
    assert (village.sandbox.hub.identified, village.sandbox.hub.resumed) == (1, 1)


async def test_asked_to_reconnect_the_client_resumes(village: Village, bot: Bot) -> None:
    village.sandbox.hub.ask_to_reconnect()
    await bot.hears("resumed")


async def test_a_session_called_invalid_but_resumable_is_resumed(village: Village, bot: Bot) -> None:
    village.sandbox.hub.invalidate(resumable=True)
    await bot.hears("resumed")
    assert village.sandbox.hub.identified == 1


async def test_an_invalid_session_begins_anew_and_what_was_between_is_lost(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    village.sandbox.hub.invalidate(resumable=False)
    village.world.reactions.add(village.ann.id, village.channel.id, message.id, "✅")
    async with asyncio.timeout(15):
        await bot.hears("ready", times=2)
    assert village.sandbox.hub.identified == 2
    assert not [name for name, _ in bot.heard if name == "raw_reaction_add"]


async def test_a_resume_can_be_refused(village: Village) -> None:
    sandbox = village.sandbox
    frames = await _first_frames(sandbox, {"token": "sandbox-token"}, 2)
    sandbox.faults.gateway.refuse_resume = True
    async with aiohttp.ClientSession() as http, http.ws_connect(frames[1]["d"]["resume_gateway_url"]) as ws:
        await ws.receive_json()
        session_id = frames[1]["d"]["session_id"]
        await ws.send_json({"op": 6, "d": {"token": "sandbox-token", "session_id": session_id, "seq": 1}})
        answer = await ws.receive_json()
    assert (answer["op"], answer["d"]) == (9, False)
    assert sandbox.hub.resumed == 0


async def test_dispatches_can_be_lost_doubled_turned_round_and_kept_back(village: Village, bot: Bot) -> None:
    message = await bot.square(village).send("Ballot")
    faults, hub = village.sandbox.faults.gateway, village.sandbox.hub

    def react(emoji: str) -> None:
        village.world.reactions.add(village.ann.id, village.channel.id, message.id, emoji)

    faults.drop("MESSAGE_REACTION_ADD")
    react("1️⃣")
    faults.duplicate("MESSAGE_REACTION_ADD")
    react("2️⃣")
    faults.reverse("MESSAGE_REACTION_ADD", times=2)
    react("3️⃣")
    react("4️⃣")
    faults.withhold("MESSAGE_REACTION_ADD")
    react("5️⃣")
    react("6️⃣")
    hub.release()
    events = await bot.hears("raw_reaction_add", times=6)
    assert [str(event.emoji)[0] for event in events] == ["2", "2", "4", "3", "6", "5"]


async def test_a_client_that_falls_silent_is_sent_away(village: Village) -> None:
    village.sandbox.hub.heartbeat_interval = 0.1
    frames = await _first_frames(village.sandbox, {"token": "sandbox-token"}, 9)
    assert frames[-1] == {"closed": 4009}


async def test_a_heartbeat_is_answered_no_sooner_than_over_a_real_distance(village: Village) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(village.sandbox.gateway_url + "?v=10") as ws:
        await ws.receive_json()
        await ws.send_bytes(orjson.dumps({"op": 2, "d": {"token": "sandbox-token", "properties": {}, "intents": 1}}))
        assert [(await ws.receive_json())["t"] for _ in range(2)] == ["READY", "GUILD_CREATE"]
        await ws.send_json({"op": 1, "d": 2})
        await ws.send_json({"op": 8, "d": {"guild_id": str(village.guild.id), "query": "", "limit": 1}})
        answers = [await ws.receive_json(), await ws.receive_json()]
    assert [(answer["op"], answer["t"]) for answer in answers] == [(0, "GUILD_MEMBERS_CHUNK"), (11, None)]


async def test_an_unanswered_heartbeat_makes_the_client_come_again(village: Village) -> None:
    village.sandbox.hub.heartbeat_interval = 0.2
    async with connected(Bot(heartbeat_timeout=0.5)) as client:
        village.sandbox.faults.gateway.ignore_heartbeats = True
        await client.hears("disconnect")
        village.sandbox.faults.gateway.ignore_heartbeats = False
        await client.hears("resumed")


async def test_from_a_connection_that_fell_silent_nothing_comes_until_the_client_resumes(village: Village) -> None:
    async with connected(Bot(heartbeat_timeout=0.5)) as client:
        village.sandbox.hub.fall_silent()
        village.world.add_channel(village.guild.id, "sentinel")
        await client.hears("disconnect")
        await client.hears("guild_channel_create")
        await client.hears("resumed")
    assert (village.sandbox.hub.identified, village.sandbox.hub.resumed) == (1, 1)


async def test_members_come_in_chunks(village: Village, bot: Bot) -> None:
    for number in range(1500):
        village.world.add_member(village.guild.id, f"Member {number}")
    guild = bot.home(village)
    members = await guild.query_members("Member 14", limit=100)
    assert len(members) == 100
    assert len(await guild.chunk()) == 1504


async def test_without_the_members_intent_only_the_bot_is_listed(village: Village) -> None:
    async with connected(Bot(discord.Intents(guilds=True))) as client:
        (guild,) = client.guilds
        assert [member.id for member in guild.members] == [client.own_id]
        village.world.add_member(village.guild.id, "Cem")
        village.world.add_channel(village.guild.id, "sentinel")
        await client.hears("guild_channel_create")
    assert not [name for name, _ in client.heard if name == "member_join"]


async def test_the_bot_is_not_told_what_is_said_where_it_may_not_look(village: Village, bot: Bot) -> None:
    secret = village.world.add_channel(village.guild.id, "secret")
    village.world.rooms.set_overwrite(
        village.owner.id, secret.id, village.guild.id, is_member=False, deny=int(Permission.VIEW_CHANNEL)
    )
    village.world.messages.say(village.owner.id, secret.id, "hidden")
    village.world.messages.say(village.owner.id, village.channel.id, "open")
    heard = await bot.hears("message")
    assert [message.content for message in heard] == ["open"]


async def test_an_outage_is_no_removal(village: Village, bot: Bot) -> None:
    village.world.guilds.make_unavailable(village.guild.id)
    await bot.hears("guild_unavailable")
    village.world.guilds.make_available(village.guild.id)
    await bot.hears("guild_available")
    village.world.guilds.kick_bot(village.guild.id)
    await bot.hears("guild_remove")


async def test_new_servers_channels_roles_and_people_are_announced(village: Village, bot: Bot) -> None:
    world: World = village.world
    other = world.add_guild("Town", owner_id=village.owner.id)
    await bot.hears("guild_join", lambda guild: guild.id == other.id)
    channel = world.add_channel(village.guild.id, "hall")
    await bot.hears("guild_channel_create", lambda made: made.id == channel.id)
    role = world.add_role(village.guild.id, "Coordinator")
    await bot.hears("guild_role_create", lambda made: made.id == role.id)
    cem = world.add_member(village.guild.id, "Cem").user
    await bot.hears("member_join", lambda member: member.id == cem.id)
    world.members.add_role(village.owner.id, village.guild.id, cem.id, role.id)
    world.rooms.delete_role(village.owner.id, village.guild.id, role.id)
    world.rooms.delete_channel(village.owner.id, channel.id)
    world.members.kick(village.owner.id, village.guild.id, cem.id)
    await bot.hears("guild_role_delete")
    await bot.hears("guild_channel_delete")
    await bot.hears("raw_member_remove")


async def test_two_clients_hear_the_same(village: Village) -> None:
    async with connected(Bot()) as one, connected(Bot()) as two:
        village.world.messages.say(village.ann.id, village.channel.id, "both")
        assert (await one.hears("message"))[0].content == (await two.hears("message"))[0].content


async def test_changes_to_the_bot_itself_need_no_intent(village: Village) -> None:
    async with connected(Bot(discord.Intents(guilds=True))) as client:
        village.world.members.rename(village.owner.id, village.guild.id, client.own_id, "Minga of the village")
        await client.hears("member_update", lambda before: before.id == client.own_id)
        assert client.home(village).me.nick == "Minga of the village"
