"""Reminder cards: reminders and their occurrences with who scheduled them and when they come."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.reminders import PREVIEWED, Origin, State
from bot.domain.schedule import Occurrence, occurrences
from bot.services.recurring import schedule_of
from bot.services.servers import founded
from bot.services.time_cards import OccurrenceCard, ReminderCard
from db import decisions, mandates, meetings, members, proposals, reminders
from db.engine import Session


async def reminder_cards(
    session: Session, guild_id: int, rows: Sequence[reminders.ReminderRow], now: datetime
) -> list[ReminderCard]:
    """The cards of one server's reminders, in the order given."""
    server = await founded(session, guild_id)
    names = await _names(session, guild_id, rows)
    covered = await covered_among(session, guild_id, rows)
    terms = await mandates.by_ids(session, guild_id, [row.mandate_id for row in rows if row.mandate_id and row.rule])
    cards = []
    for row in rows:
        term = terms.get(row.mandate_id or 0) if row.rule else None
        ends_at = term.ended_at or term.ends_at if term else None
        cards.append(
            ReminderCard(
                guild_id=guild_id,
                number=row.number,
                origin=Origin(row.origin),
                text=None if row.number in covered else row.text,
                author_name=names.get(row.author_id or 0),
                decision_number=row.decision_number,
                state=State(row.state),
                schedule=schedule_of(row),
                upcoming=_upcoming(row, now, ends_at) if row.state == State.ACTIVE else (),
                channel_id=row.channel_id,
                is_meeting=row.is_meeting,
                ends_at=ends_at,
                mandate_id=row.mandate_id,
                language=server.language,
            )
        )
    return cards


def _upcoming(row: reminders.ReminderRow, now: datetime, ends_at: datetime | None) -> tuple[Occurrence, ...]:
    found = occurrences(schedule_of(row), max(now, row.handled_at), PREVIEWED)
    return tuple(each for each in found if ends_at is None or each.at < ends_at)


async def occurrence_card(
    session: Session, row: reminders.OccurrenceRow, *, is_late: bool | None = None
) -> OccurrenceCard:
    """The card of one occurrence."""
    server = await founded(session, row.guild_id)
    reminder = await reminders.of_occurrence(session, row.guild_id, row)
    names = await _names(session, row.guild_id, [reminder])
    return OccurrenceCard(
        guild_id=row.guild_id,
        number=reminder.number,
        occurrence_id=row.id,
        text=None if await covered_among(session, row.guild_id, [reminder]) else reminder.text,
        author_name=names.get(reminder.author_id or 0),
        decision_number=reminder.decision_number,
        due_at=row.due_at,
        is_late=row.late if is_late is None else is_late,
        is_meeting=reminder.is_meeting,
        coming=await meetings.how_many_come(session, row.guild_id, row.id),
        channel_id=row.channel_id or reminder.channel_id,
        message_id=row.message_id,
        thread_id=row.thread_id,
        language=server.language,
    )


async def _names(session: Session, guild_id: int, rows: Sequence[reminders.ReminderRow]) -> dict[int, str]:
    authors = [row.author_id for row in rows if row.author_id is not None]
    people = await members.by_ids(session, guild_id, authors)
    return {author: (people[author].name if author in people else None) or "" for author in authors}


async def covered_among(session: Session, guild_id: int, rows: Sequence[reminders.ReminderRow]) -> set[int]:
    """The numbers of those reminders whose decision's text is covered."""
    decided = {row.decision_number: row.number for row in rows if row.decision_number is not None}
    found = await decisions.by_numbers(session, guild_id, decided)
    proposed = await proposals.by_ids(session, [decision.proposal_id for decision in found])
    return {decided[decision.number] for decision in found if proposed[decision.proposal_id].is_covered}
