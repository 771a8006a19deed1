"""*My vote*: casting, withdrawing and giving a reason by button or command, and every refusal."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ballots import Act, Choice
from bot.domain.errors import (
    BallotChanged,
    MissingText,
    NoBallotStands,
    NoSuchProposal,
    NotOnTheRoll,
    TextTooLong,
    VotingClosed,
)
from bot.domain.members import Standing
from bot.domain.tally import Tally
from bot.services.ballots import REASON_LIMIT
from bot.services.inbox import PanelAct
from tests.factories import ANN, BEA, CAL, CAST, DOV, FOUNDED_AT, GHOST, LONG_AGO, NEW, START, House, elsewhere, member

WEEK = timedelta(days=7)


async def test_the_panel_shows_where_somebody_stands_before_they_vote(house: House) -> None:
    card = await house.open_proposal()
    panel = await house.services.ballots.panel(BEA, card.number)
    assert (panel.proposal, panel.standing, panel.joined_at) == (card, Standing.ON_ROLL, LONG_AGO)
    assert (panel.choice, panel.cast_at, panel.reason) == (None, None, None)


async def test_the_panel_of_a_proposal_that_does_not_exist_is_refused(house: House) -> None:
    with pytest.raises(NoSuchProposal):
        await house.services.ballots.panel(BEA, 5)


@pytest.mark.parametrize("choice", Choice)
async def test_a_button_casts_a_ballot(house: House, choice: Choice) -> None:
    card = await house.open_proposal()
    panel = await house.services.ballots.cast(BEA, card.number, choice)
    assert (panel.choice, panel.cast_at) == (choice, house.clock.now())
    assert panel.proposal.tally.turnout == 1


async def test_the_last_act_counts_by_whichever_road_it_came(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.services.ballots.cast(BEA, card.number, Choice.DISAGREE)
    assert await house.choice_of(BEA, card) == Choice.DISAGREE
    await house.tap(BEA, "⚪", card)
    assert await house.choice_of(BEA, card) == Choice.ABSTAIN


async def test_taps_and_buttons_in_one_group_are_obeyed_in_their_order(house: House) -> None:
    card = await house.open_proposal()
    now = house.clock.now()
    house.put_tap(BEA, "✅", card)
    withdrawing = PanelAct(BEA, card.number, Act.WITHDRAW, now)
    explaining = PanelAct(BEA, card.number, Act.EXPLAIN, now, reason="Too dear.")
    house.services.inbox.put(withdrawing)
    house.services.inbox.put(explaining)
    house.put_tap(BEA, "❌", card)
    await house.services.inbox.drained()
    assert withdrawing.done.exception() is None
    assert isinstance(explaining.done.exception(), NoBallotStands)
    assert await house.choice_of(BEA, card) == Choice.DISAGREE


async def test_a_ballot_can_be_withdrawn_and_cast_again(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    panel = await house.services.ballots.withdraw(BEA, card.number)
    assert (panel.choice, panel.proposal.tally) == (None, Tally())
    await house.tap(BEA, "✅", card)
    assert (await house.proposal(card)).tally == Tally(agree=1)


async def test_where_no_ballot_stands_there_is_nothing_to_withdraw_or_to_explain(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(CAL, "✅", card)
    with pytest.raises(NoBallotStands):
        await house.services.ballots.withdraw(BEA, card.number)
    with pytest.raises(NoBallotStands):
        await house.services.ballots.explain(BEA, card.number, "Because.")
    assert (await house.proposal(card)).tally == Tally(agree=1)


async def test_a_block_counts_as_a_block_from_the_moment_it_has_a_reason(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "⛔", card)
    assert (await house.proposal(card)).tally == Tally(unexplained=1)
    panel = await house.services.ballots.explain(BEA, card.number, " The lease forbids it.\x00 ")
    assert (panel.choice, panel.reason) == (Choice.BLOCK, "The lease forbids it.")
    assert panel.proposal.tally == Tally(block=1)


async def test_a_block_is_resolved_by_another_choice_and_its_reason_does_not_come_along(house: House) -> None:
    card = await house.open_proposal()
    await house.services.ballots.cast(BEA, card.number, Choice.BLOCK)
    await house.services.ballots.explain(BEA, card.number, "The lease forbids it.")
    panel = await house.services.ballots.cast(BEA, card.number, Choice.ABSTAIN)
    assert (panel.reason, panel.proposal.tally) == (None, Tally(abstain=1))
    assert (await house.services.ballots.cast(BEA, card.number, Choice.BLOCK)).proposal.tally == Tally(unexplained=1)


async def test_tapping_the_same_again_keeps_the_reason(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "⛔", card)
    await house.services.ballots.explain(BEA, card.number, "The lease forbids it.")
    await house.tap(BEA, "⛔", card, is_super=True)
    assert (await house.proposal(card)).tally == Tally(block=1)


async def test_a_reason_can_be_attached_to_any_choice_and_replaced(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.services.ballots.explain(BEA, card.number, "Good.")
    panel = await house.services.ballots.explain(BEA, card.number, "Better.")
    assert (panel.choice, panel.reason, panel.proposal.tally) == (Choice.AGREE, "Better.", Tally(agree=1))


async def test_a_reason_must_say_something_and_has_room_for_so_much(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "⛔", card)
    with pytest.raises(MissingText):
        await house.services.ballots.explain(BEA, card.number, " \n ")
    with pytest.raises(TextTooLong):
        await house.services.ballots.explain(BEA, card.number, "x" * (REASON_LIMIT + 1))
    assert (await house.proposal(card)).tally == Tally(unexplained=1)


async def test_voting_on_what_does_not_exist_or_stands_in_another_server_is_refused(house: House) -> None:
    await house.found(elsewhere(ANN))
    await house.open_proposal()
    with pytest.raises(NoSuchProposal):
        await house.services.ballots.cast(BEA, 2, Choice.AGREE)
    with pytest.raises(NoSuchProposal):
        await house.services.ballots.cast(elsewhere(BEA), 1, Choice.AGREE)


async def test_the_deadline_itself_is_too_late_for_every_act_in_the_panel(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    house.clock.move_to(card.closes_at)
    ballots = house.services.ballots
    for act in (
        ballots.cast(BEA, card.number, Choice.DISAGREE),
        ballots.withdraw(BEA, card.number),
        ballots.explain(BEA, card.number, "Late."),
    ):
        with pytest.raises(VotingClosed) as refused:
            await act
        assert (refused.value.number, refused.value.closed_at) == (card.number, card.closes_at)
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.late) == (Tally(agree=1), 1)


async def test_after_settling_voting_is_closed(house: House) -> None:
    card = await house.open_proposal()
    await house.settle(card)
    with pytest.raises(VotingClosed):
        await house.services.ballots.cast(BEA, card.number, Choice.AGREE)


async def test_a_newcomer_is_told_from_when_they_vote_and_is_not_counted_as_a_tap(house: House) -> None:
    card = await house.open_proposal()
    with pytest.raises(NotOnTheRoll) as refused:
        await house.services.ballots.cast(NEW, card.number, Choice.AGREE)
    said = refused.value
    assert NEW.joined_at is not None
    assert (said.number, said.opened_at, said.joined_at) == (card.number, card.opened_at, NEW.joined_at)
    assert said.votes_from == NEW.joined_at + WEEK
    panel = await house.services.ballots.panel(NEW, card.number)
    assert (panel.standing, panel.choice, panel.votes_from) == (Standing.NEWCOMER, None, NEW.joined_at + WEEK)


async def test_what_a_newcomer_is_told_is_true_to_the_instant(house: House) -> None:
    early = await house.open_proposal()
    panel = await house.services.ballots.panel(NEW, early.number)
    assert panel.votes_from is not None
    house.clock.move_to(panel.votes_from - timedelta(seconds=1))
    still = await house.open_proposal()
    assert (await house.services.ballots.panel(NEW, still.number)).standing is Standing.NEWCOMER
    house.clock.move_to(panel.votes_from + timedelta(seconds=1))
    later = await house.open_proposal(BEA)
    assert (await house.services.ballots.panel(NEW, later.number)).standing is Standing.ON_ROLL


async def test_who_comes_in_the_first_week_is_told_that_they_vote_on_the_next_proposal(unfounded_house: House) -> None:
    house = unfounded_house
    house.clock.move_to(FOUNDED_AT + timedelta(days=1))
    await house.found()
    early = await house.open_proposal()
    joined_at = house.clock.advance(timedelta(days=1))
    late_comer = member(800, "Ida", joined_at=joined_at)
    house.clock.advance(timedelta(hours=1))
    with pytest.raises(NotOnTheRoll) as refused:
        await house.services.ballots.cast(late_comer, early.number, Choice.AGREE)
    assert refused.value.votes_from == joined_at
    later = await house.open_proposal()
    assert (await house.services.ballots.cast(late_comer, later.number, Choice.AGREE)).standing is Standing.ON_ROLL


async def test_somebody_of_whom_nobody_knows_since_when_is_told_so(house: House) -> None:
    card = await house.open_proposal()
    with pytest.raises(NotOnTheRoll) as refused:
        await house.services.ballots.cast(GHOST, card.number, Choice.AGREE)
    assert (refused.value.joined_at, refused.value.votes_from) == (None, None)
    assert (await house.services.ballots.panel(GHOST, card.number)).standing is Standing.UNKNOWN


async def test_the_earliest_join_date_counts_in_the_panel_too(house: House) -> None:
    card = await house.open_proposal()
    await house.services.ballots.cast(BEA, card.number, Choice.AGREE)
    returned = member(BEA.user_id, "Bea", joined_at=START)
    panel = await house.services.ballots.cast(returned, card.number, Choice.DISAGREE)
    assert (panel.standing, panel.joined_at, panel.choice) == (Standing.ON_ROLL, LONG_AGO, Choice.DISAGREE)


async def test_somebody_who_does_not_wait_for_the_answer_has_voted_all_the_same(house: House) -> None:
    card = await house.open_proposal()
    impatient = asyncio.create_task(house.services.ballots.cast(BEA, card.number, Choice.AGREE))
    patient = asyncio.create_task(house.services.ballots.cast(CAL, card.number, Choice.AGREE))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).choice == Choice.AGREE
    assert (await house.proposal(card)).tally == Tally(agree=2)


async def test_everybody_has_one_ballot_however_they_vote(house: House) -> None:
    card = await house.open_proposal()
    await asyncio.gather(
        *(house.services.ballots.cast(person, card.number, choice) for person in CAST for choice in Choice)
    )
    await house.all_tap(CAST, "✅", card)
    assert (await house.proposal(card)).tally == Tally(agree=len(CAST))
    assert await house.select("SELECT count(*) FROM ballots") == [(len(CAST),)]


async def test_every_act_in_the_panel_is_in_the_ledger_with_what_became_of_it(house: House) -> None:
    card = await house.open_proposal()
    await house.services.ballots.cast(DOV, card.number, Choice.BLOCK)
    await house.services.ballots.explain(DOV, card.number, "The lease forbids it.")
    await house.services.ballots.withdraw(DOV, card.number)
    with pytest.raises(NotOnTheRoll):
        await house.services.ballots.cast(NEW, card.number, Choice.AGREE)
    assert await house.select("SELECT member_id, act, choice, source, verdict FROM ledger ORDER BY id") == [
        (DOV.user_id, "cast", "block", "panel", "counted"),
        (DOV.user_id, "explain", None, "panel", "counted"),
        (DOV.user_id, "withdraw", None, "panel", "counted"),
        (NEW.user_id, "cast", "agree", "panel", "newcomer"),
    ]


async def test_a_reason_that_was_refused_explains_no_block_to_whoever_recounts(house: House) -> None:
    card = await house.open_proposal()
    await house.services.ballots.cast(BEA, card.number, Choice.BLOCK)
    with pytest.raises(BallotChanged):
        await house.services.ballots.explain(BEA, card.number, "It suits me.", choice=Choice.AGREE)
    assert await house.select("SELECT act, choice, verdict FROM ledger ORDER BY id") == [
        ("cast", "block", "counted"),
        ("explain", "agree", "noted"),
    ]
    assert (await house.proposal(card)).tally == Tally(unexplained=1)
