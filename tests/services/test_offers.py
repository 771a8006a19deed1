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
from bot.services.cards import Person
from bot.services.work_cards import OfferCard
from db import offers
from tests.factories import ANN, BEA, CAL, DOV, EVE, GUILD, NEW, OTHER_GUILD, TASKS_CHANNEL, House, crowd, elsewhere


async def ask(
    house: House, person: Person = ANN, to: Person = BEA, number: int = 1, *, hands_on: bool = True
) -> OfferCard:
    """Ask somebody about a task."""
    return await house.services.offers.ask(person, number, to.user_id, hands_on=hands_on, is_person=True)


async def holders(house: House, number: int = 1) -> list[str]:
    """Who holds a task."""
    return [holder.name for holder in (await house.services.tasks.card(GUILD, number)).holders]


@pytest.fixture
async def held(house: House) -> House:
    """T-1 for one person, held by Ann and standing in its channel."""
    await house.add_task()
    await house.services.tasks.claim(ANN, 1)
    await house.services.outbox.deliver_due()
    return house


def asked(house: House) -> list[OfferCard]:
    """The questions that were posted."""
    return [one.notice.content for one in house.board.posted if isinstance(one.notice.content, OfferCard)]


async def test_handing_on_changes_nothing_until_the_other_says_yes(held: House) -> None:
    offer = await ask(held)
    assert (offer.task, offer.by_name, offer.to, offer.hands_on, offer.state) == (1, "Ann", 12, True, State.OFFERED)
    assert await holders(held) == ["Ann"]
    card = await held.services.offers.accept(BEA, offer.number)
    assert [holder.name for holder in card.holders] == ["Bea"]
    endings = await held.select("SELECT member_id, ending FROM claims ORDER BY id")
    assert endings == [(ANN.user_id, "handed on"), (BEA.user_id, None)]


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


async def test_what_somebody_was_asked_is_forgotten_with_them_on_its_way_and_where_it_stands(held: House) -> None:
    posted = await ask(held)
    await held.services.outbox.deliver_due()
    await held.services.offers.withdraw(ANN, posted.number)
    await ask(held, to=CAL)
    async with held.database.turn() as session:
        for person in (BEA, CAL):
            await offers.forget(session, GUILD, person.user_id)
    for _ in range(2):
        await held.services.outbox.deliver_due()
    assert len(asked(held)) == 1
    assert not held.board.shown_offers
    assert not await held.select("SELECT 1 FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL")


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
