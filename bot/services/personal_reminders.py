"""Personal reminders: what somebody asks to be told, by direct message, and at their next act where that fails."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.reminder_refusals import NoSuchReminder, TooManyOfYours
from bot.domain.reminders import (
    MOST_LATE,
    PERSONAL_LIMIT,
    PREVIEWED,
    State,
    check_ahead,
    fall_due,
    is_late,
)
from bot.domain.schedule import Schedule, occurrences
from bot.services.cards import Person
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.recurring import Sweep, columns_of, handled_of, move_on, schedule_of
from bot.services.servers import founded
from bot.services.time_cards import PersonalCard
from db import personal_reminders
from db.engine import Database, Session

NO_CHANNEL = 0
"""In place of a channel: the notice goes to the person whose reminder it is."""


class PersonalReminderService:
    """Theirs alone: in no log, and shown to nobody else. Source: charter, §8."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sweep = Sweep(database, clock, personal_reminders.PersonalReminderRow, _send)

    async def mine(self, person: Person) -> Sequence[PersonalCard]:
        """What waits for this person, the next one first."""
        async with self._database.look() as session:
            rows = await personal_reminders.active_of(session, person.guild_id, person.user_id)
            return [await personal_card(session, row, self._clock.now()) for row in rows]

    async def cancel(self, person: Person, number: int) -> PersonalCard:
        """Take back what one wanted to be told; refuses with `NoSuchReminder`."""
        async with self._database.turn() as session:
            row = await personal_reminders.get(session, person.guild_id, person.user_id, number)
            if row is None or row.state != State.ACTIVE:
                raise NoSuchReminder(number)
            row.state = State.CANCELLED.value
            await session.flush()
            return await personal_card(session, row, self._clock.now())

    async def take_undelivered(self, guild_id: int, member_id: int) -> Sequence[PersonalCard]:
        """What could not be sent to a person, to be shown to them now; it is not shown again."""
        async with self._database.look() as session:
            if not await personal_reminders.undelivered_of(session, guild_id, member_id):
                return ()
        async with self._database.turn() as session:
            rows = await personal_reminders.undelivered_of(session, guild_id, member_id)
            cards = [await personal_card(session, row, self._clock.now(), due_at=row.undelivered_at) for row in rows]
            for row in rows:
                row.undelivered_at = None
            await session.flush()
            return cards

    async def send_due(self) -> int:
        """Owe everybody what they asked to be told by now; returns how many."""
        return await self._sweep.send_due()


async def add_personal(session: Session, person: Person, text: str, schedule: Schedule, now: datetime) -> PersonalCard:
    """Write down what somebody wants to be told; refuses with `TooManyOfYours` or `TimeIsPast`."""
    waiting = await personal_reminders.active_of(session, person.guild_id, person.user_id)
    if len(waiting) >= PERSONAL_LIMIT:
        raise TooManyOfYours(PERSONAL_LIMIT)
    first = check_ahead(schedule, now)
    row = personal_reminders.PersonalReminderRow(
        guild_id=person.guild_id,
        member_id=person.user_id,
        number=await personal_reminders.next_number(session, person.guild_id, person.user_id),
        text=text,
        created_at=now,
        **columns_of(schedule, first, now),
    )
    session.add(row)
    await session.flush()
    return await personal_card(session, row, now)


async def personal_card(
    session: Session, row: personal_reminders.PersonalReminderRow, now: datetime, *, due_at: datetime | None = None
) -> PersonalCard:
    """The card of a personal reminder; `due_at` is the occurrence that it tells of."""
    server = await founded(session, row.guild_id)
    schedule = schedule_of(row)
    return PersonalCard(
        guild_id=row.guild_id,
        number=row.number,
        name=server.slug,
        member_id=row.member_id,
        text=row.text,
        due_at=due_at,
        is_late=due_at is not None and is_late(due_at, now),
        schedule=schedule,
        upcoming=occurrences(schedule, now, PREVIEWED) if row.state == State.ACTIVE else (),
        language=server.language,
    )


async def _send(session: Session, row: personal_reminders.PersonalReminderRow, now: datetime) -> bool:
    due = fall_due(schedule_of(row), handled_of(row), now)
    move_on(row, due)
    await session.flush()
    if due.send is None and not due.skipped:
        # Found by other zone rules than ours: nothing has come yet.
        return False
    if due.send is None:
        # Too late to be sent, but not to be shown when they act next.
        row.undelivered_at = due.handled.at
        await session.flush()
        return False
    await owe(session, row.guild_id, NO_CHANNEL, "personal", row.id, now, expires_at=due.send.at + MOST_LATE)
    return True
