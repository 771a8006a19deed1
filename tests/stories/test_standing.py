"""Standing work: the board, the thread of a task, the gentle lapse, learning along, and tasks that find people."""

import random

import discord
import pytest

from bot.domain.ballots import Choice
from tests.cogs.reading import Json
from tests.stories.said import Said
from tests.stories.test_fuzz import bombard, typed
from tests.stories.test_tasks import put_up
from tests.stories.town import COMMAND, SUGGESTION, Town, seen


def board(town: Town) -> str:
    """The board as everybody sees it."""
    return seen(town.board())


async def thread_of(town: Town, number: int) -> list[discord.Message]:
    """What the bot says in the thread of a task, in order."""
    thread = town.task(number).thread
    assert thread is not None
    return [each async for each in thread.history(oldest_first=True) if each.components]


async def test_the_board_follows_what_happens_and_stands_once(town: Town) -> None:
    await town.decide(Choice.AGREE, "fetch it", "paint it")
    await town.look()
    assert "**Open**\n┃ - T-1 fetch it\n┃ - T-2 paint it" in board(town)
    await town.press("Bea", town.task(1), "I'll do it")
    await town.wait(seconds=15)
    assert "**In hands**\n┃ - T-1 fetch it" in board(town)
    await town.press("Bea", town.task(1), "Done")
    await town.restart()
    await town.wait(seconds=15)
    assert "**Done this week** Thank you all.\n┃ - T-1 fetch it" in board(town)
    assert len([one for one in town.messages(town.decisions) if "B-1" in seen(one)]) == 1
    await town.wait(days=14)
    assert "**Looking for hands**\n┃ - T-2 paint it" in board(town)
    page = await town.press("New", town.board(), "Looking for hands")
    assert page.is_private
    shown = await town.press("New", page, "Show")
    assert "**Looks for hands:** 1 person." in shown
    await town.press("New", shown, "I'll do it")
    assert "**In hands:** New." in seen(town.task(2))


async def test_a_task_whose_day_has_passed_says_so_on_its_message_in_lists_and_on_the_board(town: Town) -> None:
    await put_up(town, due="tomorrow", skills="welding")
    await town.wait(days=1, seconds=15)
    for shown in (seen(town.task(1)), board(town), await town.type("Bea", "task list")):
        assert "due" in shown
        assert "overdue" not in shown
    await town.wait(days=1)
    await town.wait(seconds=15)
    for shown in (
        seen(town.task(1)),
        board(town),
        await town.type("Bea", "task list"),
        await town.type("Bea", "task show", number="T-1"),
        await town.type("Bea", "task for-me"),
    ):
        assert "overdue · due" in shown
    await town.press("Bea", town.task(1), "I'll do it")
    await town.press("Bea", town.task(1), "Done")
    assert "overdue" not in seen(town.task(1))


async def test_a_board_that_somebody_deletes_stands_again(town: Town) -> None:
    await put_up(town)
    await town.look()
    await town.board().delete()
    await town.wait(days=1)
    await town.look()
    assert "### B-2" in board(town)
    town.nobody_was_mentioned()


async def test_a_holder_is_asked_in_the_thread_stays_and_is_released_with_thanks_when_silent(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    await town.look()
    assert [one.name for one in town.decisions.threads] == ["T-1 · Print flyers"]
    await town.wait(days=14)
    (asked,) = await thread_of(town, 1)
    assert f"<@{town['Bea'].id}>, are you still on it?" in seen(asked)
    assert [each.id for each in asked.mentions] == [town["Bea"].id]
    refused = await town.press("Cal", asked, "Still on it")
    assert refused.is_private
    assert "are you still on it?" in seen((await thread_of(town, 1))[0])
    await town.press("Bea", asked, "Still on it")
    assert "Bea is still on it. Thank you." in seen((await thread_of(town, 1))[0])

    await town.wait(days=14)
    await town.wait(days=7)
    told = await thread_of(town, 1)
    assert "Thank you, Bea, for taking this up." in seen(told[-1])
    assert "**Looks for hands:** 1 person." in seen(town.task(1))
    await town.press("Cal", told[-1], "I'll do it")
    assert "**In hands:** Cal." in seen(town.task(1))


async def test_somebody_learns_along_and_takes_it_back_by_the_same_button(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    told = await town.press("New", town.task(1), "Shadow")
    assert told.is_private
    assert "The thread of T-1 says that you would like to learn it." in told
    (line,) = await thread_of(town, 1)
    assert "New would like to learn this." in seen(line)
    assert "1 would like to learn it" in seen(town.task(1))
    assert "Taken back" in await town.press("New", town.task(1), "Shadow")
    (line,) = await thread_of(town, 1)
    assert "Nobody asks to learn this just now." in seen(line)
    assert "You have T-1 in hands yourself." in await town.press("Bea", town.task(1), "Shadow")


async def test_abilities_are_private_and_tasks_say_why_they_are_shown(town: Town) -> None:
    await put_up(town, skills="welding", due="next friday")
    await put_up(town, task="Bake bread")
    page = await town.type("New", "me abilities")
    assert page.is_private
    form = await town.press("New", page, "Change")
    kept = await town.fill("New", form, skills="Welding, french")
    assert "welding, french" in kept
    mine = await town.press("New", kept, "Tasks for me")
    assert mine.is_private
    assert str(mine).index("T-1") < str(mine).index("T-2")
    assert "because you know: welding · due" in mine
    assert "waiting since" in mine
    assert "cooking" in await town.type("New", "me abilities", add="cooking")
    offered = await town["New"].autocomplete(town.proposals, "me abilities", "add", "weld")
    assert [choice["name"] for choice in offered] == ["welding"]
    assert "because you know: welding" in await town.type("New", "task for-me")
    assert "because" not in await town.type("Ann", "task for-me")
    back = await town.type("New", "me abilities", add="x" * 31)
    assert "x" * 31 in back


@pytest.mark.parametrize("kind", [COMMAND, SUGGESTION])
async def test_whatever_is_typed_as_an_ability_is_answered(town: Town, kind: discord.InteractionType) -> None:
    await put_up(town, skills="welding")

    def send(chance: random.Random) -> Said:
        option: Json = {"name": "add", "type": 3, "value": typed(chance)[:6_000]}
        option |= {"focused": True} if kind is SUGGESTION else {}
        data: Json = {"id": "1", "name": "me", "type": 1}
        data["options"] = [{"name": "abilities", "type": 1, "options": [option]}]
        return town.post_raw(chance.choice(list(town.people)), kind, data)

    await bombard(town, "me abilities", send, times=100)
    town.nobody_was_mentioned()


async def test_every_button_of_a_task_works_after_a_restart(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    await town.wait(days=14)
    await town.restart()
    (asked,) = await thread_of(town, 1)
    await town.press("Bea", asked, "Still on it")
    assert "The thread of T-1 says" in await town.press("Cal", town.task(1), "Shadow")
    assert "T-1" in await town.press("Cal", town.board(), "In hands")
    assert "Tasks for you" in await town.press("Cal", town.board(), "For me")
