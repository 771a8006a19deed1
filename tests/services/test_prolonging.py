"""Prolonging: what a deadline finds makes a vote last longer, each cause once, on the ballot and in the log."""

import json
from datetime import timedelta

import pytest

from bot.domain.decisions import Outcome
from bot.domain.prolongations import Cause
from bot.domain.proposals import State
from bot.domain.rules import Kind
from bot.services.cards import Person, ProposalCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, NEW, START, House

HOUR = timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
AGREE, DISAGREE, ABSTAIN, BLOCK = "✅", "❌", "⚪", "⛔"


def prolonged(card: ProposalCard) -> list[tuple[Cause, timedelta]]:
    """Why a vote lasts longer, and by how much."""
    return [(by.cause, by.span) for by in card.prolongations]


async def come_before_the_deadline(house: House, card: ProposalCard, span: timedelta) -> None:
    """Go to an instant before the deadline as it stands now."""
    house.clock.move_to((await house.proposal(card)).closes_at - span)


async def test_a_quorum_missed_at_the_deadline_prolongs_once_by_72_hours_and_then_nothing_is_decided(
    house: House,
) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA], AGREE, card)
    after = await house.come_to_the_deadline(card)
    assert (after.state, after.closes_at) == (State.OPEN, card.closes_at + 72 * HOUR)
    assert prolonged(after) == [(Cause.QUORUM_MISSED, 72 * HOUR)]
    ended = await house.come_to_the_deadline(card)
    assert (ended.outcome, prolonged(ended)) == (Outcome.NO_QUORUM, [(Cause.QUORUM_MISSED, 72 * HOUR)])


async def test_who_comes_in_the_added_time_is_counted(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA], AGREE, card)
    await house.come_to_the_deadline(card)
    await house.tap(CAL, AGREE, card)
    decision = await house.settle(card)
    assert (decision.outcome, decision.tally.agree) == (Outcome.PASSED, 3)
    assert decision.prolongations == (Cause.QUORUM_MISSED,)


async def test_a_newcomer_does_not_make_up_the_quorum(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA, NEW], AGREE, card)
    assert prolonged(await house.come_to_the_deadline(card)) == [(Cause.QUORUM_MISSED, 72 * HOUR)]


async def test_a_prolongation_stands_in_the_log_and_in_the_record_in_days(house: House) -> None:
    card = await house.open_proposal()
    await house.settle(card)
    ((prolongation,),) = await house.select("SELECT body FROM log WHERE kind = 'prolongation'")
    told = json.loads(prolongation)
    assert {key: told[key] for key in ("cause", "kind", "proposal", "until_on")} == {
        "cause": "quorum_missed",
        "kind": "prolongation",
        "proposal": 1,
        "until_on": "2026-05-10",
    }
    ((record,),) = await house.select("SELECT body FROM log WHERE kind = 'decision'")
    assert json.loads(record)["prolongations"] == [{"cause": "quorum_missed", "until_on": "2026-05-10"}]
    assert (await house.services.commons.verify(card.guild_id))[1] is None


async def test_a_prolonged_ballot_is_redrawn_with_its_reason(house: House) -> None:
    card = await house.open_proposal()
    await house.services.tally_board.flush()
    await house.come_to_the_deadline(card)
    await house.services.tally_board.flush()
    assert prolonged(house.board.shown_proposals[-1]) == [(Cause.QUORUM_MISSED, 72 * HOUR)]


@pytest.mark.parametrize(
    ("early", "late", "outcome"),
    [
        ("✅✅", "✅", Outcome.PASSED),
        ("✅✅✅", "❌❌", Outcome.REJECTED),
        ("✅❌❌", "✅✅✅", Outcome.PASSED),
        ("✅✅✅✅⛔", "⛔", Outcome.BLOCKED),
    ],
)
async def test_a_quorum_reached_or_an_outcome_turned_in_the_last_six_hours_prolongs_once_by_24(
    house: House, early: str, late: str, outcome: Outcome
) -> None:
    card = await house.open_proposal()
    for person, emoji in zip(CAST, early, strict=False):
        await _say(house, card, person, emoji)
    await come_before_the_deadline(house, card, 6 * HOUR)
    for person, emoji in zip(CAST[len(early) :], late, strict=False):
        await _say(house, card, person, emoji)
    after = await house.come_to_the_deadline(card)
    assert (after.state, after.closes_at) == (State.OPEN, card.closes_at + 24 * HOUR)
    assert prolonged(after) == [(Cause.LATE_TURN, 24 * HOUR)]
    ended = await house.come_to_the_deadline(card)
    assert (ended.outcome, len(ended.prolongations)) == (outcome, 1)


async def _say(house: House, card: ProposalCard, person: Person, emoji: str) -> None:
    """Tap; a block with its objection."""
    await house.tap(person, emoji, card)
    if emoji == BLOCK:
        await house.services.ballots.explain(person, card.number, "It does harm.")


async def test_what_turned_a_moment_before_the_last_six_hours_is_not_prolonged(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA], AGREE, card)
    await come_before_the_deadline(house, card, 6 * HOUR + A_SECOND)
    await house.tap(CAL, AGREE, card)
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.PASSED


