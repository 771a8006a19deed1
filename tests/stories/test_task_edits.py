"""Editing and dropping tasks in the chat: by anybody, with a history, and nothing is overwritten silently."""

from tests.stories.said import Said
from tests.stories.test_tasks import put_up
from tests.stories.town import Town, seen


async def edit(town: Town, name: str, form: Said, **fields: object) -> Said:
    """Send the form of T-1 as it opened, with some of it changed."""
    return await town.fill(name, form, **({"task": "Print flyers", "people": ["1"]} | fields))


async def test_anybody_edits_a_task_and_everybody_sees_who_did(town: Town) -> None:
    await put_up(town, why="All gone.", skills="print", due="2026-12-01")
    form = await town.type("New", "task edit", number="T-1", effort="large")
    shown = str(form.form)
    for filled in ("Print flyers", "All gone.", "print", "2026-12-01"):
        assert filled in shown
    answer = await edit(town, "New", form, task="Print posters", why="All gone.", skills="print, draw", due="")
    assert "### T-1 · Print posters" in answer
    assert answer.is_private
    assert "### T-1 · Print posters" in seen(town.task(1))
    assert "-# large · takes: print, draw" in seen(town.task(1))
    history = await town.press("Cal", await town.type("Cal", "task show", number="T-1"), "History")
    assert "**New edited it.**" in history
    assert "What is to be done: Print flyers → Print posters" in history
    assert "Skills: print → print, draw" in history
    assert "Due: 1 December 2026 → –" in history
    assert "**Ann put it up.**" in history


async def test_of_two_who_edit_at_once_neither_overwrites_the_other(town: Town) -> None:
    await put_up(town)
    first, second, third = [await town.type(name, "task edit", number="T-1") for name in ("Bea", "Cal", "Dov")]
    await edit(town, "Bea", first, task="Print posters")
    both = await edit(town, "Cal", second, why="It rains.")
    assert "Somebody else changed What is to be done while you wrote. Both changes are in." in both
    assert "Print posters" in seen(town.task(1))
    assert "It rains." in seen(town.task(1))
    clash = await edit(town, "Dov", third, task="Print stickers", why="Cheaper.")
    assert "Somebody else changed T-1 while you wrote: What is to be done and Why." in clash
    for text in ("Print stickers", "Cheaper.", "Print posters", "It rains."):
        assert text in clash, "they see both"
    assert "Print posters" in seen(town.task(1))
    again = Said(await town["Dov"].click(clash.result.followups[-1], label="Write again"))
    assert "Print posters" in str(again.form)
    await edit(town, "Dov", again, task="Print posters and stickers", why="It rains. Cheaper.")
    assert "### T-1 · Print posters and stickers" in seen(town.task(1))


async def test_what_was_typed_over_an_older_text_still_overwrites_nothing_when_it_is_written_again(town: Town) -> None:
    await put_up(town)
    form = await town.type("Bea", "task edit", number="T-1")
    refused = await edit(town, "Bea", form, task="Print stickers", why="Cheaper.", due="some day")
    await edit(town, "Cal", await town.type("Cal", "task edit", number="T-1"), task="Print posters")
    again = await town.press("Bea", refused, "Write again")
    for typed in ("Print stickers", "Cheaper.", "some day"):
        assert typed in str(again.form)
    clash = await edit(town, "Bea", again, task="Print stickers", why="Cheaper.")
    assert "Somebody else changed T-1 while you wrote: What is to be done." in clash
    assert "### T-1 · Print posters" in seen(town.task(1))


async def test_dropping_needs_a_reason_and_anybody_undoes_it(town: Town) -> None:
    await put_up(town)
    form = await town.press("Bea", await town.type("Bea", "task show", number="T-1"), "Drop")
    assert [label["label"] for label in form.form["components"]] == ["Reason"]
    refused = await town.fill("Bea", form, reason=" ")
    assert "“Reason” is empty." in refused
    form = await town.type("Bea", "task drop", number="1")
    dropped = await town.fill("Bea", form, reason="The shop prints them.")
    assert "**Dropped** by Bea: The shop prints them." in dropped
    assert "**Dropped** by Bea: The shop prints them." in seen(town.task(1))
    assert "T-1" not in await town.type("Cal", "task list")
    assert "T-1 was dropped." in await town.press_forged("Cal", "minga/claim/1/", town.task(1))
    await town.wait(days=6)
    await town.press("New", town.task(1), "Put back")
    assert "**Looks for hands:** 1 person." in seen(town.task(1))

    await town.fill("Bea", await town.type("Bea", "task drop", number="1"), reason="Really.")
    back = await town.press("Cal", await town.type("Cal", "task show", number="T-1"), "Put back")
    assert "**Looks for hands:** 1 person." in back
    await town.fill("Bea", await town.type("Bea", "task drop", number="1"), reason="Really.")
    await town.wait(days=8)
    assert "T-1 could be put back until" in await town.press("Cal", town.task(1), "Put back")


async def test_nobody_drops_what_others_hold(town: Town) -> None:
    await put_up(town)
    await town.press("Bea", town.task(1), "I'll do it")
    assert "Somebody else holds T-1" in await town.type("Ann", "task drop", number="T-1")
    assert "Drop" not in (await town.type("Ann", "task show", number="T-1")).labels
    forged = await town.send_forged("Ann", "minga/task-dropped/1/:aa", reason="I say so, at length.")
    assert "Somebody else holds T-1" in forged
    assert "I say so, at length." in forged
    assert "**In hands:** Bea." in seen(town.task(1))


async def test_acts_on_tasks_work_after_a_restart_and_mention_nobody(town: Town) -> None:
    await put_up(town)
    form = await town.type("Bea", "task edit", number="T-1")
    await town.restart()
    await town.send_forged("Bea", form.form["custom_id"], task="Print posters", people=["2"])
    assert "### T-1 · Print posters" in seen(town.task(1))
    assert "Edit" in (await town.press("Cal", town.task(1), "More")).labels
    town.nobody_was_mentioned()
