"""The calendar: a server's reminders for people's own calendar programs, behind a secret link of each person's."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hmac import compare_digest

from bot.domain.calendars import Times, times_ahead
from bot.domain.reminder_refusals import NoWebAddress
from bot.domain.schedule import Occurrence, instant_of, local_of
from bot.services.cards import Person
from bot.services.days import local_day
from bot.services.ports import Clock
from bot.services.recurring import handled_of, schedule_of
from bot.services.reminder_cards import covered_among
from bot.services.servers import founded
from db import calendar_links, mandates, reminders
from db.engine import Database, Session

SECRET_BYTES = 32

LOOKED_BACK = timedelta(days=60)
"""How long what has come stays in the calendar; a meeting must not go from it the moment it begins."""


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """A person's link: its address, which is told once, or None with the day since which there is one."""

    url: str | None
    since: date


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One reminder in a calendar: its text, None where it is covered, and when it comes or came.

    `changed_at` is when it was last dealt with. An entry without a series stands for its single times alone.
    """

    number: int
    text: str | None
    is_meeting: bool
    repeats: bool
    changed_at: datetime
    times: Times


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """A server's reminders, those to come and those that came, without the name of anybody."""

    guild_id: int
    server: str
    language: str
    entries: tuple[CalendarEntry, ...]


class CalendarService:
    """Gives everybody a link of their own, and reads the calendar for whoever holds one.

    `web_url` is where the links lead, None where people reach no web page of this Minga.
    """

    def __init__(self, database: Database, clock: Clock, web_url: str | None = None) -> None:
        self._database = database
        self._clock = clock
        self.web_url = web_url

    async def link(self, person: Person) -> CalendarLink:
        """A person's first link, or since when they have one: only its hash is kept. Refuses with `NoWebAddress`."""
        async with self._database.look() as session:
            server = await founded(session, person.guild_id)
            row = await calendar_links.of_member(session, person.guild_id, person.user_id)
        if row is None or self.web_url is None:
            return await self.renew_link(person)
        return CalendarLink(None, local_day(row.made_at, server.time_zone))

    async def renew_link(self, person: Person) -> CalendarLink:
        """A new link in place of the one the person has, which opens nothing any more."""
        if self.web_url is None:
            raise NoWebAddress
        now, secret = self._clock.now(), secrets.token_urlsafe(SECRET_BYTES)
        async with self._database.turn() as session:
            server = await founded(session, person.guild_id)
            await calendar_links.put(session, person.guild_id, person.user_id, _hashed(secret), now)
        return CalendarLink(f"{self.web_url}/calendar/{secret}.ics", local_day(now, server.time_zone))

    async def end_link(self, guild_id: int, member_id: int) -> None:
        """Let the link of somebody who is gone open nothing any more."""
        async with self._database.turn() as session:
            await calendar_links.forget(session, guild_id, member_id)

    async def read(self, secret: str) -> CalendarCard | None:
        """The calendar that a link leads to, None where nobody has that link."""
        hashed, now = _hashed(secret), self._clock.now()
        async with self._database.look() as session:
            row = await calendar_links.by_hash(session, hashed)
            if row is None or not compare_digest(row.hashed, hashed):
                return None
            server = await founded(session, row.guild_id)
            came = await reminders.came_since(session, row.guild_id, now - LOOKED_BACK)
            ahead = await reminders.active(session, row.guild_id)
            covered = await covered_among(session, row.guild_id, [*ahead, *(of for _, of in came)])
            terms = await ends_of(session, row.guild_id, ahead)
        entries = [_past(each, of, covered) for each, of in came]
        entries += [_ahead(each, covered, terms.get(each.mandate_id or 0)) for each in ahead]
        return CalendarCard(server.guild_id, server.name, server.language, tuple(entries))


def _hashed(secret: str) -> str:
    """A secret of 256 random bits needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def ends_of(session: Session, guild_id: int, rows: Sequence[reminders.ReminderRow]) -> dict[int, datetime | None]:
    """When the mandates end with which reminders end."""
    found = await mandates.by_ids(session, guild_id, [row.mandate_id for row in rows if row.mandate_id and row.rule])
    return {key: term.ended_at or term.ends_at for key, term in found.items()}


def _past(came: reminders.OccurrenceRow, row: reminders.ReminderRow, covered: set[int]) -> CalendarEntry:
    local = local_of(came.due_at, row.zone)
    is_the_one = row.rule is None and instant_of(datetime.fromisoformat(row.starts), row.zone) == came.due_at
    times = Times(None, (Occurrence(local, came.due_at, None, local),))
    return _entry(row, covered, came.due_at, times, repeats=not is_the_one)


def _ahead(row: reminders.ReminderRow, covered: set[int], until: datetime | None) -> CalendarEntry:
    times = times_ahead(schedule_of(row), handled_of(row), until=until)
    return _entry(row, covered, row.handled_at, times, repeats=row.rule is not None)


def _entry(
    row: reminders.ReminderRow, covered: set[int], changed_at: datetime, times: Times, *, repeats: bool
) -> CalendarEntry:
    return CalendarEntry(
        number=row.number,
        text=None if row.number in covered else row.text,
        is_meeting=row.is_meeting,
        repeats=repeats,
        changed_at=changed_at,
        times=times,
    )
