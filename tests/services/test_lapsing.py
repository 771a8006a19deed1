"""Lapsing: what nobody could see to its end for thirty days has lapsed, whoever comes back then."""

from datetime import timedelta

import pytest

from bot.domain.decisions import Outcome
from bot.domain.proposals import State
from tests.factories import ANN, CAST, GUILD, House

DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("away", "state"), [(30 * DAY - A_SECOND, State.OPEN), (30 * DAY, State.INTERRUPTED)])
async def test_who_comes_back_after_thirty_days_finds_nothing_to_go_on_with(
    house: House, away: timedelta, state: State
) -> None:
    card = await house.open_proposal()
    await house.services.interruptions.lose_server(GUILD)
    house.clock.advance(away)
    await house.services.interruptions.resume_in(GUILD)
    assert (await house.proposal(card)).state is state
    await house.services.interruptions.lapse_due()
    assert (await house.proposal(card)).outcome is (None if state is State.OPEN else Outcome.LAPSED)


async def test_a_vote_that_could_not_be_read_for_thirty_days_after_its_deadline_has_lapsed(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.box.fail(times=None)
    house.clock.move_to(card.closes_at + 30 * DAY - A_SECOND)
    assert await house.services.decisions.settle_due() == 0
    house.clock.advance(A_SECOND)
    assert await house.services.decisions.settle_due() == 1
    assert (await house.proposal(card)).outcome is Outcome.LAPSED


async def test_votes_whose_ballots_can_never_be_posted_take_nobodys_room_for_ever(house: House) -> None:
    for _ in range(3):
        card = await house.open_proposal(ANN, is_posted=False)
    house.clock.move_to(card.closes_at + 30 * DAY)
    assert await house.services.decisions.settle_due() == 3
    assert await house.open_proposal(ANN)


async def test_a_vote_that_can_be_read_again_is_decided_however_long_its_deadline_is_past(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at + 40 * DAY)
    await house.services.decisions.settle_due()
    assert (await house.proposal(card)).outcome is Outcome.PASSED
