"""Covering: two voters cover a text that exposes a person, everybody votes on it, and no card holds it meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.covers import (
    AlreadyCovered,
    Covered,
    Holder,
    NotAVoterYet,
    NothingToCover,
)
from bot.domain.decisions import Outcome
from bot.domain.errors import (
    NoSuchDecision,
    NoSuchProposal,
    NoSuchTask,
)
from bot.domain.proposals import draft
from bot.domain.rules import Kind
from bot.services.cards import Person
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, GHOST, GUILD, NEW, OTHER_GUILD, House, elsewhere
from tests.services.exposed import NAME, cover, everything_shown, log_of, open_about_somebody, text_of, vote_of

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


async def test_what_would_be_refused_is_refused_before_somebody_is_asked_whether_they_mean_it(house: House) -> None:
    proposal = await open_about_somebody(house)
    check = house.services.covers.check
    await check(BEA, text_of(proposal))
    with pytest.raises(NotAVoterYet):
        await check(NEW, text_of(proposal))
    with pytest.raises(NoSuchTask):
        await check(BEA, Covered(Holder.TASK, 9))
    assert (await cover(house, text_of(proposal), CAL)).more_needed == 1, "whoever only looks has not asked"
    await cover(house, text_of(proposal), BEA)
    with pytest.raises(AlreadyCovered):
        await check(DOV, text_of(proposal))


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
