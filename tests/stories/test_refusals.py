"""Refusals: nothing typed is ever lost, and whatever comes in gets a sentence."""

import re

import pytest

from bot.words.catalogue import nearest_language, words_in
from tests.stories.said import Said
from tests.stories.town import COMMAND, Town, seen

LONG_STORY = "\n".join(
    f"{place}. A line with `code`, ```a fence```, <@1> and [a link](https://example.org)" for place in range(30)
)


def given_back(shown: str) -> str:
    """What stands in the blocks of an answer, as it would be copied."""
    return "".join(re.findall(r"```\n(.*?)\n```", shown, re.DOTALL)).replace("\u2060", "")


@pytest.mark.parametrize("body", [LONG_STORY, "`" * 2_500, "word " * 499 + "word"])
async def test_a_refused_proposal_gives_every_word_back(town: Town, body: str) -> None:
    tasks = "\n".join("`" * 80 + f" {place}" for place in range(12))
    form = await town.type("Ann", "propose")
    refused = await town.fill("Ann", form, title="Too many tasks", body=body, first_tasks=tasks)
    assert refused.is_private
    assert "That is 12 first tasks; 10 fit." in refused
    assert given_back(str(refused)) == f"Too many tasks\n\n{body}\n\n{tasks}"
    again = await town.press("Ann", refused, "Write again")
    assert again.form["title"] == "Propose"


def filled(form: Said) -> list[str | None]:
    """What stands in the fields of a form."""
    return [label["component"].get("value") for label in form.form["components"]]


async def test_writing_again_begins_with_what_was_typed_also_after_a_restart(town: Town) -> None:
    form = await town.type("Ann", "propose")
    refused = await town.fill("Ann", form, title="Tea", body="Because.", first_tasks="Boil water", reminder="someday")
    await town.restart()
    again = await town.press("Ann", refused, "Write again")
    assert filled(again) == ["Tea", "Because.", "Boil water", "someday"]
    assert "P-1 is open" in await town.fill("Ann", again, title="Tea", body="Because.")
    assert filled(await town.type("Ann", "propose")) == [None] * 4


async def test_writing_a_change_again_begins_with_what_was_typed_and_not_with_what_stands(town: Town) -> None:
    await town.propose("Ann", "Tea", "Because.", "Boil water")
    mine = await town.type("Ann", "proposals mine")
    form = await town.press("Ann", mine, "Change P-1")
    refused = await town.fill("Ann", form, title="Coffee", body="Why not.", reminder="someday")
    again = await town.press("Ann", refused, "Write again")
    assert filled(again)[:2] == ["Coffee", "Why not."]
    assert filled(again)[3] == "someday"
    assert filled(await town.press("Ann", mine, "Change P-1"))[:2] == ["Tea", "Because."]


async def test_a_refused_mandate_and_a_refused_change_can_be_written_again(town: Town) -> None:
    form = await town.type("Ann", "coordinator stand")
    refused = await town.fill("Ann", form, body="   ")
    assert filled(await town.press("Ann", refused, "Write again")) == ["   "]
    shown = await town.type("Ann", "charter propose", setting="voting_hours", value="5 days")
    form = await town.press("Ann", shown, "Propose this change")
    refused = await town.fill("Ann", form, title=" ", body="We are slow.")
    again = await town.press("Ann", refused, "Write again")
    assert filled(again)[1] == "We are slow."
    assert "P-1 is open." in await town.fill("Ann", again, title="Slower", body="We are slow.")


async def test_a_refused_task_gives_every_word_back(town: Town) -> None:
    refused = await town.send_forged("Ann", "minga/open-task/0/", task="Print\nflyers", why="x" * 1_001, people=["1"])
    assert "“Why” has 1001 characters; 1000 fit." in refused
    assert "Print\nflyers" in refused
    assert "x" * 1_001 in given_back(str(refused))
    assert refused.labels == ["Write again"]


async def test_a_refused_reason_gives_every_word_back(town: Town) -> None:
    ballot = await town.propose()
    panel = await town.press("Bea", ballot, "My vote")
    panel = await town.press("Bea", panel, "Block")
    form = await town.press("Bea", panel, "Give a reason")
    await town.wait_in_vain()
    refused = await town.fill("Bea", form, reason="It came too late, but it was a good one.")
    assert "Voting on P-1 closed" in refused
    assert "It came too late, but it was a good one." in refused
    assert refused.labels == ["My vote"]


async def test_a_form_of_spaces_alone_is_refused_by_its_fields_name(town: Town) -> None:
    form = await town.type("Ann", "propose")
    refused = await town.fill("Ann", form, title="A title", body="   ")
    assert "“What and why” is empty. Please write something there." in refused
    assert "A title" in refused


