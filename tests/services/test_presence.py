"""Presence: what the bot could not see is not decided, and lasts as much longer as it was away."""

from datetime import timedelta

import pytest

from bot.domain.prolongations import Cause
from bot.domain.proposals import State
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, OTHER_GUILD, House, elsewhere

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def go_away(house: House, *, before: timedelta, of: ProposalCard) -> None:
    """Lose the connection so long before a deadline."""
    house.clock.move_to(of.closes_at - before)
    await house.services.presence.leave()


async def come_back(house: House, *, after: timedelta) -> None:
    """Be connected again, and read, so long after now."""
    house.clock.advance(after)
    house.services.presence.arrive()
    await house.services.presence.come_back()


async def settle_due(house: House) -> None:
    """Look once, as the timetable does each second."""
    await house.services.decisions.settle_due()


def prolonged(card: ProposalCard) -> list[tuple[Cause, timedelta]]:
    """Why a vote lasts longer, and by how much."""
    return [(by.cause, by.span) for by in card.prolongations]


async def test_nothing_is_settled_while_the_bot_is_away(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    await go_away(house, before=MINUTE, of=card)
    house.clock.advance(timedelta(days=2))
    await settle_due(house)
    assert (await house.proposal(card)).state is State.OPEN


async def test_a_vote_whose_deadline_the_bot_missed_lasts_longer_by_the_time_away(house: House) -> None:
    card = await house.open_proposal()
    await go_away(house, before=HOUR, of=card)
    await come_back(house, after=5 * HOUR)
    await settle_due(house)
    after = await house.proposal(card)
    assert prolonged(after) == [(Cause.BOT_AWAY, 5 * HOUR)]
    entries = await house.select("SELECT body FROM log WHERE kind = 'prolongation'")
    assert len(entries) == 1
    assert '"cause":"bot_away"' in entries[0][0]


async def test_a_moment_away_in_the_last_half_hour_is_worth_an_hour(house: House) -> None:
    card = await house.open_proposal()
    await go_away(house, before=20 * MINUTE, of=card)
    await come_back(house, after=timedelta(seconds=2))
    assert not prolonged(await house.proposal(card)), "only a deadline prolongs"
    house.clock.move_to(card.closes_at)
    await settle_due(house)
    assert prolonged(await house.proposal(card)) == [(Cause.BOT_AWAY, HOUR)]


async def test_an_absence_that_was_over_half_an_hour_before_prolongs_nothing(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    await go_away(house, before=3 * HOUR, of=card)
    await come_back(house, after=2 * HOUR)
    decision = await house.settle(card)
    assert decision.prolongations == ()


async def test_what_was_tapped_while_the_bot_missed_the_deadline_counts(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap((ANN, BEA), "✅", card)
    await go_away(house, before=HOUR, of=card)
    house.clock.advance(4 * HOUR)
    house.miss_tap(CAL, "✅", card)
    await come_back(house, after=HOUR)
    await house.tap(DOV, "❌", card)
    now = await house.proposal(card)
    assert (now.tally, now.counters.late) == (Tally(agree=3, disagree=1), 0)
    await settle_due(house)
    assert prolonged(await house.proposal(card)) == [(Cause.BOT_AWAY, 5 * HOUR)]


async def test_who_presses_before_the_vote_is_prolonged_is_not_too_late(house: House) -> None:
    card = await house.open_proposal()
    await go_away(house, before=MINUTE, of=card)
    house.clock.advance(HOUR)
    house.services.presence.arrive()
    assert (await house.services.ballots.cast(BEA, card.number, "agree")).choice == "agree"


async def test_a_deadline_that_an_absence_did_not_touch_is_still_a_deadline(house: House) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at + MINUTE)
    await house.services.presence.leave()
    await come_back(house, after=HOUR)
    await house.tap(BEA, "✅", card)
    now = await house.proposal(card)
    assert (now.tally, now.counters.late) == (Tally(), 1)


async def test_each_absence_prolongs_again_but_72_hours_in_all(house: House) -> None:
    card = await house.open_proposal()
    for hours in (40, 30, 20):
        await go_away(house, before=MINUTE, of=card)
        await come_back(house, after=timedelta(hours=hours))
        await settle_due(house)
        card = await house.proposal(card)
        house.clock.move_to(card.closes_at)
        await settle_due(house)
        card = await house.proposal(card)
    spans = [span for cause, span in prolonged(card) if cause is Cause.BOT_AWAY]
    assert sum(spans, timedelta()) == 72 * HOUR


async def test_the_time_of_one_absence_is_given_once(house: House) -> None:
    card = await house.open_proposal()
    await go_away(house, before=10 * MINUTE, of=card)
    await come_back(house, after=5 * HOUR)
    await settle_due(house)
    house.clock.move_to((await house.proposal(card)).closes_at)
    await settle_due(house)
    after = await house.proposal(card)
    assert prolonged(after) == [(Cause.BOT_AWAY, 5 * HOUR), (Cause.BOT_AWAY, HOUR)]


async def test_one_that_cannot_be_read_waits_and_the_others_do_not(house: House) -> None:
    await house.found(elsewhere(ANN), proposals_channel_id=601)
    unreachable = await house.open_proposal()
    reachable = await house.open_proposal(elsewhere(ANN))
    await go_away(house, before=HOUR, of=unreachable)
    house.box.fail()
    await come_back(house, after=20 * MINUTE)
    house.clock.move_to(reachable.closes_at)
    house.box.fail(times=None)
    await settle_due(house)
    assert (await house.proposal(unreachable)).closes_at == unreachable.closes_at
    house.box.recover()
    await house.services.reading.read_again()
    house.clock.advance(MINUTE)
    await settle_due(house)
    assert [cause for cause, _ in prolonged(await house.proposal(unreachable))] == [Cause.BOT_AWAY]
    assert reachable.guild_id == OTHER_GUILD
    assert (await house.proposal(reachable)).closes_at > reachable.closes_at, "too few had taken part"
    assert prolonged(await house.proposal(reachable))[0][0] is Cause.QUORUM_MISSED


async def test_losing_the_connection_while_reading_is_being_away_on(house: House) -> None:
    card = await house.open_proposal()
    await go_away(house, before=MINUTE, of=card)
    house.clock.advance(MINUTE)

    async def lose_it_again() -> None:
        await house.services.presence.leave()

    house.box.meanwhile.append(lose_it_again)
    await come_back(house, after=MINUTE)
    house.clock.advance(HOUR)
    await settle_due(house)
    assert not prolonged(await house.proposal(card))
    await come_back(house, after=MINUTE)
    await settle_due(house)
    assert prolonged(await house.proposal(card)) == [(Cause.BOT_AWAY, HOUR + 3 * MINUTE)]


async def test_an_hourly_reading_without_a_connection_does_not_end_the_absence(house: House) -> None:
    card = await house.open_proposal()
    await go_away(house, before=MINUTE, of=card)
    house.clock.advance(HOUR)
    await house.services.presence.come_back()
    await settle_due(house)
    assert not prolonged(await house.proposal(card))


async def test_a_process_that_died_was_away_since_its_last_beat(house: House) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at - 2 * HOUR)
    await house.services.presence.beat()
    house.clock.advance(4 * HOUR)
    reborn = house.restarted()
    await reborn.services.presence.start()
    await settle_due(reborn)
    assert not prolonged(await reborn.proposal(card))
    await come_back(reborn, after=MINUTE)
    await settle_due(reborn)
    assert prolonged(await reborn.proposal(card)) == [(Cause.BOT_AWAY, 4 * HOUR + MINUTE)]


async def test_the_first_start_of_all_is_no_absence(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at)
    await house.services.presence.start()
    await come_back(house, after=timedelta(0))
    await settle_due(house)
    assert (await house.proposal(card)).state is State.SETTLED


async def test_an_outage_of_one_server_prolongs_only_its_own_votes(house: House) -> None:
    await house.found(elsewhere(ANN), proposals_channel_id=601)
    ours = await house.open_proposal()
    theirs = await house.open_proposal(elsewhere(ANN))
    for card in (ours, theirs):
        await house.all_tap([elsewhere(one, card.guild_id) for one in CAST], "✅", card)
    house.clock.move_to(ours.closes_at - 10 * MINUTE)
    await house.services.presence.lose(ours.guild_id)
    house.clock.move_to(theirs.closes_at)
    await settle_due(house)
    assert (await house.proposal(ours)).state is State.OPEN
    assert (await house.proposal(theirs)).state is State.SETTLED
    await house.services.presence.regain(ours.guild_id)
    await settle_due(house)
    assert prolonged(await house.proposal(ours)) == [(Cause.BOT_AWAY, HOUR)]


async def test_an_outage_misses_nothing_on_a_ballot_that_was_not_posted_yet(house: House) -> None:
    card = await house.open_proposal(is_posted=False)
    await house.services.presence.lose(card.guild_id)
    await house.services.outbox.deliver_due()
    await house.all_tap(CAST, "✅", await house.proposal(card))
    house.clock.move_to(card.closes_at)
    await settle_due(house)
    assert (await house.proposal(card)).state is State.SETTLED


async def test_the_bot_is_back_when_it_has_read_what_it_missed(house: House) -> None:
    presence = house.services.presence
    assert await presence.is_back()
    await presence.leave()
    presence.arrive()
    assert not await presence.is_back()
    await presence.come_back()
    assert await presence.is_back()


@pytest.mark.parametrize("seconds", [0, 29])
async def test_the_bot_writes_that_it_is_there_only_now_and_then(house: House, seconds: int) -> None:
    await house.services.presence.beat()
    turns = house.database.turns
    house.clock.advance(timedelta(seconds=seconds))
    await house.services.presence.beat()
    assert house.database.turns == turns
    house.clock.advance(timedelta(seconds=31))
    await house.services.presence.beat()
    assert house.database.turns == turns + 1
