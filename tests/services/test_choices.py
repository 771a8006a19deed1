"""Choices: every tap adds an approval, the panel replaces, a tie goes into one run-off on a ballot of its own."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.approvals import ApprovalTally
from bot.domain.ballots import Act
from bot.domain.decisions import Outcome
from bot.domain.errors import NoBallotStands, NotOnOffer
from bot.domain.prolongations import Cause
from bot.domain.proposals import State
from bot.domain.rules import Kind
from bot.services.cards import Person, ProposalCard
from bot.services.inbox import PanelAct
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, GUILD, NEW, House

MONDAY, TUESDAY, WEDNESDAY, TALK = "1️⃣", "2️⃣", "3️⃣", "💬"
HOUR = timedelta(hours=1)


async def open_choice(house: House, author: Person = ANN, **changes: Any) -> ProposalCard:
    """Which evening?"""
    told: dict[str, Any] = {"title": "Which evening?", "options": "Monday\nTuesday\nWednesday", "kind": Kind.CHOICE}
    return await house.open_proposal(author, **told | changes)


async def tap_all(house: House, card: ProposalCard, *emoji: str) -> None:
    """Let the cast tap one each, in their order."""
    for person, each in zip(CAST, emoji, strict=False):
        await house.tap(person, each, card)


async def test_a_choice_is_opened_with_its_options_and_counts_approvals(house: House) -> None:
    card = await open_choice(house)
    assert card.options == ("Monday", "Tuesday", "Wednesday")
    assert (card.rule.options, card.rule.blocks, card.form.gathers) == (3, False, True)
    assert card.approvals == ApprovalTally((0, 0, 0, 0), 0)


async def test_every_tap_adds_an_approval(house: House) -> None:
    card = await open_choice(house)
    for emoji in (TUESDAY, MONDAY, TUESDAY, TALK):
        await house.tap(BEA, emoji, card)
    assert await house.choice_of(BEA, card) == "0+1+2"
    assert (await house.proposal(card)).approvals == ApprovalTally((1, 1, 1, 0), 1)


async def test_taps_of_one_person_in_one_group_add_up(house: House) -> None:
    card = await open_choice(house)
    await house.tap(BEA, WEDNESDAY, card)
    for emoji in (MONDAY, TUESDAY):
        house.put_tap(BEA, emoji, card)
    await house.services.inbox.drained()
    assert await house.choice_of(BEA, card) == "1+2+3"


async def test_untapping_takes_no_approval_back(house: House) -> None:
    card = await open_choice(house)
    await house.tap(BEA, MONDAY, card)
    await house.untap(BEA, MONDAY, card)
    assert await house.choice_of(BEA, card) == "1"


async def test_what_is_not_on_offer_is_just_a_reaction(house: House) -> None:
    card = await open_choice(house)
    for emoji in ("4️⃣", "✅", "⛔", "🎉"):
        await house.tap(BEA, emoji, card)
    assert await house.choice_of(BEA, card) is None


async def test_the_panel_says_the_whole_ballot_and_replaces_what_was_tapped(house: House) -> None:
    card = await open_choice(house)
    await house.tap(BEA, MONDAY, card)
    await house.tap(BEA, TUESDAY, card)
    panel = await house.services.ballots.cast(BEA, card.number, "2+3")
    assert panel.choice == "2+3"
    await house.tap(BEA, TALK, card)
    assert await house.choice_of(BEA, card) == "0+2+3"


async def test_taps_and_panel_in_one_group_are_obeyed_in_their_order(house: House) -> None:
    card = await open_choice(house)
    now = house.clock.now()
    house.put_tap(BEA, MONDAY, card)
    house.services.inbox.put(PanelAct(BEA, card.number, Act.CAST, now, "2"))
    house.put_tap(BEA, WEDNESDAY, card)
    house.put_tap(CAL, MONDAY, card)
    house.services.inbox.put(PanelAct(CAL, card.number, Act.WITHDRAW, now))
    house.put_tap(CAL, TUESDAY, card)
    await house.services.inbox.drained()
    assert [await house.choice_of(person, card) for person in (BEA, CAL)] == ["2+3", "2"]


async def test_a_whole_ballot_may_be_withdrawn_and_begun_anew(house: House) -> None:
    card = await open_choice(house)
    await house.tap(BEA, MONDAY, card)
    await house.services.ballots.withdraw(BEA, card.number)
    assert (await house.proposal(card)).turnout == 0
    await house.tap(BEA, TUESDAY, card)
    assert await house.choice_of(BEA, card) == "2"


@pytest.mark.parametrize("ballot", ["4", "agree", "1+4", "", "+"])
async def test_a_ballot_that_says_what_is_not_on_offer_is_refused(house: House, ballot: str) -> None:
    card = await open_choice(house)
    with pytest.raises(NotOnOffer) as refused:
        await house.services.ballots.cast(BEA, card.number, ballot)
    assert refused.value.number == card.number
    assert not await house.select("SELECT 1 FROM ledger")


async def test_there_is_no_block_to_resolve_on_a_choice(house: House) -> None:
    card = await open_choice(house)
    await house.tap(BEA, MONDAY, card)
    with pytest.raises(NoBallotStands):
        await house.services.ballots.resolve(BEA, card.number)


async def test_a_newcomers_approvals_are_support(house: House) -> None:
    card = await open_choice(house)
    await house.tap(NEW, MONDAY, card)
    await house.tap(NEW, TUESDAY, card)
    shown = await house.proposal(card)
    assert (shown.turnout, shown.counters.newcomers) == (0, 1)


async def test_missed_approvals_all_count_whatever_was_known_before(house: House) -> None:
    card = await open_choice(house)
    await house.tap(BEA, MONDAY, card)
    house.miss_tap(BEA, TUESDAY, card)
    house.miss_tap(BEA, WEDNESDAY, card)
    house.miss_tap(CAL, MONDAY, card)
    house.miss_tap(CAL, TALK, card)
    await house.services.reading.read_open()
    assert [await house.choice_of(person, card) for person in (BEA, CAL)] == ["1+2+3", "0+1"]
    assert (await house.proposal(card)).counters.unclear == 0


async def test_no_reaction_is_ever_taken_off_a_choice(house: House) -> None:
    card = await open_choice(house)
    await house.tap(BEA, MONDAY, card)
    await house.tap(BEA, TUESDAY, card)
    await house.services.ballots.cast(BEA, card.number, "3")
    await house.services.tidying.sweep()
    assert house.box.taken_off == []


async def test_the_option_ahead_with_half_of_those_taking_part_wins(house: House) -> None:
    card = await open_choice(house, first_tasks="Book the room")
    await tap_all(house, card, TUESDAY, TUESDAY, TUESDAY, MONDAY, WEDNESDAY)
    await house.tap(EVE, MONDAY, card)
    decision = await house.settle(card)
    assert (decision.outcome, decision.winner) == (Outcome.PASSED, 2)
    assert (decision.approvals, decision.turnout) == (ApprovalTally((0, 2, 3, 1), 5), 5)
    assert decision.options == ("Monday", "Tuesday", "Wednesday")
    assert [task.title for task in decision.tasks] == ["Book the room"]
    shown = await house.proposal(card)
    assert (shown.winner, shown.approvals) == (2, decision.approvals)


@pytest.mark.parametrize(
    "taps",
    [
        (TALK, TALK, TALK, MONDAY),
        (TALK, TALK, MONDAY, MONDAY),
        (MONDAY, MONDAY, TUESDAY, WEDNESDAY, TALK),
    ],
    ids=["keep discussing on top", "keep discussing tied", "less than half"],
)
async def test_where_no_option_is_ahead_with_half_nothing_is_decided(house: House, taps: tuple[str, ...]) -> None:
    card = await open_choice(house, first_tasks="Book the room")
    await tap_all(house, card, *taps)
    decision = await house.settle(card)
    assert (decision.outcome, decision.winner, decision.tasks) == (Outcome.NOT_DECIDED, None, ())
    assert (await house.proposal(card)).run_off == ()


async def tie(house: House) -> ProposalCard:
    """A choice at whose deadline Monday and Wednesday are on top."""
    card = await open_choice(house)
    await tap_all(house, card, MONDAY, MONDAY, WEDNESDAY, WEDNESDAY, TUESDAY)
    await house.come_to_the_deadline(card)
    await house.services.outbox.deliver_due()
    return await house.proposal(card)


async def test_a_tie_on_top_begins_a_run_off_of_a_day_with_no_ballot_cast(house: House) -> None:
    run_off = await tie(house)
    assert (run_off.state, run_off.run_off) == (State.OPEN, (1, 3))
    assert run_off.closes_at == house.clock.now() + 24 * HOUR
    assert run_off.approvals == ApprovalTally((0, 0, 0, 0), 0)
    assert run_off.form.said == ("1", "3")
    assert not await house.select("SELECT 1 FROM decisions")


async def test_a_run_off_has_a_ballot_message_of_its_own(house: House) -> None:
    run_off = await tie(house)
    first, second = house.board.standing("P-1")
    assert (first.message_id != second.message_id, run_off.message_id) == (True, second.message_id)
    assert run_off.message_id in house.board.threads
    first_ballot = (await house.proposal(run_off)).message_id == first.message_id
    assert not first_ballot


async def test_the_reactions_of_the_first_round_say_nothing_in_the_run_off(house: House) -> None:
    run_off = await tie(house)
    await house.services.reading.read_open()
    first = house.board.standing("P-1")[0]
    assert (await house.proposal(run_off)).turnout == 0
    assert first.message_id != run_off.message_id


async def test_in_a_run_off_only_those_on_top_can_be_approved_of(house: House) -> None:
    run_off = await tie(house)
    await house.tap(BEA, TUESDAY, run_off)
    await house.tap(BEA, TALK, run_off)
    with pytest.raises(NotOnOffer):
        await house.services.ballots.cast(BEA, run_off.number, "2")
    await house.tap(BEA, WEDNESDAY, run_off)
    assert await house.choice_of(BEA, run_off) == "3"


async def test_the_run_off_decides(house: House) -> None:
    run_off = await tie(house)
    await tap_all(house, run_off, WEDNESDAY, WEDNESDAY, WEDNESDAY, MONDAY)
    decision = await house.settle(run_off)
    assert (decision.outcome, decision.winner) == (Outcome.PASSED, 3)
    ((body,),) = await house.select("SELECT body FROM log WHERE kind = 'decision'")
    facts = json.loads(body)
    assert (facts["run_off"], facts["winner"]) == ([1, 3], 3)
    assert facts["tally"] == {"approvals": [0, 1, 0, 3], "turnout": 4}
    assert (await house.services.commons.verify(GUILD))[1] is None


async def test_a_second_tie_decides_nothing(house: House) -> None:
    run_off = await tie(house)
    await tap_all(house, run_off, WEDNESDAY, WEDNESDAY, MONDAY, MONDAY)
    decision = await house.settle(run_off)
    assert (decision.outcome, decision.winner) == (Outcome.NOT_DECIDED, None)


async def test_a_run_off_that_too_few_come_to_is_prolonged_like_any_vote(house: House) -> None:
    run_off = await tie(house)
    await tap_all(house, run_off, WEDNESDAY, WEDNESDAY)
    after = await house.come_to_the_deadline(run_off)
    assert [by.cause for by in after.prolongations] == [Cause.QUORUM_MISSED]
    await house.tap(DOV, WEDNESDAY, run_off)
    assert (await house.settle(run_off)).winner == 3


async def test_another_option_on_top_in_the_last_six_hours_gives_a_day_more(house: House) -> None:
    card = await open_choice(house)
    await tap_all(house, card, MONDAY, MONDAY, MONDAY, TUESDAY, TUESDAY)
    house.clock.move_to(card.closes_at - HOUR)
    for person in (ANN, FAY):
        await house.tap(person, TUESDAY, card)
    after = await house.come_to_the_deadline(card)
    assert [(by.cause, by.span) for by in after.prolongations] == [(Cause.LATE_TURN, 24 * HOUR)]
    assert (await house.settle(card)).winner == 2


async def test_published_lines_of_a_choice_say_the_options_approved_of(house: House) -> None:
    card = await open_choice(house)
    await tap_all(house, card, MONDAY, MONDAY, MONDAY, TUESDAY, TUESDAY, MONDAY)
    await house.tap(ANN, TUESDAY, card)
    await house.tap(BEA, TALK, card)
    await house.settle(card)
    ((body,),) = await house.select("SELECT body FROM log WHERE kind = 'decision'")
    assert sorted(line["choice"] for line in json.loads(body)["ballots"]) == ["0+1", "1", "1", "1+2", "2", "2"]
    assert await house.choice_of(CAL, card) == "1"


async def test_a_secret_choice_is_approved_of_in_the_panel_only(house: House) -> None:
    card = await open_choice(house, is_secret=True)
    await house.tap(BEA, MONDAY, card)
    assert await house.choice_of(BEA, card) is None
    for person in CAST[:3]:
        await house.services.ballots.cast(person, card.number, "1+2")
    await house.services.ballots.cast(CAST[3], card.number, "2")
    shown = await house.proposal(card)
    assert (shown.approvals, shown.turnout) == (None, 4)
    decision = await house.settle(card)
    assert (decision.winner, decision.approvals) == (2, ApprovalTally((0, 3, 4, 0), 4))
