"""Reminders: scheduling, moving, cancelling and renewing them, each with its entry in the log, and sending them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import MissingPermissions
from bot.domain.reminder_refusals import DecidedReminder, NoSuchReminder, NothingToRenew, ReminderIsOver
from bot.domain.reminders import (
    MOST_LATE,
    QUOTA_SPAN,
    Act,
    Origin,
    State,
    check_ahead,
    check_quota,
    fall_due,
)
from bot.domain.schedule import Schedule
from bot.services.cards import Person
from bot.services.owing import owe
from bot.services.ports import Clock, Register
from bot.services.recurring import Sweep, columns_of, handled_of, move_on, schedule_of
from bot.services.reminder_cards import reminder_cards
from bot.services.sealing import seal
from bot.services.servers import founded, seen
from bot.services.time_cards import PowerCard, ReminderCard
from bot.services.using_power import Coordinator, coordinator, powers_used, use_power
from bot.services.zones import zone_version
from db import mandates, members, reminders, servers
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class Wording:
    """What a reminder says and where."""

    text: str
    channel_id: int
    is_meeting: bool = False


class ReminderService:
    """The one power of coordinators, and the clock that sends what they scheduled. Source: charter, §1.3 and §8."""

    def __init__(self, database: Database, clock: Clock, register: Register) -> None:
        self._database = database
        self._clock = clock
        self._register = register
        self._sweep = Sweep(database, clock, reminders.ReminderRow, _send)

    async def upcoming(self, guild_id: int) -> Sequence[ReminderCard]:
        """What is to come in a server, the next one first; for everybody."""
        async with self._database.look() as session:
            rows = await reminders.active(session, guild_id)
            return await reminder_cards(session, guild_id, rows, self._clock.now())

    async def card(self, guild_id: int, number: int) -> ReminderCard:
        """One reminder; refuses with `NoSuchReminder`."""
        async with self._database.look() as session:
            return await _card(session, await existing_reminder(session, guild_id, number), self._clock.now())

    async def powers_used(self, guild_id: int, *, limit: int) -> Sequence[PowerCard]:
        """What coordinators did with their power, the newest first; for everybody."""
        async with self._database.look() as session:
            return await powers_used(session, guild_id, limit=limit)

    async def check_may_remind(self, person: Person) -> Coordinator:
        """Refuse who is no coordinator now, before anything is typed; the same is asked again at the act."""
        async with self._database.look() as session:
            await founded(session, person.guild_id)
            return await coordinator(session, person.guild_id, person.user_id, self._clock.now())

    async def check_may_schedule(self, person: Person) -> None:
        """Refuse who could not schedule another reminder now, before anything is typed."""
        now = self._clock.now()
        async with self._database.look() as session:
            await founded(session, person.guild_id)
            await coordinator(session, person.guild_id, person.user_id, now)
            await check_room(session, person, now)

    async def check_channel(self, guild_id: int, channel_id: int) -> None:
        """Refuse a channel in which the bot could not remind anybody; raises `MissingPermissions`."""
        missing = await self._register.missing_permissions(guild_id, channel_id)
        if missing:
            raise MissingPermissions(channel_id, missing)

    async def cancel(self, person: Person, number: int) -> ReminderCard:
        """Cancel what a coordinator scheduled, for good; the log keeps that."""
        now = self._clock.now()
        async with self._database.turn() as session:
            by = await coordinator(session, person.guild_id, person.user_id, now)
            row = await check_movable(session, person.guild_id, number)
            row.state = State.CANCELLED.value
            await reminders.drop_owed(session, person.guild_id, row.id)
            await session.flush()
            await use_power(session, by, Act.CANCEL, row, now)
            await members.remember(session, [seen(person, acted_at=now)])
            return await _card(session, row, now)

    async def renew(self, person: Person, number: int) -> ReminderCard:
        """Take a repeating reminder over, so that it goes on with one's own term. Source: charter, §8."""
        now = self._clock.now()
        async with self._database.turn() as session:
            by = await coordinator(session, person.guild_id, person.user_id, now)
            row = await existing_reminder(session, person.guild_id, number, locked=True)
            is_theirs = row.mandate_id is not None and row.mandate_id != by.mandate_id
            if row.rule is None or not is_theirs or row.state == State.CANCELLED:
                raise NothingToRenew(number)
            if row.state == State.ENDED:
                first = check_ahead(schedule_of(row), now)
                row.handled_at, row.last_meant, row.next_at = now, None, first.at
            row.mandate_id, row.state, row.zones = by.mandate_id, State.ACTIVE.value, zone_version()
            await session.flush()
            await use_power(session, by, Act.RENEW, row, now)
            await members.remember(session, [seen(person, acted_at=now)])
            return await _card(session, row, now)

    async def send_due(self) -> int:
        """Owe every occurrence whose time has come, once, however many look; returns how many.

        Of several that came while the bot was away the newest is sent, if it is not too late. Source: charter, §8.
        """
        return await self._sweep.send_due()


async def check_room(session: Session, person: Person, now: datetime) -> None:
    """Refuse who has scheduled as many as one may; raises `TooManyReminders`."""
    so_far = await reminders.scheduled_since(session, person.guild_id, person.user_id, now - QUOTA_SPAN)
    check_quota(so_far, now)


