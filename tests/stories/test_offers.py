"""Handing on and offering in the chat: asked once in the open, answered privately, and only a yes changes anything."""

from typing import Any

import discord

from bot.domain.ballots import Choice
from tests.stories.said import Said
from tests.stories.test_tasks import put_up
from tests.stories.town import COMPONENT, Town, seen


async def thread(town: Town, number: int) -> discord.Thread:
    """The thread of a task."""
    found = town.task(number).thread
    assert found is not None
    return found


async def question(town: Town, number: int) -> discord.Message:
    """The newest question about a task in its thread."""
    asked = [one async for one in (await thread(town, number)).history() if f"🤝 T-{number}" in seen(one)]
    return max(asked, key=lambda one: one.id)


def mentioned(town: Town) -> list[Any]:
    """Whom the bot's messages were allowed to mention, one entry for each that mentioned anybody."""
    sent = [request.json for request in town.env.http_requests if isinstance(request.json, dict)]
    return [one["allowed_mentions"]["users"] for one in sent if one.get("allowed_mentions", {}).get("users")]


async def pick(town: Town, name: str, page: Said, whom: str) -> Said:
    """Pick somebody in the select of a private answer."""
    return Said(await town[name].select(page.message, [town[whom]]))


async def hand_on(town: Town, name: str = "Bea", to: str = "Cal", number: int = 1) -> Said:
    """Press *Hand on* on the task's message, and pick somebody."""
    page = await town.press(name, town.task(number), "Hand on")
    assert page.is_private
    return await pick(town, name, page, to)


async def test_a_passed_proposal_bears_three_tasks_and_one_is_handed_on(town: Town) -> None:
    await town.decide(Choice.AGREE, "fetch it", "paint it", "show it")
    await town.press("Bea", town.task(1), "I'll do it")
    await town.press("Dov", town.task(2), "I'll do it")
    offered = await hand_on(town)
    assert offered.is_private
    assert f"T-1 is offered to <@{town['Cal'].id}> until" in offered
    assert "It stays yours until they say yes." in offered
    asked = await question(town, 1)
    assert f"<@{town['Cal'].id}>: Bea would like to hand this on to you." in seen(asked)
    assert mentioned(town) == [[str(town["Cal"].id)]] or mentioned(town) == [[town["Cal"].id]]
    assert "**In hands:** Bea." in seen(town.task(1))

    taken = await town.press("Cal", asked, "I'll take it over")
    assert taken.is_private
    assert "**In hands:** Cal." in taken
    assert "**In hands:** Cal." in seen(town.task(1))
    assert "has taken it up. Thank you." in seen(await question(town, 1))
    await town.press("Cal", town.task(1), "Done")
    assert "**Done.** Thank you, Cal." in seen(town.task(1))
    assert "**In hands:** Dov." in seen(town.task(2))
    assert "**Looks for hands:** 1 person." in seen(town.task(3))
    assert len(mentioned(town)) == 1


