"""The charter: one change at a time, by vote and within bounds, judged by the stricter and in force a day later."""

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from bot.domain.charter import Principle
from bot.domain.decisions import Outcome
from bot.domain.errors import (
    ChangeUnderway,
    NoSuchSetting,
    NotAValue,
    NothingChanges,
    NotSetUp,
    OutsideBounds,
    PartOfTheCore,
    UnknownTimeZone,
)
from bot.domain.rules import Kind, ServerRules
from bot.services.cards import DecisionCard, Person, ProposalCard
from bot.services.charter import Change, change_draft
from tests.factories import ANN, BEA, CAST, DOV, GUILD, House, crowd, elsewhere

HOUR = timedelta(hours=1)


async def wanted(house: House, setting: str, typed: str) -> Change:
    """A change, read as it was typed."""
    return await house.services.charter.check(GUILD, setting, typed)


async def put_to_the_vote(house: House, setting: str, typed: str, author: Person = ANN) -> ProposalCard:
    """Propose a change, and have its ballot posted."""
    draft = change_draft(await wanted(house, setting, typed), "A change", "It is time.")
    receipt = await house.services.proposals.propose(author, draft)
    await house.services.outbox.deliver_due()
    return await house.services.proposals.card(GUILD, receipt.number)


async def adopt(house: House, setting: str, typed: str) -> DecisionCard:
    """Change something by everybody's vote."""
    card = await put_to_the_vote(house, setting, typed)
    for person in CAST:
        await house.services.ballots.cast(person, card.number, "agree")
    decision = await house.settle(card)
    assert decision.outcome is Outcome.PASSED
    return decision


async def a_day_later(house: House) -> int:
    """Let a change come into force."""
    house.clock.advance(24 * HOUR)
    return await house.services.charter.bring_into_force()


async def values(house: House) -> dict[str, Any]:
    """The numbers in force."""
    (card,) = [each for each in await house.services.charter.versions(GUILD) if each.is_in_force]
    return dict(card.values)


async def test_a_server_is_founded_with_version_one_and_the_usual_numbers(house: House) -> None:
    (card,) = await house.services.charter.versions(GUILD)
    assert (card.version, card.is_in_force, card.decision_number) == (1, True, None)
    assert (card.values["voting_hours"], card.values["threshold"]) == (72, Fraction(2, 3))


async def test_a_server_that_was_not_founded_has_no_charter(house: House) -> None:
    with pytest.raises(NotSetUp):
        await house.services.charter.versions(404)


async def test_a_change_is_voted_on_for_a_week_by_half_as_many_again(house: House) -> None:
    await house.all_tap(crowd(30), "✅", await house.open_proposal(DOV))
    card = await put_to_the_vote(house, "voting_hours", "5 days")
    assert card.kind is Kind.CHARTER
    assert card.change is not None
    assert (card.change["setting"], card.change["old"], card.change["new"]) == ("voting_hours", "72", "120")
    assert (card.rule.quorum, card.rule.threshold, card.closes_at) == (
        14,
        Fraction(3, 4),
        card.opened_at + timedelta(days=7),
    )


async def test_a_change_that_passed_is_in_force_a_day_later_and_not_before(house: House) -> None:
    decision = await adopt(house, "voting_hours", "5 days")
    assert (await values(house))["voting_hours"] == 72
    house.clock.advance(24 * HOUR - timedelta(microseconds=1))
    assert await house.services.charter.bring_into_force() == 0
    house.clock.advance(timedelta(microseconds=1))
    assert await house.services.charter.bring_into_force() == 1
    assert await house.services.charter.bring_into_force() == 0
    assert (await values(house))["voting_hours"] == 120
    newest, founding = await house.services.charter.versions(GUILD)
    assert (newest.version, newest.decision_number, newest.in_force_at) == (
        2,
        decision.number,
        decision.decided_at + 24 * HOUR,
    )
    assert (founding.version, founding.is_in_force) == (1, False)


async def test_a_version_enters_the_log_with_the_decision_that_adopted_it(house: House) -> None:
    decision = await adopt(house, "voting_hours", "5 days")
    entries = await house.select("SELECT body FROM log WHERE kind = 'charter' ORDER BY sequence")
    facts = json.loads(entries[-1][0])
    assert (facts["version"], facts["decision"], facts["in_force_on"]) == (2, decision.number, "2026-05-12")
    assert facts["rules"] == replace(ServerRules(), voting=timedelta(hours=120)).facts()
    assert (await house.services.commons.verify(GUILD))[1] is None


