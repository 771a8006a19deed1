"""Interruptions: where server, channel or bot is gone the clock stops; back in time it goes on, else it has lapsed."""

import json
from datetime import timedelta

import pytest

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.errors import VotingInterrupted
from bot.domain.proposals import State, draft
from bot.domain.tally import Tally
from tests.factories import (
    ANN,
    BEA,
    CAL,
    CAST,
    DECISIONS_CHANNEL,
    GUILD,
    LONG_AGO,
    OTHER_GUILD,
    PROPOSALS_CHANNEL,
    House,
    elsewhere,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def whats(house: House) -> list[str]:
    """What the log says of integrity, in order."""
    bodies = await house.select("SELECT body FROM log WHERE kind = 'integrity' ORDER BY sequence")
    return [json.loads(body)["what"] for (body,) in bodies]


async def lose_server(house: House) -> None:
    house.register.gone.add(GUILD)
    await house.services.interruptions.lose_server(GUILD)


async def come_back(house: House) -> None:
    house.register.gone.clear()
    await house.services.interruptions.resume_in(GUILD)


async def sweep(house: House) -> None:
    await house.services.interruptions.lapse_due()
    await house.services.reading.read_opening()
    await house.services.proposals.open_due()
    await house.services.decisions.settle_due()


async def test_while_the_bot_is_gone_the_clock_stands_still(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at - 5 * HOUR)
    await lose_server(house)
    assert (await house.proposal(card)).state is State.INTERRUPTED
    house.clock.advance(10 * DAY)
    await sweep(house)
    assert (await house.proposal(card)).state is State.INTERRUPTED
    await come_back(house)
    after = await house.proposal(card)
    assert (after.state, after.closes_at) == (State.OPEN, house.clock.now() + 5 * HOUR)
    assert after.tally == Tally(agree=6)
    assert await whats(house) == ["interrupted", "resumed"]
    assert (await house.settle(after)).outcome is Outcome.PASSED


async def test_what_was_tapped_meanwhile_is_read_when_it_goes_on(house: House) -> None:
    card = await house.open_proposal()
    await house.tap(ANN, "✅", card)
    await lose_server(house)
    house.clock.advance(DAY)
    house.miss_tap(BEA, "❌", card)
    house.put_tap(CAL, "❌", card)
    house.register.joined[GUILD, CAL.user_id] = LONG_AGO
    await house.services.inbox.drained()
    await come_back(house)
    assert (await house.proposal(card)).tally == Tally(agree=1, disagree=2)


async def test_the_panel_says_that_it_is_interrupted(house: House) -> None:
    card = await house.open_proposal()
    await lose_server(house)
    with pytest.raises(VotingInterrupted):
        await house.services.ballots.cast(BEA, card.number, Choice.AGREE)


async def test_after_thirty_days_it_has_lapsed(house: House) -> None:
    card = await house.open_proposal()
    await lose_server(house)
    house.clock.advance(30 * DAY - timedelta(seconds=1))
    await sweep(house)
    assert (await house.proposal(card)).state is State.INTERRUPTED
    house.clock.advance(timedelta(seconds=1))
    await sweep(house)
    after = await house.proposal(card)
    assert (after.state, after.outcome) == (State.SETTLED, Outcome.LAPSED)
    await come_back(house)
    assert (await house.proposal(card)).outcome is Outcome.LAPSED


async def test_what_is_interrupted_is_not_interrupted_again(house: House) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at - 5 * HOUR)
    await lose_server(house)
    house.clock.advance(DAY)
    await lose_server(house)
    assert await whats(house) == ["interrupted"]
    await come_back(house)
    assert (await house.proposal(card)).closes_at == house.clock.now() + 5 * HOUR


async def test_what_is_being_discussed_goes_on_being_discussed(house: House) -> None:
    receipt = await house.services.proposals.propose(ANN, draft("Title", "Body", discuss=24 * HOUR))
    await house.services.outbox.deliver_due()
    house.clock.advance(20 * HOUR)
    await lose_server(house)
    house.clock.advance(10 * HOUR)
    await sweep(house)
    await come_back(house)
    card = await house.services.proposals.card(GUILD, receipt.number)
    assert (card.state, card.opened_at) == (State.DISCUSSED, house.clock.now() + 4 * HOUR)
    house.clock.advance(4 * HOUR)
    await sweep(house)
    assert (await house.proposal(card)).state is State.OPEN


