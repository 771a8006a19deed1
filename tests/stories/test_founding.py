"""Founding: the one act that takes Discord's Manage Server, what it asks, and what it misses."""

import re

import aiohttp
import discord
import simcord
from simcord.enums import OverwriteType

from bot.web.server import LogServer
from tests.cogs.reading import buttons
from tests.stories.town import VOTERS, BotMaker, Town, seen

AWAY = discord.PermissionOverwrite(add_reactions=False, embed_links=False)


def forbid_the_bot(town: Town, **permissions: bool) -> None:
    """Change what the bot's own role may do in the whole server."""
    role = next(role for name, role in town.guild.roles.items() if name not in ("@everyone", "Mayor's role"))
    town.env.backend.edit_role(town.guild.id, role.id, {"permissions": _changed(role._role.permissions, permissions)})


def _changed(value: int, permissions: dict[str, bool]) -> int:
    changed = discord.Permissions(value)
    changed.update(**permissions)
    return changed.value


async def test_setting_up_takes_one_form(new_town: Town) -> None:
    form = await new_town.type("Mayor", "setup")
    assert form.form["title"] == "Set up Minga"
    answer = await new_town.found()
    assert answer.is_private
    assert (
        f"You find proposals in <#{new_town.proposals.id}>, decisions and tasks in <#{new_town.decisions.id}>."
        in answer
    )
    assert "You are a member like everybody now" in answer
    opened = await new_town.press("Mayor", answer, "Propose")
    assert opened.form["title"] == "Propose"


async def test_nobody_is_preselected_to_publish(new_town: Town) -> None:
    form = await new_town.type("Mayor", "setup")
    (question,) = [label for label in form.form["components"] if label["component"]["custom_id"] == "publishes"]
    assert question["component"]["required"]
    assert not any(option.get("default") for option in question["component"]["options"])


async def test_every_command_before_the_founding_says_what_is_to_be_done(new_town: Town) -> None:
    for command, options in (
        ("propose", {}),
        ("vote", {"number": "P-1"}),
        ("why", {"number": "P-1"}),
        ("why", {"number": "D-1"}),
        ("decisions list", {}),
        ("decisions show", {"number": "D-1"}),
        ("task add", {}),
        ("task list", {}),
        ("task show", {"number": "T-1"}),
    ):
        answer = await new_town.type("Ann", command, **options)
        assert answer.is_private
        assert "I'm not set up here yet. Somebody with Manage Server can type /setup" in answer, command
        assert answer.labels == ["Set up"]
    for command in ("vote", "why", "decisions show", "task show"):
        assert await new_town.suggested("Ann", command, "1") == []


async def test_whoever_does_not_manage_the_server_is_told_whom_to_ask(new_town: Town) -> None:
    refused = await new_town.type("Ann", "propose")
    refused = await new_town.press("Ann", refused, "Set up")
    assert refused.is_private
    assert "Setting up takes Discord's Manage Server permission." in refused


async def test_a_command_granted_again_by_an_admin_gives_no_power(new_town: Town) -> None:
    command = new_town.env.backend.find_command("setup", None)
    assert command is not None
    new_town.guild.set_command_permissions(int(command["id"]), {new_town["Ann"]: True})
    assert "Setting up takes Discord's Manage Server permission." in await new_town.type("Ann", "setup")


async def test_a_founding_form_of_somebody_who_lost_the_power_meanwhile_is_refused(new_town: Town) -> None:
    form = await new_town.type("Mayor", "setup")
    role = new_town.guild.roles["Mayor's role"]
    new_town.env.backend.edit_role(new_town.guild.id, role.id, {"permissions": 0})
    refused = await new_town.fill(
        "Mayor", form, proposals=[new_town.proposals], language=["en"], time_zone="UTC", publishes="no"
    )
    assert "Setting up takes Discord's Manage Server permission." in refused


async def test_a_second_founding_is_refused_even_to_the_founder(town: Town) -> None:
    refused = await town.type("Mayor", "setup")
    assert "I'm set up here already. /help shows what you can do; the rules change only by everybody's vote" in refused


