"""The names of tasks' threads: a thread bears the title of its task as it is now, and no title that is covered."""

from datetime import timedelta

import pytest

from bot.domain.covers import Covered, Holder
from bot.services.ports import Unreachable
from bot.services.task_edits import TypedTask
from tests.factories import ANN, BEA, CAL, CAST, DOV, GUILD, TASKS_CHANNEL, House
from tests.services.exposed import NAME, cover, open_about_somebody, text_of, vote_of


def names(house: House) -> list[str]:
    """What the threads of tasks are called, in the order in which they were opened."""
    return [name for name in house.board.thread_names.values() if name.startswith("T-")]


async def retitle(house: House, title: str) -> None:
    """Have somebody edit the title of T-1."""
    revision, _ = await house.services.task_edits.contents(GUILD, 1)
    await house.services.task_edits.edit(BEA, 1, TypedTask(title, "", 1, "", "", "en"), base=revision)


async def held(house: House) -> None:
    """A task in somebody's hands, with its thread."""
    await house.add_task(title=f"Visit {NAME}")
    await house.services.tasks.claim(ANN, 1)
    await house.services.outbox.deliver_due()
    assert names(house) == [f"T-1 · Visit {NAME}"]


async def test_a_thread_is_named_after_the_title_as_it_is_now(house: House) -> None:
    await held(house)
    await retitle(house, "Visit the neighbours")
    await house.services.outbox.deliver_due()
    assert names(house) == ["T-1 · Visit the neighbours"]


async def test_what_else_is_edited_renames_nothing(house: House) -> None:
    await held(house)
    typed = TypedTask(f"Visit {NAME}", "They asked for it.", 2, "", "", "en")
    await house.services.task_edits.edit(BEA, 1, typed, base=0)
    await house.services.outbox.deliver_due()
    assert house.board.calls("name_thread") == []


async def test_a_covered_title_is_in_no_threads_name_until_it_is_readable_again(house: House) -> None:
    await held(house)
    receipt = await cover(house, Covered(Holder.TASK, 1))
    assert names(house) == ["T-1"]
    vote = await vote_of(house, receipt)
    await house.all_tap([ANN, BEA, CAL, DOV], "❌", vote)
    await house.settle(vote)
    await house.services.outbox.deliver_due()
    assert names(house) == [f"T-1 · Visit {NAME}"]


async def test_the_tasks_of_a_covered_proposal_lose_the_titles_of_their_threads(house: House) -> None:
    proposal = await open_about_somebody(house)
    await house.all_tap(CAST, "✅", proposal)
    await house.settle(proposal)
    for number in (1, 2):
        await house.services.tasks.claim(ANN, number)
    await house.services.outbox.deliver_due()
    assert names(house) == [f"T-1 · Visit {NAME}", "T-2 · Cook"]
    await cover(house, text_of(proposal))
    assert names(house) == ["T-1", "T-2"]


async def test_a_thread_that_opens_only_now_bears_the_newest_title(house: House) -> None:
    await house.add_task()
    await house.services.tasks.claim(ANN, 1)
    await retitle(house, "Print posters")
    await house.services.outbox.deliver_due()
    assert names(house) == ["T-1 · Print posters"]


async def test_a_task_without_a_thread_and_a_channel_that_stands_in_for_one_are_left_alone(house: House) -> None:
    await house.add_task()
    await house.services.outbox.deliver_due()
    await retitle(house, "Print posters")
    await house.services.outbox.deliver_due()
    await house.run_sql("UPDATE tasks SET thread_id = :channel", channel=TASKS_CHANNEL)
    await retitle(house, "Print stickers")
    await house.services.outbox.deliver_due()
    assert house.board.calls("name_thread") == []


@pytest.mark.parametrize("state", ["is_place_gone", "is_refused"])
async def test_a_thread_that_cannot_be_renamed_is_left_as_it_is(house: House, state: str) -> None:
    await held(house)
    await retitle(house, "Print posters")
    house.board.break_with(Unreachable("cannot be renamed", **{state: True}), times=1)
    await house.services.outbox.deliver_due()
    assert len(house.board.calls("name_thread")) == 1
    assert await house.select("SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND kind = 'name-thread'") == [
        (0,)
    ]


async def test_a_thread_that_is_out_of_reach_is_renamed_later(house: House) -> None:
    await held(house)
    await retitle(house, "Print posters")
    house.board.fail()
    await house.services.outbox.deliver_due()
    assert names(house) == [f"T-1 · Visit {NAME}"]
    house.clock.advance(timedelta(minutes=1))
    await house.services.outbox.deliver_due()
    assert names(house) == ["T-1 · Print posters"]