async def test_late_ballots_that_turn_nothing_prolong_nothing(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA, CAL], AGREE, card)
    await come_before_the_deadline(house, card, HOUR)
    await house.all_tap([DOV, EVE], AGREE, card)
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.PASSED


async def test_an_outcome_that_turned_and_turned_back_in_time_prolongs_nothing(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA, CAL], AGREE, card)
    await come_before_the_deadline(house, card, 2 * HOUR)
    await house.all_tap([DOV, EVE], DISAGREE, card)
    await house.all_tap([DOV, EVE], AGREE, card)
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.PASSED


async def test_a_ballot_withdrawn_late_turns_the_outcome_too(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA, CAL, DOV], AGREE, card)
    await house.all_tap([EVE, FAY], DISAGREE, card)
    await come_before_the_deadline(house, card, HOUR)
    await house.services.ballots.withdraw(ANN, card.number)
    assert prolonged(await house.come_to_the_deadline(card)) == [(Cause.LATE_TURN, 24 * HOUR)]


async def test_a_reason_given_late_turns_the_outcome_too(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA, CAL, DOV], AGREE, card)
    await house.all_tap([EVE, FAY], BLOCK, card)
    await come_before_the_deadline(house, card, HOUR)
    for person in (EVE, FAY):
        await house.services.ballots.explain(person, card.number, "It does harm.")
    assert prolonged(await house.come_to_the_deadline(card)) == [(Cause.LATE_TURN, 24 * HOUR)]
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.BLOCKED


async def test_causes_follow_one_another_each_once(house: House) -> None:
    card = await house.open_proposal()
    await house.come_to_the_deadline(card)
    await come_before_the_deadline(house, card, HOUR)
    await house.all_tap([ANN, BEA, CAL], AGREE, card)
    await house.come_to_the_deadline(card)
    await come_before_the_deadline(house, card, HOUR)
    await house.all_tap([DOV, EVE], DISAGREE, card)
    ended = await house.come_to_the_deadline(card)
    assert prolonged(ended) == [(Cause.QUORUM_MISSED, 72 * HOUR), (Cause.LATE_TURN, 24 * HOUR)]
    assert (ended.outcome, ended.closes_at) == (Outcome.REJECTED, START + (72 + 72 + 24) * HOUR)


async def test_a_quorum_that_is_lost_again_after_a_late_turn_is_waited_for_once(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap([ANN, BEA], AGREE, card)
    await come_before_the_deadline(house, card, HOUR)
    await house.tap(CAL, AGREE, card)
    await house.come_to_the_deadline(card)
    await house.services.ballots.withdraw(CAL, card.number)
    after = await house.come_to_the_deadline(card)
    assert prolonged(after) == [(Cause.LATE_TURN, 24 * HOUR), (Cause.QUORUM_MISSED, 72 * HOUR)]
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.NO_QUORUM


async def test_a_quorum_that_is_lost_late_in_the_added_time_gives_the_others_a_day_to_answer(house: House) -> None:
    card = await house.open_proposal()
    await house.come_to_the_deadline(card)
    await house.all_tap([ANN, BEA, CAL], AGREE, card)
    await come_before_the_deadline(house, card, HOUR)
    await house.services.ballots.withdraw(CAL, card.number)
    after = await house.come_to_the_deadline(card)
    assert prolonged(after) == [(Cause.QUORUM_MISSED, 72 * HOUR), (Cause.LATE_TURN, 24 * HOUR)]
    await house.tap(DOV, AGREE, card)
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.PASSED


async def test_the_bot_away_prolongs_before_the_count_is_looked_at_and_the_count_may_prolong_after(
    house: House,
) -> None:
    card = await house.open_proposal()
    await come_before_the_deadline(house, card, HOUR)
    await house.services.presence.leave()
    house.clock.advance(3 * HOUR)
    house.services.presence.arrive()
    await house.services.presence.come_back()
    after = await house.come_to_the_deadline(card)
    assert prolonged(after) == [(Cause.BOT_AWAY, 3 * HOUR)]
    after = await house.come_to_the_deadline(card)
    assert prolonged(after) == [(Cause.BOT_AWAY, 3 * HOUR), (Cause.QUORUM_MISSED, 72 * HOUR)]
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.NO_QUORUM


async def test_a_lazy_consent_seconded_in_the_last_six_hours_gives_the_others_a_day(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    await come_before_the_deadline(house, card, HOUR)
    await house.tap(BEA, AGREE, card)
    assert prolonged(await house.come_to_the_deadline(card)) == [(Cause.LATE_TURN, 24 * HOUR)]
    assert (await house.come_to_the_deadline(card)).outcome is Outcome.PASSED


async def test_a_lazy_consent_nobody_seconds_ends_at_its_deadline(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.tap(ANN, AGREE, card)
    ended = await house.come_to_the_deadline(card)
    assert (ended.outcome, ended.prolongations) == (Outcome.NO_SUPPORT, ())
