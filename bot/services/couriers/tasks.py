"""Couriers of tasks: putting them up, and redrawing their messages."""

from datetime import datetime

from bot.services.cards import TaskCard
from bot.services.couriers.courier import Poster, Redrawer
from bot.services.notices import Content
from bot.services.servers import founded
from bot.services.task_cards import task_cards
from db import outbox, tasks
from db.engine import Session


class TaskPoster(Poster):
    """Puts a task up."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The task."""
        return await _card(session, row)

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember where it is shown."""
        await tasks.shown(session, row.guild_id, row.subject, row.channel_id, message_id)


class TaskRedrawer(Redrawer):
    """Redraws a task's message."""

    posted_by = ("task",)

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """As the task is now."""
        async with self.desk.database.look() as session:
            card = await _card(session, row)
        await self.desk.board.show_task(card)


async def _card(session: Session, row: outbox.NoticeRow) -> TaskCard:
    server = await founded(session, row.guild_id)
    task = await tasks.get(session, row.guild_id, row.subject)
    assert task is not None
    return (await task_cards(session, [task], language=server.language))[0]
