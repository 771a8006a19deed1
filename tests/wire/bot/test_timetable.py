"""The timetable as in production: APScheduler looks every second, and stopping lets nothing hang."""

import asyncio

from tests.wire.bot.hall import A_REDRAW, VOTING, Hall

SEND = r"/channels/\d+/messages"


async def agreed(hall: Hall) -> None:
    """Let enough people agree, and the deadline come."""
    await all_agree(hall)
    hall.sandbox.world.skip(VOTING)


async def all_agree(hall: Hall) -> None:
    """Let enough people agree."""
    for who in ("Bea", "Cem", "Dov", "Eli", "Fatou"):
        hall.tap(who, "✅")
    await hall.heard()


async def test_a_deadline_becomes_an_announcement_with_nobody_asking(hall: Hall) -> None:
    hall.bot.timetable.start()
    await agreed(hall)
    await hall.until(lambda: len(hall.announcements()) == 1)
    hall.sandbox.world.skip(A_REDRAW)
    await hall.until(lambda: "D-1 · Passed" in hall.ballot().text)
    await hall.stop()
    await hall.wake()
    hall.bot.timetable.start()
    await hall.tick(VOTING)
    assert len(hall.announcements()) == 1


async def test_stopping_waits_for_a_delivery_that_takes_a_moment(hall: Hall) -> None:
    slow = hall.sandbox.faults.hang(0.5, method="POST", path=SEND)
    hall.bot.timetable.start()
    await agreed(hall)
    await hall.until(lambda: slow.struck == 1)
    await hall.stop()
    assert len(hall.announcements()) == 1
    await hall.wake()
    await hall.tick(VOTING)
    assert len(hall.announcements()) == 1


async def test_stopping_does_not_wait_for_a_delivery_that_hangs_and_the_next_start_makes_it(hall: Hall) -> None:
    endless = hall.sandbox.faults.hang(600.0, method="POST", path=SEND)
    hall.bot.timetable.patience = 0.2
    hall.bot.timetable.start()
    await agreed(hall)
    await hall.until(lambda: endless.struck == 1)
    async with asyncio.timeout(10):
        await hall.stop()
    assert not hall.announcements()
    await hall.wake()
    await hall.tick(VOTING)
    assert len(hall.announcements()) == 1