async def test_proposals_that_run_keep_their_numbers_and_new_ones_have_the_new(house: House) -> None:
    await adopt(house, "voting_hours", "5 days")
    running = await house.open_proposal(BEA)
    await a_day_later(house)
    assert (await house.proposal(running)).closes_at == running.opened_at + 72 * HOUR
    opened = await house.open_proposal(BEA)
    assert opened.closes_at == opened.opened_at + 120 * HOUR


@pytest.mark.parametrize(
    ("setting", "typed", "quorum", "threshold"),
    [
        ("strong_threshold", "9/10", 14, Fraction(9, 10)),
        ("strong_threshold", "51%", 14, Fraction(3, 4)),
        ("quorum_factor", "2", 27, Fraction(3, 4)),
        ("quorum_factor", "0.5", 14, Fraction(3, 4)),
    ],
)
async def test_a_change_is_judged_by_the_stricter_of_old_and_new(
    house: House, setting: str, typed: str, quorum: int, threshold: Fraction
) -> None:
    await house.all_tap(crowd(30), "✅", await house.open_proposal(DOV))
    card = await put_to_the_vote(house, setting, typed)
    assert (card.rule.quorum, card.rule.threshold) == (quorum, threshold)


async def test_changes_of_different_numbers_one_after_the_other_are_all_in_force(house: House) -> None:
    await adopt(house, "voting_hours", "5 days")
    await adopt(house, "tenure_days", "3")
    await a_day_later(house)
    assert [each.version for each in await house.services.charter.versions(GUILD)] == [3, 2, 1]
    now = await values(house)
    assert (now["voting_hours"], now["tenure_days"]) == (120, 3)


async def test_two_changes_that_pass_within_a_day_do_not_undo_each_other(house: House) -> None:
    cards = [await put_to_the_vote(house, *change) for change in (("voting_hours", "5 days"), ("tenure_days", "3"))]
    for card in cards:
        for person in CAST:
            await house.services.ballots.cast(person, card.number, "agree")
    for card in cards:
        await house.settle(card)
    assert await a_day_later(house) == 2
    now = await values(house)
    assert (now["voting_hours"], now["tenure_days"]) == (120, 3)


async def test_what_did_not_pass_changes_nothing(house: House) -> None:
    card = await put_to_the_vote(house, "voting_hours", "5 days")
    for person in CAST:
        await house.services.ballots.cast(person, card.number, "disagree")
    await house.settle(card)
    assert len(await house.services.charter.versions(GUILD)) == 1


async def test_of_one_setting_one_change_at_a_time(house: House) -> None:
    card = await put_to_the_vote(house, "voting_hours", "5 days")
    with pytest.raises(ChangeUnderway) as refused:
        await wanted(house, "voting_hours", "4 days")
    assert (refused.value.setting, refused.value.number) == ("voting_hours", card.number)
    assert (await wanted(house, "tenure_days", "3")).new == "3"


async def test_two_who_propose_the_same_change_at_once_do_not_both_open_it(house: House) -> None:
    changes = [await wanted(house, "voting_hours", "5 days") for _ in range(2)]
    await house.services.proposals.propose(ANN, change_draft(changes[0], "A change", "It is time."))
    with pytest.raises(ChangeUnderway):
        await house.services.proposals.propose(BEA, change_draft(changes[1], "A change", "It is time."))


@pytest.mark.parametrize("principle", Principle)
async def test_the_entrenched_core_is_named_and_refused(house: House, principle: Principle) -> None:
    with pytest.raises(PartOfTheCore) as refused:
        await wanted(house, principle, "off")
    assert refused.value.principle == principle