async def test_of_two_forms_filled_in_at_once_the_first_one_founds(new_town: Town) -> None:
    first, second = await new_town.type("Mayor", "setup"), await new_town.type("Mayor", "setup")
    everything = {"proposals": [new_town.proposals], "language": ["en"], "time_zone": "UTC", "publishes": "no"}
    assert "Minga is set up" in await new_town.fill("Mayor", first, **everything)
    assert "set up here already" in await new_town.fill("Mayor", second, **everything)


async def test_one_channel_may_serve_all(new_town: Town) -> None:
    answer = await new_town.found(decisions=None)
    assert f"You find everything in <#{new_town.proposals.id}>." in answer


async def test_a_channel_for_decisions_alone_serves_all(new_town: Town) -> None:
    before = len(_channels(new_town))
    answer = await new_town.found(proposals=None)
    assert f"You find everything in <#{new_town.decisions.id}>." in answer
    assert len(_channels(new_town)) == before


async def test_missing_permissions_are_named_with_their_channel(new_town: Town) -> None:
    me = next(role for name, role in new_town.guild.roles.items() if name not in ("@everyone", "Mayor's role"))
    quiet = new_town.guild.create_text_channel("quiet", overwrites={me: AWAY})
    await new_town.env.settle()
    refused = await new_town.found(decisions=[quiet])
    assert f"I can't work in <#{quiet.id}> yet." in refused
    assert "Embed Links and Add Reactions" in refused
    assert refused.labels == ["Try again"]
    assert "Europe/Paris" in refused
    again = await new_town.press("Mayor", refused, "Try again")
    assert again.form["title"] == "Set up Minga"


async def test_without_a_choice_three_channels_are_created(new_town: Town) -> None:
    before = {channel.id for channel in new_town.guild.channels.values()}
    answer = await new_town.found(proposals=None, decisions=None)
    created = {channel.name: channel.id for channel in _channels(new_town) if channel.id not in before}
    assert set(created) == {"proposals", "decisions", "tasks"}
    assert (
        f"You find proposals in <#{created['proposals']}>, decisions in <#{created['decisions']}>, "
        f"tasks in <#{created['tasks']}>." in answer
    )


async def test_a_misspelt_time_zone_creates_no_channels_and_gives_the_word_back(new_town: Town) -> None:
    before = len(_channels(new_town))
    refused = await new_town.found(proposals=None, decisions=None, time_zone="Paaris")
    assert "I don't know a time zone of that name. Did you mean Europe/Paris or" in refused
    assert "Paaris" in refused
    assert len(_channels(new_town)) == before


async def test_who_may_not_create_channels_asks_for_one(new_town: Town) -> None:
    forbid_the_bot(new_town, manage_channels=False)
    form = await new_town.type("Mayor", "setup")
    (label,) = [label for label in form.form["components"] if label["component"]["custom_id"] == "proposals"]
    assert label["component"]["required"]
    assert "I create" not in str(label)


async def test_a_bot_that_could_not_work_in_its_own_channels_creates_none(new_town: Town) -> None:
    form = await new_town.type("Mayor", "setup")
    forbid_the_bot(new_town, add_reactions=False)
    everybody = new_town.guild.default_role
    new_town.env.backend.edit_role(
        new_town.guild.id,
        everybody.id,
        {"permissions": _changed(everybody._role.permissions, {"add_reactions": False})},
    )
    refused = await new_town.fill("Mayor", form, language=["en"], time_zone="UTC", publishes="no")
    assert "In this server I still need: Add Reactions." in refused
    assert len(_channels(new_town)) == 2


async def test_what_is_not_published_leaves_no_trace_on_the_web(new_town: Town) -> None:
    await new_town.found(publishes="no")
    await new_town.propose()
    await new_town.wait(hours=72)
    pages = await _pages(new_town, "/", "/log", "/nordstadt-tenants", "/nordstadt-tenants/D-1")
    assert [status for status, _ in pages] == [200, 200, 404, 404]
    assert not any("Nordstadt" in page or "hand-truck" in page for _, page in pages)


