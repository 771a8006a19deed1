"""Handing on and offering: a question to one person, of which only their yes leaves anything behind."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyClaimed, NoSuchTask, NotYourTask, TaskIsDone, TaskIsFull, TooManyClaims
from bot.domain.offers import State
from bot.domain.task_refusals import (
    AskedAlready,
    HandedOnAlready,
    HoldsItAlready,
    NobodyToAsk,
    NotAskedOfYou,
    NotYourOffer,
    OfferIsOver,
    TaskIsDropped,
    TooManyOffers,
)
from tests.factories import ANN, BEA, CAL, DOV, EVE, NEW, OTHER_GUILD, House, crowd, elsewhere
from tests.services.offering import ask, hold, holders


@pytest.fixture
async def held(house: House) -> House:
    """T-1 for one person, held by Ann and standing in its channel."""
    return await hold(house)


async def test_handing_on_changes_nothing_until_the_other_says_yes(held: House) -> None:
    offer = await ask(held)
    assert (offer.task, offer.by_name, offer.to, offer.hands_on, offer.state) == (1, "Ann", 12, True, State.OFFERED)
    assert await holders(held) == ["Ann"]
    card = await held.services.offers.accept(BEA, offer.number)
    assert [holder.name for holder in card.holders] == ["Bea"]
    endings = await held.select("SELECT member_id, ending FROM claims ORDER BY id")
    assert endings == [(ANN.user_id, "handed on"), (BEA.user_id, None)]


async def test_saying_no_leaves_no_trace_and_is_not_told_to_who_asked(held: House) -> None:
    offer = await ask(held)
    await held.services.outbox.deliver_due()
    tables = ("offers", "claims", "members", "outbox", "tasks", "task_revisions", "log")
    before = {table: await held.select(f"SELECT * FROM {table}") for table in tables}
    seen, shown = await held.services.offers.check_may_hand_on(ANN, 1), len(held.board.asked)
    await held.services.offers.decline(BEA, offer.number)
    await held.services.outbox.deliver_due()
    assert {table: await held.select(f"SELECT * FROM {table}") for table in tables} == before
    assert await held.services.offers.check_may_hand_on(ANN, 1) == seen
    assert len(held.board.asked) == shown
    assert (await held.services.offers.accept(BEA, offer.number)).is_held_by(BEA.user_id), "they may think better of it"


async def test_silence_ends_the_offer_after_seven_days_and_the_question_says_so(held: House) -> None:
    offer = await ask(held)
    await held.services.outbox.deliver_due()
    held.clock.advance(timedelta(days=7) - timedelta(seconds=1))
    assert await held.services.offers.end_due() == 0
    held.clock.advance(timedelta(seconds=1))
    with pytest.raises(OfferIsOver):
        await held.services.offers.accept(BEA, offer.number)
    with pytest.raises(OfferIsOver):
        await held.services.offers.decline(BEA, offer.number)
    assert await held.services.offers.end_due() == 1
    assert await held.services.offers.end_due() == 0
    await held.services.outbox.deliver_due()
    assert [card.state for card in held.board.shown_offers] == [State.LAPSED]
    assert await holders(held) == ["Ann"]


async def test_two_who_look_at_once_end_an_offer_once(held: House) -> None:
    await ask(held)
    await held.services.outbox.deliver_due()
    held.clock.advance(timedelta(days=7))
    ended = await asyncio.gather(*(held.services.offers.end_due() for _ in range(2)))
    assert sorted(ended) == [0, 1]
    for _ in range(2):
        await held.services.outbox.deliver_due()
    assert len(held.board.shown_offers) == 1


async def test_who_asked_takes_the_offer_back(held: House) -> None:
    offer = await ask(held)
    await held.services.outbox.deliver_due()
    with pytest.raises(NotYourOffer):
        await held.services.offers.withdraw(BEA, offer.number)
    assert (await held.services.offers.withdraw(ANN, offer.number)).state is State.WITHDRAWN
    for act in (held.services.offers.withdraw(ANN, offer.number), held.services.offers.accept(BEA, offer.number)):
        with pytest.raises(OfferIsOver):
            await act
    await held.services.outbox.deliver_due()
    assert [card.state for card in held.board.shown_offers] == [State.WITHDRAWN]
    assert (await ask(held, to=CAL)).state is State.OFFERED


@pytest.mark.parametrize("act", ["release", "finish"])
async def test_what_is_handed_back_or_done_is_handed_on_no_more(held: House, act: str) -> None:
    offer = await ask(held)
    await getattr(held.services.tasks, act)(ANN, 1)
    with pytest.raises((OfferIsOver, TaskIsDone)):
        await held.services.offers.accept(BEA, offer.number)
    assert "Bea" not in await holders(held)


async def test_what_is_dropped_is_offered_no_more_and_put_back_without_its_offers(house: House) -> None:
    await house.add_task()
    offer = await ask(house, hands_on=False)
    await house.services.task_edits.drop(ANN, 1, "Not needed.")
    with pytest.raises(TaskIsDropped):
        await ask(house, to=CAL, hands_on=False)
    await house.services.task_edits.put_back(ANN, 1)
    with pytest.raises(OfferIsOver):
        await house.services.offers.accept(BEA, offer.number)


async def test_one_holder_handing_back_leaves_the_others_offers(house: House) -> None:
    await house.add_task(people_needed=3)
    for person in (ANN, CAL):
        await house.services.tasks.claim(person, 1)
    mine, open_one = await ask(house, CAL, DOV), await ask(house, CAL, EVE, hands_on=False)
    await house.services.tasks.release(ANN, 1)
    await house.services.offers.accept(DOV, mine.number)
    assert [holder.name for holder in (await house.services.offers.accept(EVE, open_one.number)).holders] == [
        "Dov",
        "Eve",
    ]


async def test_an_open_task_is_offered_by_anybody_and_stays_open_to_all(house: House) -> None:
    await house.add_task()
    offer = await ask(house, CAL, BEA, hands_on=False)
    assert await holders(house) == []
    await house.services.tasks.claim(DOV, 1)
    with pytest.raises(TaskIsFull):
        await house.services.offers.accept(BEA, offer.number)
    await house.services.tasks.release(DOV, 1)
    assert (await house.services.offers.accept(BEA, offer.number)).is_held_by(BEA.user_id)


async def test_accepting_keeps_the_limit_of_claims(held: House) -> None:
    offer = await ask(held)
    for _ in range(3):
        task = await held.add_task()
        await held.services.tasks.claim(BEA, task.number)
    with pytest.raises(TooManyClaims):
        await held.services.offers.accept(BEA, offer.number)
    assert await holders(held) == ["Ann"]
    await held.services.tasks.release(BEA, 2)
    await held.services.offers.accept(BEA, offer.number)
    assert await holders(held) == ["Bea"]


async def test_pressing_yes_twice_moves_the_claim_once(held: House) -> None:
    offer = await ask(held)
    ends = await asyncio.gather(
        *(held.services.offers.accept(BEA, offer.number) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["OfferIsOver", "TaskCard"]
    assert await holders(held) == ["Bea"]


async def test_who_may_not_be_asked_is_not_asked(held: House) -> None:
    for to, is_person in ((ANN.user_id, True), (BEA.user_id, False)):
        with pytest.raises(NobodyToAsk):
            await held.services.offers.ask(ANN, 1, to, hands_on=True, is_person=is_person)
    with pytest.raises(HoldsItAlready):
        await ask(held, BEA, ANN, hands_on=False)
    with pytest.raises(NotYourTask):
        await ask(held, BEA, CAL)
    await ask(held)
    with pytest.raises(HandedOnAlready):
        await ask(held, to=CAL)
    assert len(await held.select("SELECT 1 FROM offers")) == 1


async def test_nobody_is_asked_twice_about_a_task_within_thirty_days(held: House) -> None:
    offer = await ask(held)
    await held.services.offers.withdraw(ANN, offer.number)
    with pytest.raises(AskedAlready):
        await ask(held)
    with pytest.raises(AskedAlready):
        await ask(held, CAL, BEA, hands_on=False)
    held.clock.advance(timedelta(days=30))
    await ask(held)


async def test_nobody_asks_more_than_five_people_a_week(house: House) -> None:
    people = crowd(6)
    await house.add_task()
    for person in people[:5]:
        offer = await ask(house, ANN, person, hands_on=False)
        await house.services.offers.withdraw(ANN, offer.number)
    with pytest.raises(TooManyOffers):
        await ask(house, ANN, people[5], hands_on=False)
    await ask(house, BEA, people[5], hands_on=False)


async def test_nobody_else_answers_and_what_stands_elsewhere_is_not_there(held: House) -> None:
    offer = await ask(held)
    for person in (CAL, NEW, ANN):
        with pytest.raises(NotAskedOfYou):
            await held.services.offers.accept(person, offer.number)
        with pytest.raises(NotAskedOfYou):
            await held.services.offers.decline(person, offer.number)
    await held.found(elsewhere(ANN))
    for act in (held.services.offers.accept, held.services.offers.decline, held.services.offers.withdraw):
        with pytest.raises(OfferIsOver):
            await act(elsewhere(BEA), offer.number)
    with pytest.raises(NoSuchTask):
        await held.services.offers.check_may_offer(OTHER_GUILD, 1)


async def test_who_took_it_meanwhile_cannot_take_it_again(house: House) -> None:
    await house.add_task(people_needed=2)
    await house.services.tasks.claim(ANN, 1)
    offer = await ask(house)
    await house.services.tasks.claim(BEA, 1)
    with pytest.raises(AlreadyClaimed):
        await house.services.offers.accept(BEA, offer.number)
    assert await holders(house) == ["Ann", "Bea"]


async def test_a_covered_task_is_asked_about_without_its_text(held: House) -> None:
    await held.run_sql("UPDATE tasks SET is_covered = 1")
    assert (await ask(held)).title is None
