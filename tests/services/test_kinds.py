"""Kinds: what each kind of proposal is decided by, from proposing to the record."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.errors import NoSuchDecision, NoSuchProposal, NotBlocked
from bot.domain.prolongations import Cause
from bot.domain.proposals import Meeting
from bot.domain.reminder_refusals import NotHeldYet
from bot.domain.rules import Kind
from bot.domain.tally import Tally
from bot.services.cards import DecisionCard, ProposalCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, OTHER_GUILD, House, crowd, elsewhere

HOUR = timedelta(hours=1)


async def facts_of(house: House, number: int = 1) -> dict[str, Any]:
    """A decision as its entry in the log tells it."""
    entries = await house.select("SELECT body FROM log WHERE kind = 'decision' ORDER BY sequence")
    facts: dict[str, Any] = json.loads(entries[number - 1][0])
    return facts


async def block(house: House, card: ProposalCard, *people: Any) -> None:
    """Block, each with an objection."""
    for person in people:
        await house.tap(person, "⛔", card)
        await house.services.ballots.explain(person, card.number, f"{person.name} sees harm.")


async def blocked(house: House, **changes: Any) -> DecisionCard:
    """A decision that two blocks stopped."""
    card = await house.open_proposal(**changes)
    await house.all_tap([ANN, BEA, CAL, DOV], "✅", card)
    await block(house, card, EVE, FAY)
    decision = await house.settle(card)
    assert decision.outcome is Outcome.BLOCKED
    return decision


async def test_lazy_consent_passes_with_one_agreement_besides_the_authors(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY, first_tasks="Do it")
    await house.all_tap([ANN, BEA], "✅", card)
    decision = await house.settle(card)
    assert (decision.outcome, decision.kind, decision.tally) == (
        Outcome.PASSED,
        Kind.LAZY,
        Tally(agree=2, seconds=1),
    )
    assert [task.title for task in decision.tasks] == ["Do it"]
    assert (await facts_of(house))["tally"]["seconds"] == 1


async def test_lazy_consent_that_only_its_author_agrees_to_finds_no_support(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY, first_tasks="Do it")
    await house.tap(ANN, "✅", card)
    decision = await house.settle(card)
    assert (decision.outcome, decision.tasks, decision.prolongations) == (Outcome.NO_SUPPORT, (), ())


async def test_what_a_meeting_agreed_is_recorded_and_decided_as_lazy_consent(house: House) -> None:
    met = Meeting(date(2026, 5, 2), 14)
    card = await house.open_proposal(kind=Kind.MEETING, meeting=met)
    assert (card.kind, card.meeting, card.rule.is_lazy) == (Kind.MEETING, met, True)
    await house.tap(BEA, "✅", card)
    assert (await house.settle(card)).outcome is Outcome.PASSED


async def test_what_a_meeting_to_come_will_agree_is_not_proposed_by_the_servers_own_day(house: House) -> None:
    house.clock.move_to(datetime(2026, 5, 8, 22, 30, tzinfo=UTC))  # past midnight in Paris
    today = Meeting(date(2026, 5, 9), 14)
    with pytest.raises(NotHeldYet):
        await house.open_proposal(kind=Kind.MEETING, meeting=replace(today, met_on=date(2026, 5, 10)))
    assert (await house.open_proposal(kind=Kind.MEETING, meeting=today)).number == 1


async def test_an_agreement_is_decided_as_an_action_and_gets_a_day_of_review(house: House) -> None:
    card = await house.open_proposal(kind=Kind.AGREEMENT)
    await house.all_tap(CAST, "✅", card)
    decision = await house.settle(card)
    assert (decision.kind, decision.outcome) == (Kind.AGREEMENT, Outcome.PASSED)
    assert (await facts_of(house))["review_on"] == "2026-11-05"


@pytest.mark.parametrize(("kind", "emoji"), [(Kind.AGREEMENT, "❌"), (Kind.ACTION, "✅")])
async def test_only_an_agreement_that_passed_is_reviewed(house: House, kind: Kind, emoji: str) -> None:
    card = await house.open_proposal(kind=kind)
    await house.all_tap(CAST, emoji, card)
    await house.settle(card)
    assert (await facts_of(house))["review_on"] is None


async def test_what_is_reworked_after_a_block_is_decided_without_blocks_by_three_times_as_many(house: House) -> None:
    await blocked(house)
    card = await house.open_proposal(reworks=1)
    assert (card.reworks, card.rule.blocks, card.rule.threshold) == (1, False, Fraction(3, 4))
    assert card.form.said == ("agree", "disagree", "abstain")
    await house.all_tap([ANN, BEA, CAL], "✅", card)
    await house.tap(EVE, "⛔", card)
    await house.tap(EVE, "❌", card)
    decision = await house.settle(card)
    assert (decision.outcome, decision.tally) == (Outcome.PASSED, Tally(agree=3, disagree=1))
    assert (await facts_of(house, 2))["reworks"] == 1


async def test_two_against_three_are_too_many_for_what_is_reworked(house: House) -> None:
    await blocked(house)
    card = await house.open_proposal(reworks=1)
    await house.all_tap([ANN, BEA, CAL, DOV], "✅", card)
    await house.all_tap([EVE, FAY], "❌", card)
    assert (await house.settle(card)).outcome is Outcome.REJECTED


async def test_only_what_was_blocked_can_be_reworked(house: House) -> None:
    await house.decide()
    with pytest.raises(NotBlocked) as refused:
        await house.open_proposal(reworks=1)
    assert refused.value.number == 1
    with pytest.raises(NoSuchDecision):
        await house.open_proposal(reworks=2)


async def test_another_servers_blocked_decision_cannot_be_reworked(house: House) -> None:
    await house.found(elsewhere(ANN))
    await blocked(house)
    with pytest.raises(NoSuchDecision):
        await house.open_proposal(elsewhere(ANN, OTHER_GUILD), reworks=1)


async def test_a_new_proposal_names_the_old_one_that_it_follows(house: House) -> None:
    await house.open_proposal()
    assert (await house.open_proposal(follows=1)).follows == 1
    with pytest.raises(NoSuchProposal) as refused:
        await house.open_proposal(follows=9)
    assert refused.value.number == 9


async def test_a_block_resolved_by_its_raiser_becomes_an_abstention_and_stays_on_record(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA, CAL, DOV], "✅", card)
    await block(house, card, EVE, FAY)
    panel = await house.services.ballots.resolve(EVE, card.number)
    assert panel.choice == Choice.ABSTAIN
    decision = await house.settle(card)
    assert (decision.outcome, decision.tally) == (Outcome.PASSED, Tally(agree=4, abstain=1, block=1))
    facts = await facts_of(house)
    assert (len(facts["objections"]), len(facts["objections_resolved"])) == (1, 1)


async def test_the_stated_reasons_of_blocks_can_be_read_while_voting_lasts(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(EVE, "⛔", card)
    assert await house.services.proposals.objections(card.guild_id, card.number) == []
    await block(house, card, FAY)
    ((objection),) = await house.services.proposals.objections(card.guild_id, card.number)
    assert (objection.name, objection.text) == ("Fay", "Fay sees harm.")


async def test_exactly_two_thirds_are_enough(house: House) -> None:
    await house.all_tap(crowd(30), "✅", await house.open_proposal(DOV))
    card = await house.open_proposal(kind=Kind.AGREEMENT)
    people = crowd(9)
    await house.all_tap(people[:6], "✅", card)
    await house.all_tap(people[6:], "❌", card)
    decision = await house.settle(card)
    assert (decision.rule.quorum, decision.outcome) == (9, Outcome.PASSED)


async def test_a_prolonged_choice_says_so_in_its_record(house: House) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nTuesday")
    await house.all_tap([ANN, BEA], "1️⃣", card)
    await house.come_to_the_deadline(card)
    await house.tap(CAL, "1️⃣", card)
    decision = await house.settle(card)
    assert (decision.winner, decision.prolongations) == (1, (Cause.QUORUM_MISSED,))
