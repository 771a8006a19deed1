"""Tasks: put up, taken, handed back and finished, on their own message and from the private list."""

from typing import Any

from bot.domain.ballots import Choice
from tests.stories.said import Said
from tests.stories.town import COMPONENT, Town, seen


async def put_up(
    town: Town, name: str = "Ann", task: str = "Print flyers", *, picked: dict[str, Any] | None = None, **fields: object
) -> Said:
    """Put a task up by command, with what was picked beside the form."""
    form = Said(await town[name].slash(town.proposals, "task add", **(picked or {})))
    return await town.fill(name, form, **({"task": task, "people": ["1"]} | fields))


def picked_in(form: Said) -> list[str]:
    """What is picked in the lists of a form as it opens."""
    lists = [label["component"].get("options", []) for label in form.form["components"]]
    return [option["value"] for options in lists for option in options if option.get("default")]


async def test_anybody_puts_up_a_task_and_it_stands_for_everybody(town: Town) -> None:
    picked = {"effort": "small", "first": True}
    answer = await put_up(town, "New", picked=picked, why="For Saturday.", people=["2"], skills="Print, drive")
    assert answer.is_private
    assert "T-1 is up for everybody." in answer
    shown = seen(town.task(1))
    assert "### T-1 · Print flyers" in shown
    assert "For Saturday." in shown
    assert "**Looks for hands:** 2 people." in shown
    assert "-# small · good first task · takes: print, drive" in shown


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
    assert "Hand" not in seen(town.task(1)), "there is nothing left to do with it"


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


async def test_the_card_leads_to_its_decision_and_the_decision_to_its_tasks(town: Town) -> None:
    await town.decide(Choice.AGREE, "fetch it")
    await put_up(town, picked={"decision": "D-1"}, task="Thank the lender", skills="drive")
    announced = town.announcement()
    link = f"from [D-1](https://discord.com/channels/{town.guild.id}/{announced.channel.id}/{announced.id})"
    assert link in seen(town.task(1))
    assert f"{link} · takes: drive" in seen(town.task(2))
    read = await town.press("New", announced, "Read")
    assert "T-1 · fetch it" in read
    assert "T-2 · Thank the lender" in read


async def test_the_list_shows_only_what_is_asked_for(town: Town) -> None:
    await put_up(town, task="Fetch it", picked={"first": True}, skills="drive, carry")
    await put_up(town, task="Paint it", skills="Paint")
    await put_up(town, task="Show it", people=["2"])
    await town.press("Bea", town.task(2), "I'll do it")
    await town.press("Bea", town.task(3), "I'll do it")
    for options, shown in (
        ({}, {"Fetch it", "Paint it", "Show it"}),
        ({"which": "looking"}, {"Fetch it", "Show it"}),
        ({"which": "hands"}, {"Paint it", "Show it"}),
        ({"which": "mine"}, {"Paint it", "Show it"}),
        ({"which": "first"}, {"Fetch it"}),
        ({"skill": "#Drive"}, {"Fetch it"}),
        ({"skill": "weld"}, set()),
        ({"which": "looking", "skill": "paint"}, set()),
    ):
        listed = await town.type("Bea", "task list", **options)
        assert {name for name in ("Fetch it", "Paint it", "Show it") if name in listed} == shown, options
    mine = await town.type("Bea", "task mine")
    assert "### Your tasks" in mine
    done = Said(await town["Bea"].click(mine.message, custom_id="minga/finish/2/0.0.mine."))
    assert "Paint it" not in done, "the list is the same list after the act"
    assert "Fetch it" in await town.press("Bea", done, "Good first ones")
    assert "You hold no task." in await town.type("Cal", "task mine")


async def test_what_is_picked_with_the_command_stands_in_the_form(town: Town) -> None:
    form = await town.type("Ann", "task add", skills="Print, drive")
    assert "Print, drive" in str(form.form)


async def test_skills_are_suggested_as_this_server_writes_them(town: Town) -> None:
    await put_up(town, skills="Print, drive")
    offered = await town["Bea"].autocomplete(town.proposals, "task add", "skills", "cook, DR")
    assert [choice["value"] for choice in offered] == ["cook, drive"]
    offered = await town["Bea"].autocomplete(town.proposals, "task list", "skill", "")
    assert {choice["value"] for choice in offered} == {"print", "drive"}


async def test_what_cannot_be_put_up_is_given_back_whole(town: Town) -> None:
    refused = await put_up(
        town, task="Print flyers", why="For Saturday.", people=["3"], skills="a,b,c,d,e,f", due="some day"
    )
    assert "That is 6 skills; 5 fit." in refused
    for typed in ("Print flyers", "For Saturday.", "a,b,c,d,e,f", "some day"):
        assert typed in refused
    form = await town.press("Ann", refused, "Write again")
    for typed in ("Print flyers", "For Saturday.", "a,b,c,d,e,f", "some day"):
        assert typed in str(form.form), "the form opens with all of it"
    assert picked_in(form) == ["3"]
    assert "is up for everybody" in await town.fill("Ann", form, task="Print flyers", people=["1"])


async def test_what_is_refused_of_the_options_stands_in_the_form_that_is_written_again(town: Town) -> None:
    picked = {"effort": "small", "first": True}
    unknown = await town.type("Ann", "task add", decision="D-9", skills="print, drive", **picked)
    assert "There is no decision D-9 here." in unknown
    assert "print, drive\n\nD-9" in unknown
    await town.restart()
    form = Said(await town["Ann"].click(unknown.message, label="Write again"))
    assert "print, drive" in str(form.form)
    refused = await town.fill("Ann", form, task="Print flyers", people=["2"], skills="print, drive", due="some day")
    assert "Which day is that?" in refused
    form = await town.press("Ann", refused, "Write again")
    for typed in ("Print flyers", "print, drive", "some day"):
        assert typed in str(form.form)
    assert picked_in(form) == ["2"]
    await town.send_forged("Ann", form.form["custom_id"], task="Print flyers", skills="print, drive", people=["2"])
    assert "-# small · good first task · takes: print, drive" in seen(town.task(1))


async def test_too_many_skills_picked_with_the_command_are_kept_with_all_else(town: Town) -> None:
    await town.decide(Choice.AGREE)
    refused = await town.type("Ann", "task add", decision="D-1", skills="a,b,c,d,e,f", effort="large")
    assert "That is 6 skills; 5 fit." in refused
    form = await town.press("Ann", refused, "Write again")
    assert "a,b,c,d,e,f" in str(form.form)
    assert "minga/open-task/0/large..1.0:" in form.form["custom_id"]


async def test_a_skill_that_is_too_long_and_a_day_that_is_none_say_so(town: Town) -> None:
    assert "One of these skills has 31 characters; 30 fit." in await put_up(town, skills="print, " + "x" * 31)
    refused = await put_up(town, due="some day")
    assert "Which day is that? Type it like this: next friday, 1 december or in 2 weeks." in refused
