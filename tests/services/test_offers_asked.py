"""Asking: once, where everybody reads, and mentioning nobody but whom it asks."""

from datetime import timedelta

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.offers import State
from bot.services.work_cards import OfferCard
from tests.factories import ANN, BEA, CAL, TASKS_CHANNEL, House
from tests.services.exposed import cover
from tests.services.offering import ask, asked, hold


@pytest.fixture
async def held(house: House) -> House:
    """T-1 for one person, held by Ann and standing in its channel."""
    return await hold(house)


async def test_the_question_is_asked_once_and_mentions_only_whom_it_asks(held: House) -> None:
    await ask(held)
    for _ in range(3):
        await held.services.outbox.deliver_due()
    (question,) = (one for one in held.board.posted if isinstance(one.notice.content, OfferCard))
    assert question.notice.mentions == (BEA.user_id,)
    assert question.notice.mark == "🤝 T-1"


async def test_it_is_asked_in_the_tasks_thread_where_there_is_one_else_in_the_channel(house: House) -> None:
    await house.add_task()
    await house.services.outbox.deliver_due()
    await ask(house, hands_on=False)
    await house.services.outbox.deliver_due()
    await house.run_sql("UPDATE tasks SET thread_id = 909")
    await ask(house, to=CAL, hands_on=False)
    await house.services.outbox.deliver_due()
    places = [one.notice.channel_id for one in house.board.posted if isinstance(one.notice.content, OfferCard)]
    assert places == [TASKS_CHANNEL, 909]
    marks = [one.notice.mark for one in house.board.posted if isinstance(one.notice.content, OfferCard)]
    assert marks == ["🤝 T-1", "🤝 T-1 (2)"], "each is found again by its own"


async def test_where_the_thread_is_gone_it_is_asked_in_the_channel(held: House) -> None:
    await held.run_sql("UPDATE tasks SET thread_id = 909")
    await ask(held)
    held.board.fail(is_place_gone=True)
    for _ in range(2):
        await held.services.outbox.deliver_due()
    places = [one.notice.channel_id for one in held.board.posted if isinstance(one.notice.content, OfferCard)]
    assert places == [TASKS_CHANNEL]


async def test_a_question_that_can_be_put_nowhere_is_given_up(held: House) -> None:
    await held.run_sql("UPDATE tasks SET thread_id = NULL")
    await ask(held)
    held.board.fail(is_place_gone=True, times=None)
    await held.services.outbox.deliver_due()
    held.board.recover()
    await held.services.outbox.deliver_due()
    assert not asked(held)


async def test_what_somebody_was_asked_is_forgotten_with_them_on_its_way_and_where_it_stands(held: House) -> None:
    posted = await ask(held)
    await held.services.outbox.deliver_due()
    await held.services.offers.withdraw(ANN, posted.number)
    await ask(held, to=CAL)
    for person in (BEA, CAL):
        await held.services.members.forget(person, with_texts=False, withdraws=False)
    for _ in range(2):
        await held.services.outbox.deliver_due()
    assert len(asked(held)) == 1
    assert [card.to for card in held.board.shown_offers] == [None]
    assert not await held.select("SELECT 1 FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL")


async def test_an_offer_taken_back_on_its_way_is_not_asked(held: House) -> None:
    offer = await ask(held)
    await held.services.offers.withdraw(ANN, offer.number)
    await held.services.outbox.deliver_due()
    assert not asked(held)


async def test_an_offer_that_ended_while_it_was_posted_is_redrawn(held: House) -> None:
    offer = await ask(held)

    async def meanwhile() -> None:
        await held.services.offers.withdraw(ANN, offer.number)

    held.board.meanwhile.append(meanwhile)
    for _ in range(2):
        await held.services.outbox.deliver_due()
    assert [card.state for card in held.board.shown_offers] == [State.WITHDRAWN]


async def test_what_waits_for_my_yes_is_mine_to_see_and_nobody_elses(house: House) -> None:
    await hold(house)
    first = await ask(house)
    await house.add_task(title="Fetch the hand-truck")
    second = await ask(house, number=2, hands_on=False)
    assert [offer.number for offer in await house.services.offers.asked_of(BEA)] == [first.number, second.number]
    assert await house.services.offers.asked_of(ANN) == []
    await house.services.offers.accept(BEA, first.number)
    assert [offer.task for offer in await house.services.offers.asked_of(BEA)] == [2]
    await house.services.tasks.claim(BEA, 2)
    assert await house.services.offers.asked_of(BEA) == [], "they hold it already"


async def test_what_is_over_waits_for_nobodys_yes(house: House) -> None:
    await hold(house)
    await ask(house)
    await house.services.tasks.release(ANN, 1)
    assert await house.services.offers.asked_of(BEA) == []
    for number, ending in ((2, "drop"), (3, "lapse")):
        await house.add_task()
        await ask(house, number=number, hands_on=False)
        assert [offer.task for offer in await house.services.offers.asked_of(BEA)] == [number]
        if ending == "drop":
            await house.services.task_edits.drop(ANN, number, "Not needed.")
        else:
            house.clock.advance(timedelta(days=7))
        assert await house.services.offers.asked_of(BEA) == []


async def test_what_was_said_about_a_task_is_drawn_without_a_title_that_is_covered_afterwards(held: House) -> None:
    await ask(held, to=CAL)
    await held.services.shadows.toggle(BEA, 1)
    await held.services.outbox.deliver_due()
    (question,) = asked(held)
    assert question.title == "Print flyers"
    await cover(held, Covered(Holder.TASK, 1))
    assert [(card.number, card.title) for card in held.board.shown_offers] == [(question.number, None)]
    assert [(card.number, card.title) for card in held.board.shown_learners] == [(1, None)]
