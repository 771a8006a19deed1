"""Delivery: every notice owed arrives once, whatever happens to the requests and to the bot between them."""

from datetime import timedelta

import pytest

from bot.sandbox.world.permissions import Permission
from tests.wire.bot.hall import A_REDRAW, VOTING, Hall

SEND = r"/channels/\d+/messages"
EDIT = r"/channels/\d+/messages/\d+"
THREAD = r"/channels/\d+/messages/\d+/threads"
NOT_ALLOWED = "POST /channels/{channel_id}/messages 403"
LATER = timedelta(minutes=20)
"""Longer than any pause between two attempts, and than Discord remembers a nonce."""


async def agreed(hall: Hall) -> None:
    """Let enough people agree, and the deadline come without anybody looking."""
    await agreeing(hall)
    hall.sandbox.world.skip(VOTING)


async def agreeing(hall: Hall) -> None:
    """Let enough people agree."""
    for who in ("Bea", "Cem", "Dov", "Eli", "Fatou"):
        hall.tap(who, "✅")
    await hall.heard()


def sent_to(hall: Hall, channel: str) -> list[object]:
    """The nonces of all messages sent to a channel, in order."""
    path = f"/channels/{hall.movement.channels[channel]}/messages"
    return [
        request.exchange.request_json["nonce"] for request in hall.asked("POST", path) if request.exchange.request_json
    ]


async def test_two_refusals_for_haste_delay_the_announcement_and_do_not_double_it(hall: Hall) -> None:
    await agreed(hall)
    fault = hall.sandbox.faults.answer(429, method="POST", path=SEND, times=2, retry_after=0.05)
    await hall.tick()
    assert fault.struck == 2
    assert len(hall.announcements()) == 1


async def test_two_refusals_for_haste_delay_the_ballots_redrawing_and_do_not_lose_it(hall: Hall) -> None:
    hall.tap("Cem", "✅")
    fault = hall.sandbox.faults.answer(429, method="PATCH", path=EDIT, times=2, retry_after=0.05)
    await hall.tick(A_REDRAW)
    assert fault.struck == 2
    assert "1 agrees" in hall.ballot().text


async def test_who_is_told_to_wait_longer_than_is_worth_sleeping_for_comes_again_after_the_wait(hall: Hall) -> None:
    await agreed(hall)
    fault = hall.sandbox.faults.answer(429, method="POST", path=SEND, times=None, retry_after=600.0)
    await hall.tick()
    for _ in range(9):
        await hall.tick(timedelta(minutes=1))
    assert fault.struck == 1
    hall.sandbox.faults.clear()
    await hall.tick(timedelta(minutes=4))
    assert len(hall.announcements()) == 1


async def test_each_notice_is_sent_with_a_nonce_of_its_own_that_discord_enforces(hall: Hall) -> None:
    await agreed(hall)
    await hall.tick()
    bodies = [request.exchange.request_json for request in hall.asked("POST", SEND)]
    assert len(bodies) >= 2
    assert all(body["enforce_nonce"] is True for body in bodies)
    assert len({body["nonce"] for body in bodies}) == len(bodies)
    assert all(body["allowed_mentions"]["parse"] == [] for body in bodies)


@pytest.mark.parametrize("status", [500, 502])
async def test_an_error_after_the_announcement_got_through_does_not_double_it(hall: Hall, status: int) -> None:
    await agreed(hall)
    hall.sandbox.faults.answer(status, method="POST", path=SEND, after=True)
    await hall.tick()
    await hall.tick(LATER)
    nonces = sent_to(hall, "decisions")
    assert len(nonces) == 2
    assert len(set(nonces)) == 1
    assert len(hall.announcements()) == 1


async def test_a_503_after_the_announcement_got_through_does_not_double_it(hall: Hall) -> None:
    await agreed(hall)
    hall.sandbox.faults.answer(503, method="POST", path=SEND, after=True)
    await hall.tick()
    await hall.tick(LATER)
    assert len(hall.announcements()) == 1
    assert len(sent_to(hall, "decisions")) == 1, "it was found by its mark, not sent again"


