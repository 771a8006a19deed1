"""Amending, taking back and discussing first: what authors may do, until somebody else has voted."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.errors import (
    CannotAmend,
    NoSuchProposal,
    NotTheAuthor,
    VotingClosed,
)
from bot.domain.proposals import State, draft
from bot.domain.rules import Kind
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from bot.services.ports import Unreachable
from tests.factories import ANN, BEA, CAL, DOV, GHOST, NEW, House, member

HOUR = timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
BETTER = draft("Rent a projector", "Buying is too dear.", "Ask around")


async def amend(house: House, card: ProposalCard) -> ProposalCard:
    """Change the text as its author."""
    return await house.services.amending.amend(ANN, card.number, BETTER)


async def test_an_author_amends_the_text_and_the_clock_begins_anew(house: House) -> None:
    card = await house.open_proposal(first_tasks="Buy it")
    house.clock.advance(10 * HOUR)
    now = house.clock.now()
    amended = await amend(house, card)
    assert (amended.title, amended.body, amended.first_tasks) == (
        "Rent a projector",
        "Buying is too dear.",
        ("Ask around",),
    )
    assert (amended.opened_at, amended.closes_at) == (now, now + 72 * HOUR)
    assert (amended.number, amended.message_id, amended.state) == (card.number, card.message_id, State.OPEN)


async def test_an_amended_ballot_is_redrawn(house: House) -> None:
    card = await house.open_proposal()
    await house.services.tally_board.flush()
    house.clock.advance(HOUR)
    await amend(house, card)
    await house.services.tally_board.flush()
    assert house.board.shown_proposals[-1].title == "Rent a projector"


async def test_the_discussion_is_named_after_the_title_as_it_is_now(house: House) -> None:
    card = await house.open_proposal()
    assert card.thread_id is not None
    await amend(house, card)
    await house.services.outbox.deliver_due()
    assert house.board.thread_names[card.thread_id] == "P-1 · Rent a projector"


@pytest.mark.parametrize("state", ["is_place_gone", "is_refused"])
async def test_a_discussion_that_cannot_be_renamed_is_left_as_it_is(house: House, state: str) -> None:
    card = await house.open_proposal()
    await amend(house, card)
    renaming = house.board.calls("name_discussion")
    house.board.meanwhile.append(partial(_break, house, Unreachable("cannot be renamed", **{state: True})))
    await house.services.outbox.deliver_due()
    assert len(house.board.calls("name_discussion")) == len(renaming) + 1
    assert await house.select("SELECT count(*) FROM outbox WHERE delivered_at IS NULL") == [(0,)]


async def test_a_discussion_that_is_out_of_reach_is_renamed_later(house: House) -> None:
    card = await house.open_proposal()
    assert card.thread_id is not None
    await amend(house, card)
    house.board.meanwhile.append(partial(_break, house, Unreachable("no answer came")))
    await house.services.outbox.deliver_due()
    assert card.thread_id not in house.board.thread_names
    house.clock.advance(HOUR)
    await house.services.outbox.deliver_due()
    assert house.board.thread_names[card.thread_id] == "P-1 · Rent a projector"


async def _break(house: House, fault: Unreachable) -> None:
    """Break what is asked of the board next."""
    house.board.break_with(fault, times=1)


async def test_amending_clears_the_authors_ballot_and_forgets_the_old_reactions(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(ANN, "✅", card)
    await house.tap(NEW, "✅", card)
    await amend(house, card)
    await house.services.reading.read_open()
    shown = await house.proposal(card)
    assert (shown.tally, shown.counters.newcomers) == (Tally(), 0)
    await house.untap(ANN, "✅", card)
    await house.tap(ANN, "✅", card)
    assert (await house.proposal(card)).tally == Tally(agree=1)


async def test_the_roll_is_frozen_anew_when_a_proposal_is_amended(house: House) -> None:
    card = await house.open_proposal()
    came_since = member(700, "Since", joined_at=card.opened_at + HOUR)
    house.clock.advance(9 * 24 * HOUR)
    house.clock.move_to(card.closes_at - HOUR)
    amended = await amend(house, card)
    await house.tap(came_since, "✅", amended)
    assert (await house.proposal(card)).counters.newcomers == 1, "here for less than a week"
    assert amended.opened_at == house.clock.now() - A_SECOND


async def test_an_amended_choice_offers_its_new_options_by_reaction_too(house: House) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nTuesday")
    furnished = len(house.board.calls("furnish"))
    wanted = draft("Which evening?", "Of these.", kind=Kind.CHOICE, options="Monday\nTuesday\nSunday")
    amended = await house.services.amending.amend(ANN, card.number, wanted)
    await house.services.outbox.deliver_due()
    assert amended.form.said == ("1", "2", "3", "0")
    ((shown,),) = house.board.calls("furnish")[furnished:]
    assert shown.form.emoji == ("1️⃣", "2️⃣", "3️⃣", "💬")
    await house.tap(BEA, "3️⃣", amended)
    assert await house.choice_of(BEA, amended) == "3"


async def test_a_lazy_consent_that_its_author_turned_is_lazy_again_once_amended(house: House) -> None:
    card = await house.open_proposal(kind=Kind.LAZY)
    await house.tap(ANN, "❌", card)
    assert not (await house.proposal(card)).rule.is_lazy
    amended = await amend(house, card)
    assert (amended.rule.is_lazy, amended.turned_at) == (True, None)


async def test_what_was_prolonged_before_it_was_amended_has_all_its_time_again(house: House) -> None:
    card = await house.open_proposal()
    await house.come_to_the_deadline(card)
    amended = await amend(house, card)
    assert (amended.prolongations, amended.closes_at) == ((), house.clock.now() + 72 * HOUR)
    assert len((await house.come_to_the_deadline(card)).prolongations) == 1


@pytest.mark.parametrize("road", ["tap", "panel", "reading"])
async def test_from_the_first_ballot_of_another_member_the_text_stands(house: House, road: str) -> None:
    card = await house.open_proposal()
    match road:
        case "tap":
            await house.tap(BEA, "✅", card)
        case "panel":
            await house.services.ballots.cast(BEA, card.number, Choice.ABSTAIN)
        case _:
            house.miss_tap(BEA, "❌", card)
            await house.services.reading.read_open()
    for act in (amend(house, card), house.services.amending.withdraw(ANN, card.number)):
        with pytest.raises(CannotAmend) as refused:
            await act
        assert refused.value.number == card.number
    assert (await house.proposal(card)).title == card.title
    assert not (await house.services.ballots.panel(ANN, card.number)).may_change


async def test_the_text_stands_though_the_other_took_their_ballot_back(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(BEA, "✅", card)
    await house.services.ballots.withdraw(BEA, card.number)
    with pytest.raises(CannotAmend):
        await amend(house, card)


async def test_the_text_stands_in_a_run_off_that_nobody_has_come_to_yet(house: House) -> None:
    card = await house.open_proposal(kind=Kind.CHOICE, options="Monday\nTuesday")
    await house.all_tap([ANN, BEA], "1️⃣", card)
    await house.all_tap([CAL, DOV], "2️⃣", card)
    assert (await house.come_to_the_deadline(card)).run_off == (1, 2)
    with pytest.raises(CannotAmend):
        await amend(house, card)
    with pytest.raises(CannotAmend):
        await house.services.amending.withdraw(ANN, card.number)


async def test_taps_that_do_not_count_do_not_bind_the_author(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(NEW, "✅", card)
    await house.tap(GHOST, "✅", card)
    await house.tap(ANN, "✅", card)
    assert (await house.services.ballots.panel(ANN, card.number)).may_change
    assert (await amend(house, card)).title == "Rent a projector"


async def test_nobody_but_the_author_changes_a_proposal_or_takes_it_back(house: House) -> None:
    card = await house.open_proposal()
    amending = house.services.amending
    for act in (
        amending.check(BEA, card.number),
        amending.amend(BEA, card.number, BETTER),
        amending.withdraw(BEA, card.number),
    ):
        with pytest.raises(NotTheAuthor) as refused:
            await act
        assert refused.value.number == card.number
    assert await house.proposal(card) == card


async def test_only_the_author_is_told_that_they_may_change_it_until_another_has_voted(house: House) -> None:
    card = await house.open_proposal()
    may_change = house.services.amending.may_change
    assert [await may_change(person, card.number) for person in (ANN, BEA)] == [True, False]
    await house.tap(ANN, "✅", card)
    assert await may_change(ANN, card.number)
    await house.tap(BEA, "✅", card)
    assert not await may_change(ANN, card.number)
    with pytest.raises(NoSuchProposal):
        await may_change(ANN, 7)


async def test_a_proposal_that_is_not_there_cannot_be_changed(house: House) -> None:
    with pytest.raises(NoSuchProposal):
        await house.services.amending.check(ANN, 7)


async def test_an_author_is_shown_the_text_that_is_about_to_change(house: House) -> None:
    card = await house.open_proposal()
    assert await house.services.amending.check(ANN, card.number) == card


async def test_a_proposal_taken_back_stands_in_the_log_and_makes_room(house: House) -> None:
    card = await house.open_proposal(first_tasks="Buy it")
    await house.tap(ANN, "✅", card)
    house.clock.advance(HOUR)
    ended = await house.services.amending.withdraw(ANN, card.number)
    assert (ended.state, ended.outcome, ended.decision_number) == (State.SETTLED, Outcome.WITHDRAWN, 1)
    decision = await house.services.decisions.card(card.guild_id, 1)
    assert (decision.outcome, decision.tasks, decision.title) == (Outcome.WITHDRAWN, (), card.title)
    assert decision.decided_at == house.clock.now()
    assert (await house.services.commons.verify(card.guild_id))[1] is None
    for _ in range(3):
        await house.open_proposal()


async def test_voting_on_what_was_taken_back_is_over(house: House) -> None:
    card = await house.open_proposal()
    await house.services.amending.withdraw(ANN, card.number)
    with pytest.raises(VotingClosed):
        await house.services.ballots.cast(BEA, card.number, Choice.AGREE)
    with pytest.raises(CannotAmend):
        await house.services.amending.withdraw(ANN, card.number)
    house.clock.move_to(card.closes_at)
    assert await house.services.decisions.settle_due() == 0


async def test_reactions_that_were_unclear_before_the_text_was_changed_are_unclear_no_more(house: House) -> None:
    card = await house.open_proposal()
    for emoji in ("✅", "❌"):
        house.miss_tap(BEA, emoji, card)
    await house.services.reading.read_open()
    assert (await house.proposal(card)).counters.unclear == 1
    assert (await amend(house, card)).counters.unclear == 0
