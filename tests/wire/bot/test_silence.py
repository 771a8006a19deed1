"""Silence: where Discord takes a request and never answers, everything else goes on, and nothing is sent twice."""

import logging

import pytest

from tests.wire.bot.hall import PATIENCE, Hall
from tests.wire.bot.test_delivery import LATER, SEND, agreed, sent_to


async def test_what_was_not_answered_in_time_and_got_through_after_all_is_not_sent_again(hall: Hall) -> None:
    await agreed(hall)
    hall.bot.answer_within = 0.3
    hall.sandbox.faults.hang(1.0, method="POST", path=SEND)
    await hall.tick()
    assert not hall.announcements(), "it was not waited for"
    await hall.until(lambda: len(hall.announcements()) == 1)
    await hall.tick(LATER)
    assert len(hall.announcements()) == 1
    assert len(sent_to(hall, "decisions")) == 1, "it was found by its mark"


async def test_a_channel_in_which_every_delivery_hangs_holds_up_no_other(hall: Hall) -> None:
    await agreed(hall)
    hall.bot.answer_within = 0.3
    path = f"/channels/{hall.movement.channels['decisions']}/messages"
    slow = hall.sandbox.faults.hang(PATIENCE, method="POST", path=path, times=None)
    look = hall.begin(hall.bot.tick())
    await hall.until(lambda: slow.struck == 1)
    await hall.propose("Cem")
    await look
    await hall.tick()
    assert slow.struck == 1, "the channel rests"
    assert not hall.announcements()
    hall.sandbox.faults.clear()
    await hall.tick(LATER)
    assert len(hall.announcements()) == 1


async def test_an_answer_to_somebody_is_waited_for_no_longer_than_anything_else(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.bot.answer_within = 0.3
    hall.sandbox.faults.hang(PATIENCE, method="POST", path="/interactions/.*/callback")
    with caplog.at_level(logging.WARNING):
        asked = hall.begin(hall.movement["Bea"].command("proposals list"))
        await hall.until(lambda: "an interaction could not be answered" in caplog.text)
    asked.cancel()
    assert "Traceback" not in caplog.text
