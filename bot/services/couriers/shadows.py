"""Couriers of shadows: the line in a task's thread that tells who would like to learn it."""

from datetime import datetime

from bot.services.couriers.courier import Redrawer
from bot.services.couriers.task_threads import TaskThreadPoster
from bot.services.notices import Content
from bot.services.ports import NothingToTell, Unreachable
from bot.services.shadows import learners_card
from db import outbox, tasks
from db.engine import Session


class LearnersPoster(TaskThreadPoster):
    """Posts the line, once for each task."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """Who would like to learn it, while somebody would."""
        card = await learners_card(session, await self.task(session, row))
        if not card.names:
            raise NothingToTell("they would not after all")
        return card

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember the message, to draw it again."""
        task = await self.task(session, row)
        task.learners_id = message_id
        await session.flush()


class LearnersRedrawer(Redrawer):
    """Draws the line again."""

    posted_by = ("learners",)

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """As it is now; where nothing was posted nothing is drawn."""
        async with self.desk.database.look() as session:
            task = await tasks.get(session, row.guild_id, row.subject)
            assert task is not None
            card = await learners_card(session, task)
        if card.message_id is not None:
            await self.desk.board.show_learners(card)

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """A line that is gone is posted anew when somebody presses next."""
        task = await tasks.get(session, row.guild_id, row.subject)
        assert task is not None
        task.learners_id = None
        await session.flush()