async def test_a_connection_cut_after_the_announcement_got_through_does_not_double_it(hall: Hall) -> None:
    await agreed(hall)
    hall.sandbox.faults.reset(method="POST", path=SEND, after=True)
    await hall.tick()
    assert len(hall.announcements()) == 1
    hall.sandbox.faults.answer(503, path=SEND, times=3)
    for _ in range(8):
        await hall.tick(LATER)
    assert len(hall.announcements()) == 1


async def test_a_connection_cut_before_the_announcement_got_through_does_not_lose_it(hall: Hall) -> None:
    await agreed(hall)
    hall.sandbox.faults.reset(method="POST", path=SEND)
    await hall.tick()
    assert not hall.announcements()
    await hall.tick(LATER)
    assert len(hall.announcements()) == 1


async def test_while_one_delivery_hangs_another_look_does_not_send_it_again(hall: Hall) -> None:
    await agreed(hall)
    slow = hall.sandbox.faults.hang(0.4, method="POST", path=SEND)
    looks = [hall.begin(hall.bot.tick())]
    await hall.until(lambda: slow.struck == 1)
    looks += [hall.begin(hall.bot.services.outbox.deliver_due()) for _ in range(3)]
    for look in looks:
        await look
    assert len(sent_to(hall, "decisions")) == 1
    assert len(hall.announcements()) == 1


async def test_a_ballot_that_got_through_unheard_is_found_furnished_and_takes_the_taps_made_meanwhile(
    empty_hall: Hall,
) -> None:
    hall = empty_hall
    await hall.found()
    hall.sandbox.faults.reset(method="POST", path=SEND, after=True)
    await hall.movement.propose("Bea", "Paint the gate", "It peels.")
    await hall.until(lambda: len(hall.ballots()) == 1)
    # Deliveries go one at a time: the one that failed has put itself off when this one returns.
    await hall.bot.services.outbox.deliver_due()
    hall.tap("Cem", "✅")
    await hall.tick(LATER)
    assert len(hall.ballots()) == 1
    assert set(hall.ballot().reactions) == {"✅", "❌", "⚪", "⛔"}
    assert (await hall.card()).tally.agree == 1


async def test_a_restart_between_commit_and_announcement_announces_once(hall: Hall) -> None:
    await agreed(hall)
    hall.sandbox.faults.answer(503, method="POST", path=SEND, times=None)
    await hall.tick()
    assert not hall.announcements()
    assert (await hall.card()).outcome is not None, "it is committed"
    await hall.stop()
    hall.sandbox.faults.clear()
    await hall.wake()
    await hall.tick(LATER)
    await hall.tick(LATER)
    assert len(hall.announcements()) == 1


async def test_a_restart_after_an_announcement_that_got_through_unheard_finds_it_by_its_mark(hall: Hall) -> None:
    await agreed(hall)
    hall.sandbox.faults.answer(503, method="POST", path=SEND, after=True)
    await hall.tick()
    await hall.stop()
    await hall.wake()
    await hall.tick(LATER)
    assert len(hall.announcements()) == 1
    assert len(sent_to(hall, "decisions")) == 1


async def test_a_mark_in_somebody_elses_message_is_not_taken_for_the_announcement(hall: Hall) -> None:
    await agreed(hall)
    hall.sandbox.faults.answer(503, method="POST", path=SEND)
    await hall.tick()
    await hall.movement["Cem"].say(hall.movement.channels["decisions"], "### D-1 · Passed: mine")
    await hall.tick(LATER)
    assert len(hall.announcements()) == 1


