"""Stories of temperature checks: asked anywhere, answered by reactions, over by themselves."""

import discord
from simcord.builders import ChannelHandle

from tests.stories.said import Said
from tests.stories.town import Town, seen


def newest(town: Town, channel: ChannelHandle) -> discord.Message:
    """The newest temperature check in a channel."""
    return [message for message in town.messages(channel) if "### C-" in seen(message)][-1]


async def test_a_temperature_check_is_answered_by_reactions_and_decides_nothing(town: Town) -> None:
    answer = await town.type("New", "check", question="Paint @everyone's **door** green?", lasts="15")
    assert answer.is_private
    check = newest(town, town.proposals)
    assert "A temperature check, not a decision." in seen(check)
    assert {str(reaction.emoji) for reaction in check.reactions} == {"👍", "🤷", "👎"}
    for name, emoji in (("Ann", "👍"), ("Bea", "👍"), ("New", "👎"), ("Cal", "❤")):
        await town[name].react(check, emoji)
    await town.wait(minutes=15)
    over = seen(newest(town, town.proposals))
    assert "👍 2 warm  🤷 0 unsure  👎 1 cold" in over
    assert "not a decision" in over
    assert "Nothing is decided yet" in await town.type("Ann", "decisions list")
    assert "Nothing is being decided" in await town.type("Ann", "proposals list")
    town.nobody_was_mentioned()


async def test_a_temperature_check_can_be_asked_in_any_channel(town: Town) -> None:
    elsewhere = town.guild.create_text_channel("tea")
    await town["Ann"].slash(elsewhere, "check", question="Tea?")
    assert "C-1 · Tea?" in seen(newest(town, elsewhere))


async def test_where_the_bot_may_not_speak_the_asker_hears_what_is_missing(town: Town) -> None:
    me = town.guild.me
    assert me is not None
    closed = town.guild.create_text_channel("closed", overwrites={me: discord.PermissionOverwrite(send_messages=False)})
    answer = Said(await town["Ann"].slash(closed, "check", question="Tea?"))
    assert "Please allow me there: Send Messages." in answer
    assert not town.messages(closed)


async def test_a_question_that_is_too_long_is_given_back(town: Town) -> None:
    question = "Shall we paint it? " * 30
    refused = await town.type("Ann", "check", question=question)
    assert "fit. Please shorten it." in refused
    assert question.strip() in refused
