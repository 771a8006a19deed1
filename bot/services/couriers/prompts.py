"""Couriers of what is told in time: that a vote closes soon, and that a task is due tomorrow."""

from bot.domain.proposals import State
from bot.services.couriers.courier import Poster
from bot.services.couriers.task_threads import TaskThreadPoster
from bot.services.notices import Content
from bot.services.ports import Unreachable
from bot.services.proposals import existing_proposal
from bot.services.servers import founded
from bot.services.time_cards import ClosingCard, DueTaskCard
from db import covers, outbox, tasks
from db.engine import Session


class ClosingPoster(Poster):
    """Says that a vote closes soon, while it is open."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The vote, unless it is interrupted or over, or its ballot does not stand."""
        server = await founded(session, row.guild_id)
        proposal = await existing_proposal(session, row.guild_id, row.subject)
        if proposal.state != State.OPEN or proposal.closes_at <= self.desk.clock.now():
            raise Unreachable("the vote is not open any more", is_gone=True)
        if proposal.message_id is None:
            raise Unreachable("the ballot does not stand yet")
        return ClosingCard(
            guild_id=row.guild_id,
            number=proposal.number,
            title=None if proposal.is_covered else proposal.title,
            closes_at=proposal.closes_at,
            channel_id=proposal.channel_id,
            message_id=proposal.message_id,
            language=server.language,
        )


class DueTaskPoster(TaskThreadPoster):
    """Reminds those who hold a task, in its thread."""

    async def task(self, session: Session, row: outbox.NoticeRow) -> tasks.TaskRow:
        """The task, while somebody holds it and it is not done."""
        task = await super().task(session, row)
        if task.done_at is not None or task.due_on is None or not await tasks.holders(session, [task.id]):
            raise Unreachable("nobody holds the task any more", is_gone=True)
        return task

    async def mentions(self, session: Session, row: outbox.NoticeRow) -> tuple[int, ...]:
        """Its holders. Source: charter, §9."""
        task = await self.task(session, row)
        return tuple((await tasks.holders(session, [task.id])).get(task.id, ()))

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The task, while somebody holds it and it is not done."""
        server = await founded(session, row.guild_id)
        task = await self.task(session, row)
        assert task.due_on is not None
        hidden = await covers.hidden_tasks(session, row.guild_id, [task.number])
        return DueTaskCard(
            guild_id=row.guild_id,
            number=task.number,
            title=None if task.number in hidden else task.title,
            due_on=task.due_on,
            holders=await self.mentions(session, row),
            language=server.language,
        )
