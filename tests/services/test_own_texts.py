"""Own texts: what somebody wrote goes on their word, what others wrote on stays as it stands; the preview counts."""

from dataclasses import replace

import pytest

from bot.services.cards import Person
from bot.services.knowhow_cards import ClashCard, Writing
from bot.services.own_texts import OwnTexts
from bot.services.task_edits import TypedTask
from tests.factories import ANN, BEA, CAL, GUILD, OTHER_GUILD, House, elsewhere

TASK = TypedTask("Sweep", "It is dusty.", 1, "", "", "en")


async def forget(house: House, person: Person = BEA) -> None:
    await house.services.members.forget(person, with_texts=True, withdraws=False)


async def texts_of(house: House, person: Person = BEA) -> OwnTexts:
    """What the preview counts."""
    return (await house.services.members.farewell(person)).texts


async def revise(house: House, person: Person, text: str, title: str = "Hall") -> None:
    """Write a page anew as it stands."""
    now = await house.services.knowhow.to_revise(GUILD, 1)
    await house.services.knowhow.revise(person, replace(now, title=title, text=text))


async def pages(house: House) -> list[tuple[object, ...]]:
    return await house.select("SELECT title, text, author_id FROM page_revisions ORDER BY id")


async def edit(house: House, person: Person, **changes: str) -> None:
    """Edit the first task as it stands."""
    base, now = await house.services.task_edits.contents(GUILD, 1)
    typed = replace(TASK, title=now.title, why=now.why)
    await house.services.task_edits.edit(person, 1, replace(typed, **changes), base=base)  # type: ignore[arg-type]  # fields by name


async def history(house: House) -> list[tuple[str, str, str]]:
    """By whom each revision of the first task is, and what it says."""
    found = (await house.services.task_edits.history(GUILD, 1)).revisions
    return [(each.by_name, each.after.title, each.after.why) for each in reversed(found)]


async def test_a_page_that_nobody_else_wrote_on_is_emptied_and_not_found_any_more(house: House) -> None:
    await house.services.knowhow.share(BEA, Writing("Hall", "Ask Mia.", "hall"))
    await revise(house, BEA, "Ask Leo.")
    assert await texts_of(house) == OwnTexts(pages=1)
    await forget(house)
    assert await pages(house) == [("", "", None)] * 2
    assert not (await house.services.knowhow.find(GUILD, "leo")).pages
    assert not (await house.services.knowhow.find(GUILD, "#hall")).pages


async def test_of_a_page_that_others_wrote_on_only_the_earlier_texts_go(house: House) -> None:
    await house.services.knowhow.share(BEA, Writing("Hall", "Ask Mia."))
    await revise(house, CAL, "Ask Leo.")
    await revise(house, BEA, "Ask Zoë.")
    await revise(house, CAL, "Ask Zoë or Leo.", "Our hall")
    assert await texts_of(house) == OwnTexts(earlier=2, shared=1)
    await forget(house)
    said = [("", "", None), ("Hall", "Ask Leo.", CAL.user_id), ("", "", None)]
    assert await pages(house) == [*said, ("Our hall", "Ask Zoë or Leo.", CAL.user_id)]
    found = await house.services.knowhow.history(GUILD, 1)
    assert [(each.made_by, each.is_erased) for each in found.revisions] == [
        ("Cal", False),
        (None, True),
        ("Cal", False),
        (None, True),
    ]
    assert [page.page.number for page in (await house.services.knowhow.find(GUILD, "leo")).pages] == [1]


async def test_what_a_page_says_now_stays_though_they_wrote_it_last(house: House) -> None:
    await house.services.knowhow.share(CAL, Writing("Hall", "Ask Mia."))
    await revise(house, BEA, "Ask Leo.")
    assert await texts_of(house) == OwnTexts(shared=1)
    await forget(house)
    assert await pages(house) == [("Hall", "Ask Mia.", CAL.user_id), ("Hall", "Ask Leo.", None)]


async def test_what_changed_says_where_a_text_is_erased(house: House) -> None:
    await house.services.knowhow.share(BEA, Writing("Hall", "Ask Mia."))
    await revise(house, CAL, "Ask Leo.")
    await forget(house)
    gone = await house.services.knowhow.difference(GUILD, 1, 1)
    assert (gone.revision.is_erased, gone.lines, gone.titles) == (True, (), ("", ""))
    after = await house.services.knowhow.difference(GUILD, 1, 2)
    assert (after.follows_erased, after.lines, after.titles) == (True, (("+", "Ask Leo."),), ("", "Hall"))


async def test_whoever_began_from_a_text_that_is_erased_by_now_loses_nothing(house: House) -> None:
    await house.services.knowhow.share(BEA, Writing("Hall", "Ask Mia."))
    begun = await house.services.knowhow.to_revise(GUILD, 1)
    await revise(house, CAL, "Ask Leo.")
    await forget(house)
    sent = await house.services.knowhow.revise(ANN, replace(begun, text="Ask Mia and Zoë."))
    assert isinstance(sent, ClashCard)
    assert sent.writing.text == "Ask Mia and Zoë."
    assert (await house.services.knowhow.card(GUILD, 1)).text == "Ask Leo."


