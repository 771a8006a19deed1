"""The tally board: what is stale is redrawn, and no message more often than Discord likes."""

from datetime import timedelta

from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from bot.services.tally_board import INTERVAL
from tests.factories import BEA, CAL, CAST, DOV, House

A_MOMENT = timedelta(microseconds=1)


async def fresh_ballot(house: House) -> ProposalCard:
    """An open ballot that was redrawn a while ago."""
    card = await house.open_proposal()
    await house.services.tally_board.flush()
    house.clock.advance(2 * INTERVAL)
    house.board.shown_proposals.clear()
    return card


async def flush(house: House) -> list[int]:
    """Redraw what may be redrawn; how many took part, as each picture drawn so far says."""
    await house.services.tally_board.flush()
    return [card.tally.turnout for card in house.board.shown_proposals]


async def test_a_ballot_is_redrawn_with_what_the_record_says(house: House) -> None:
    card = await fresh_ballot(house)
    await house.tap(BEA, "✅", card)
    assert await flush(house) == [1]
    assert house.board.shown_proposals[0].tally == Tally(agree=1)


async def test_what_did_not_change_is_not_redrawn(house: House) -> None:
    await fresh_ballot(house)
    assert await flush(house) == []


async def test_a_ballot_is_redrawn_at_most_once_in_fifteen_seconds(house: House) -> None:
    card = await fresh_ballot(house)
    assert timedelta(seconds=15) == INTERVAL
    house.put_tap(BEA, "✅", card)
    await house.services.inbox.drained()
    assert await flush(house) == [1]
    for person in (CAL, DOV):
        house.put_tap(person, "✅", card)
    await house.services.inbox.drained()
    house.clock.advance(INTERVAL - A_MOMENT)
    assert await flush(house) == [1]
    house.clock.advance(A_MOMENT)
    assert await flush(house) == [1, 3]
    house.clock.advance(INTERVAL)
    assert await flush(house) == [1, 3]


async def test_a_slow_edit_is_rested_from_when_it_was_made(house: House) -> None:
    first, second = await house.open_proposal(), await house.open_proposal()
    await house.services.tally_board.flush()
    house.clock.advance(2 * INTERVAL)
    house.board.shown_proposals.clear()
    for card in (first, second):
        house.put_tap(BEA, "✅", card)
    await house.services.inbox.drained()

    async def take_long() -> None:
        house.clock.advance(timedelta(seconds=10))

    house.board.meanwhile.append(take_long)
    assert await flush(house) == [1, 1]
    for card in (first, second):
        house.put_tap(CAL, "✅", card)
    await house.services.inbox.drained()
    house.clock.advance(timedelta(seconds=5))
    await flush(house)
    assert [card.number for card in house.board.shown_proposals] == [1, 2]
    house.clock.advance(timedelta(seconds=10))
    await flush(house)
    assert [card.number for card in house.board.shown_proposals] == [1, 2, 1, 2]


async def test_each_ballot_has_its_own_interval_and_the_longest_stale_comes_first(house: House) -> None:
    cards = [await house.open_proposal(author) for author in CAST[:3]]
    await house.services.tally_board.flush()
    house.clock.advance(2 * INTERVAL)
    house.board.shown_proposals.clear()
    for place in (2, 0, 1):
        house.put_tap(BEA, "✅", cards[place])
    await house.services.inbox.drained()
    house.put_tap(CAL, "✅", cards[2])
    await house.services.inbox.drained()
    await flush(house)
    assert {card.number for card in house.board.shown_proposals} == {1, 2, 3}


async def test_a_burst_of_taps_is_one_edit(house: House) -> None:
    card = await fresh_ballot(house)
    for emoji in "✅❌✅":
        await house.all_tap(CAST, emoji, card)
    assert await flush(house) == [6]


async def test_a_ballot_that_cannot_be_reached_is_redrawn_later(house: House) -> None:
    card = await fresh_ballot(house)
    await house.tap(BEA, "✅", card)
    house.board.fail()
    assert await flush(house) == []
    assert await flush(house) == [], "it rests first"
    house.clock.advance(INTERVAL)
    assert await flush(house) == [1]


async def test_a_place_that_asks_for_a_rest_gets_it(house: House) -> None:
    card = await fresh_ballot(house)
    await house.tap(BEA, "✅", card)
    house.board.fail(rest=timedelta(hours=1))
    await flush(house)
    house.clock.advance(timedelta(minutes=59))
    assert await flush(house) == []
    house.clock.advance(timedelta(minutes=1))
    assert await flush(house) == [1]


async def test_a_ballot_that_is_gone_is_not_redrawn_until_something_changes(house: House) -> None:
    card = await fresh_ballot(house)
    await house.tap(BEA, "✅", card)
    house.board.fail(is_gone=True)
    await flush(house)
    house.clock.advance(INTERVAL)
    assert await flush(house) == []
    await house.tap(CAL, "✅", card)
    assert await flush(house) == [2]


async def test_a_ballot_that_was_not_posted_yet_is_not_redrawn(house: House) -> None:
    await house.open_proposal(is_posted=False)
    house.services.tally_board.mark_stale(1)
    assert await flush(house) == []


async def test_after_a_restart_every_ballot_that_is_open_or_was_settled_lately_is_redrawn_once(house: House) -> None:
    settled = await house.open_proposal()
    await house.settle(settled)
    await house.open_proposal(BEA)
    await house.open_proposal(CAL)
    again = house.restarted()
    house.board.shown_proposals.clear()
    await again.services.tally_board.mark_all_open_stale()
    await again.services.tally_board.flush()
    assert [card.number for card in house.board.shown_proposals] == [2, 3, 1]
    await again.services.tally_board.mark_all_open_stale()
    house.clock.advance(timedelta(minutes=1))
    await again.services.tally_board.flush()
    assert [card.number for card in house.board.shown_proposals] == [2, 3, 1, 2, 3]


async def test_two_flushes_at_once_redraw_once(house: House) -> None:
    card = await fresh_ballot(house)
    await house.tap(BEA, "✅", card)

    async def flush_too() -> None:
        await house.services.tally_board.flush()

    house.board.meanwhile.append(flush_too)
    assert await flush(house) == [1]
