"""Stories of /help: what somebody can do here, now, the nearest things first, and the way to everything else."""

import discord
import simcord
from discord.app_commands import Command
from simcord.enums import OverwriteType

from bot.domain.ballots import Choice
from tests.stories.town import Town


async def test_a_newcomer_is_welcomed_with_what_can_be_done_today(town: Town) -> None:
    await town.propose("Ann", "Buy a second hand-truck", "The old one broke.")
    said = await town.type("New", "help")
    assert said.is_private
    assert "Welcome. Now you can:" in said
    assert "• join the talk on P-1" in said
    assert "vote on P-1" not in said
    assert "You vote on everything opened after <t:" in said
    assert "Nobody can give you work or close a vote early." in said
    assert said.labels == ["Tasks", "Discuss", "Propose", "How we decide", "My data", "More"]


async def test_a_member_sees_first_what_waits_for_their_vote_then_their_tasks(town: Town) -> None:
    await town.decide(Choice.AGREE, "Fetch it", "Pay it")
    await town.type("Bea", "task list")
    await town.press("Bea", town.task(1), "I'll do it")
    await town.propose("Ann", "Paint the *door*")
    said = await town.type("Bea", "help")
    things = [line for line in str(said).split("\n") if "•" in line]
    assert [thing.split("•")[1].split(",")[0].strip() for thing in things] == [
        "vote on P-2 Paint the \\*door\\*",
        "finish T-1 Fetch it",
        "take a task (1 looks for hands)",
        "join the talk on P-2",
        "propose something",
    ]
    assert said.labels[0] == "My vote"
    await town.tap("Bea", town.ballot(2), Choice.AGREE)
    assert "vote on P-2" not in await town.type("Bea", "help")


async def test_every_button_of_help_leads_somewhere(town: Town) -> None:
    await town.decide(Choice.AGREE, "Fetch it")
    await town.propose()
    said = await town.type("Bea", "help")
    assert "You haven't voted yet" in await town.press("Bea", said, "My vote")
    assert "T-1" in await town.press("Bea", said, "Tasks")
    assert (await town.press("Bea", said, "Propose")).form["title"] == "Propose"


async def test_how_we_decide_says_the_numbers_in_force_in_plain_words(town: Town) -> None:
    said = await town.press("New", await town.type("New", "help"), "How we decide")
    assert "Voting lasts 3 days; nobody can close it early." in said
    assert "was here 7 days before has one vote, admins too" in said
    assert "at least twice as many agree as disagree or block" in said


async def test_more_lists_every_command_with_what_it_does(town: Town) -> None:
    said = await town.press("New", await town.type("New", "help"), "More")
    for command in town.bot.tree.walk_commands():
        if isinstance(command, Command) and command.name != "setup":
            assert f"**/{command.qualified_name}** {command.description}" in said
    assert "/setup" not in said


async def test_where_the_bot_cannot_work_help_names_the_channel_and_what_is_missing(town: Town) -> None:
    me = town.guild.me
    assert me is not None
    town.decisions._channel.overwrites.append(_no_sending(me.id))
    await town.restart()
    said = await town.type("New", "help")
    assert f"I can't work in <#{town.decisions.id}>: I need Send Messages" in said


def _no_sending(user_id: int) -> simcord.backend.models.Overwrite:
    deny = discord.Permissions(send_messages=True).value
    return simcord.backend.models.Overwrite(target_id=user_id, type=OverwriteType.MEMBER, allow=0, deny=deny)


async def test_before_founding_help_leads_to_it(new_town: Town) -> None:
    said = await new_town.type("Ann", "help")
    assert "I'm not set up here yet." in said
    assert said.labels == ["Set up"]
