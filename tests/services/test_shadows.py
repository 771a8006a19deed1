"""Shadows: somebody would like to learn a task, the thread says so, and the same button takes it back."""

from datetime import timedelta

import pytest

from bot.domain.errors import NoSuchTask, TaskIsDone
from bot.domain.shadows import NobodyToLearnFrom, YouDoIt
from bot.services.standing_cards import LearnersCard
from db import shadows
from tests.factories import ANN, BEA, CAL, DOV, GUILD, House
from tests.services.standing import held


def told(house: House) -> list[tuple[str | None, ...]]:
    """The names in the line of T-1 as it was posted and then drawn."""
    posted = [one.notice.content for one in house.board.posted if isinstance(one.notice.content, LearnersCard)]
    return [card.names for card in (*posted, *house.board.shown_learners)]


async def test_who_would_like_to_learn_a_task_is_told_in_its_thread_and_counted_on_its_card(house: House) -> None:
    task = await held(house, BEA)
    card, would = await house.services.shadows.toggle(CAL, 1)
    assert (would, card.learners) == (True, 1)
    await house.services.outbox.deliver_due()
    line = house.board.posted[-1].notice
    assert (line.channel_id, line.mentions) == (house.board.threads[task.message_id or 0], ())
    assert told(house) == [("Cal",)]


async def test_the_same_button_takes_it_back(house: House) -> None:
    await held(house, BEA)
    for _ in range(2):
        card, would = await house.services.shadows.toggle(CAL, 1)
        await house.services.outbox.deliver_due()
    assert (would, card.learners) == (False, 0)
    assert told(house) == [("Cal",), ()]


async def test_several_stand_in_one_line_in_the_order_of_saying_so(house: House) -> None:
    await held(house, BEA)
    for person in (DOV, ANN, CAL):
        house.clock.advance(timedelta(minutes=1))
        await house.services.shadows.toggle(person, 1)
        await house.services.outbox.deliver_due()
    assert told(house)[-1] == ("Dov", "Ann", "Cal")
    assert len([one for one in house.board.posted if isinstance(one.notice.content, LearnersCard)]) == 1


async def test_two_presses_before_the_line_stands_make_one_line_with_both(house: House) -> None:
    await held(house, BEA)
    await house.services.shadows.toggle(CAL, 1)
    await house.services.shadows.toggle(DOV, 1)
    await house.services.outbox.deliver_due()
    assert told(house)[0] == ("Cal", "Dov")
    assert len(house.board.standing("👀 T-1")) == 1


async def test_taken_back_before_it_could_be_said_it_is_not_said(house: House) -> None:
    await held(house, BEA)
    for _ in range(2):
        await house.services.shadows.toggle(CAL, 1)
    await house.services.outbox.deliver_due()
    assert told(house) == []
    await house.services.shadows.toggle(CAL, 1)
    await house.services.outbox.deliver_due()
    assert told(house) == [("Cal",)]


async def test_a_line_that_is_gone_is_posted_anew_at_the_next_press(house: House) -> None:
    await held(house, BEA)
    await house.services.shadows.toggle(CAL, 1)
    await house.services.outbox.deliver_due()
    house.board.fail(is_gone=True)
    await house.services.shadows.toggle(DOV, 1)
    await house.services.outbox.deliver_due()
    await house.services.shadows.toggle(ANN, 1)
    await house.services.outbox.deliver_due()
    assert len(house.board.standing("👀 T-1")) == 2


async def test_nobody_shadows_themselves_nor_what_nobody_does(house: House) -> None:
    await held(house, BEA)
    await house.add_task()
    for person, number, refusal in ((BEA, 1, YouDoIt), (CAL, 2, NobodyToLearnFrom), (CAL, 9, NoSuchTask)):
        with pytest.raises(refusal):
            await house.services.shadows.toggle(person, number)
    await house.services.tasks.finish(BEA, 1)
    with pytest.raises(TaskIsDone):
        await house.services.shadows.toggle(CAL, 1)


async def test_taking_back_is_never_refused(house: House) -> None:
    await held(house, BEA)
    await house.services.shadows.toggle(CAL, 1)
    await house.services.tasks.release(BEA, 1)
    _card, would = await house.services.shadows.toggle(CAL, 1)
    assert not would


async def test_a_covered_tasks_line_tells_no_title(house: House) -> None:
    await held(house, BEA)
    await house.run_sql("UPDATE tasks SET is_covered = 1")
    await house.services.shadows.toggle(CAL, 1)
    await house.services.outbox.deliver_due()
    (line,) = house.board.standing("👀 T-1")
    assert isinstance(line.notice.content, LearnersCard)
    assert line.notice.content.title is None


async def test_forgetting_somebody_forgets_what_they_would_learn(house: House) -> None:
    await held(house, BEA)
    await house.services.shadows.toggle(CAL, 1)
    async with house.database.turn() as session:
        await shadows.forget(session, GUILD, CAL.user_id)
    assert await house.select("SELECT 1 FROM shadows") == []
