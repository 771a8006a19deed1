"""The outbox: what is owed is delivered once, in order, however often the way there or back fails."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.domain.ballots import Choice
from bot.services.cards import DecisionCard, ProposalCard, TaskCard
from tests.factories import ANN, CAST, DECISIONS_CHANNEL, GUILD, PROPOSALS_CHANNEL, TASKS_CHANNEL, House

A_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
async def without_a_board(house: House) -> None:
    """Every task owes the board a picture as well; here it would only be counted along."""
    await house.run_sql(
        "CREATE TRIGGER without_a_board AFTER INSERT ON outbox WHEN NEW.kind IN ('board', 'show-board') "
        "BEGIN DELETE FROM outbox WHERE id = NEW.id; END"
    )


async def deliver(house: House) -> int:
    return await house.services.outbox.deliver_due()


async def deliver_all(house: House) -> None:
    """Sweep until nothing is owed any more, time passing between the sweeps."""
    for _ in range(40):
        await deliver(house)
        if not await house.select("SELECT 1 FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL"):
            return
        house.clock.advance(timedelta(minutes=20))
    pytest.fail("something is owed for ever")


async def test_a_ballot_is_posted_and_then_furnished(house: House) -> None:
    card = await house.open_proposal(is_posted=False)
    assert await deliver(house) == 2
    (posted,) = house.board.posted
    assert isinstance(posted.notice.content, ProposalCard)
    assert (posted.notice.channel_id, posted.notice.mark) == (PROPOSALS_CHANNEL, "P-1")
    shown = await house.proposal(card)
    assert (shown.message_id, shown.thread_id) == (posted.message_id, house.board.threads[posted.message_id])


async def test_a_decision_and_its_tasks_are_posted_where_they_belong(house: House) -> None:
    await house.decide(first_tasks="Buy it")
    assert await deliver(house) == 2
    decision, task = house.board.posted[1:]
    assert isinstance(decision.notice.content, DecisionCard)
    assert isinstance(task.notice.content, TaskCard)
    assert (decision.notice.channel_id, decision.notice.mark) == (DECISIONS_CHANNEL, "D-1")
    assert (task.notice.channel_id, task.notice.mark) == (TASKS_CHANNEL, "T-1")
    assert (await house.services.tasks.card(GUILD, 1)).message_id == task.message_id
    assert await house.select("SELECT channel_id, message_id FROM decisions") == [
        (DECISIONS_CHANNEL, decision.message_id)
    ]


async def test_what_was_delivered_is_not_delivered_again(house: House) -> None:
    await house.open_proposal()
    await house.add_task()
    await deliver(house)
    house.clock.advance(timedelta(days=3))
    assert await deliver(house) == 0
    assert await deliver(house.restarted()) == 0
    assert len(house.board.posted) == 2


async def test_notices_go_out_in_the_order_in_which_they_were_owed(house: House) -> None:
    for author in CAST[:3]:
        await house.open_proposal(author, is_posted=False)
    await house.add_task()
    await deliver(house)
    assert [message.notice.mark for message in house.board.posted] == ["P-1", "P-2", "P-3", "T-1"]


async def test_each_notice_keeps_its_own_nonce_through_all_attempts(house: House) -> None:
    await house.add_task()
    await house.add_task()
    house.board.fail(times=4)
    await deliver_all(house)
    nonces: dict[str, set[str]] = {}
    for notice, _ in house.board.calls("post"):
        nonces.setdefault(notice.mark, set()).add(notice.nonce)
    assert all(len(kept) == 1 and len(next(iter(kept))) <= 25 for kept in nonces.values())
    assert nonces["T-1"] != nonces["T-2"]


async def test_a_notice_shows_what_is_true_when_it_is_delivered(house: House) -> None:
    card = await house.open_proposal(is_posted=False)
    await house.services.ballots.cast(ANN, card.number, Choice.AGREE)
    await deliver(house)
    (posted,) = house.board.posted
    assert isinstance(posted.notice.content, ProposalCard)
    assert posted.notice.content.tally.agree == 1


async def test_a_lost_answer_is_found_by_its_mark_and_not_posted_again(house: House) -> None:
    await house.add_task()
    tried_at = house.clock.now()
    house.board.lose_answers()
    assert await deliver(house) == 0
    assert len(house.board.standing("T-1")) == 1
    house.clock.advance(A_MINUTE)
    assert await deliver(house) == 1
    (only,) = house.board.standing("T-1")
    assert [since for _, since in house.board.calls("post")] == [None, tried_at]
    assert (await house.services.tasks.card(GUILD, 1)).message_id == only.message_id


async def test_every_answer_lost_for_hours_still_leaves_one_message_each(house: House) -> None:
    house.board.lose_answers(times=9)
    card = await house.open_proposal(is_posted=False)
    await house.add_task()
    await deliver_all(house)
    assert [len(house.board.standing(mark)) for mark in ("P-1", "T-1")] == [1, 1]
    assert len(house.board.threads) == 1
    assert (await house.proposal(card)).thread_id


async def test_a_crash_between_sending_and_writing_it_down_leads_to_a_search(house: House) -> None:
    await house.add_task()
    await house.run_sql(
        "CREATE TRIGGER crash BEFORE UPDATE OF delivered_at ON outbox BEGIN SELECT RAISE(ABORT, 'power cut'); END"
    )
    await deliver(house)
    assert len(house.board.standing("T-1")) == 1
    await house.run_sql("DROP TRIGGER crash")
    house.clock.advance(timedelta(hours=1))
    await house.restarted().services.outbox.deliver_due()
    assert len(house.board.standing("T-1")) == 1
    assert (await house.services.tasks.card(GUILD, 1)).message_id == house.board.posted[0].message_id


async def test_an_attempt_is_written_down_before_it_is_made(house: House) -> None:
    await house.add_task()
    seen: list[object] = []

    async def look() -> None:
        seen.extend(await house.select("SELECT attempts, first_tried_at IS NOT NULL, delivered_at FROM outbox"))

    house.board.meanwhile.append(look)
    await deliver(house)
    assert seen == [(1, 1, None)]


async def test_attempts_are_spaced_out_up_to_a_quarter_of_an_hour(house: House) -> None:
    await house.add_task()
    house.board.fail(times=14)
    pauses: list[float] = []
    for _ in range(14):
        await deliver(house)
        ((due_in,),) = await house.select(
            "SELECT (julianday(due_at) - julianday(:now)) * 86400 FROM outbox",
            now=house.clock.now().replace(tzinfo=None),
        )
        pauses.append(due_in)
        house.clock.advance(timedelta(seconds=due_in + 1))
    for attempt, pause in enumerate(pauses):
        expected = min(2**attempt, 900)
        assert 0.8 * expected - 0.1 <= pause <= 1.2 * expected + 0.1
    assert await deliver(house) == 1


async def test_before_its_time_nothing_is_tried_again(house: House) -> None:
    await house.add_task()
    house.board.fail()
    await deliver(house)
    assert await deliver(house) == 0
    assert len(house.board.calls("post")) == 1
    house.clock.advance(A_MINUTE)
    assert await deliver(house) == 1


async def test_a_place_that_asks_for_a_rest_is_left_alone_for_at_least_that_long(house: House) -> None:
    for _ in range(12):
        await house.add_task()
    house.board.fail(times=None, rest=timedelta(hours=1))
    await deliver(house)
    house.board.recover()
    house.clock.advance(timedelta(minutes=59, seconds=59))
    assert await deliver(house) == 0
    house.clock.advance(timedelta(minutes=13))
    assert await deliver(house) == 12


async def test_what_was_owed_to_a_place_that_is_gone_is_given_up(house: House) -> None:
    await house.add_task()
    house.board.fail(is_gone=True)
    assert await deliver(house) == 0
    house.clock.advance(timedelta(days=1))
    assert await deliver(house) == 0
    assert await house.select("SELECT given_up_at IS NOT NULL, delivered_at, fault FROM outbox") == [
        (1, None, "the fake is down")
    ]


async def test_one_notice_in_trouble_does_not_hold_up_the_others(house: House) -> None:
    await house.add_task()
    await house.add_task()
    house.board.fail()
    assert await deliver(house) == 1
    assert [message.notice.mark for message in house.board.posted] == ["T-2"]
    house.clock.advance(A_MINUTE)
    await deliver(house)
    assert [message.notice.mark for message in house.board.posted] == ["T-2", "T-1"]


async def test_a_notice_that_nobody_knows_how_to_send_does_not_hold_up_the_others(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    await house.add_task()
    await house.add_task()
    house.board.break_with(ValueError("no emoji has this name"))
    assert await deliver(house) == 1
    assert [message.notice.mark for message in house.board.posted] == ["T-2"]
    house.clock.advance(A_MINUTE)
    assert await deliver(house) == 1


async def test_a_ballot_that_could_not_be_furnished_is_furnished_later(house: House) -> None:
    card = await house.open_proposal(is_posted=False)

    async def go_down() -> None:
        house.board.fail()

    house.board.meanwhile.append(go_down)
    assert await deliver(house) == 1
    assert (await house.proposal(card)).thread_id is None
    house.clock.advance(A_MINUTE)
    assert await deliver(house) == 1
    assert (await house.proposal(card)).thread_id is not None


async def test_a_ballot_that_went_before_it_was_furnished_is_furnished_where_it_stands_again(house: House) -> None:
    card = await house.open_proposal(is_posted=False)

    async def go_down() -> None:
        house.board.fail()

    house.board.meanwhile.append(go_down)
    await deliver(house)
    house.box.fail(is_gone=True)
    await house.services.reading.read_open()
    assert (await house.proposal(card)).message_id is None
    house.clock.advance(A_MINUTE)
    await deliver_all(house)
    again = await house.proposal(card)
    assert [facts[0].message_id for facts in house.board.calls("furnish")][1:] == [again.message_id]
    assert again.thread_id is not None


async def test_a_furnished_ballot_that_cannot_be_read_is_delivered_all_the_same(house: House) -> None:
    house.box.fail()
    card = await house.open_proposal()
    assert card.thread_id is not None
    assert await deliver(house) == 0


async def test_two_sweeps_at_once_deliver_once(house: House) -> None:
    await house.add_task()
    assert sorted(await asyncio.gather(deliver(house), deliver(house))) == [0, 1]
    assert len(house.board.posted) == 1


async def test_what_another_sweep_took_meanwhile_is_not_sent_again(house: House) -> None:
    await house.add_task()
    await house.add_task()

    async def another_process() -> None:
        await house.run_sql("UPDATE outbox SET delivered_at = owed_at WHERE subject = 2")

    house.board.meanwhile.append(another_process)
    assert await deliver(house) == 1
    assert [message.notice.mark for message in house.board.posted] == ["T-1"]


async def test_more_than_one_sweep_holds_goes_out_in_one_call(house: House) -> None:
    for _ in range(130):
        await house.add_task()
    assert await deliver(house) == 130


async def test_what_is_of_no_use_any_more_is_not_sent_and_warns_of_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.add_task(ANN)
    await house.services.tasks.claim(ANN, 1)
    await house.services.tasks.release(ANN, 1)
    await deliver(house)
    assert house.board.threads == {}
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []
