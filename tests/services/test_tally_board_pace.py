"""The tally board's pace holds when several flush at once: the timetable, and everybody who votes in the panel."""

from datetime import timedelta

from bot.services.tally_board import INTERVAL
from tests.factories import BEA, CAL, House


async def test_a_flush_on_top_of_another_redraws_no_ballot_twice(house: House) -> None:
    first, second = await house.open_proposal(), await house.open_proposal()
    await house.services.tally_board.flush()
    house.clock.advance(INTERVAL)
    for card in (first, second):
        await house.tap(BEA, "✅", card)
    before = len(house.board.shown_proposals)

    async def vote_and_flush() -> None:
        for card in (first, second):
            await house.tap(CAL, "❌", card)
        await house.services.tally_board.flush()

    house.board.meanwhile.append(vote_and_flush)
    await house.services.tally_board.flush()
    shown = [card.number for card in house.board.shown_proposals[before:]]
    assert sorted(shown) == [first.number, second.number]
    house.clock.advance(INTERVAL + timedelta(seconds=1))
    await house.services.tally_board.flush()
    assert house.board.shown_proposals[-1].tally.turnout == 2
