"""Taps in a row: what one turn of the inbox has read serves the next, and only until something else has changed it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ballots import Choice
from bot.domain.tally import Tally
from tests.factories import BEA, CAL, LONG_AGO, NEW, House

EARLIER = replace(NEW, joined_at=LONG_AGO)
"""The same person as Discord tells of them elsewhere: they were here before."""


async def test_a_ballot_that_is_settled_between_two_taps_counts_the_second_as_late(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.settle(card)
    await house.tap(CAL, "✅", card)
    settled = await house.proposal(card)
    assert settled.tally == Tally(agree=1)
    assert settled.counters.late == 1


async def test_an_earlier_join_date_that_a_proposal_told_holds_for_the_next_tap(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(NEW, "✅", card)
    assert (await house.proposal(card)).counters.newcomers == 1
    await house.open_proposal(EARLIER, title="Another", is_posted=False)
    await house.tap(NEW, "❌", card)
    assert (await house.proposal(card)).tally == Tally(disagree=1)


async def test_an_earlier_join_date_that_the_panel_told_holds_for_the_next_tap(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(NEW, "✅", card)
    await house.services.ballots.cast(EARLIER, card.number, Choice.ABSTAIN)
    await house.tap(NEW, "❌", card)
    assert (await house.proposal(card)).tally == Tally(disagree=1)


async def test_an_earlier_join_date_of_a_tap_holds_for_the_next_turn_of_taps(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(EARLIER, "✅", card)
    house.clock.advance(timedelta(minutes=1))
    await house.tap(NEW, "❌", card)
    assert (await house.proposal(card)).tally == Tally(disagree=1)