async def test_a_no_is_seen_by_nobody_else(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    await hand_on(town)
    asked = await question(town, 1)
    before, waiting = seen(asked), str(await town.press("Bea", town.task(1), "Hand on"))
    no = await town.press("Cal", asked, "No, thanks")
    assert no.is_private
    assert "Nobody is told, and I keep nothing of it." in no
    await town.look()
    assert seen(await question(town, 1)) == before
    assert str(await town.press("Bea", town.task(1), "Hand on")) == waiting
    assert "**In hands:** Bea." in seen(town.task(1))
    await town.wait(days=7)
    assert "This offer is over." in seen(await question(town, 1))


async def test_an_offer_is_taken_back_and_made_to_somebody_else(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    await hand_on(town)
    waiting = await town.press("Bea", town.task(1), "Hand on")
    assert "Your offer of T-1 is taken back." in await town.press("Bea", waiting, "Take back")
    late = await question(town, 1)
    assert "This offer is over." in seen(late)
    number = 1
    assert "That offer is over." in await town.press_forged("Cal", f"minga/accept-offer/{number}/", late)
    assert "T-1 is offered to" in await hand_on(town, to="Dov")
    assert "🤝 T-1 (2)" in seen(await question(town, 1))


async def test_an_open_task_is_offered_and_anybody_else_may_still_take_it(town: Town) -> None:
    await put_up(town, people=["2"])
    shown = await town.type("Ann", "task show", number="T-1")
    offered = await pick(town, "Ann", await town.press("Ann", shown, "Offer to somebody"), "Cal")
    assert "Anybody may still take it." in offered
    (asked,) = [one for one in town.messages(town.decisions) if "🤝 T-1" in seen(one)]
    assert "Ann asks whether you would do this." in seen(asked)
    await town.press("Dov", town.task(1), "I'll do it")
    await town.press("Cal", asked, "I'll do it")
    assert "**In hands:** Dov and Cal." in seen(town.task(1))


async def test_only_whoever_was_asked_answers_and_only_a_holder_hands_on(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    assert "You don't hold T-1" in await town.press("Cal", town.task(1), "Hand on")
    await hand_on(town)
    asked = await question(town, 1)
    for label in ("I'll take it over", "No, thanks"):
        answer = await town.press("Dov", asked, label)
        assert answer.is_private
        assert "That was asked of somebody else." in answer
    assert "**In hands:** Bea." in seen(town.task(1))
    assert "Somebody else made that offer" in await town.press_forged("Cal", "minga/withdraw-offer/1/", asked)


async def test_nobody_asks_themselves_a_bot_or_a_stranger(town: Town) -> None:
    robot = town.join("Robot", is_bot=True)
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    page = await town.press("Bea", town.task(1), "Hand on")
    for whom in ("Bea", "Robot"):
        assert "I can't ask them." in await pick(town, "Bea", page, whom)
    assert robot.id
    forged = {"component_type": 5, "custom_id": "minga/hand-on-to/1/", "values": [str(town["Cal"].id)]}
    said = town.post_raw("Bea", COMPONENT, forged, on=town.task(1))
    await town.env.settle()
    assert "I can't ask them." in said, "who is not in the server is not resolved as a member of it"
    assert not mentioned(town)


async def test_a_question_is_answered_after_a_restart(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    page = await town.press("Bea", town.task(1), "Hand on")
    await town.restart()
    await pick(town, "Bea", page, "Cal")
    await town.restart()
    await town.press("Cal", await question(town, 1), "I'll take it over")
    assert "**In hands:** Cal." in seen(town.task(1))


async def test_what_is_offered_to_me_waits_among_my_tasks_for_my_yes(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    await hand_on(town)
    mine = await town.type("Cal", "task mine")
    assert mine.is_private
    assert "Bea would like to hand it on to you." in mine
    assert "Offered to you" not in await town.type("Dov", "task mine")
    taken = await town.press("Cal", mine, "I'll take it over")
    assert taken.message.id == mine.message.id, "the list itself is redrawn"
    assert "### Your tasks" in taken
    assert "**In hands:** Cal." in taken
    assert "Offered to you" not in taken
    assert "**In hands:** Cal." in seen(town.task(1))
    done = await town.press("Cal", taken, "Done")
    assert "You hold no task." in done


async def test_of_two_offers_in_the_list_the_other_one_still_stands_after_a_yes(town: Town) -> None:
    for number, holder in ((1, "Bea"), (2, "Ann")):
        await put_up(town, task=f"Errand {number}")
        await town.press(holder, town.task(number), "I'll do it")
        await hand_on(town, holder, number=number)
    mine = await town.type("Cal", "task mine")
    await town.restart()
    taken = Said(await town["Cal"].click(mine.message, custom_id="minga/accept-offer/1/0.0.mine."))
    assert "**T-1** · Errand 1\n┃ **In hands:** Cal." in taken
    assert "**T-2** · Errand 2\n┃ Ann would like to hand it on to you." in taken
