"""Stories of texts that expose a person: covered by two, voted on by all, hidden from everybody meanwhile."""

import pytest

from bot.domain.ballots import Choice
from tests.cogs.reading import buttons
from tests.stories.test_standing import thread_of
from tests.stories.test_tasks import put_up
from tests.stories.town import Town, seen

NAME = "Maria Lopez"
HIDDEN = "(text covered)"
MEANT = "Yes, it does"


async def test_two_members_cover_a_text_by_button_and_command_and_the_vote_gives_it_back(town: Town) -> None:
    await town.propose("Ann", f"Help {NAME}", f"{NAME}, no. 4.", f"Visit {NAME}")
    page = await town.press("Bea", town.ballot(1), "Read")
    question = await town.press("Bea", page, "Exposes a person")
    assert "Does the text of P-1 expose a person? Once two members say so, it is covered for everybody" in question
    assert "Noted" not in question
    first = await town.press("Bea", question, MEANT)
    assert first.is_private
    assert MEANT not in first.labels
    assert "1 more member is needed" in first
    assert NAME in seen(town.ballot(1))

    second = await town.press("Cal", await town.type("Cal", "exposes", number="P-1"), MEANT)
    assert second.is_private
    assert "P-1 is covered everywhere" in second
    assert NAME not in seen(town.ballot(1))
    assert HIDDEN in seen(town.ballot(1))
    for shown in (
        await town.type("Dov", "proposals show", number="P-1"),
        await town.type("Dov", "proposals list"),
        await town.type("Dov", "objections", number="P-1"),
        await town.type("Dov", "why", number="P-1"),
        await town.press("Dov", town.ballot(1), "Read"),
        await town.press("Dov", town.ballot(1), "My vote"),
    ):
        assert NAME not in shown
    assert (await town.suggested("Dov", "proposals show", "P-1"))[-1] == "P-1"
    assert "Exposes a person" not in (await town.press("Dov", town.ballot(1), "Read")).labels

    vote = town.ballot(2)
    assert "Does the text of P-1 stay covered?" in seen(vote)
    assert "Asked for by two members" in seen(vote)
    assert "Bea" not in seen(vote)
    await town.all_tap(vote, Choice.DISAGREE, "Ann", "Dov", "Eve")
    await town.wait(hours=24)
    await town.wait(hours=24)
    assert "Not passed" in seen(town.announcement(1))
    assert NAME in seen(town.ballot(1))
    refused = await town.type("Cal", "exposes", number="P-1")
    assert "P-2 decided that P-1 stays readable." in refused
    town.nobody_was_mentioned()


async def test_a_decision_and_its_tasks_are_covered_by_the_buttons_on_its_page(town: Town) -> None:
    await town.decide(Choice.AGREE, f"Visit {NAME}", title=f"Help {NAME}")
    for name in ("Bea", "Cal"):
        page = await town.press(name, town.announcement(1), "Read")
        await town.press(name, await town.press(name, page, "Exposes a person"), MEANT)
    for message in (town.ballot(1), town.announcement(1), town.task(1)):
        assert NAME not in seen(message)
        assert HIDDEN in seen(message)
    for shown in (
        await town.type("Dov", "decisions list"),
        await town.type("Dov", "decisions show", number="D-1"),
        await town.type("Dov", "task list"),
        await town.press("Dov", town.announcement(1), "Read"),
        await town.press("Dov", town.announcement(1), "Tasks"),
    ):
        assert NAME not in shown
    assert await town.suggested("Dov", "task show", "T-1") == ["T-1"]


async def test_a_task_is_covered_by_command(town: Town) -> None:
    await town.decide(Choice.AGREE, f"Visit {NAME}")
    for name in ("Bea", "Cal"):
        answer = await town.press(name, await town.type(name, "exposes", number="T-1"), MEANT)
    assert "T-1 is covered everywhere" in answer
    assert NAME not in seen(town.task(1))
    assert NAME not in seen(town.ballot(1))


async def cover_task(town: Town) -> None:
    """Have T-1 covered, and find its text in no message any more."""
    for name in ("Ann", "Dov"):
        await town.press(name, await town.type(name, "exposes", number="T-1"), MEANT)
    await town.wait(seconds=15)
    channels = [town.decisions, town.proposals]
    shown = [seen(each) for channel in channels for each in town.messages(channel)]
    assert NAME not in "\n".join([*shown, *[seen(each) for each in await thread_of(town, 1)]])


@pytest.mark.parametrize("answer", ["Done", "Hand back"])
async def test_an_answered_question_shows_nothing_of_a_text_that_is_covered_later(town: Town, answer: str) -> None:
    await put_up(town, task=f"Visit {NAME}")
    await town.press("Bea", town.task(1), "I'll do it")
    await town.wait(days=14)
    (question,) = await thread_of(town, 1)
    await town.press("Bea", question, answer)
    (answered,) = await thread_of(town, 1)
    state = "**Done.** Thank you, Bea." if answer == "Done" else "**Looks for hands:** 1 person."
    assert f"**T-1**\n┃ {state}" in seen(answered)
    assert state in seen(town.task(1))
    await cover_task(town)
    offered = buttons(dict(component.to_dict()) for component in answered.components)
    assert [button["custom_id"] for button in offered] == ["minga/show-task/1/"]


async def test_a_place_taken_again_and_a_reminder_answered_show_nothing_of_a_covered_text(town: Town) -> None:
    await put_up(town, task=f"Visit {NAME}", due="in 23 days")
    await town.press("Bea", town.task(1), "I'll do it")
    await town.wait(days=14)
    await town.wait(days=7)
    await town.press("Cal", (await thread_of(town, 1))[-1], "I'll do it")
    await town.wait(days=1, hours=9)
    await town.press("Cal", (await thread_of(town, 1))[-1], "Done")
    told = [seen(each) for each in await thread_of(town, 1)]
    assert "**In hands:** Cal." in told[1]
    assert "**Done.** Thank you, Cal." in told[2]
    await town.restart()
    await cover_task(town)
    assert "**Done.** Thank you, Cal." in seen((await thread_of(town, 1))[2])


async def test_newcomers_and_typing_errors_get_a_sentence(town: Town) -> None:
    await town.propose()
    assert "Only people who vote on it can do that; ask one of them." in await town.type("New", "exposes", number="P-1")
    assert "That isn't a number I know." in await town.type("Ann", "exposes", number="Ann")
    assert "There is no decision D-4" in await town.type("Ann", "exposes", number="D-4")
    assert await town.suggested("Ann", "exposes", "hand-truck") == ["P-1 · Buy a second hand-truck"]


async def test_a_member_keeps_a_text_inside_the_server(town: Town) -> None:
    ballot = await town.propose()
    panel = await town.press("Bea", ballot, "My vote")
    kept = await town.press("Bea", panel, "Keep the text inside the server")
    assert "On the web this stands without its text" in kept
    assert "Keep the text inside the server" not in kept.labels
    assert "On the web this stands without its text" in await town.press("Cal", ballot, "My vote")
    assert "hand-truck" in seen(town.ballot(1))
