"""Meetings: who will be there, an agenda that anybody adds to, and the notes."""

from bot.domain.knowhow import TITLE_LIMIT, page_of
from bot.domain.proposals import State
from bot.domain.reminder_refusals import AgendaIsFull, NoSuchReminder
from bot.domain.reminders import ITEM_LIMIT, ITEMS_LIMIT, NOTES_LIMIT
from bot.domain.texts import check_text
from bot.services.agendas import draw_again
from bot.services.cards import Person
from bot.services.knowhow_cards import page_cards
from bot.services.knowhow_pages import add_page
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.reminder_cards import occurrence_card
from bot.services.servers import founded, seen
from bot.services.time_cards import AgendaCard, NotesCard, OccurrenceCard
from db import knowhow, meetings, members, proposals, reminders
from db.engine import Database, Session

PROPOSALS_SHOWN = 10
"""Proposals on an agenda; its message holds them all beside its items."""


class MeetingService:
    """What people do around a meeting that a reminder calls; nobody is ranked by it. Source: charter, §8."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def toggle(self, person: Person, occurrence_id: int) -> OccurrenceCard:
        """Say that one will be there, or take that back."""
        now = self._clock.now()
        async with self._database.turn() as session:
            row = await _meeting(session, person.guild_id, occurrence_id)
            await meetings.toggle(session, person.guild_id, row.id, person.user_id, now)
            await members.remember(session, [seen(person, acted_at=now)])
            return await occurrence_card(session, row)

    async def check(self, guild_id: int, occurrence_id: int) -> OccurrenceCard:
        """The meeting; refuses, before anything is typed, what is none of this server with `NoSuchReminder`."""
        async with self._database.look() as session:
            return await occurrence_card(session, await _meeting(session, guild_id, occurrence_id))

    async def add_item(self, person: Person, occurrence_id: int, text: str) -> AgendaCard:
        """Put an item on the agenda; refuses with what the rules say of its text, or with `AgendaIsFull`."""
        now = self._clock.now()
        item = check_text("item", " ".join(text.split()), ITEM_LIMIT)
        async with self._database.turn() as session:
            row = await _meeting(session, person.guild_id, occurrence_id)
            if len(await meetings.items(session, person.guild_id, row.id)) >= ITEMS_LIMIT:
                raise AgendaIsFull(ITEMS_LIMIT)
            session.add(
                meetings.AgendaItemRow(
                    guild_id=person.guild_id, occurrence_id=row.id, member_id=person.user_id, text=item, added_at=now
                )
            )
            await session.flush()
            await members.remember(session, [seen(person, acted_at=now)])
            await draw_again(session, row, now)
            return await agenda_card(session, row)

    async def file_notes(self, person: Person, occurrence_id: int, text: str, title: str) -> NotesCard:
        """File the notes of a meeting as a page of know-how, and owe them to its thread. Source: charter, §8."""
        now = self._clock.now()
        page = page_of(title[:TITLE_LIMIT], check_text("notes", text, NOTES_LIMIT), "")
        async with self._database.turn() as session:
            row = await _meeting(session, person.guild_id, occurrence_id)
            filed = await add_page(session, person, page, now)
            notes = meetings.MeetingPageRow(page_id=filed.id, guild_id=person.guild_id, occurrence_id=row.id)
            session.add(notes)
            await session.flush()
            await members.remember(session, [seen(person, acted_at=now)])
            channel_id = row.thread_id or row.channel_id or 0
            await owe(session, person.guild_id, channel_id, "notes", filed.number, now)
            return await notes_card(session, filed, notes)


async def agenda_card(session: Session, row: reminders.OccurrenceRow) -> AgendaCard:
    """The agenda of a meeting: what anybody added, and what is being decided now."""
    server = await founded(session, row.guild_id)
    reminder = await reminders.of_occurrence(session, row.guild_id, row)
    alive = [each for each in await proposals.alive_of(session, row.guild_id) if each.state != State.INTERRUPTED]
    return AgendaCard(
        guild_id=row.guild_id,
        number=reminder.number,
        occurrence_id=row.id,
        items=tuple(item.text for item in await meetings.items(session, row.guild_id, row.id)),
        proposals=tuple((each.number, None if each.is_covered else each.title) for each in alive[:PROPOSALS_SHOWN]),
        thread_id=row.thread_id or 0,
        message_id=row.agenda_id,
        language=server.language,
    )


async def notes_card(session: Session, page: knowhow.PageRow, row: meetings.MeetingPageRow) -> NotesCard:
    """The notes of a meeting as their page has them now, with the name of who wrote them last."""
    occurrence = await reminders.occurrence(session, row.guild_id, row.occurrence_id)
    assert occurrence is not None
    reminder = await reminders.of_occurrence(session, row.guild_id, occurrence)
    (card,) = await page_cards(session, row.guild_id, [page])
    return NotesCard(
        guild_id=row.guild_id,
        number=card.number,
        reminder=reminder.number,
        title=card.title,
        text=card.text,
        author_name=card.revised_by,
        filed_on=card.revised_on,
        language=card.language,
        channel_id=row.channel_id,
        message_id=row.message_id,
    )


async def _meeting(session: Session, guild_id: int, occurrence_id: int) -> reminders.OccurrenceRow:
    """The occurrence of a meeting that stands; refuses with `NoSuchReminder`."""
    row = await reminders.occurrence(session, guild_id, occurrence_id)
    if row is None or row.message_id is None or not (await reminders.of_occurrence(session, guild_id, row)).is_meeting:
        raise NoSuchReminder(0)
    return row