async def schedule_reminder(
    session: Session, person: Person, schedule: Schedule, wording: Wording, now: datetime
) -> ReminderCard:
    """Schedule a reminder in a coordinator's name; refuses also with `TooManyReminders` and `TimeIsPast`."""
    await founded(session, person.guild_id, locked=True)
    by = await coordinator(session, person.guild_id, person.user_id, now)
    await check_room(session, person, now)
    row = await bear_reminder(
        session,
        person.guild_id,
        schedule,
        wording,
        now,
        origin=Origin.SCHEDULED,
        author_id=person.user_id,
        mandate_id=by.mandate_id,
    )
    await use_power(session, by, Act.SCHEDULE, row, now)
    await members.remember(session, [seen(person, acted_at=now)])
    return await _card(session, row, now)


async def move_reminder(
    session: Session, person: Person, number: int, schedule: Schedule, now: datetime
) -> ReminderCard:
    """Move what a coordinator scheduled to another time; what came and could not be posted yet is not posted."""
    by = await coordinator(session, person.guild_id, person.user_id, now)
    row = await check_movable(session, person.guild_id, number)
    first = check_ahead(schedule, now)
    if row.mandate_id is not None and row.mandate_id not in await mandates.running(session, person.guild_id, now):
        # What comes once outlives its scheduler's term; what repeats from now on ends with the mover's.
        row.mandate_id = by.mandate_id
    for column, value in columns_of(schedule, first, now).items():
        setattr(row, column, value)
    row.state = State.ACTIVE.value
    await reminders.drop_owed(session, person.guild_id, row.id)
    await session.flush()
    await use_power(session, by, Act.MOVE, row, now)
    await members.remember(session, [seen(person, acted_at=now)])
    return await _card(session, row, now)


async def bear_reminder(
    session: Session,
    guild_id: int,
    schedule: Schedule,
    wording: Wording,
    now: datetime,
    *,
    origin: Origin,
    author_id: int | None = None,
    mandate_id: int | None = None,
    decision_number: int | None = None,
) -> reminders.ReminderRow:
    """Write a reminder down with its number and its next time; raises `TimeIsPast` where it has none."""
    first = check_ahead(schedule, now)
    row = reminders.ReminderRow(
        guild_id=guild_id,
        number=await servers.next_number(session, guild_id, "last_reminder"),
        origin=origin.value,
        text=wording.text,
        sealed=await seal(session, guild_id, wording.text),
        author_id=author_id,
        mandate_id=mandate_id,
        decision_number=decision_number,
        channel_id=wording.channel_id,
        is_meeting=wording.is_meeting,
        created_at=now,
        **columns_of(schedule, first, now),
    )
    session.add(row)
    await session.flush()
    return row


async def existing_reminder(
    session: Session, guild_id: int, number: int, *, locked: bool = False
) -> reminders.ReminderRow:
    """The reminder's row; refuses with `NoSuchReminder`."""
    row = await reminders.get(session, guild_id, number, locked=locked)
    if row is None:
        raise NoSuchReminder(number)
    return row


async def check_movable(session: Session, guild_id: int, number: int) -> reminders.ReminderRow:
    """A reminder that a coordinator may move or cancel; refuses with `ReminderIsOver` or `DecidedReminder`.

    What has come for the last time is not over while Discord does not take it.
    """
    row = await existing_reminder(session, guild_id, number, locked=True)
    if row.decision_number is not None:
        raise DecidedReminder(number, row.decision_number)
    waits = row.state == State.ENDED and await reminders.is_owed(session, guild_id, row.id)
    if row.state != State.ACTIVE and not waits:
        raise ReminderIsOver(number)
    return row


async def _card(session: Session, row: reminders.ReminderRow, now: datetime) -> ReminderCard:
    return (await reminder_cards(session, row.guild_id, [row], now))[0]


async def _send(session: Session, row: reminders.ReminderRow, now: datetime) -> bool:
    """Owe the occurrence of one reminder that is due, write down those that are too late, and go on to the next."""
    term = await mandates.by_ids(session, row.guild_id, [row.mandate_id] if row.mandate_id and row.rule else [])
    until = next((mandate.ends_at for mandate in term.values()), None)
    due = fall_due(schedule_of(row), handled_of(row), now, until=until)
    if due.send is None and not due.skipped and due.following is not None and due.following.at <= now:
        # The term is over with which it ends; it is ended, or renewed, by somebody else.
        return False
    move_on(row, due)
    came = {"guild_id": row.guild_id, "reminder_id": row.id}
    for each in due.skipped:
        session.add(reminders.OccurrenceRow(**came, due_at=each.at, state="skipped", skipped_at=now))
    if due.send is not None:
        owed = reminders.OccurrenceRow(**came, due_at=due.send.at, state="owed")
        session.add(owed)
        await session.flush()
        expires_at = due.send.at + MOST_LATE
        await owe(session, row.guild_id, row.channel_id, "reminder", owed.id, now, expires_at=expires_at)
    await session.flush()
    return due.send is not None
