"""Covered and kept inside: how the vote on a cover ends, and what one voter can ask of a text while voting is open."""

from datetime import timedelta

import pytest

from bot.domain.covers import (
    AlreadyCovered,
    StaysReadable,
)
from bot.domain.decisions import Outcome
from bot.domain.errors import (
    CannotAmend,
    NotOnTheRoll,
    NotTheAuthor,
    VotingClosed,
    VotingNotOpen,
)
from bot.domain.proposals import Draft, draft
from bot.services.cards import ProposalCard
from bot.services.settling import conclude
from db import proposals
from tests.factories import ANN, BEA, CAL, DOV, EVE, GUILD, NEW, House
from tests.services.exposed import NAME, cover, everything_shown, log_of, open_about_somebody, text_of, vote_of

# ---- the end of the vote


async def test_a_vote_that_passes_leaves_the_text_covered_for_good(house: House) -> None:
    proposal = await open_about_somebody(house)
    receipt = await cover(house, text_of(proposal))
    decision = await house.settle(await vote_of(house, receipt))
    assert (decision.outcome, decision.tally.agree) == (Outcome.PASSED, 2)
    assert NAME not in await everything_shown(house, proposal)
    with pytest.raises(AlreadyCovered):
        await cover(house, text_of(proposal), DOV)


async def test_a_vote_that_does_not_pass_gives_the_text_back_and_two_people_cannot_take_it_again(house: House) -> None:
    proposal = await open_about_somebody(house)
    vote = await vote_of(house, await cover(house, text_of(proposal)))
    house.clock.move_to(vote.closes_at - timedelta(hours=12))
    await house.all_tap((DOV, EVE), "❌", vote)
    decision = await house.settle(vote)
    assert (decision.outcome, decision.tally.agree, decision.tally.disagree) == (Outcome.REJECTED, 2, 2)
    await house.services.outbox.deliver_due()
    assert (await house.proposal(proposal)).title == f"Help {NAME}"
    assert [card.is_covered for card in house.board.shown_proposals if card.number == proposal.number][-1] is False
    with pytest.raises(StaysReadable):
        await cover(house, text_of(proposal), DOV)


async def test_a_text_that_was_changed_since_can_be_asked_about_again(house: House) -> None:
    proposal = await open_about_somebody(house, discuss=timedelta(hours=48))
    vote = await vote_of(house, await cover(house, text_of(proposal)))
    await house.all_tap((DOV, EVE), "❌", vote)
    house.clock.move_to(vote.closes_at)
    await house.settle(vote)
    assert not (await house.proposal(proposal)).is_covered
    await house.services.amending.amend(ANN, proposal.number, draft("Another title", f"{NAME} again."))
    assert (await cover(house, text_of(proposal), DOV, EVE)).vote_number is not None
    assert (await house.proposal(proposal)).is_covered


async def test_a_vote_that_lapsed_has_decided_nothing_and_the_text_can_be_asked_about_again(house: House) -> None:
    proposal = await open_about_somebody(house)
    vote = await vote_of(house, await cover(house, text_of(proposal)))
    await _lapse(house, vote)
    assert not (await house.proposal(proposal)).is_covered
    assert (await cover(house, text_of(proposal), DOV, EVE)).vote_number is not None


async def _lapse(house: House, vote: ProposalCard) -> None:
    """End a vote as one ends whose server was gone for too long."""
    async with house.database.turn() as session:
        row = await proposals.get(session, GUILD, vote.number)
        assert row is not None
        await conclude(session, row, Outcome.LAPSED, house.clock.now())


async def test_the_log_notes_covering_and_uncovering_without_the_text(house: House) -> None:
    proposal = await open_about_somebody(house)
    vote = await vote_of(house, await cover(house, text_of(proposal)))
    await house.all_tap((DOV, EVE), "❌", vote)
    await house.settle(vote)
    noted = await log_of(house, "integrity")
    assert [(entry["what"], entry["text"], entry["vote"]) for entry in noted] == [
        ("covered", "P-1", 2),
        ("uncovered", "P-1", 2),
    ]
    bodies = await house.select("SELECT body FROM log")
    assert NAME not in repr(bodies)
    _, broken = await house.services.commons.verify(GUILD)
    assert broken is None


async def test_a_vote_on_a_cover_is_nobodys_to_change_or_take_back(house: House) -> None:
    proposal = await open_about_somebody(house)
    vote = await vote_of(house, await cover(house, text_of(proposal)))
    for person in (ANN, BEA, CAL):
        with pytest.raises((NotTheAuthor, CannotAmend)):
            await house.services.amending.withdraw(person, vote.number)


async def test_a_vote_on_a_cover_takes_nobodys_room_for_proposals(house: House) -> None:
    opened = [await house.open_proposal(BEA, title=f"Nr {place}") for place in range(3)]
    assert (await cover(house, text_of(opened[0]), BEA, CAL)).vote_number is not None


# ---- inside the server


async def test_one_voter_can_keep_a_text_inside_while_the_vote_is_open(house: House) -> None:
    proposal = await open_about_somebody(house)
    assert (await house.services.ballots.panel(DOV, proposal.number)).can_keep_inside
    await house.services.covers.keep_inside(DOV, proposal.number)
    panel = await house.services.ballots.panel(EVE, proposal.number)
    assert (panel.stays_inside, panel.can_keep_inside) == (True, False)
    assert (await house.proposal(proposal)).title == f"Help {NAME}", "members go on reading it"


async def test_where_nothing_is_published_there_is_nothing_to_keep_inside(unfounded_house: House) -> None:
    await unfounded_house.found(publishes=False)
    proposal = await open_about_somebody(unfounded_house)
    assert not (await unfounded_house.services.ballots.panel(DOV, proposal.number)).can_keep_inside


async def test_newcomers_and_latecomers_keep_nothing_inside(house: House) -> None:
    proposal = await open_about_somebody(house)
    with pytest.raises(NotOnTheRoll):
        await house.services.covers.keep_inside(NEW, proposal.number)
    assert not (await house.services.ballots.panel(NEW, proposal.number)).can_keep_inside
    house.clock.move_to(proposal.closes_at)
    with pytest.raises(VotingClosed):
        await house.services.covers.keep_inside(DOV, proposal.number)


async def test_a_text_under_discussion_waits_for_the_vote(house: House) -> None:
    talked_over: Draft = draft("Talk", "First.", discuss=timedelta(hours=24))
    receipt = await house.services.proposals.propose(ANN, talked_over)
    with pytest.raises(VotingNotOpen):
        await house.services.covers.keep_inside(DOV, receipt.number)
