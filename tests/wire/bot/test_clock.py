"""A machine's clock that is wrong: nothing is settled by it until it is right. Source: integrity, §2."""

from datetime import datetime, timedelta

import pytest

from bot.services.ports import Clock
from tests.wire.bot.hall import VOTING, Hall
from tests.wire.bot.test_timetable import all_agree


class WrongClock:
    """The machine's clock, so much ahead of Discord's."""

    def __init__(self, right: Clock) -> None:
        self._right = right
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return self._right.now() + self.ahead


async def test_nothing_is_settled_early_by_a_clock_that_is_ahead_and_all_in_time_once_it_is_right(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    clock = WrongClock(hall.sandbox.world.clock)
    await hall.stop()
    await hall.wake(clock=clock)
    await hall.until(hall.bot.services.presence.is_back)
    await all_agree(hall)
    clock.ahead = VOTING
    await hall.bot.ask_the_time()
    await hall.bot.ask_the_time()
    await hall.bot.ask_the_time()
    await hall.bot.tick()
    await hall.bot.tick()
    assert hall.announcements() == []
    assert "259,199 s ahead of Discord's: nothing is settled" in caplog.text
    caplog.clear()
    clock.ahead = timedelta(0)
    await hall.bot.ask_the_time()
    hall.bot.timetable.start()
    hall.sandbox.world.skip(VOTING)
    await hall.until(lambda: len(hall.announcements()) == 1)
