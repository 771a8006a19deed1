"""Covering: two voters cover a text that exposes a person, everybody votes on it, and no card holds it meanwhile."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.covers import (
    AlreadyCovered,
    Covered,
    Holder,
    NotAVoterYet,
    NothingToCover,
    StaysReadable,
)
from bot.domain.decisions import Outcome
from bot.domain.errors import (
    CannotAmend,
    NoSuchDecision,
    NoSuchProposal,
    NoSuchTask,
    NotOnTheRoll,
    NotTheAuthor,
    VotingClosed,
    VotingNotOpen,
)
from bot.domain.proposals import Draft, draft
from bot.domain.rules import Kind
from bot.services.cards import Person, ProposalCard
from bot.services.covering import CoverReceipt
from bot.services.settling import conclude
from db import proposals
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, GHOST, GUILD, NEW, OTHER_GUILD, House, elsewhere

NAME = "Maria Lopez"
"""What exposes a person in these texts."""

VOTE = draft("Does it stay covered?", "Agree: yes.", kind=Kind.COVER)


def text_of(proposal: ProposalCard) -> Covered:
    return Covered(Holder.PROPOSAL, proposal.number)


async def open_about_somebody(house: House, **changes: Any) -> ProposalCard:
    """A proposal in whose every text a person is exposed."""
    facts = {"title": f"Help {NAME}", "body": f"{NAME} lives in no. 4.", "first_tasks": f"Visit {NAME}\nCook"}
    return await house.open_proposal(ANN, **facts | changes)


async def cover(house: House, text: Covered, *people: Person) -> CoverReceipt:
    """Have two people say that a text exposes somebody, and everything be delivered."""
    for person in people or (BEA, CAL):
        receipt = await house.services.covers.ask(person, text, VOTE)
    await house.services.outbox.deliver_due()
    return receipt


async def vote_of(house: House, receipt: CoverReceipt) -> ProposalCard:
    assert receipt.vote_number is not None
    return await house.services.proposals.card(GUILD, receipt.vote_number)


async def log_of(house: House, kind: str) -> list[dict[str, Any]]:
    rows = await house.select("SELECT body FROM log WHERE kind = :kind ORDER BY sequence", kind=kind)
    return [json.loads(body) for (body,) in rows]


async def everything_shown(house: House, proposal: ProposalCard) -> str:
    """All that cards of a proposal, its decision, its tasks and its objections say now."""
    services = house.services
    said: list[object] = [await house.proposal(proposal), await services.proposals.objections(GUILD, proposal.number)]
    said += await services.proposals.newest_cards(GUILD, limit=9)
    said += await services.decisions.newest(GUILD, limit=9)
    said += await services.tasks.unfinished(GUILD)
    said.append((await services.ballots.panel(DOV, proposal.number)).proposal)
    return repr(said)


# ---- two people


async def test_one_person_alone_covers_nothing_and_asking_twice_is_asking_once(house: House) -> None:
    proposal = await open_about_somebody(house)
    for _ in range(2):
        receipt = await cover(house, text_of(proposal), BEA)
        assert (receipt.more_needed, receipt.vote_number) == (1, None)
    assert NAME in await everything_shown(house, proposal)
    assert await log_of(house, "integrity") == []


async def test_the_second_person_covers_the_text_and_opens_a_vote_of_a_day_in_which_both_have_agreed(
    house: House,
) -> None:
    proposal = await open_about_somebody(house)
    receipt = await cover(house, text_of(proposal))
    assert receipt.more_needed == 0
    assert receipt.closes_at == house.clock.now() + timedelta(hours=24)
    vote = await vote_of(house, receipt)
    assert (vote.kind, vote.tally.agree, vote.turnout) == (Kind.COVER, 2, 2)
    assert vote.author_name == "", "nobody learns who asked"
    assert (await house.services.ballots.panel(BEA, vote.number)).choice == "agree"
    assert (await house.services.ballots.panel(DOV, vote.number)).choice is None


async def test_the_author_may_be_one_of_the_two(house: House) -> None:
    proposal = await open_about_somebody(house)
    assert (await cover(house, text_of(proposal), ANN, BEA)).vote_number is not None


@pytest.mark.parametrize("person", [NEW, GHOST])
async def test_who_would_not_vote_on_what_opens_now_cannot_ask(house: House, person: Person) -> None:
    proposal = await open_about_somebody(house)
    with pytest.raises(NotAVoterYet):
        await cover(house, text_of(proposal), person)
    assert (await cover(house, text_of(proposal), BEA)).more_needed == 1


async def test_who_no_longer_votes_here_is_not_one_of_the_two(house: House) -> None:
    proposal = await open_about_somebody(house)
    await cover(house, text_of(proposal), BEA)
    await house.run_sql("UPDATE members SET joined_at = NULL WHERE user_id = :id", id=BEA.user_id)
    assert (await cover(house, text_of(proposal), CAL)).more_needed == 1
    assert (await cover(house, text_of(proposal), DOV)).more_needed == 0


async def test_people_of_another_server_cover_nothing_here(house: House) -> None:
    proposal = await open_about_somebody(house)
    await house.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    with pytest.raises(NoSuchProposal):
        await cover(house, text_of(proposal), elsewhere(BEA), elsewhere(CAL))
    await house.open_proposal(elsewhere(ANN))
    await cover(house, text_of(proposal), elsewhere(BEA), elsewhere(CAL))
    assert not (await house.proposal(proposal)).is_covered
    assert (await house.services.proposals.card(OTHER_GUILD, proposal.number)).is_covered


async def test_what_is_not_there_cannot_be_covered(house: House) -> None:
    with pytest.raises(NoSuchProposal):
        await cover(house, Covered(Holder.PROPOSAL, 9))
    with pytest.raises(NoSuchTask):
        await cover(house, Covered(Holder.TASK, 9))
    with pytest.raises(NoSuchDecision):
        await house.services.covers.held_by_decision(GUILD, 9)


async def test_a_text_is_covered_once_and_the_vote_about_it_holds_no_text_to_cover(house: House) -> None:
    proposal = await open_about_somebody(house)
    receipt = await cover(house, text_of(proposal))
    with pytest.raises(AlreadyCovered):
        await cover(house, text_of(proposal), DOV)
    with pytest.raises(NothingToCover):
        await cover(house, text_of(await vote_of(house, receipt)), DOV)


# ---- while it is covered


async def test_no_card_holds_a_covered_text_and_its_ballots_run_on(house: House) -> None:
    proposal = await open_about_somebody(house)
    await house.tap(EVE, "⛔", proposal)
    await house.services.ballots.explain(EVE, proposal.number, f"Ask {NAME} first.")
    await cover(house, text_of(proposal))
    assert NAME not in await everything_shown(house, proposal)
    await house.tap(DOV, "✅", proposal)
    now = await house.proposal(proposal)
    assert (now.tally.agree, now.tally.block, now.closes_at) == (1, 1, proposal.closes_at)


async def test_a_covered_choice_still_has_all_its_options_to_tap(house: House) -> None:
    receipt = await house.services.proposals.propose(
        ANN, draft("Who?", "Choose.", kind=Kind.CHOICE, options=f"{NAME}\nnobody")
    )
    choice = await house.services.proposals.card(GUILD, receipt.number)
    await cover(house, text_of(choice))
    covered = await house.proposal(choice)
    assert covered.options == ("", "")
    assert covered.form == choice.form


async def test_every_message_that_shows_a_covered_text_is_redrawn_however_long_it_takes(house: House) -> None:
    decision = await house.decide(title=f"Help {NAME}", first_tasks=f"Visit {NAME}")
    await house.services.outbox.deliver_due()
    house.board.fail(times=3)
    await cover(house, await house.services.covers.held_by_decision(GUILD, decision.number))
    house.clock.advance(timedelta(minutes=1))
    await house.services.outbox.deliver_due()
    shown: list[Any] = [house.board.shown_proposals[-1], house.board.shown_decisions[-1], house.board.shown_tasks[-1]]
    assert all(card.is_covered and card.message_id for card in shown)
    assert NAME not in repr(shown)


async def test_a_message_that_may_stand_though_its_answer_was_lost_is_redrawn_once_it_is_found(house: House) -> None:
    await open_about_somebody(house, is_posted=False)
    house.board.lose_answers(times=1)
    await house.services.outbox.deliver_due()
    assert NAME in repr(house.board.posted), "it stands, and nobody knows where"
    await cover(house, Covered(Holder.PROPOSAL, 1))
    for _ in range(3):
        house.clock.advance(timedelta(minutes=1))
        await house.services.outbox.deliver_due()
    last = house.board.shown_proposals[-1]
    assert (last.message_id, last.is_covered) == (house.board.posted[0].message_id, True)


async def test_a_message_that_is_gone_needs_no_new_picture(house: House) -> None:
    proposal = await open_about_somebody(house)
    house.board.fail(times=1, is_gone=True)
    await cover(house, text_of(proposal))
    assert await house.select("SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL") == [
        (0,)
    ]


async def test_the_first_rounds_ballot_of_a_run_off_is_covered_too(house: House) -> None:
    receipt = await house.services.proposals.propose(
        ANN, draft("Who?", f"{NAME} or not", kind=Kind.CHOICE, options="one\ntwo")
    )
    await house.services.outbox.deliver_due()
    first = await house.services.proposals.card(GUILD, receipt.number)
    for place, person in enumerate(CAST):
        await house.services.ballots.cast(person, first.number, "1" if place % 2 else "2")
    house.clock.move_to(first.closes_at - timedelta(minutes=1))
    await house.services.reading.read_open()
    house.clock.move_to(first.closes_at)
    for _ in range(2):
        await house.services.decisions.settle_due()
        house.clock.move_to((await house.proposal(first)).closes_at)
    await house.services.outbox.deliver_due()
    second = await house.proposal(first)
    assert second.message_id not in (None, first.message_id)
    await cover(house, text_of(first))
    redrawn = {card.message_id for card in house.board.shown_proposals if card.is_covered}
    assert {first.message_id, second.message_id} <= redrawn


async def test_tasks_born_while_their_proposal_is_covered_are_covered(house: House) -> None:
    proposal = await open_about_somebody(house)
    await house.all_tap(CAST, "✅", proposal)
    vote = await vote_of(house, await cover(house, text_of(proposal)))
    await house.settle(vote)
    decision = await house.settle(proposal)
    assert decision.outcome is Outcome.PASSED
    assert [task.is_covered for task in decision.tasks] == [True, True]
    assert NAME not in await everything_shown(house, proposal)


async def test_a_task_is_covered_alone_and_on_the_ballot_it_came_from(house: House) -> None:
    decision = await house.decide(title="Neighbours", first_tasks=f"Visit {NAME}\nCook")
    await house.services.outbox.deliver_due()
    await cover(house, Covered(Holder.TASK, 1))
    assert [task.title for task in await house.services.tasks.unfinished(GUILD)] == ["", "Cook"]
    proposal = await house.services.proposals.card(GUILD, decision.proposal_number)
    assert (proposal.is_covered, proposal.first_tasks) == (False, ("Cook",))
    assert house.board.shown_proposals[-1].first_tasks == ("Cook",)
    assert house.board.shown_tasks[-1].is_covered


async def test_a_task_somebody_added_by_hand_is_covered_alone(house: House) -> None:
    decision = await house.decide(title=f"Help {NAME}")
    task = await house.add_task(ANN, "Cook for everybody", decision_number=decision.number)
    await cover(house, await house.services.covers.held_by_decision(GUILD, decision.number))
    assert (await house.services.tasks.card(GUILD, task.number)).title == "Cook for everybody"
    await cover(house, Covered(Holder.TASK, task.number))
    assert (await house.services.tasks.card(GUILD, task.number)).title == ""


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