async def test_a_form_of_another_version_gives_its_text_back(town: Town) -> None:
    answer = await town.send_forged("Ann", "minga/amend-proposal/3/abc", title="An old form", body=LONG_STORY)
    assert answer.is_private
    assert "That comes from another version of me." in answer
    assert given_back(str(answer)) == f"An old form\n\n{LONG_STORY}"


@pytest.mark.parametrize(
    "custom_id",
    [
        "minga/exposes/3/",
        "minga/my-vote/3",
        "minga/my-vote/-3/",
        "minga/my-vote/99999999999999999999/",
        "minga/claim/1/x.y",
        "minga/task-page/0/",
        "someone-elses",
        "minga//0/",
    ],
)
async def test_an_unknown_button_gets_a_sentence(town: Town, custom_id: str) -> None:
    ballot = await town.propose()
    answer = await town.press_forged("Ann", custom_id, ballot)
    assert answer.is_private
    assert "That comes from another version of me. Type / to see what I can do now." in answer
    assert seen(town.ballot()) == seen(ballot)


async def test_a_choice_that_is_not_on_offer_is_refused(town: Town) -> None:
    ballot = await town.propose()
    answer = await town.press_forged("Ann", "minga/vote/1/perhaps", ballot)
    assert answer.is_private
    assert "P-1 doesn't offer that any more. Open My vote again" in answer
    assert seen(town.ballot()) == seen(ballot)


@pytest.mark.parametrize(
    "data",
    [
        {"id": "1", "name": "amend", "type": 1},
        {"id": "1", "name": "decisions", "type": 1, "options": [{"name": "search", "type": 1}]},
        {"id": "1", "name": "vote", "type": 1, "options": []},
        {"id": "1", "name": "Report", "type": 3, "target_id": "5"},
    ],
)
async def test_an_unknown_command_gets_a_sentence(town: Town, data: dict[str, object]) -> None:
    answer = town.post_raw("Ann", COMMAND, data)
    await town.env.settle()
    assert "That comes from another version of me." in answer


@pytest.mark.parametrize(
    ("command", "typed", "sentence"),
    [
        ("vote", "P-99", "There is no proposal P-99 here."),
        ("vote", "D-1", "That isn't the number of a proposal. Pick one from the list, or type it like P-12."),
        ("vote", "the truck", "That isn't the number of a proposal."),
        ("vote", "1" * 30, "That isn't the number of a proposal."),
        ("why", "P-99", "There is no proposal P-99 here."),
        ("why", "99", "There is no decision D-99 here. /decisions list shows them all."),
        ("why", "T-1", "That isn't a number I know. Pick one from the list, or type it like D-7 for a decision"),
        ("decisions show", "99", "There is no decision D-99 here."),
        ("decisions show", "P-1", "That isn't the number of a decision."),
        ("task show", "99", "There is no task T-99 here. /task list shows what looks for hands."),
        ("task show", "flyers", "That isn't the number of a task."),
    ],
)
async def test_a_wrong_number_gets_a_sentence(town: Town, command: str, typed: str, sentence: str) -> None:
    answer = await town.type("Ann", command, number=typed)
    assert answer.is_private
    assert sentence in answer


async def test_numbers_are_suggested_by_number_and_title(town: Town) -> None:
    await town.decide(title="Buy a hand-truck")
    await town.propose("Bea", "Paint the stairs")
    await town.propose("Cal", "Mend the roof " + "very " * 14 + "well")
    assert await town.suggested("Ann", "vote", "STAIRS") == ["P-2 · Paint the stairs"]
    assert len(await town.suggested("Ann", "vote", "")) == 2
    assert await town.suggested("Ann", "decisions show", "d-1") == ["D-1 · Buy a hand-truck"]
    assert await town.suggested("Ann", "why", "") == [
        "P-2 · Paint the stairs",
        "P-3 · Mend the roof " + "very " * 14 + "well",
        "D-1 · Buy a hand-truck",
    ]
    assert await town.suggested("Ann", "vote", "nothing like it") == []


@pytest.mark.parametrize("locale", ["de", "es-ES", "es-419", "xx-YY"])
async def test_who_reads_another_language_is_answered_in_it_or_in_english(town: Town, locale: str) -> None:
    words = words_in(nearest_language(locale))
    ballot = await town.propose()
    panel = await town.press_forged("Ann", "minga/my-vote/1/", ballot, locale=locale)
    assert words.say("You haven't voted yet. Only you see this panel; the count is public.") in panel
    refused = await town.press_forged("Ann", "minga/my-vote/7/", ballot, locale=locale)
    assert words.say("There is no proposal P-{number} here. /proposals list shows what is open.", number=7) in refused
