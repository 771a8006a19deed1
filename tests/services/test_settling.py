"""Settling: once, not early, not unread, and with everything it causes in the same turn."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome, Question
from bot.domain.proposals import State
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from tests.factories import ANN, BEA, CAL, CAST, DOV, EVE, FAY, GUILD, NEW, OTHER_GUILD, House, crowd, elsewhere

ALMOST = timedelta(microseconds=1)
LAST_READ = timedelta(minutes=5)


async def settle_due(house: House) -> int:
    return await house.services.decisions.settle_due()


async def test_an_open_proposal_is_not_settled_before_its_deadline(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at - ALMOST)
    assert await settle_due(house) == 0
    assert (await house.proposal(card)).state is State.OPEN
    house.clock.move_to(card.closes_at)
    assert await settle_due(house) == 1
    assert (await house.proposal(card)).state is State.SETTLED


async def test_a_settled_proposal_is_never_settled_again(house: House) -> None:
    card = await house.open_proposal(first_tasks="Buy it")
    await house.all_tap(CAST, "✅", card)
    await house.settle(card)
    assert await settle_due(house) == 0
    assert await house.select("SELECT count(*) FROM decisions") == [(1,)]


async def test_two_sweeps_at_once_make_one_decision(house: House) -> None:
    card = await house.open_proposal(first_tasks="Buy it")
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at)
    settled = await asyncio.gather(settle_due(house), settle_due(house), settle_due(house.restarted()))
    assert sum(settled) == 1
    assert await house.select("SELECT count(*) FROM decisions") == [(1,)]
    assert await house.select("SELECT count(*) FROM tasks") == [(1,)]
    assert await house.select("SELECT last_decision FROM servers") == [(1,)]


@pytest.mark.parametrize(
    ("taps", "outcome"),
    [
        ("✅✅", Outcome.NO_QUORUM),
        ("✅✅❌", Outcome.PASSED),
        ("✅❌❌", Outcome.REJECTED),
        ("✅⚪⚪", Outcome.REJECTED),
        ("✅✅✅✅⛔⛔", Outcome.PASSED),
        ("✅✅✅⛔⛔", Outcome.REJECTED),
    ],
)
async def test_the_outcome_follows_from_the_ballots_and_the_frozen_rule(
    house: House, taps: str, outcome: Outcome
) -> None:
    card = await house.open_proposal()
    for person, emoji in zip(CAST, taps, strict=False):
        await house.tap(person, emoji, card)
    decision = await house.settle(card)
    assert decision.outcome is outcome
    assert (await house.proposal(card)).outcome is outcome


async def test_two_blocks_with_a_reason_block_and_their_objections_are_on_record(house: House) -> None:
    card = await house.open_proposal()
    for person in CAST[:4]:
        await house.tap(person, "✅", card)
    for person, reason in ((EVE, "The lease forbids it."), (FAY, "Too loud.")):
        await house.tap(person, "⛔", card)
        await house.services.ballots.explain(person, card.number, reason)
    await house.services.ballots.explain(ANN, card.number, "A reason, but no objection.")
    decision = await house.settle(card)
    assert decision.outcome is Outcome.BLOCKED
    assert sorted(str(text) for text in decision.objections) == ["The lease forbids it.", "Too loud."]
    assert [step.question for step in decision.steps if not step.held] == [Question.BLOCKS]


async def test_only_ballots_on_the_roll_decide(house: House) -> None:
    card = await house.open_proposal()
    for person in CAST[:3]:
        await house.tap(person, "✅", card)
    await house.tap(NEW, "❌", card)
    decision = await house.settle(card)
    assert (decision.tally, decision.outcome, decision.counters.newcomers) == (Tally(agree=3), Outcome.PASSED, 1)


async def test_the_last_read_begins_within_five_minutes_before_the_deadline(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST[2:5], "✅", card)
    house.box.asked.clear()
    house.clock.move_to(card.closes_at - LAST_READ - ALMOST)
    await settle_due(house)
    assert not house.box.asked
    house.clock.move_to(card.closes_at - LAST_READ)
    house.miss_tap(BEA, "✅", card)
    await settle_due(house)
    assert len(house.box.asked) == 1
    house.clock.move_to(card.closes_at)
    assert await settle_due(house) == 1
    assert len(house.box.asked) == 1, "it was read, so it is not read again"
    assert (await house.services.decisions.card(GUILD, 1)).tally == Tally(agree=4)


async def test_an_earlier_read_is_not_the_last(house: House) -> None:
    card = await house.open_proposal()
    house.clock.move_to(card.closes_at - LAST_READ - ALMOST)
    await house.services.reading.read_open()
    house.box.asked.clear()
    house.clock.move_to(card.closes_at)
    await settle_due(house)
    assert len(house.box.asked) == 1


async def test_nothing_is_settled_while_reactions_cannot_be_read(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at)
    house.box.fail(times=2)
    assert await settle_due(house) == 0
    house.clock.advance(timedelta(hours=7))
    assert await settle_due(house) == 0
    assert (await house.proposal(card)).state is State.OPEN
    assert await settle_due(house) == 1


async def test_one_unreadable_ballot_does_not_hold_up_the_others(house: House) -> None:
    first, second = await house.open_proposal(), await house.open_proposal()
    for card in (first, second):
        await house.all_tap(CAST, "✅", card)
    house.clock.move_to(second.closes_at)
    house.box.fail()
    assert await settle_due(house) == 1
    assert [(await house.proposal(card)).state for card in (first, second)] == [State.OPEN, State.SETTLED]


async def test_a_ballot_that_was_never_posted_is_not_settled(house: House) -> None:
    card = await house.open_proposal(is_posted=False)
    house.clock.move_to(card.closes_at)
    assert await settle_due(house) == 0
    assert not house.box.asked


async def test_taps_that_wait_in_the_inbox_are_written_first(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST[:3], "✅", card)
    house.clock.move_to(card.closes_at - timedelta(minutes=1))
    await settle_due(house)
    house.clock.move_to(card.closes_at - ALMOST)
    for person in CAST[3:]:
        house.put_tap(person, "✅", card)
    house.clock.move_to(card.closes_at)
    assert await settle_due(house) == 1
    assert (await house.services.decisions.card(GUILD, 1)).tally == Tally(agree=6)


async def test_first_tasks_are_born_open_in_their_order_when_it_passes(house: House) -> None:
    decision = await house.decide(first_tasks="Buy it\nHang it up")
    assert [(task.number, task.title, task.state.value, task.decision_number) for task in decision.tasks] == [
        (1, "Buy it", "open", 1),
        (2, "Hang it up", "open", 1),
    ]
    assert decision.looking == 2


async def test_what_did_not_pass_gives_birth_to_no_tasks(house: House) -> None:
    card = await house.open_proposal(first_tasks="Buy it")
    await house.all_tap(CAST, "❌", card)
    assert (await house.settle(card)).tasks == ()
    assert not await house.select("SELECT 1 FROM tasks")


async def test_record_tasks_and_notices_are_born_in_one_turn_or_not_at_all(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    card = await house.open_proposal(first_tasks="Buy it")
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at)
    await house.run_sql("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    assert await settle_due(house) == 0
    assert "disk full" in caplog.text
    for table in ("decisions", "tasks", "sealed_texts"):
        assert await house.select(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert await house.select("SELECT count(*) FROM log") == [(1,)]
    assert (await house.proposal(card)).state is State.OPEN
    await house.run_sql("DROP TRIGGER full")
    assert await settle_due(house) == 1
    assert (await house.services.decisions.card(GUILD, 1)).number == 1


async def test_a_proposal_that_cannot_be_settled_does_not_hold_up_the_others(house: House) -> None:
    odd, plain = await house.open_proposal(), await house.open_proposal(BEA)
    house.clock.move_to(max(odd.closes_at, plain.closes_at) + timedelta(hours=73))
    await house.run_sql("""CREATE TRIGGER odd BEFORE UPDATE ON proposals WHEN NEW.number = 1
        BEGIN SELECT RAISE(ABORT, 'odd'); END""")
    await settle_due(house)
    await settle_due(house)
    assert (await house.proposal(odd)).prolongations == ()
    assert (await house.proposal(plain)).prolongations != ()


async def test_what_is_owed_after_settling_is_the_decision_the_board_and_a_message_for_each_task(house: House) -> None:
    await house.decide(first_tasks="Buy it\nHang it up")
    owed = await house.select("SELECT kind, subject, channel_id FROM outbox WHERE delivered_at IS NULL ORDER BY id")
    assert owed == [("board", 0, 503), ("decision", 1, 502), ("task", 1, 503), ("task", 2, 503)]


async def test_a_settled_ballot_is_redrawn_with_its_outcome(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    await house.settle(card)
    await house.services.tally_board.flush()
    shown = house.board.shown_proposals[-1]
    assert (shown.outcome, shown.decision_number) == (Outcome.PASSED, 1)


async def test_decisions_are_numbered_and_chained_in_each_server_by_itself(house: House) -> None:
    await house.found(elsewhere(ANN), proposals_channel_id=601)
    decisions = [
        await house.decide(),
        await house.decide(elsewhere(ANN)),
        await house.decide(BEA),
    ]
    assert [(one.guild_id, one.number, one.sequence) for one in decisions] == [
        (GUILD, 1, 2),
        (OTHER_GUILD, 1, 2),
        (GUILD, 2, 3),
    ]
    assert decisions[2].previous == decisions[0].hash
    for guild_id in (GUILD, OTHER_GUILD):
        assert (await house.services.commons.verify(guild_id))[1] is None


async def test_proposals_due_together_are_settled_in_the_order_of_their_deadlines(house: House) -> None:
    cards: list[ProposalCard] = []
    for author in (CAL, BEA, ANN):
        cards.append(await house.open_proposal(author))
        await house.all_tap(CAST, "✅", cards[-1])
        house.clock.advance(timedelta(minutes=1))
    house.clock.move_to(cards[-1].closes_at)
    assert await settle_due(house) == 3
    assert [(await house.proposal(card)).decision_number for card in cards] == [1, 2, 3]


async def test_late_settling_says_when_it_closed_and_when_it_was_decided(house: House) -> None:
    card = await house.open_proposal()
    await house.all_tap(CAST, "✅", card)
    house.clock.move_to(card.closes_at + timedelta(days=2))
    decision = await house.settle(card)
    assert (decision.closed_on, decision.decided_on) == (date(2026, 5, 7), date(2026, 5, 9))
    assert decision.decided_at == house.clock.now()


async def test_a_big_vote_is_counted_exactly(house: House) -> None:
    card = await house.open_proposal()
    people = crowd(300)
    await house.all_tap(people[:200], "✅", card)
    await house.all_tap(people[200:], "❌", card)
    decision = await house.settle(card)
    assert (decision.tally, decision.outcome) == (Tally(agree=200, disagree=100), Outcome.PASSED)


async def test_one_more_voice_against_turns_it(house: House) -> None:
    card = await house.open_proposal()
    people = crowd(300)
    await house.all_tap(people[:200], "✅", card)
    await house.all_tap([*people[200:], replace(DOV)], "❌", card)
    decision = await house.settle(card)
    assert (decision.tally, decision.outcome) == (Tally(agree=200, disagree=101), Outcome.REJECTED)
    assert await house.choice_of(DOV, card) == Choice.DISAGREE
