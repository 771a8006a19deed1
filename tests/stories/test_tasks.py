"""Tasks: put up, taken, handed back and finished, on their own message and from the private list."""

from bot.domain.ballots import Choice
from tests.stories.said import Said
from tests.stories.town import COMPONENT, Town, seen


async def put_up(town: Town, name: str = "Ann", task: str = "Print flyers", **fields: object) -> Said:
    """Put a task up by command."""
    form = await town.type(name, "task add")
    return await town.fill(name, form, **({"task": task, "people": ["1"]} | fields))


async def test_anybody_puts_up_a_task_and_it_stands_for_everybody(town: Town) -> None:
    answer = await put_up(town, "New", why="For Saturday.", people=["2"], effort="small")
    assert answer.is_private
    assert "T-1 is up for everybody." in answer
    shown = seen(town.task(1))
    assert "### T-1 · Print flyers" in shown
    assert "For Saturday." in shown
    assert "**Looks for hands:** 2 people." in shown
    assert "-# small" in shown


async def test_two_share_a_task_one_hands_it_back_and_the_other_finishes(town: Town) -> None:
    await put_up(town, people=["2"])
    await town.press("Bea", town.task(1), "I'll do it")
    assert "**In hands:** Bea. Looks for 1 more person." in seen(town.task(1))
    await town.press("Cal", town.task(1), "I'll do it")
    assert "**In hands:** Bea and Cal." in seen(town.task(1))
    assert "I'll do it" not in seen(town.task(1))
    await town.press("Bea", town.task(1), "Hand back")
    assert "**In hands:** Cal. Looks for 1 more person." in seen(town.task(1))
    await town.press("Cal", town.task(1), "Done")
    assert "**Done.** Thank you, Cal." in seen(town.task(1))
    assert "[" not in seen(town.task(1)).split("Cal.")[1]


async def test_two_tasks_of_a_decision_are_taken_and_finished_from_the_private_list(town: Town) -> None:
    await town.decide(Choice.AGREE, "fetch it", "paint it")
    mine = await town.press("New", town.announcement(), "Tasks")
    assert mine.is_private
    assert "### Tasks of D-1" in mine
    taken = Said(await town["New"].click(mine.message, custom_id="minga/claim/2/1.0"))
    assert taken.message.id == mine.message.id
    assert "**T-2** · paint it\n┃ **In hands:** New." in taken
    assert "**In hands:** New." in seen(town.task(2))
    assert "**Looks for hands:** 1 person." in seen(town.task(1))

    done = await town.press("New", taken, "Done")
    assert "**T-2** · paint it\n┃ **Done.** Thank you, New." in done
    assert "**Done.** Thank you, New." in seen(town.task(2))
    listed = await town.type("New", "task list")
    assert "T-1" in listed
    assert "T-2" not in listed


async def test_of_two_who_press_at_once_one_takes_the_task_and_the_other_is_told(town: Town) -> None:
    await put_up(town)
    claim = {"component_type": 2, "custom_id": "minga/claim/1/"}
    answers = [town.post_raw(name, COMPONENT, claim, on=town.task(1)) for name in ("Bea", "Cal")]
    await town.env.settle()
    told = [answer for answer in answers if "Somebody was quicker: T-1 has the person it needs." in answer]
    assert len(told) == 1
    holders = [name for name in ("Bea", "Cal") if f"**In hands:** {name}." in seen(town.task(1))]
    assert len(holders) == 1


async def test_a_task_is_shown_and_handed_back_privately(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    shown = await town.type("Bea", "task show", number="T-1")
    back = await town.press("Bea", shown, "Hand back")
    assert back.message.id == shown.message.id
    assert "**Looks for hands:** 1 person." in back
    assert "**Looks for hands:** 1 person." in seen(town.task(1))


async def test_a_long_list_is_read_page_by_page(town: Town) -> None:
    for number in range(8):
        await put_up(town, task=f"Errand {number}")
    first = await town.type("Bea", "task list")
    assert "Errand 5" in first
    assert "Errand 6" not in first
    second = await town.press("Bea", first, "More")
    assert "Errand 6" in second
    assert "Errand 5" not in second
    assert "Errand 0" in await town.press("Bea", second, "Earlier")


async def test_what_is_not_theirs_full_done_or_too_much_is_refused_in_a_sentence(town: Town) -> None:
    for number in range(4):
        await put_up(town, task=f"Errand {number}")
    for number in range(1, 4):
        await town.press("Bea", town.task(number), "I'll do it")
    too_much = await town.press("Bea", town.task(4), "I'll do it")
    assert too_much.is_private
    assert "You hold 3 tasks (T-1, T-2 and T-3), the most one person may hold." in too_much

    assert "You don't hold T-1; only people who hold it can do that." in await town.press("Cal", town.task(1), "Done")
    assert "You don't hold T-1;" in await town.press("Cal", town.task(1), "Hand back")
    late = await town.press_forged("Cal", "minga/claim/1/", town.task(1))
    assert "Somebody was quicker: T-1 has the person it needs." in late
    twice = await town.press_forged("Bea", "minga/claim/1/", town.task(1))
    assert "T-1 is yours already." in twice
    await town.press("Bea", town.task(1), "Done")
    assert "T-1 is done already." in await town.press_forged("Bea", "minga/finish/1/", town.task(1))
    assert "**In hands:** Bea." in seen(town.task(2))
