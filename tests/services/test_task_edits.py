"""Editing, dropping and putting back: everybody's, written down, and nothing overwritten silently."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.errors import MissingText, NoSuchDecision, NoSuchTask, TaskIsDone, TextTooLong
from bot.domain.proposals import draft
from bot.domain.rules import Kind
from bot.domain.task_refusals import (
    BornFromDecision,
    EditedMeanwhile,
    HeldByOthers,
    NotDropped,
    NothingEdited,
    TaskIsCovered,
    TaskIsDropped,
    TooLateToPutBack,
    TooManySkills,
)
from bot.domain.tasks import Effort, State, TaskAct
from bot.services.cards import Person, TaskCard
from bot.services.task_edits import EditReceipt, TypedTask
from tests.factories import ANN, BEA, CAL, GUILD, OTHER_GUILD, House, elsewhere


def typed(**changes: Any) -> TypedTask:
    """The form of T-1 as it opens, with some of it changed."""
    form = {"title": "Print flyers", "why": "", "people_needed": 1, "skills": "", "due": "", "language": "en"}
    return TypedTask(**(form | changes))


async def edit(house: House, person: Person = BEA, number: int = 1, base: int = 0, **changes: Any) -> EditReceipt:
    """Send the form."""
    return await house.services.task_edits.edit(person, number, typed(**changes), base=base)


async def test_anybody_edits_everything_that_a_task_says(house: House) -> None:
    await house.decide()
    await house.add_task()
    receipt = await edit(
        house,
        title=" Print \n posters ",
        why="Rain.",
        people_needed=2,
        skills="Print, draw",
        due="2026-06-01",
        effort=Effort.LARGE,
        is_first=True,
        decision_number=1,
    )
    card = receipt.task
    assert (card.title, card.why, card.people_needed, card.skills) == ("Print posters", "Rain.", 2, ("print", "draw"))
    assert (card.effort, card.is_first, card.due_on) == (Effort.LARGE, True, date(2026, 6, 1))
    assert (card.decision_number, card.revision, receipt.others) == (1, 1, ())
    assert card == await house.services.tasks.card(GUILD, 1)
    assert [task.number for task in (await house.services.decisions.card(GUILD, 1)).tasks] == [1]


async def test_what_is_left_out_of_a_command_stays_as_it_was(house: House) -> None:
    await house.add_task(effort=Effort.SMALL, is_first=True, due_on=date(2026, 5, 1))
    card = (await edit(house, title="Print posters", due="2026-05-01")).task
    assert (card.effort, card.is_first) == (Effort.SMALL, True)
    assert card.due_on == date(2026, 5, 1), "a day that stood there already may have passed"
    assert (await edit(house, base=1, title="Print posters", is_first=False)).task.is_first is False


async def test_two_who_edit_at_once_other_parts_both_have_their_way(house: House) -> None:
    await house.add_task()
    await edit(house, BEA, title="Print posters")
    receipt = await edit(house, CAL, why="Rain.")
    assert (receipt.task.title, receipt.task.why, receipt.others) == ("Print posters", "Rain.", ("title",))
    assert receipt.task.revision == 2


async def test_the_second_who_edits_the_same_overwrites_nothing(house: House) -> None:
    await house.add_task()
    ends = await asyncio.gather(
        edit(house, BEA, title="Print posters"), edit(house, CAL, title="Print stickers"), return_exceptions=True
    )
    (refused,) = (end for end in ends if isinstance(end, EditedMeanwhile))
    assert refused.fields == ("title",)
    (done,) = (end for end in ends if isinstance(end, EditReceipt))
    assert (await house.services.tasks.card(GUILD, 1)).title == done.task.title
    revision, now = await house.services.task_edits.contents(GUILD, 1)
    assert (revision, now.title) == (1, done.task.title)
    assert (await edit(house, CAL, base=revision, title="Print stickers")).task.title == "Print stickers"


async def test_the_history_tells_who_changed_what_and_when(house: House) -> None:
    await house.add_task()
    house.clock.advance(timedelta(hours=1))
    at = house.clock.now()
    await edit(house, BEA, title="Print posters", skills="print")
    await house.services.task_edits.drop(CAL, 1, " Not needed. ")
    await house.services.task_edits.put_back(ANN, 1)
    told = (await house.services.task_edits.history(GUILD, 1)).revisions
    assert [(each.act, each.by_name) for each in told] == [
        (TaskAct.PUT_BACK, "Ann"),
        (TaskAct.DROPPED, "Cal"),
        (TaskAct.EDITED, "Bea"),
        (TaskAct.WRITTEN, "Ann"),
    ]
    edited = told[2]
    assert edited.before is not None
    assert (edited.before.title, edited.after.title, edited.after.skills) == (
        "Print flyers",
        "Print posters",
        ("print",),
    )
    assert (edited.at, told[1].reason, told[3].before) == (at, "Not needed.", None)


async def test_the_history_of_what_nobody_changed_is_its_first_text(house: House) -> None:
    await house.decide(first_tasks="fetch it")
    await house.add_task()
    (born,) = (await house.services.task_edits.history(GUILD, 1)).revisions
    (added,) = (await house.services.task_edits.history(GUILD, 2)).revisions
    assert (born.by_name, born.after.title, added.by_name) == ("", "fetch it", "Ann")


async def test_bad_texts_are_refused_and_nothing_is_written(house: House) -> None:
    await house.add_task()
    for changes, refusal in (
        ({"title": " "}, MissingText),
        ({"why": "x" * 1_001}, TextTooLong),
        ({"skills": "a,b,c,d,e,f"}, TooManySkills),
        ({"decision_number": 9}, NoSuchDecision),
        ({}, NothingEdited),
    ):
        with pytest.raises(refusal):
            await edit(house, **changes)
    assert (await house.services.tasks.card(GUILD, 1)).revision == 0
    assert not await house.select("SELECT 1 FROM task_revisions")


async def test_a_task_goes_on_serving_the_decision_that_bore_it(house: House) -> None:
    await house.decide(first_tasks="fetch it")
    await house.decide()
    with pytest.raises(BornFromDecision) as refused:
        await edit(house, title="fetch it", why="Now.", decision_number=2)
    assert (refused.value.number, refused.value.decision) == (1, 1)
    assert (await edit(house, title="fetch it", why="Now.", decision_number=1)).task.why == "Now."


async def test_what_is_over_is_not_edited(house: House) -> None:
    await house.add_task()
    await house.add_task()
    await house.services.tasks.claim(BEA, 1)
    await house.services.tasks.finish(BEA, 1)
    await house.services.task_edits.drop(BEA, 2, "Not needed.")
    for number, refusal in ((1, TaskIsDone), (2, TaskIsDropped), (3, NoSuchTask)):
        with pytest.raises(refusal):
            await edit(house, number=number, title="Another")
        with pytest.raises(refusal):
            await house.services.task_edits.contents(GUILD, number)
        with pytest.raises(refusal):
            await house.services.task_edits.check_may_drop(BEA, number)


async def cover(house: House, number: int) -> None:
    """Have two people cover a task's text."""
    vote = draft("Does it stay covered?", "Agree: yes.", kind=Kind.COVER)
    for person in (BEA, CAL):
        await house.services.covers.ask(person, Covered(Holder.TASK, number), vote)


