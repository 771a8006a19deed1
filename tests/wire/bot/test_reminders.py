"""Reminders over the wire: posted once, however the bot stops and starts around the instant at which they are due."""

from datetime import timedelta

import pytest

from bot.domain.schedule import Schedule, local_of
from bot.services.cards import Person
from bot.services.personal_reminders import add_personal
from bot.services.reminders import Wording, schedule_reminder
from db.mandates import MandateRow
from tests.wire.bot.hall import Hall

SEND = r"/channels/\d+/messages"
THREAD = r"/channels/\d+/messages/\d+/threads"
AN_HOUR = timedelta(hours=1)
A_WHILE = timedelta(minutes=20)


def bea(hall: Hall) -> Person:
    """Bea, as the gateway would say."""
    return Person(hall.movement.guild_id, hall.user_id("Bea"), "Bea", hall.now() - timedelta(days=99))


async def schedule(hall: Hall, *, is_meeting: bool = False, channel: str = "decisions") -> None:
    """Have Bea, who holds a seat, remind everybody an hour from now and every day after that."""
    now, guild_id = hall.now(), hall.movement.guild_id
    daily = Schedule(local_of(now + AN_HOUR, "Europe/Paris"), "Europe/Paris", "FREQ=DAILY")
    wording = Wording("Bring the chairs.", hall.movement.channels[channel], is_meeting)
    async with hall.bot.services.database.turn() as session:
        seat = {"begins_at": now, "ends_at": now + timedelta(weeks=12)}
        session.add(
            MandateRow(guild_id=guild_id, member_id=bea(hall).user_id, decision_number=1, granted_at=now, **seat)
        )
        await session.flush()
        await schedule_reminder(session, bea(hall), daily, wording, now)


def reminders(hall: Hall, channel: str = "decisions") -> list[str]:
    """The reminders that stand in a channel, as they read."""
    return [message.text for message in hall.messages(channel, "R-1")]


async def test_a_reminder_due_while_the_bot_was_down_is_posted_once_and_says_that_it_is_late(hall: Hall) -> None:
    await schedule(hall)
    await hall.stop()
    hall.sandbox.world.skip(2 * AN_HOUR)
    await hall.wake()
    for _ in range(3):
        await hall.tick()
    (said,) = reminders(hall)
    assert "Bring the chairs." in said
    assert "This was due" in said
    await hall.tick(timedelta(hours=23))
    assert len(reminders(hall)) == 2


@pytest.mark.parametrize("lost", ["before", "after"])
async def test_a_bot_that_is_stopped_while_it_posts_a_reminder_posts_it_once(hall: Hall, lost: str) -> None:
    await schedule(hall)
    hall.sandbox.faults.reset(method="POST", path=SEND, after=lost == "after")
    await hall.tick(AN_HOUR)
    await hall.stop()
    hall.sandbox.world.skip(A_WHILE)
    await hall.wake()
    await hall.tick()
    await hall.tick(A_WHILE)
    assert len(reminders(hall)) == 1


async def test_a_meeting_gets_one_thread_with_one_agenda_though_the_answer_was_lost(hall: Hall) -> None:
    await schedule(hall, is_meeting=True)
    lost = hall.sandbox.faults.reset(method="POST", path=THREAD, after=True)
    await hall.tick(AN_HOUR)
    for _ in range(3):
        await hall.tick(A_WHILE)
    assert lost.struck == 1
    (reminder,) = hall.messages("decisions", "R-1")
    thread = hall.sandbox.world.channels[reminder.id]
    assert len([message for message in thread.messages.values() if message.author_id == hall.bot.user.id]) == 1  # type: ignore[union-attr]


async def test_ones_own_reminder_comes_as_one_direct_message(hall: Hall) -> None:
    once = Schedule(local_of(hall.now() + AN_HOUR, "Europe/Paris"), "Europe/Paris")
    async with hall.bot.services.database.turn() as session:
        await add_personal(session, bea(hall), "Call the printer.", once, hall.now())
    hall.sandbox.faults.reset(method="POST", path=SEND, after=True)
    await hall.tick(AN_HOUR)
    await hall.tick(A_WHILE)
    world = hall.sandbox.world
    room = world.rooms.open_dm(world.bot.id, hall.user_id("Bea"))
    assert len(room.messages) == 1