async def test_what_is_published_names_nobody(new_town: Town) -> None:
    await new_town.found(publishes="yes")
    await new_town.decide()
    pages = await _pages(new_town, "/log", "/nordstadt-tenants", "/nordstadt-tenants/D-1")
    assert [status for status, _ in pages] == [200, 200, 200]
    assert "hand-truck" in pages[1][1]
    assert not any(re.search(rf"\b{name}\b", page) for name in (*VOTERS, "Mayor") for _, page in pages)


async def test_the_bot_says_hello_once_where_it_comes(env: simcord.Env, make_bot: BotMaker) -> None:
    guild = env.create_guild(name="Allotments")
    mute = guild.create_text_channel("rules", overwrites={guild.default_role: discord.PermissionOverwrite()})
    channel = guild.create_text_channel("general")
    me = next(role for name, role in guild.roles.items() if name != "@everyone")
    mute._channel.overwrites.append(_no_sending(me.id))
    town = Town(env, make_bot, guild, channel, channel)
    town.join("Mayor", manages=True)
    await env.settle()
    assert not channel.history()

    await _come_anew(town)
    (hello,) = town.messages(channel)
    assert not mute.history()
    assert "Hello, I'm Minga." in seen(hello)
    assert "Admins have one vote like everyone." in seen(hello)
    form = await town.press("Mayor", hello, "Set up")
    await town.fill("Mayor", form, proposals=[channel], language=["en"], time_zone="UTC", publishes="no")
    (hello,) = town.messages(channel)[:1]
    assert "I'm set up: anybody can type /propose" in seen(hello)
    assert [each["label"] for each in buttons([part.to_dict() for part in hello.components])] == [
        "Propose",
        "How we decide",
    ]

    await _come_anew(town)
    await town.restart()
    assert len([one for one in town.messages(channel) if "Hello" in seen(one)]) == 1


async def test_set_up_under_an_old_hello_says_what_can_be_done_now_to_anybody(
    env: simcord.Env, make_bot: BotMaker
) -> None:
    guild = env.create_guild(name="Allotments")
    channel = guild.create_text_channel("general")
    town = Town(env, make_bot, guild, channel, channel)
    town.join("Mayor", manages=True)
    town.join("Ann")
    await env.settle()
    await _come_anew(town)
    await town.found()
    (hello,) = [one for one in town.messages(channel) if "Hello" in seen(one)]
    answer = await town.press("Ann", hello, "Set up")
    (hello,) = [one for one in town.messages(channel) if "Hello" in seen(one)]
    assert "I'm set up: anybody can type /propose" in seen(hello)
    assert "Set up" not in seen(hello)
    (told,) = answer.result.followups
    assert told.ephemeral
    assert "I'm set up here already. /help shows what you can do" in answer
    assert [each["label"] for each in buttons(told.components)] == ["Propose", "How we decide"]


def _no_sending(role_id: int) -> simcord.backend.models.Overwrite:
    return simcord.backend.models.Overwrite(
        target_id=role_id, type=OverwriteType.ROLE, allow=0, deny=discord.Permissions(send_messages=True).value
    )


def _channels(town: Town) -> list[discord.TextChannel]:
    guild = town.bot.get_guild(town.guild.id)
    assert guild is not None
    return guild.text_channels


async def _come_anew(town: Town) -> None:
    """Have the bot leave and be invited again, with every channel in place."""
    backend = town.env.backend
    backend.emit("GUILD_DELETE", {"id": str(town.guild.id)})
    await town.env.settle()
    arrival = dict(simcord.backend.serializers.guild_create_payload(backend, town.guild._guild))
    del arrival["unavailable"]  # only the servers that a session begins with come with it
    backend.emit("GUILD_CREATE", arrival)
    await town.env.settle()


async def _pages(town: Town, *paths: str) -> list[tuple[int, str]]:
    """The status and text of pages of the public log over this town's services."""
    web = LogServer(town.bot.services, host="127.0.0.1", port=0)
    await web.start()
    try:
        async with aiohttp.ClientSession() as session:
            found = []
            for path in paths:
                async with session.get(web.url + path) as answer:
                    found.append((answer.status, await answer.text()))
            return found
    finally:
        await web.close()