async def test_a_covered_text_is_read_back_from_nowhere(house: House) -> None:
    await house.add_task(title="Call Mr X", skills=("shout",))
    await edit(house, title="Call Mr Y", skills="shout")
    await cover(house, 1)
    for reading in (
        house.services.task_edits.contents(GUILD, 1),
        house.services.task_edits.history(GUILD, 1),
        edit(house, base=1, title="Call Mr Z"),
    ):
        with pytest.raises(TaskIsCovered):
            await reading
    dropped = await house.services.task_edits.drop(ANN, 1, "It is about Mr X.")
    assert dropped.drop is not None
    assert "Mr" not in repr(dropped)
    assert "shout" not in repr(dropped)


async def test_covering_a_born_task_hides_its_first_title_from_the_ballot_too(house: House) -> None:
    decided = await house.decide(first_tasks="Call Mr X\nfetch it")
    await edit(house, title="Call the neighbour")
    await cover(house, 1)
    ballot = await house.services.proposals.card(GUILD, decided.proposal_number)
    assert ballot.first_tasks == ("fetch it",)


async def test_anybody_drops_a_task_with_a_reason_and_anybody_puts_it_back(house: House) -> None:
    await house.add_task()
    dropped = await house.services.task_edits.drop(BEA, 1, " Not needed. ")
    assert dropped.state is State.DROPPED
    assert dropped.drop is not None
    assert (dropped.drop.by_name, dropped.drop.at, dropped.drop.reason) == ("Bea", house.clock.now(), "Not needed.")
    assert not await house.services.tasks.unfinished(GUILD)
    with pytest.raises(TaskIsDropped):
        await house.services.tasks.claim(CAL, 1)
    house.clock.advance(timedelta(days=7))
    back = await house.services.task_edits.put_back(CAL, 1)
    assert (back.state, back.drop) == (State.OPEN, None)
    with pytest.raises(NotDropped):
        await house.services.task_edits.put_back(CAL, 1)


async def test_after_seven_days_a_dropped_task_stays_dropped(house: House) -> None:
    await house.add_task()
    await house.services.task_edits.drop(BEA, 1, "Not needed.")
    house.clock.advance(timedelta(days=7, microseconds=1))
    with pytest.raises(TooLateToPutBack):
        await house.services.task_edits.put_back(CAL, 1)


async def test_dropping_needs_a_reason_and_takes_nothing_from_anybody(house: House) -> None:
    await house.add_task()
    with pytest.raises(MissingText) as missing:
        await house.services.task_edits.drop(BEA, 1, " ")
    assert missing.value.field == "reason"
    await house.services.tasks.claim(CAL, 1)
    with pytest.raises(HeldByOthers):
        await house.services.task_edits.drop(BEA, 1, "Not needed.")
    assert (await house.services.tasks.card(GUILD, 1)).is_held_by(CAL.user_id)
    dropped = await house.services.task_edits.drop(CAL, 1, "Not needed.")
    assert dropped.holders == ()
    assert (await house.services.task_edits.put_back(ANN, 1)).holders == (), "taking it up again is their own act"


async def test_an_edited_task_is_redrawn_though_its_message_is_on_its_way(house: House) -> None:
    await house.add_task()
    await edit(house, title="Print posters")
    await house.services.outbox.deliver_due()
    shown: TaskCard = house.board.shown_tasks[-1]
    assert shown.title == "Print posters"


async def test_a_task_of_another_server_is_not_there(house: House) -> None:
    await house.found(elsewhere(ANN))
    await house.add_task()
    for acting in (
        edit(house, elsewhere(BEA), title="X"),
        house.services.task_edits.drop(elsewhere(BEA), 1, "X"),
        house.services.task_edits.put_back(elsewhere(BEA), 1),
        house.services.task_edits.history(OTHER_GUILD, 1),
        house.services.task_edits.contents(OTHER_GUILD, 1),
    ):
        with pytest.raises(NoSuchTask):
            await acting
