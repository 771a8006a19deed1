"""Integrity: clearing reactions and deleting the message change no ballot; the bot puts back what went, and says so."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.integrity import Happening
from bot.domain.proposals import State, draft
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from bot.services.inbox import Tap
from tests.factories import ANN, BEA, CAL, DOV, EVE, GUILD, House

HOUR = timedelta(hours=1)


async def entries(house: House) -> list[dict[str, Any]]:
    """What the log says of integrity."""
    return [json.loads(body) for (body,) in await house.select("SELECT body FROM log WHERE kind = 'integrity'")]


async def read(house: House) -> None:
    """Read everything, deliver what that owes; a second goes by."""
    house.clock.advance(timedelta(seconds=1))
    await house.services.reading.read_open()
    await house.services.outbox.deliver_due()
    house.clock.advance(timedelta(seconds=1))


async def delete_ballot(house: House, card: ProposalCard) -> ProposalCard:
    """Delete the ballot message, and have the bot find out."""
    house.box.fail(is_gone=True)
    await read(house)
    return await house.proposal(card)


async def test_cleared_reactions_are_put_back_and_change_no_ballot(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((ANN, BEA, CAL), "✅", card)
    assert card.message_id is not None
    house.box.clear(card.message_id)
    await read(house)
    after = await house.proposal(card)
    assert (after.tally, after.counters.untapped) == (Tally(agree=3), 3)
    assert card.message_id not in house.box.own_gone
    assert [note.what for note in after.notes] == [Happening.REACTIONS_GONE]
    (entry,) = await entries(house)
    assert (entry["what"], entry["proposal"], entry["on"]) == ("reactions_gone", card.number, "2026-05-04")


async def test_one_missing_reaction_of_the_bots_own_is_enough(house: House) -> None:
    card = await house.open_proposal()
    assert card.message_id is not None
    house.box.own_gone[card.message_id] = {"⛔"}
    await read(house)
    assert len(house.board.calls("furnish")) == 2


async def test_reactions_that_this_ballot_does_not_have_are_not_missed(house: House) -> None:
    card = await house.open_proposal()
    assert card.message_id is not None
    house.box.own_gone[card.message_id] = {"💬", "1\u20e3"}
    await read(house)
    assert len(house.board.calls("furnish")) == 1


async def test_reactions_are_put_back_three_times_a_day(house: House) -> None:
    card = await house.open_proposal()
    assert card.message_id is not None
    for _ in range(5):
        house.box.clear(card.message_id)
        await read(house)
        house.clock.advance(HOUR)
    assert len(await entries(house)) == 3
    assert card.message_id in house.box.own_gone
    house.clock.advance(24 * HOUR)
    await read(house)
    assert len(await entries(house)) == 4
    assert card.message_id not in house.box.own_gone


async def test_what_is_not_yet_put_on_is_not_missing(house: House) -> None:
    card = await house.open_proposal(is_posted=False)
    house.board.fail(times=None)
    house.clock.advance(timedelta(seconds=1))
    await house.services.outbox.deliver_due()
    house.board.recover()
    await house.services.outbox.deliver_due()
    assert not await entries(house)
    assert card.message_id is None


async def test_a_listing_from_before_the_reactions_were_put_on_notes_nothing(house: House) -> None:
    card = await house.open_proposal()
    assert card.message_id is not None
    house.box.clear(card.message_id)
    await house.services.reading.read_open()

    async def put_back_meanwhile() -> None:
        house.clock.advance(timedelta(seconds=1))
        await house.services.outbox.deliver_due()

    house.box.meanwhile.append(put_back_meanwhile)
    await house.services.reading.read_open()
    assert len(await entries(house)) == 1


async def test_a_deleted_ballot_comes_back_without_its_text_and_with_its_old_discussion(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((ANN, BEA), "✅", card)
    after = await delete_ballot(house, card)
    assert after.message_id not in (None, card.message_id)
    assert (after.is_bare, after.thread_id) == (True, card.thread_id)
    assert after.tally == Tally(agree=2)
    assert after.body == card.body, "*Read* shows it"
    (entry,) = await entries(house)
    assert (entry["what"], entry["proposal"]) == ("ballot_gone", card.number)


async def test_taps_on_the_new_message_count_and_those_on_the_old_one_are_forgotten(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((ANN, BEA), "✅", card)
    after = await delete_ballot(house, card)
    await house.tap(BEA, "❌", after)
    house.miss_tap(ANN, "❌", after)
    await read(house)
    assert (await house.proposal(card)).tally == Tally(disagree=2)
    assert card.message_id is not None
    old = Tap(GUILD, card.message_id, CAL.user_id, "✅", False, False, house.clock.now(), "Cal", CAL.joined_at)
    house.services.inbox.put(old)
    await house.services.inbox.drained()
    assert (await house.proposal(card)).tally == Tally(disagree=2)


async def test_the_same_tap_again_on_the_new_message_is_a_tap(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((ANN, BEA), "✅", card)
    after = await delete_ballot(house, card)
    assert after.counters.untapped == 2
    house.miss_tap(ANN, "✅", after)
    await read(house)
    now = await house.proposal(card)
    assert (now.tally, now.counters.untapped) == (Tally(agree=2), 1)


async def test_a_ballot_is_put_back_three_times_a_day_together_with_its_reactions(house: House) -> None:
    card = await house.open_proposal()
    for _ in range(2):
        card = await delete_ballot(house, card)
        house.clock.advance(HOUR)
    assert card.message_id is not None
    house.box.clear(card.message_id)
    await read(house)
    stays_away = await delete_ballot(house, card)
    assert stays_away.message_id == card.message_id
    assert len(house.board.standing(f"P-{card.number}")) == 3
    house.clock.advance(25 * HOUR)
    assert (await delete_ballot(house, card)).message_id != card.message_id


async def test_a_reading_that_found_the_ballot_before_it_was_replaced_writes_nothing(house: House) -> None:
    card = await house.open_proposal()
    house.miss_tap(DOV, "✅", card)

    async def replace_it_meanwhile() -> None:
        house.box.fail(is_gone=True)
        await house.services.reading.read_open()

    house.box.meanwhile.append(replace_it_meanwhile)
    await house.services.reading.read_open()
    assert (await house.proposal(card)).tally == Tally()


async def test_a_ballot_that_was_deleted_and_cannot_be_posted_again_is_settled_from_the_record(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((ANN, BEA, CAL, DOV, EVE), "✅", card)
    house.clock.advance(HOUR)
    house.box.fail(is_gone=True)
    await house.services.reading.read_open()
    house.board.fail(times=None)
    await house.services.outbox.deliver_due()
    decision = await house.settle(card)
    assert decision.tally == Tally(agree=5)


async def test_a_ballot_whose_message_went_before_it_was_furnished_is_looked_after(house: House) -> None:
    receipt = await house.services.proposals.propose(ANN, draft("Title", "Body"))

    async def break_furnishing() -> None:
        house.board.fail(is_gone=True)

    house.board.meanwhile.append(break_furnishing)
    await house.services.outbox.deliver_due()
    house.box.fail(is_gone=True)
    await house.services.reading.read_again()
    await house.services.outbox.deliver_due()
    card = await house.services.proposals.card(GUILD, receipt.number)
    assert card.is_bare
    assert card.thread_id is not None


async def test_a_ballot_that_turns_out_to_be_gone_as_it_is_redrawn_is_put_back_soon(house: House) -> None:
    card = await house.open_proposal()
    await house.services.amending.amend(ANN, card.number, draft("Another title", "Body"))
    house.board.fail(is_gone=True)
    await house.services.outbox.deliver_due()
    house.box.fail(is_gone=True)
    await house.services.reading.read_again()
    await house.services.outbox.deliver_due()
    again = await house.proposal(card)
    assert (again.message_id != card.message_id, again.is_bare) == (True, True)
    assert [posted.message_id for posted in house.board.standing("P-1")][-1] == again.message_id


async def test_a_ballot_that_discord_refuses_makes_no_other_vote_wait(house: House) -> None:
    await house.open_proposal(title="Refused", is_posted=False)
    house.board.fail(is_gone=True)
    other = await house.open_proposal(BEA)
    assert [each.state for each in await house.services.proposals.open_cards(GUILD)] == [State.OPEN, State.OPEN]
    assert (await house.proposal(other)).message_id is not None


async def test_a_settled_ballot_is_not_put_back(house: House) -> None:
    card = await house.open_proposal()
    await house.settle(card)
    await delete_ballot(house, card)
    assert not await entries(house)
    assert (await house.proposal(card)).state is State.SETTLED


@pytest.mark.parametrize("is_secret", [True, False])
async def test_a_secret_ballot_has_no_reactions_to_miss_but_comes_back_all_the_same(
    house: House, is_secret: bool
) -> None:
    receipt = await house.services.proposals.propose(ANN, draft("Title", "Body", is_secret=is_secret))
    await house.services.outbox.deliver_due()
    card = await house.services.proposals.card(GUILD, receipt.number)
    assert card.message_id is not None
    house.clock.advance(HOUR)
    house.box.clear(card.message_id)
    await read(house)
    assert len(await entries(house)) == (0 if is_secret else 1)
    assert (await delete_ballot(house, card)).is_bare
