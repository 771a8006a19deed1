"""Agendas: owing them a new picture when items come, or when something else is being decided than they show."""

from datetime import datetime

from bot.domain.reminders import AGENDA_LIVES
from bot.services.owing import owe
from db import meetings, outbox, reminders
from db.engine import Session


async def draw_again(session: Session, row: reminders.OccurrenceRow, now: datetime) -> None:
    """Owe one agenda a new picture, once however much changes before it is drawn."""
    if row.thread_id is not None and not await outbox.is_ahead(session, row.guild_id, row.id, ["show-agenda"]):
        await owe(session, row.guild_id, row.thread_id, "show-agenda", row.id, now)


async def draw_agendas_again(session: Session, guild_id: int, now: datetime) -> None:
    """Owe a new picture to the agendas of a server's meetings to come, because of what this turn has changed."""
    rows = await reminders.with_thread(session, guild_id, now - AGENDA_LIVES)
    over = await meetings.with_notes(session, guild_id, [row.id for row in rows])
    for row in rows:
        if row.id not in over:
            await draw_again(session, row, now)