@pytest.mark.parametrize(
    ("setting", "typed", "refusal"),
    [
        ("weights", "2", NoSuchSetting),
        ("voting_hours", "23 hours", OutsideBounds),
        ("voting_hours", "72 hours", NothingChanges),
        ("voting_hours", "soon", NotAValue),
        ("time_zone", "Atlantis", UnknownTimeZone),
        ("time_zone", "europe/paris", NothingChanges),
        ("language", "en", NothingChanges),
        ("digest_time", "Montag 18 Uhr", NothingChanges),
        ("digest_time", "monday 18:30", NotAValue),
        ("proposals_channel", "<#501>", NothingChanges),
        ("proposals_channel", "general", NotAValue),
        ("tasks_channel", "<@&7>", NotAValue),
        ("coordinators_role", "no", NothingChanges),
        ("coordinators_role", "<#501>", NotAValue),
        ("publishes", "yes", NothingChanges),
        ("publishes", "perhaps", NotAValue),
    ],
)
async def test_what_cannot_be_proposed_is_refused_before_anybody_votes(
    house: House, setting: str, typed: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await wanted(house, setting, typed)


@pytest.mark.parametrize(
    ("setting", "typed", "column", "value"),
    [
        ("time_zone", "america/lima", "time_zone", "America/Lima"),
        ("language", "es", "language", "es"),
        ("digest_time", "viernes 9:00", "digest_time", "friday 09:00"),
        ("proposals_channel", "<#601>", "proposals_channel_id", 601),
        ("decisions_channel", "602", "decisions_channel_id", 602),
        ("tasks_channel", "<#603>", "tasks_channel_id", 603),
        ("coordinators_role", "<@&77>", "coordinators_role_id", 77),
    ],
)
async def test_housekeeping_goes_by_lazy_consent_and_holds_at_once(
    house: House, setting: str, typed: str, column: str, value: object
) -> None:
    card = await put_to_the_vote(house, setting, typed)
    assert (card.kind, card.rule.is_lazy) == (Kind.LAZY, True)
    await house.tap(BEA, "✅", card)
    await house.settle(card)
    assert await house.select(f"SELECT {column} FROM servers") == [(value,)]
    assert len(await house.services.charter.versions(GUILD)) == 1


async def test_somebody_against_housekeeping_makes_an_action_vote_of_it(house: House) -> None:
    card = await put_to_the_vote(house, "language", "es")
    await house.tap(BEA, "❌", card)
    assert (await house.proposal(card)).rule.kind is Kind.ACTION


async def test_publication_is_switched_off_as_a_mandate_is_recalled(house: House) -> None:
    card = await put_to_the_vote(house, "publishes", "no")
    assert (card.kind, card.rule.kind) == (Kind.CHARTER, Kind.RECALL)
    assert (card.rule.is_secret, card.rule.is_strict, card.rule.blocks) == (True, True, False)
    for person, choice in zip(CAST, ("agree", "agree", "agree", "disagree", "disagree"), strict=False):
        await house.services.ballots.cast(person, card.number, choice)
    assert (await house.settle(card)).outcome is Outcome.PASSED
    assert not (await house.services.servers.get(GUILD)).publishes


async def test_which_of_the_last_decisions_would_have_ended_otherwise_is_told(house: House) -> None:
    for emoji in ("✅", "❌"):
        card = await house.open_proposal()
        await house.all_tap(CAST[:4], "✅", card)
        await house.all_tap(CAST[4:], emoji, card)
        await house.settle(card)
    otherwise = await house.services.charter.would_have_ended(GUILD, await wanted(house, "threshold", "3/4"))
    assert [(each.decision.number, each.decision.outcome, each.outcome) for each in otherwise] == [
        (2, Outcome.PASSED, Outcome.REJECTED)
    ]
    assert await house.services.charter.would_have_ended(GUILD, await wanted(house, "tenure_days", "3")) == []


async def test_a_choice_that_too_few_would_have_come_to_is_told_too_and_what_was_taken_back_is_not(
    house: House,
) -> None:
    await house.all_tap(crowd(30), "✅", await house.open_proposal(DOV))
    choice = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nTuesday")
    await house.all_tap(crowd(10), "1️⃣", choice)
    await house.settle(choice)
    await house.services.amending.withdraw(ANN, (await house.open_proposal()).number)
    otherwise = await house.services.charter.would_have_ended(GUILD, await wanted(house, "quorum_factor", "2"))
    assert [(each.decision.outcome, each.outcome) for each in otherwise] == [(Outcome.PASSED, Outcome.NO_QUORUM)]


async def test_housekeeping_would_have_changed_no_decision(house: House) -> None:
    await house.decide()
    assert await house.services.charter.would_have_ended(GUILD, await wanted(house, "language", "es")) == []


async def test_each_server_has_a_charter_of_its_own(house: House) -> None:
    await house.found(elsewhere(ANN), proposals_channel_id=601)
    await adopt(house, "voting_hours", "5 days")
    await a_day_later(house)
    theirs = await house.open_proposal(elsewhere(ANN))
    assert theirs.closes_at == theirs.opened_at + 72 * HOUR
