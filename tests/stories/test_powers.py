"""Stories of /powers: who may do what by our rules, and who can do what by Discord's own permissions right now."""

import discord
from sqlalchemy import text

from bot.domain.powers import DISCORD_ACTS, POWERS, DiscordAct, Power, Who, powers_of
from bot.words.catalogue import words_in
from bot.words.powers import power_phrase
from tests.stories.said import Said
from tests.stories.town import Town


def line_about(said: Said, what: str) -> str:
    """The line of a page that tells of something."""
    return next(line for line in str(said).split("\n") if what in line)


def held(said: Said, what: str) -> set[str]:
    """Who is said to hold what Discord allows."""
    return set(line_about(said, what).split(" · ")[1].replace(" and ", ", ").split(", "))


async def test_powers_names_every_power_of_the_table_under_those_who_hold_it(town: Town) -> None:
    said = await town.type("New", "powers")
    assert said.is_private
    words = words_in("en")
    for power in Power:
        assert power_phrase(power, words) in said, power
    assert "schedule, move and cancel reminders." in line_about(said, "A coordinator")
    assert "Right now there is none." in said
    assert "closes a vote early" in line_about(said, "Nobody, no admin")
    assert len(str(said)) < 1_500, "it fits a phone in two turns of the thumb"


def test_a_coordinator_may_do_exactly_one_thing_that_others_may_not() -> None:
    assert powers_of(Who.COORDINATOR) == (Power.REMIND,)
    assert set(POWERS) == set(Power)
    assert set(DISCORD_ACTS) == set(DiscordAct)
    nobodys = {Power.CLOSE, Power.PROLONG, Power.CHANGE_TEXTS, Power.CHANGE_BALLOTS, Power.HIDE, Power.VETO}
    assert set(powers_of(Who.NOBODY)) == nobodys | {Power.GIVE_WORK, Power.CHANGE_RULES}


async def test_powers_names_who_is_coordinator_now(town: Town) -> None:
    form = await town.type("Bea", "coordinator stand")
    await town.fill("Bea", form, body="I remember things.")
    for name in ("Ann", "Bea", "Cal", "Dov", "Eve"):
        panel = await town.press(name, town.ballot(1), "My vote")
        await town.press(name, panel, "Agree")
    await town.wait(hours=72)
    await town.wait(hours=24)
    assert "Right now: Bea." in await town.type("Ann", "powers")


async def test_powers_tells_what_discords_roles_allow_right_now_and_what_the_bot_does_then(town: Town) -> None:
    town.guild.create_role("Tidy *hands*", permissions=discord.Permissions(manage_messages=True))
    town.guild.create_role("Guards", permissions=discord.Permissions(moderate_members=True, kick_members=True))
    town.guild.create_role("Captains", permissions=discord.Permissions(administrator=True))
    await town.env.settle()
    said = await town.press("Ann", await town.type("Ann", "powers"), "What Discord allows")
    assert said.is_private
    assert held(said, "Take reactions off") == {"the owner", "Captains", "Tidy \\*hands\\*"}
    assert held(said, "Time somebody out") == {"the owner", "Captains", "Guards"}
    assert held(said, "Kick or ban") == {"the owner", "Captains", "Guards"}
    assert held(said, "Hide my commands") == {"the owner", "Captains", "Mayor's role"}
    assert "Nobody can tap or press while timed out by Discord." in said
    assert "TestBot" not in said, "the bot's own role decides nothing"
    town.nobody_was_mentioned()


async def test_a_permission_given_in_the_channel_alone_shows_too(town: Town) -> None:
    helpers = town.guild.create_role("Helpers")
    open_door = discord.PermissionOverwrite(manage_messages=True)
    channel = town.guild.create_text_channel("ballots", overwrites={helpers: open_door, town["Ann"]: open_door})
    await town.env.settle()
    async with town.bot.services.database.turn() as session:
        await session.execute(text("UPDATE servers SET proposals_channel_id = :id"), {"id": channel.id})
    said = await town.press("Ann", await town.type("Ann", "powers"), "What Discord allows")
    assert held(said, "Take reactions off") == {"the owner", "Helpers", "1 more person"}
