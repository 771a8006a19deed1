"""Couriers of reminders: posting an occurrence, opening a meeting's thread, its agenda and its notes."""

from datetime import datetime

from bot.domain.reminders import is_late
from bot.services.couriers.courier import Courier, Poster, Redrawer
from bot.services.knowhow_pages import existing_page
from bot.services.meetings import agenda_card, notes_card
from bot.services.notices import Content
from bot.services.owing import owe
from bot.services.ports import NothingToTell, Unreachable
from bot.services.reminder_cards import occurrence_card
from bot.services.servers import founded
from bot.services.time_cards import NotesCard
from db import meetings, outbox, reminders
from db.engine import Session

_THREAD_NAME = 40
"""Characters of the text that a thread is named after."""


class ReminderPoster(Poster):
    """Posts an occurrence; one that comes late says so."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The occurrence, unless the reminder was cancelled or moved, or its text erased, before it could be posted."""
        occurrence = await _occurrence(session, row)
        if occurrence.state == "cancelled":
            raise NothingToTell("the reminder was cancelled, moved or erased")
        late = is_late(occurrence.due_at, self.desk.clock.now())
        return await occurrence_card(session, occurrence, is_late=late)

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember the message, and owe a meeting its thread."""
        occurrence = await _occurrence(session, row)
        occurrence.state, occurrence.late = "posted", is_late(occurrence.due_at, now)
        occurrence.channel_id, occurrence.message_id = row.channel_id, message_id
        await session.flush()
        if (await reminders.of_occurrence(session, row.guild_id, occurrence)).is_meeting:
            await owe(session, row.guild_id, row.channel_id, "meet", row.subject, now)

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Take it to the decisions channel where its own is gone; else it is skipped, which the next digest tells."""
        now, server = self.desk.clock.now(), await founded(session, row.guild_id)
        occurrence = await _occurrence(session, row)
        if occurrence.state == "cancelled":
            return
        reminder = await reminders.of_occurrence(session, row.guild_id, occurrence)
        if fault.is_place_gone and row.channel_id != server.decisions_channel_id:
            elsewhere = server.decisions_channel_id
            reminder.channel_id = elsewhere
            await owe(session, row.guild_id, elsewhere, "reminder", row.subject, now, expires_at=row.expires_at)
            return
        occurrence.state, occurrence.skipped_at = "skipped", now
        await session.flush()


class ReminderRedrawer(Redrawer):
    """Draws a reminder that came again."""

    posted_by = ("reminder",)

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """With its text and its signature as they may be shown now."""
        async with self.desk.database.look() as session:
            card = await occurrence_card(session, await _occurrence(session, row))
        await self.desk.board.show_reminder(card)


class MeetingOpener(Courier):
    """Opens the thread of a meeting on its message, and owes the agenda."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Open the thread; that it is open already is success."""
        async with self.desk.database.look() as session:
            occurrence = await _occurrence(session, row)
            reminder = await reminders.of_occurrence(session, row.guild_id, occurrence)
        assert occurrence.message_id is not None
        name = f"R-{reminder.number} · {' '.join(reminder.text.split())[:_THREAD_NAME]}"
        thread_id = await self.desk.board.open_thread(row.guild_id, row.channel_id, occurrence.message_id, name)
        now = self.desk.clock.now()
        async with self.desk.database.turn() as session:
            present = await _occurrence(session, row)
            present.thread_id = thread_id
            await session.flush()
            await owe(session, row.guild_id, thread_id, "agenda", row.subject, now)
            await outbox.delivered(session, row.id, now)


class AgendaPoster(Poster):
    """Posts a meeting's agenda in its thread."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The items so far, and what is being decided."""
        return await agenda_card(session, await _occurrence(session, row))

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember the message, to draw it again when items come."""
        occurrence = await _occurrence(session, row)
        occurrence.agenda_id = message_id
        await session.flush()


class AgendaRedrawer(Redrawer):
    """Draws an agenda again."""

    posted_by = ("agenda",)

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """With every item, and with what is being decided now."""
        async with self.desk.database.look() as session:
            card = await agenda_card(session, await _occurrence(session, row))
        await self.desk.board.show_agenda(card)


class NotesPoster(Poster):
    """Posts the notes of a meeting in its thread."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The notes."""
        return await _notes(session, row)

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember the message, to draw it again when the page changes."""
        page = await existing_page(session, row.guild_id, row.subject)
        notes = await meetings.notes(session, row.guild_id, page.id)
        assert notes is not None
        notes.channel_id, notes.message_id = row.channel_id, message_id
        await session.flush()


class NotesRedrawer(Redrawer):
    """Draws the notes of a meeting again."""

    posted_by = ("notes",)

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """As their page is now."""
        async with self.desk.database.look() as session:
            card = await _notes(session, row)
        await self.desk.board.show_notes(card)


async def _notes(session: Session, row: outbox.NoticeRow) -> NotesCard:
    page = await existing_page(session, row.guild_id, row.subject)
    notes = await meetings.notes(session, row.guild_id, page.id)
    assert notes is not None
    return await notes_card(session, page, notes)


async def _occurrence(session: Session, row: outbox.NoticeRow) -> reminders.OccurrenceRow:
    found = await reminders.occurrence(session, row.guild_id, row.subject)
    assert found is not None
    return found
