"""Said once: a zone that is gone is told of when it is first met, not every second, and again when that changes."""

import logging
from datetime import date, timedelta

import pytest

from bot.services.said_once import SaidOnce
from bot.timetable import Timetable
from tests.factories import ANN, House
from tests.services.term import EVENINGS, ask

A_SECOND = timedelta(seconds=1)


async def test_a_time_zone_that_is_gone_is_said_once_however_often_one_looks(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.add_task(due_on=date(2026, 5, 5))
    await ask(house, ANN, EVENINGS)
    timetable = Timetable(house.services)
    for zone in ("Nowhere/Gone", "Nowhere/Else"):
        await house.run_sql("UPDATE servers SET time_zone = :zone", zone=zone)
        await house.run_sql("UPDATE personal_reminders SET zone = :zone", zone=zone)
        house.clock.advance(timedelta(days=21))
        told = []
        for _ in range(3):
            caplog.clear()
            await timetable.sweep_all()
            told.append([record.message for record in caplog.records if record.levelno >= logging.ERROR])
            house.clock.advance(A_SECOND)
        assert [message for message in told[0] if message.startswith("row 1 of personal_reminders")], zone
        assert [message for message in told[0] if message.startswith("nobody was reminded of tasks")], zone
        assert [message for message in told[0] if message.startswith("no task is marked as overdue")], zone
        assert told[1:] == [[], []], zone


def test_what_broke_is_said_again_when_it_breaks_otherwise_or_went_well_meanwhile(
    caplog: pytest.LogCaptureFixture,
) -> None:
    once = SaidOnce(logging.getLogger(__name__))
    for fault in ("a", "a", "b", "", "b", "b"):
        with once.holding_up_nobody("row %d broke", 7):
            if fault:
                raise ValueError(fault)
    with once.holding_up_nobody("row %d broke", 8):
        raise ValueError("b")
    said = [(record.message, str(record.exc_info[1])) for record in caplog.records if record.exc_info]
    assert said == [("row 7 broke", "a"), ("row 7 broke", "b"), ("row 7 broke", "b"), ("row 8 broke", "b")]
