"""Amending, its ends: what stays, what begins anew, and taking a proposal back."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.errors import (
    CannotAmend,
    TooManyOpenProposals,
    VotingClosed,
    VotingNotOpen,
)
from bot.domain.proposals import State, draft
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from bot.services.inbox import Tap
from db.proposals import ProposalRow, by_ids
from tests.factories import ANN, BEA, CAL, CAST, DOV, GUILD, START, House, crowd, member

HOUR = timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
BETTER = draft("Rent a projector", "Buying is too dear.", "Ask around")


async def amend(house: House, card: ProposalCard) -> ProposalCard:
    """Change the text as its author."""
    return await house.services.amending.amend(ANN, card.number, BETTER)


async def take_back(house: House, card: ProposalCard) -> ProposalCard:
    """Withdraw it as its author."""
    return await house.services.amending.withdraw(ANN, card.number)


End = Callable[[House, ProposalCard], Awaitable[ProposalCard]]


async def test_a_settled_proposal_cannot_be_changed(house: House) -> None:
    card = await house.open_proposal()
    await house.settle(card)
    with pytest.raises(CannotAmend):
        await amend(house, card)


# ---- discussing first


async def open_due(house: House) -> int:
    """Do what the beginning of voting asks; how many began."""
    await house.services.reading.read_opening()
    return await house.services.proposals.open_due()


@pytest.mark.parametrize("hours", [24, 48])
async def test_voting_opens_after_the_discussion_that_its_author_picked(house: House, hours: int) -> None:
    card = await house.open_proposal(discuss=hours * HOUR)
    opens_at = START + hours * HOUR
    assert (card.state, card.opened_at, card.closes_at) == (State.DISCUSSED, opens_at, opens_at + 72 * HOUR)
    assert card.message_id in house.board.threads, "there is somewhere to talk"
    house.clock.move_to(opens_at - A_SECOND)
    assert await open_due(house) == 0
    house.clock.move_to(opens_at)
    assert await open_due(house) == 1
    opened = await house.proposal(card)
    assert (opened.state, opened.opened_at, opened.closes_at) == (State.OPEN, opens_at, opens_at + 72 * HOUR)


async def open_voting(house: House, card: ProposalCard) -> ProposalCard:
    """Let the discussion end, and the ballot be furnished and redrawn."""
    house.clock.move_to(card.opened_at)
    await open_due(house)
    await house.services.outbox.deliver_due()
    await house.services.tally_board.flush()
    return await house.proposal(card)


async def test_the_receipt_says_when_voting_opens(house: House) -> None:
    receipt = await house.services.proposals.propose(ANN, draft("t", "b", discuss=24 * HOUR))
    assert (receipt.is_discussed, receipt.opened_at) == (True, START + 24 * HOUR)
    assert not (await house.services.proposals.propose(ANN, draft("t", "b"))).is_discussed


async def test_the_ballot_is_furnished_and_redrawn_when_voting_opens(house: House) -> None:
    card = await house.open_proposal(discuss=24 * HOUR)
    furnished = len(house.board.calls("furnish"))
    await open_voting(house, card)
    ((shown,),) = house.board.calls("furnish")[furnished:]
    assert shown.state is State.OPEN
    assert house.board.shown_proposals[-1].state is State.OPEN


async def test_nobody_votes_while_it_is_discussed(house: House) -> None:
    card = await house.open_proposal(discuss=24 * HOUR)
    with pytest.raises(VotingNotOpen) as refused:
        await house.services.ballots.cast(BEA, card.number, Choice.AGREE)
    assert (refused.value.number, refused.value.opens_at) == (card.number, card.opened_at)
    assert not await house.select("SELECT 1 FROM ballots")


@pytest.mark.parametrize("is_missed", [False, True])
async def test_a_reaction_from_before_voting_opened_is_neither_a_ballot_nor_late(house: House, is_missed: bool) -> None:
    card = await house.open_proposal(discuss=24 * HOUR)
    if is_missed:
        house.miss_tap(BEA, "✅", card)
    else:
        await house.tap(BEA, "✅", card)
    opened = await open_voting(house, card)
    await house.services.reading.read_open()
    assert (opened.tally, opened.counters.late) == (Tally(), 0)
    await house.untap(BEA, "✅", opened)
    await house.tap(BEA, "✅", opened)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late) == (Tally(agree=1), 0)


async def test_voting_opens_only_once_it_is_known_what_was_tapped_before(house: House) -> None:
    card = await house.open_proposal(discuss=24 * HOUR)
    house.miss_tap(BEA, "✅", card)
    house.clock.move_to(card.opened_at)
    house.box.fail()
    assert await open_due(house) == 0
    house.clock.advance(HOUR)
    await house.tap(CAL, "✅", card)
    house.box.recover()
    assert await open_due(house) == 1
    opened_at = house.clock.now()
    house.miss_tap(DOV, "❌", card)
    await house.services.reading.read_open()
    opened = await house.proposal(card)
    assert (opened.opened_at, opened.closes_at) == (opened_at, opened_at + 72 * HOUR)
    assert opened.tally == Tally(disagree=1), "only what was tapped after voting opened"


async def test_what_was_read_before_the_discussion_ended_is_read_once_more(house: House) -> None:
    card = await house.open_proposal(discuss=24 * HOUR)
    await house.services.reading.read(await row_of(house))
    house.clock.move_to(card.opened_at)
    assert await house.services.proposals.open_due() == 0
    assert await open_due(house) == 1


async def row_of(house: House) -> ProposalRow:
    """The first proposal's row."""
    async with house.database.look() as session:
        return (await by_ids(session, [1]))[1]


