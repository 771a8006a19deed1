"""Late: what is tapped after the deadline counts where the vote is prolonged, and nowhere else."""

from datetime import timedelta

import pytest

from bot.domain.approvals import ApprovalTally
from bot.domain.ballots import Choice
from bot.domain.errors import VotingClosed
from bot.domain.forgetting import LINKS_KEPT
from bot.domain.proposals import State
from bot.domain.rules import Kind
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, NEW, House, member

AGREE, DISAGREE, ABSTAIN = "✅", "❌", "⚪"
HOUR = timedelta(hours=1)


async def at_the_deadline(house: House, *, agree: int = 2, kind: Kind = Kind.ACTION) -> ProposalCard:
    """A vote at its deadline, not looked at yet, in which too few have taken part."""
    card = await house.open_proposal(kind=kind)
    await house.all_tap(CAST[:agree], AGREE, card)
    house.clock.move_to(card.closes_at)
    return card


async def prolonged(house: House, card: ProposalCard) -> ProposalCard:
    """The vote after what its deadline asked."""
    await house.services.decisions.settle_due()
    after = await house.proposal(card)
    assert (after.state, len(after.prolongations)) == (State.OPEN, 1)
    return after


async def test_what_was_tapped_too_late_counts_once_the_vote_is_prolonged(house: House) -> None:
    card = await at_the_deadline(house)
    await house.tap(CAL, DISAGREE, card)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late) == (Tally(agree=2), 1)
    after = await prolonged(house, card)
    assert (after.tally, after.counters.late) == (Tally(agree=2, disagree=1), 0)
    await house.services.reading.read_open()
    assert (await house.proposal(card)).tally == Tally(agree=2, disagree=1)


async def test_a_change_of_mind_counts_by_its_last_tap(house: House) -> None:
    card = await at_the_deadline(house)
    for emoji in (DISAGREE, ABSTAIN):
        await house.tap(BEA, emoji, card)
    after = await prolonged(house, card)
    assert after.tally == Tally(agree=1, abstain=1)


async def test_whoever_taps_once_more_while_it_goes_on_has_said_the_last_word(house: House) -> None:
    card = await at_the_deadline(house)
    await house.tap(CAL, DISAGREE, card)
    await prolonged(house, card)
    await house.tap(CAL, AGREE, card)
    await house.services.reading.read_open()
    assert await house.choice_of(CAL, card) == Choice.AGREE


async def test_what_was_taken_off_again_does_not_count(house: House) -> None:
    card = await at_the_deadline(house)
    await house.tap(CAL, DISAGREE, card)
    await house.untap(CAL, DISAGREE, card)
    after = await prolonged(house, card)
    assert (after.tally, after.counters.late) == (Tally(agree=2), 1)


async def test_who_was_told_in_the_panel_that_it_is_too_late_says_it_again(house: House) -> None:
    card = await at_the_deadline(house)
    with pytest.raises(VotingClosed):
        await house.services.ballots.cast(CAL, card.number, Choice.DISAGREE)
    after = await prolonged(house, card)
    assert (after.tally, after.counters.late) == (Tally(agree=2), 1)
    await house.services.ballots.cast(CAL, card.number, Choice.DISAGREE)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late) == (Tally(agree=2, disagree=1), 0)


async def test_newcomers_taps_are_not_counted_here_either(house: House) -> None:
    card = await at_the_deadline(house)
    await house.tap(NEW, AGREE, card)
    await house.tap(member(77, "Gus", joined_at=None), AGREE, card)
    after = await prolonged(house, card)
    assert after.tally == Tally(agree=2)
    assert (after.counters.newcomers, after.counters.unknown, after.counters.late) == (1, 1, 0)


async def test_on_a_choice_what_was_tapped_too_late_adds_approvals(house: House) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nFriday")
    await house.tap(BEA, "1️⃣", card)
    house.clock.move_to(card.closes_at)
    for emoji in ("2️⃣", "💬"):
        await house.tap(BEA, emoji, card)
    after = await prolonged(house, card)
    assert after.approvals == ApprovalTally((1, 1, 1), 1)


async def test_several_that_were_first_found_after_the_deadline_are_unclear_or_leave_the_ballot(house: House) -> None:
    card = await at_the_deadline(house)
    for person in (BEA, CAL):
        house.miss_tap(person, DISAGREE, card)
        house.miss_tap(person, ABSTAIN, card)
    house.miss_tap(DOV, DISAGREE, card, is_super=True)
    after = await prolonged(house, card)
    assert after.tally == Tally(agree=2, disagree=1)
    assert (after.counters.unclear, after.counters.late) == (1, 0)


async def test_a_tap_against_makes_an_action_vote_of_lazy_consent(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    house.clock.move_to(card.closes_at - HOUR)
    await house.tap(BEA, AGREE, card)
    house.clock.move_to(card.closes_at)
    await house.tap(CAL, DISAGREE, card)
    at = house.clock.now()
    after = await prolonged(house, card)
    assert (after.turned_at, after.closes_at) == (at, at + 72 * HOUR)
    assert after.tally == Tally(agree=1, disagree=1)


async def test_what_came_after_the_prolonged_deadline_too_stays_late(house: House) -> None:
    card = await at_the_deadline(house)
    await house.tap(CAL, AGREE, card)
    house.clock.advance(73 * HOUR)
    await house.tap(DOV, AGREE, card)
    after = await prolonged(house, card)
    assert (after.tally, after.counters.late) == (Tally(agree=3), 1)


async def test_what_was_counted_after_all_is_counted_once_only(house: House) -> None:
    card = await at_the_deadline(house)
    await house.tap(CAL, AGREE, card)
    await prolonged(house, card)
    await house.services.ballots.withdraw(CAL, card.number)
    await house.come_to_the_deadline(card)
    assert await house.choice_of(CAL, card) is None


async def test_a_run_off_begins_with_nothing_that_was_tapped_before_it(house: House) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nFriday")
    for person, emoji in zip(CAST, ("1️⃣", "1️⃣", "2️⃣", "2️⃣"), strict=False):
        await house.tap(person, emoji, card)
    house.clock.move_to(card.closes_at)
    await house.tap(CAST[4], "1️⃣", card)
    await house.services.decisions.settle_due()
    await house.services.outbox.deliver_due()
    run_off = await house.proposal(card)
    assert run_off.run_off == (1, 2)
    for person in CAST:
        await house.services.ballots.cast(person, card.number, "1")
    assert (await house.proposal(card)).counters.late == 1


async def test_forgetting_who_it_was_changes_neither_count(house: House) -> None:
    card = await at_the_deadline(house)
    await house.tap(CAL, AGREE, card)
    await prolonged(house, card)
    decision = await house.settle(card)
    await house.tap(BEA, DISAGREE, card)
    before = await house.proposal(card)
    assert (decision.tally.agree, decision.counters.late, before.counters.late) == (3, 0, 1)
    house.clock.advance(LINKS_KEPT)
    await house.services.forgetting.destroy_links()
    assert await house.proposal(card) == before


async def test_the_author_can_change_nothing_any_more_once_such_a_tap_counts(house: House) -> None:
    card = await at_the_deadline(house, agree=0)
    await house.tap(CAL, AGREE, card)
    await prolonged(house, card)
    assert not (await house.services.ballots.panel(ANN, card.number)).may_change