async def test_a_task_loses_its_writers_words_and_keeps_those_of_others(house: House) -> None:
    await house.add_task(BEA, "Sweep", why="It is dusty.")
    await edit(house, CAL, why="The hall is dusty.")
    await edit(house, BEA, title="Sweep up")
    assert await texts_of(house) == OwnTexts(tasks=1, earlier=2)
    await forget(house)
    assert await house.select("SELECT title, why FROM tasks") == [("", "The hall is dusty.")]
    assert await history(house) == [
        ("", "", ""),
        ("Cal", "", "The hall is dusty."),
        ("", "", "The hall is dusty."),
    ]


async def test_what_others_wrote_anew_of_their_task_stands(house: House) -> None:
    await house.add_task(BEA, "Sweep", why="It is dusty.")
    await edit(house, CAL, title="Mop", why="It is wet.")
    await house.services.outbox.deliver_due()
    shown = len(house.board.shown_tasks)
    await forget(house)
    await house.services.outbox.deliver_due()
    assert await house.select("SELECT title, why FROM tasks") == [("Mop", "It is wet.")]
    assert await history(house) == [("", "", ""), ("Cal", "Mop", "It is wet.")]
    assert len(house.board.shown_tasks) == shown, "nothing that is shown has changed"


async def test_of_a_task_that_their_proposal_bore_others_keep_what_they_wrote(house: House) -> None:
    await house.decide(BEA, first_tasks="Find a van")
    await edit(house, CAL, why="A big one.")
    await edit(house, BEA, title="Find a lorry")
    await forget(house)
    assert await house.select("SELECT title, why FROM tasks") == [("", "A big one.")]
    assert await history(house) == [("", "", ""), ("Cal", "", "A big one."), ("", "", "A big one.")]


async def test_a_task_that_others_wrote_anew_stands_though_the_proposal_that_bore_it_is_gone(house: House) -> None:
    await house.decide(BEA, first_tasks="Find a van\nFind a driver")
    await edit(house, CAL, title="Rent a bus")
    await forget(house)
    assert await house.select("SELECT title FROM tasks ORDER BY number") == [("Rent a bus",), ("",)]
    assert [title for _, title, _ in await history(house)] == ["", "Rent a bus"]
    assert not await house.select("SELECT 1 FROM sealed_texts WHERE text LIKE 'Find%'")


async def test_what_they_wrote_of_somebody_elses_task_goes_from_its_history_alone(house: House) -> None:
    await house.add_task(CAL, "Sweep", why="It is dusty.")
    await edit(house, BEA, title="Mop")
    await edit(house, CAL, title="Mop up")
    await edit(house, BEA, why="It is wet.")
    await house.services.task_edits.drop(BEA, 1, "It rained in.")
    await house.services.task_edits.put_back(CAL, 1)
    assert await texts_of(house) == OwnTexts(earlier=1, shared=1)
    await forget(house)
    assert await house.select("SELECT title, why, drop_reason FROM tasks") == [("Mop up", "It is wet.", None)]
    assert await history(house) == [
        ("Cal", "Sweep", "It is dusty."),
        ("", "", "It is dusty."),
        ("Cal", "Mop up", "It is dusty."),
        ("", "Mop up", "It is wet."),
        ("", "Mop up", "It is wet."),
        ("Cal", "Mop up", "It is wet."),
    ]
    assert await house.select("SELECT reason FROM task_revisions WHERE reason IS NOT NULL") == [("",)]


async def test_the_preview_counts_what_was_dropped_and_nothing_that_is_somebody_elses(house: House) -> None:
    await house.add_task(CAL, "Sweep")
    await house.services.task_edits.drop(BEA, 1, "It rained in.")
    assert await texts_of(house) == OwnTexts(reasons=1)
    assert (await texts_of(house)).how_many == 1
    assert (await texts_of(house, CAL)).tasks == 1


@pytest.mark.parametrize("with_texts", [True, False])
async def test_another_server_keeps_its_pages_and_tasks(house: House, with_texts: bool) -> None:
    await house.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    for person in (BEA, elsewhere(BEA)):
        await house.services.knowhow.share(person, Writing("Hall", "Ask Mia."))
        await house.add_task(person, "Sweep")
    await house.services.members.forget(BEA, with_texts=with_texts, withdraws=False)
    kept = ("Ask Mia.", "Sweep", elsewhere(BEA).user_id)
    found = (
        "SELECT r.text, t.title, r.author_id FROM page_revisions AS r JOIN tasks AS t ON t.guild_id = r.guild_id "
        "WHERE r.guild_id = :guild"
    )
    assert await house.select(found, guild=OTHER_GUILD) == [kept]
    gone = ("", "", None) if with_texts else ("Ask Mia.", "Sweep", None)
    assert await house.select(found, guild=GUILD) == [gone]
