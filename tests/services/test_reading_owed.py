"""Readings that are owed: what could not be read or was cleared is read soon, and nobody is asked about twice."""

from datetime import timedelta

from bot.domain.tally import Tally
from tests.factories import BEA, CAL, DOV, GHOST, House


async def test_a_ballot_that_could_not_be_read_is_read_again_without_waiting_for_the_next_round(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    house.box.fail()
    await house.services.reading.read_open()
    await house.services.reading.read_again()
    assert (await house.proposal(card)).tally == Tally(agree=1)
    asked = len(house.box.asked)
    await house.services.reading.read_again()
    assert len(house.box.asked) == asked, "it is owed no longer"


async def test_a_ballot_whose_reactions_were_cleared_is_read_for_those_that_went(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((BEA, CAL), "✅", card)
    assert card.message_id is not None
    house.box.reactions[card.message_id] = []
    house.services.reading.owe(card.message_id)
    await house.services.reading.read_again()
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.untapped) == (Tally(agree=2), 2)


async def test_a_message_that_is_no_open_ballot_is_owed_nothing(house: House) -> None:
    card = await house.open_proposal()
    await house.settle(card)
    asked = len(house.box.asked)
    assert card.message_id is not None
    house.services.reading.owe(card.message_id)
    house.services.reading.owe(4711)
    await house.services.reading.read_again()
    assert len(house.box.asked) == asked


async def test_a_ballot_that_is_gone_has_nothing_to_tell_and_is_settled_from_the_record(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((BEA, CAL, DOV), "✅", card)
    house.clock.move_to(card.closes_at - timedelta(minutes=1))
    house.box.fail(times=None, is_gone=True)
    await house.services.decisions.settle_due()
    asked = len(house.box.asked)
    decision = await house.settle(card)
    assert decision.tally == Tally(agree=3)
    assert len(house.box.asked) == asked, "who was told that it is gone does not ask again"


async def test_who_left_is_asked_about_once_however_often_the_ballot_is_read(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(GHOST, "✅", card)
    for _ in range(3):
        await house.services.reading.read_open()
        house.clock.advance(timedelta(hours=1))
    assert len(house.register.calls("joined_at")) == 1
    assert (await house.proposal(card)).counters.unknown == 1