async def test_a_secret_vote_opens_whatever_was_tapped(house: House) -> None:
    card = await house.open_proposal(discuss=24 * HOUR, is_secret=True)
    house.clock.move_to(card.opened_at)
    assert await house.services.proposals.open_due() == 1


async def test_where_no_ballot_stands_yet_there_is_nothing_to_read(house: House) -> None:
    await house.services.proposals.propose(ANN, draft("t", "b", discuss=24 * HOUR))
    house.clock.advance(24 * HOUR)
    assert await open_due(house) == 1


async def test_a_tap_that_came_before_voting_opened_and_is_written_after_it_is_no_ballot(house: House) -> None:
    card = await house.open_proposal(discuss=24 * HOUR)
    house.clock.move_to(card.opened_at - A_SECOND)
    assert card.message_id is not None
    early = Tap(GUILD, card.message_id, BEA.user_id, "✅", False, False, house.clock.now(), BEA.name, BEA.joined_at)
    await open_voting(house, card)
    house.services.inbox.put(early)
    await house.tap(CAL, "❌", card)
    assert (await house.proposal(card)).tally == Tally(disagree=1)


async def test_the_text_is_freely_changed_until_voting_opens_and_its_opening_stays(house: House) -> None:
    card = await house.open_proposal(discuss=48 * HOUR)
    for hours in (1, 30):
        house.clock.move_to(START + hours * HOUR)
        amended = await amend(house, card)
        assert (amended.title, amended.opened_at, amended.state) == (BETTER.title, card.opened_at, State.DISCUSSED)
    assert not await house.select("SELECT 1 FROM ledger")


async def test_rule_and_roll_are_frozen_when_voting_opens_and_not_before(house: House) -> None:
    card = await house.open_proposal(discuss=48 * HOUR)
    await house.all_tap(crowd(30), "✅", await house.open_proposal(BEA))
    came_before = member(700, "Before", joined_at=START - 6 * 24 * HOUR)
    opened = await open_voting(house, card)
    assert (card.rule.quorum, opened.rule.quorum) == (3, 9)
    await house.tap(came_before, "✅", opened)
    assert (await house.proposal(card)).tally == Tally(agree=1), "here for eight days when voting opened"


async def test_what_is_discussed_is_listed_counts_as_open_and_can_be_taken_back(house: House) -> None:
    cards = [await house.open_proposal(discuss=24 * HOUR) for _ in range(3)]
    assert [card.number for card in await house.services.proposals.open_cards(cards[0].guild_id)] == [1, 2, 3]
    with pytest.raises(TooManyOpenProposals):
        await house.open_proposal()
    ended = await house.services.amending.withdraw(ANN, 2)
    assert (ended.outcome, ended.opened_at) == (Outcome.WITHDRAWN, house.clock.now())
    await house.open_proposal()


async def test_what_was_taken_back_while_discussed_does_not_open(house: House) -> None:
    card = await house.open_proposal(discuss=24 * HOUR)
    await house.services.amending.withdraw(ANN, card.number)
    house.clock.move_to(card.opened_at)
    assert await open_due(house) == 0
    assert (await house.proposal(card)).state is State.SETTLED


async def test_what_was_taken_back_while_the_register_was_asked_does_not_open(house: House) -> None:
    card = await house.open_proposal(discuss=24 * HOUR)
    house.clock.move_to(card.opened_at)

    async def withdraw() -> None:
        await house.services.amending.withdraw(ANN, card.number)

    house.register.meanwhile.append(withdraw)
    assert await open_due(house) == 0
    assert (await house.proposal(card)).outcome is Outcome.WITHDRAWN


async def test_a_discussed_proposal_is_voted_on_and_decided_like_any_other(house: House) -> None:
    opened = await open_voting(house, await house.open_proposal(discuss=24 * HOUR))
    await house.all_tap(CAST, "✅", opened)
    assert (await house.settle(opened)).outcome is Outcome.PASSED


@pytest.mark.parametrize("end", [amend, take_back], ids=lambda end: end.__name__)
async def test_a_tap_that_waits_in_the_inbox_binds_the_author(house: House, end: End) -> None:
    card = await house.open_proposal()
    house.put_tap(BEA, "✅", card)
    with pytest.raises(CannotAmend):
        await end(house, card)


@pytest.mark.parametrize("end", [amend, take_back], ids=lambda end: end.__name__)
async def test_a_tap_that_was_missed_and_is_still_to_be_read_binds_the_author(house: House, end: End) -> None:
    card = await house.open_proposal()
    house.miss_tap(BEA, "✅", card)
    house.services.reading.end_gap()
    with pytest.raises(CannotAmend):
        await end(house, card)
    assert (await house.proposal(card)).tally == Tally(agree=1)


@pytest.mark.parametrize("end", [amend, take_back], ids=lambda end: end.__name__)
async def test_the_deadline_itself_is_too_late_for_the_author_too(house: House, end: End) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at - A_SECOND)
    assert (await house.services.ballots.panel(ANN, card.number)).may_change
    house.clock.move_to(card.closes_at)
    assert not (await house.services.ballots.panel(ANN, card.number)).may_change
    with pytest.raises(VotingClosed):
        await end(house, card)
