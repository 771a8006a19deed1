"""Reading while people vote: the listing is as old as its beginning, and what came since is later."""

import asyncio
from datetime import timedelta

from bot.domain.ballots import Choice
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from tests.factories import (
    BEA,
    CAST,
    House,
)


async def read(house: House) -> None:
    """Read every open ballot; a second goes by."""
    await house.services.reading.read_open()
    house.clock.advance(timedelta(seconds=1))


async def lines(house: House, *, of: int) -> list[tuple[str, str, str, str]]:
    """What the ledger says of one person: act, choice, source, verdict."""
    return [
        tuple(row)
        for row in await house.select(
            "SELECT act, choice, source, verdict FROM ledger WHERE member_id = :who ORDER BY id", who=of
        )
    ]


async def while_reading(house: House, card: ProposalCard, happening: str) -> None:
    """Let Bea's taps come in after the listing was made: "✅+" is a tap, "✅-" a removal."""

    async def meanwhile() -> None:
        house.clock.advance(timedelta(seconds=1))
        for emoji, sign in zip(happening[::2], happening[1::2], strict=True):
            house.put_tap(BEA, emoji, card, is_removal=sign == "-")
        house.clock.advance(timedelta(seconds=1))

    house.box.meanwhile.append(meanwhile)
    await read(house)


async def test_a_change_of_mind_while_the_bot_reads_is_not_undone_by_the_older_listing(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await while_reading(house, card, "❌+✅-")
    assert await house.choice_of(BEA, card) == Choice.DISAGREE
    assert (await house.proposal(card)).counters.untapped == 0


async def test_a_tap_while_the_bot_reads_outlives_an_older_one_that_was_missed(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    await while_reading(house, card, "❌+")
    assert await house.choice_of(BEA, card) == Choice.DISAGREE
    await read(house)
    assert await house.choice_of(BEA, card) == Choice.DISAGREE


async def test_a_tap_while_the_bot_reads_is_counted_once(house: House) -> None:
    card = await house.open_proposal()
    await while_reading(house, card, "✅+")
    await read(house)
    assert await lines(house, of=BEA.user_id) == [("cast", "agree", "tap", "counted")]


async def test_tapping_off_and_on_again_while_the_bot_reads_changes_nothing(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await while_reading(house, card, "✅-✅+")
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.untapped) == (Tally(agree=1), 0)


async def test_a_missed_tap_that_is_taken_away_while_the_bot_reads_counts_all_the_same(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    await while_reading(house, card, "✅-")
    assert await house.choice_of(BEA, card) == Choice.AGREE


async def test_a_ballot_withdrawn_while_the_bot_reads_stays_withdrawn(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    house.miss_tap(BEA, "❌", card)

    async def withdraw() -> None:
        house.clock.advance(timedelta(seconds=1))
        await house.services.ballots.withdraw(BEA, card.number)

    house.box.meanwhile.append(withdraw)
    await read(house)
    assert await house.choice_of(BEA, card) is None


async def test_a_vote_in_the_panel_while_the_bot_reads_outlives_what_was_missed(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)

    async def vote() -> None:
        house.clock.advance(timedelta(seconds=1))
        await house.services.ballots.cast(BEA, card.number, Choice.ABSTAIN)

    house.box.meanwhile.append(vote)
    await read(house)
    assert await house.choice_of(BEA, card) == Choice.ABSTAIN


async def test_two_readings_at_once_count_once(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)

    async def read_too() -> None:
        house.clock.advance(timedelta(seconds=1))
        await house.services.reading.read_open()

    house.box.meanwhile.append(read_too)
    await read(house)
    assert (await house.proposal(card)).tally == Tally(agree=1)
    assert await lines(house, of=BEA.user_id) == [("cast", "agree", "read", "counted")]


async def test_what_is_still_being_read_when_the_vote_is_settled_is_late(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST[2:5], "✅", card)
    house.clock.move_to(card.closes_at - timedelta(minutes=4))
    await house.services.decisions.settle_due()
    house.clock.move_to(card.closes_at - timedelta(seconds=1))
    house.miss_tap(BEA, "✅", card)

    async def settle() -> None:
        house.clock.move_to(card.closes_at)
        assert await house.services.decisions.settle_due() == 1

    house.box.meanwhile.append(settle)
    await read(house)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late) == (Tally(agree=3), 1)
    assert shown.decision_number is not None


async def test_two_readings_that_find_a_ballot_gone_put_one_back(house: House) -> None:
    card = await house.open_proposal()
    house.box.fail(is_gone=True, times=2)
    await asyncio.gather(house.services.reading.read_open(), house.services.reading.read_open())
    await house.services.outbox.deliver_due()
    assert len(house.board.standing(f"P-{card.number}")) == 2
    assert (await house.proposal(card)).message_id != card.message_id


async def test_what_was_tapped_before_the_gap_ended_does_not_undo_a_vote_cast_since(house: House) -> None:
    card = await house.open_proposal()
    await house.services.reading.read_open()
    house.clock.advance(timedelta(minutes=5))
    house.miss_tap(BEA, "✅", card)
    house.clock.advance(timedelta(minutes=1))
    house.services.reading.end_gap()
    house.clock.advance(timedelta(seconds=20))
    await house.tap(BEA, "❌", card)
    house.clock.advance(timedelta(seconds=20))
    await house.services.reading.read_open()
    assert await house.choice_of(BEA, card) == "disagree"


async def test_a_withdrawal_since_the_gap_ended_stands_against_a_tap_that_was_missed_before(house: House) -> None:
    card = await house.open_proposal()
    await house.services.reading.read_open()
    house.clock.advance(timedelta(minutes=5))
    house.miss_tap(BEA, "✅", card)
    house.services.reading.end_gap()
    house.clock.advance(timedelta(seconds=20))
    await house.services.ballots.cast(BEA, card.number, "agree")
    await house.services.ballots.withdraw(BEA, card.number)
    house.clock.advance(timedelta(seconds=20))
    await house.services.reading.read_open()
    assert await house.choice_of(BEA, card) is None