async def test_a_discussion_that_was_due_to_end_is_still_a_discussion(house: House) -> None:
    receipt = await house.services.proposals.propose(ANN, draft("Title", "Body", discuss=24 * HOUR))
    await house.services.outbox.deliver_due()
    house.clock.advance(24 * HOUR)
    await lose_server(house)
    house.clock.advance(HOUR)
    await come_back(house)
    assert (await house.services.proposals.card(GUILD, receipt.number)).state is State.DISCUSSED


async def test_other_servers_go_on(house: House) -> None:
    await house.found(elsewhere(ANN), proposals_channel_id=601)
    theirs = await house.open_proposal(elsewhere(ANN))
    await house.open_proposal()
    await lose_server(house)
    assert (await house.proposal(theirs)).state is State.OPEN
    assert theirs.guild_id == OTHER_GUILD


async def test_a_bot_that_comes_back_finds_out_where_it_is_not_any_more(house: House) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at - 10 * HOUR)
    await house.services.presence.beat()
    reborn = house.restarted()
    house.clock.advance(4 * HOUR)
    await reborn.services.presence.start()
    await reborn.services.interruptions.lose_all_but({OTHER_GUILD})
    house.clock.advance(DAY)
    await come_back(reborn)
    after = await reborn.proposal(card)
    assert after.closes_at == house.clock.now() + 10 * HOUR, "it was last seen ten hours before the deadline"


async def test_a_deadline_that_had_passed_unseen_leaves_no_time_and_closes_no_sooner(house: House) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at + HOUR)
    await lose_server(house)
    house.clock.advance(HOUR)
    await come_back(house)
    assert (await house.proposal(card)).closes_at == house.clock.now()


async def test_where_the_channel_is_not_there_it_does_not_go_on(house: House) -> None:
    card = await house.open_proposal()
    house.register.gone.add(PROPOSALS_CHANNEL)
    await house.services.interruptions.lose_channel(GUILD, PROPOSALS_CHANNEL)
    await house.services.interruptions.resume_due()
    assert (await house.proposal(card)).state is State.INTERRUPTED


async def test_a_reading_that_finds_no_channel_interrupts(house: House) -> None:
    card = await house.open_proposal()
    house.box.fail(is_place_gone=True)
    await house.services.reading.read_open()
    assert (await house.proposal(card)).state is State.INTERRUPTED


async def test_a_ballot_that_finds_no_channel_to_be_posted_in_interrupts(house: House) -> None:
    card = await house.open_proposal(is_posted=False)
    house.board.fail(is_place_gone=True)
    await house.services.outbox.deliver_due()
    assert (await house.proposal(card)).state is State.INTERRUPTED
    await house.services.interruptions.resume_due()
    await house.services.outbox.deliver_due()
    assert (await house.proposal(card)).message_id is not None
    assert not (await house.proposal(card)).is_bare


async def test_losing_another_channel_changes_nothing(house: House) -> None:
    card = await house.open_proposal()
    await house.services.interruptions.lose_channel(GUILD, DECISIONS_CHANNEL)
    assert (await house.proposal(card)).state is State.OPEN
    assert not await whats(house)


async def bind_by_vote(house: House, channel_id: int) -> None:
    """Do what an adopted housekeeping change does to the proposals channel."""
    await house.run_sql("UPDATE servers SET proposals_channel_id = :channel", channel=channel_id)
    await house.services.servers.follow()


async def test_taps_count_in_the_channel_that_a_vote_bound_and_in_the_one_before(house: House) -> None:
    before = await house.open_proposal()
    await bind_by_vote(house, 777)
    after = await house.open_proposal()
    channels = (before.channel_id, after.channel_id)
    assert channels == (PROPOSALS_CHANNEL, 777)
    assert all(house.services.servers.holds_ballots(channel_id) for channel_id in channels)
    await house.services.amending.withdraw(ANN, before.number)
    await house.services.servers.follow()
    assert not house.services.servers.holds_ballots(PROPOSALS_CHANNEL)


async def test_ballots_of_a_channel_bound_before_move_to_the_one_that_is_bound(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((ANN, BEA), "✅", card)
    await bind_by_vote(house, 777)
    await house.services.interruptions.lose_channel(GUILD, PROPOSALS_CHANNEL)
    await house.services.outbox.deliver_due()
    after = await house.proposal(card)
    assert (after.state, after.channel_id, after.tally) == (State.OPEN, 777, Tally(agree=2))
    assert after.thread_id not in (None, card.thread_id)
