"""Orientation: what one person can do here and now, with the nearest things first."""

from datetime import timedelta

import pytest

from bot.domain.errors import NotSetUp
from bot.domain.proposals import draft
from bot.services.cards import Person
from tests.factories import ANN, BEA, CAL, GHOST, NEW, House


async def waiting_for(house: House, person: Person) -> list[int]:
    """The proposals that wait for somebody's ballot."""
    return [card.number for card in (await house.services.orientation.card(person)).to_vote]


async def test_where_nothing_is_under_way_there_is_nothing_to_vote_on_or_take(house: House) -> None:
    here = await house.services.orientation.card(ANN)
    assert (here.is_voter, here.votes_from, here.to_vote, here.to_discuss) == (True, None, (), None)
    assert (here.held, here.looking) == ((), 0)


async def test_what_closes_first_is_voted_on_first_and_what_has_a_ballot_is_left_out(house: House) -> None:
    first = await house.open_proposal(ANN, title="First")
    second = await house.open_proposal(ANN, title="Second")
    third = await house.open_proposal(ANN, title="Third")
    await house.tap(BEA, "✅", second)
    assert [card.number for card in (await house.services.orientation.card(BEA)).to_vote] == [
        first.number,
        third.number,
    ]
    assert [card.number for card in (await house.services.orientation.card(CAL)).to_vote] == [1, 2, 3]
    house.clock.move_to(first.closes_at)
    assert [card.number for card in (await house.services.orientation.card(BEA)).to_vote] == [third.number]


async def test_newcomers_learn_what_they_vote_on_and_what_they_can_do_today(house: House) -> None:
    opened = await house.open_proposal(ANN)
    await house.add_task(ANN)
    here = await house.services.orientation.card(NEW)
    assert NEW.joined_at is not None
    assert (here.is_voter, here.votes_from, here.to_vote) == (False, NEW.joined_at + timedelta(days=7), ())
    assert here.to_discuss is not None
    assert (here.to_discuss.number, here.looking) == (opened.number, 1)


async def test_of_whom_nobody_knows_since_when_they_are_here_no_day_is_promised(house: House) -> None:
    here = await house.services.orientation.card(GHOST)
    assert (here.is_voter, here.votes_from) == (False, None)


async def test_what_is_discussed_is_talked_about_and_not_voted_on(house: House) -> None:
    await house.services.proposals.propose(ANN, draft("Talk", "First.", discuss=timedelta(hours=24)))
    await house.services.outbox.deliver_due()
    here = await house.services.orientation.card(BEA)
    assert here.to_vote == ()
    assert here.to_discuss is not None


async def test_ones_own_tasks_are_held_and_do_not_look_for_ones_hands(house: House) -> None:
    for title in ("Print", "Fold"):
        await house.add_task(ANN, title, people_needed=2)
    await house.services.tasks.claim(BEA, 1)
    here = await house.services.orientation.card(BEA)
    assert ([task.number for task in here.held], here.looking) == ([1], 1)
    assert (await house.services.orientation.card(CAL)).looking == 2


async def test_who_asks_before_founding_is_told_so(unfounded_house: House) -> None:
    with pytest.raises(NotSetUp):
        await unfounded_house.services.orientation.card(ANN)