async def test_that_the_thread_exists_already_is_success(empty_hall: Hall) -> None:
    hall = empty_hall
    await hall.found()
    cut = hall.sandbox.faults.reset(method="POST", path=THREAD, after=True)
    await hall.movement.propose("Bea", "Paint the gate", "It peels.")
    await hall.until(lambda: cut.struck == 1)
    for _ in range(3):
        await hall.tick(LATER)
    assert [request.exchange.response_json["code"] for request in hall.asked("POST", THREAD)] == [160004]
    assert (await hall.card()).thread_id == hall.ballot().id
    await hall.tick(A_REDRAW)
    assert "Discuss" in hall.ballot().buttons


async def test_a_channel_that_refuses_rests_for_an_hour(hall: Hall) -> None:
    await agreeing(hall)
    await agreed(hall)
    hall.may_not(Permission.SEND_MESSAGES, in_channel="decisions")
    hall.excuse(NOT_ALLOWED)
    await hall.tick()
    for _ in range(59):
        await hall.tick(timedelta(minutes=1))
    assert len(hall.refusals()) == 1
    hall.may_not(in_channel="decisions")
    await hall.tick(timedelta(minutes=15))
    assert len(hall.announcements()) == 1


async def test_all_that_is_owed_to_a_channel_that_refuses_rests_with_it(empty_hall: Hall) -> None:
    hall = empty_hall
    await hall.found()
    await hall.propose(first_tasks=("Buy paint", "Buy brushes", "Paint"))
    await agreed(hall)
    hall.may_not(Permission.SEND_MESSAGES, in_channel="decisions")
    hall.excuse(NOT_ALLOWED)
    await hall.tick()
    await hall.tick(timedelta(minutes=30))
    assert len(hall.refusals()) == 1
    hall.may_not(in_channel="decisions")
    await hall.tick(timedelta(minutes=45))
    assert [message.text.split(" ·")[0] for message in hall.messages("decisions")] == [
        "### B-1",
        "### D-1",
        "### T-1",
        "### T-2",
        "### T-3",
    ]


async def test_a_ballot_in_a_channel_that_closed_itself_to_the_bot_rests_for_an_hour(hall: Hall) -> None:
    hall.may_not(Permission.VIEW_CHANNEL, in_channel="proposals")
    hall.excuse("PATCH /channels/{channel_id}/messages/{message_id} 403")
    hall.excuse("GET /channels/{channel_id}/messages/{message_id} 403")
    await hall.bot.services.tally_board.mark_all_open_stale()
    await hall.tick(VOTING)
    for _ in range(40):
        await hall.tick(timedelta(minutes=1))
    assert not hall.announcements()
    hall.may_not(in_channel="proposals")
    # Nobody could see the vote near its end, so it lasts longer by as much.
    for _ in range(100):
        if not hall.announcements():
            await hall.tick(timedelta(hours=2))
    assert len(hall.announcements()) == 1


async def test_a_notice_to_a_deleted_channel_is_given_up(hall: Hall) -> None:
    await agreed(hall)
    hall.delete_channel("decisions")
    hall.excuse("POST /channels/{channel_id}/messages 404")
    for _ in range(20):
        await hall.tick(LATER)
    card = await hall.card()
    assert card.decision_number == 1
    assert f"D-{card.decision_number}" in hall.ballot().text


async def test_a_ballot_that_is_gone_is_settled_from_the_record(hall: Hall) -> None:
    await agreed(hall)
    ballot = hall.ballot()
    hall.sandbox.world.messages.delete(hall.user_id("Ana"), ballot.channel_id, ballot.id)
    hall.excuse("GET /channels/{channel_id}/messages/{message_id} 404")
    for _ in range(20):
        await hall.tick(timedelta(seconds=20))
    assert "5 agree" in hall.announcements()[0].text
    assert len(hall.announcements()) == 1


async def test_settling_twice_at_once_announces_once(hall: Hall) -> None:
    await agreed(hall)
    sweeps = [hall.begin(hall.bot.services.decisions.settle_due()) for _ in range(3)]
    assert sum([await sweep for sweep in sweeps]) == 1
    await hall.tick()
    assert len(hall.announcements()) == 1
