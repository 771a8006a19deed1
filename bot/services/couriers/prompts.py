"""Couriers of what is told in time: that a vote closes soon, and that a task is due tomorrow."""

from collections.abc import Sequence

from bot.domain.proposals import State
from bot.services.couriers.courier import Poster, Redrawer
from bot.services.couriers.task_threads import TaskThreadPoster
from bot.services.notices import Content
from bot.services.ports import NothingToTell, Unreachable
from bot.services.proposals import existing_proposal
from bot.services.servers import founded
from bot.services.standing_cards import AnsweredCard
from bot.services.task_cards import task_cards
from bot.services.time_cards import ClosingCard, DueTaskCard
from db import covers, outbox, proposals, tasks
from db.engine import Session


class ClosingPoster(Poster):
    """Says that a vote closes soon, while it is open."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The vote, unless it is interrupted or over, or its ballot does not stand."""
        proposal = await existing_proposal(session, row.guild_id, row.subject)
        if proposal.state != State.OPEN or proposal.closes_at <= self.desk.clock.now():
            raise NothingToTell("the vote is not open any more")
        if proposal.message_id is None:
            raise Unreachable("the ballot does not stand yet")
        return await _closing(session, proposal)


class DueTaskPoster(TaskThreadPoster):
    """Reminds those who hold a task, in its thread."""

    async def task(self, session: Session, row: outbox.NoticeRow) -> tasks.TaskRow:
        """The task, while somebody holds it and it is not done."""
        task = await super().task(session, row)
        if task.done_at is not None or task.due_on is None or not await tasks.holders(session, [task.id]):
            raise NothingToTell("nobody holds the task any more")
        return task

    async def mentions(self, session: Session, row: outbox.NoticeRow) -> tuple[int, ...]:
        """Its holders. Source: charter, §9."""
        task = await self.task(session, row)
        return tuple((await tasks.holders(session, [task.id])).get(task.id, ()))

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The task, while somebody holds it and it is not done."""
        return await _due(session, await self.task(session, row), await self.mentions(session, row))


class PromptRedrawer(Redrawer):
    """Draws a prompt that stands again, whatever became of its vote or its task since."""

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """With its title as it may be shown now."""
        async with self.desk.database.look() as session:
            told = await outbox.get(session, row.guild_id, row.subject)
            assert told is not None
            if told.message_id is None:
                raise Unreachable("what is to be redrawn may not stand yet", is_gone=told.given_up_at is not None)
            card: Content
            if told.kind == "closing":
                card = await _closing(session, await existing_proposal(session, told.guild_id, told.subject))
            else:
                task = await tasks.get(session, told.guild_id, told.subject)
                assert task is not None
                holders = (await tasks.holders(session, [task.id])).get(task.id, ())
                is_over = not holders or task.done_at is not None
                card = await (_answered(session, task) if is_over else _due(session, task, holders))
        await self.desk.board.show_prompt(told.guild_id, told.channel_id, told.message_id, card)


async def _closing(session: Session, proposal: proposals.ProposalRow) -> ClosingCard:
    server = await founded(session, proposal.guild_id)
    return ClosingCard(
        guild_id=proposal.guild_id,
        number=proposal.number,
        title=None if proposal.is_covered else proposal.title,
        closes_at=proposal.closes_at,
        channel_id=proposal.channel_id,
        message_id=proposal.message_id or 0,
        language=server.language,
    )


async def _answered(session: Session, task: tasks.TaskRow) -> AnsweredCard:
    server = await founded(session, task.guild_id)
    return AnsweredCard((await task_cards(session, [task], language=server.language))[0])


async def _due(session: Session, task: tasks.TaskRow, holders: Sequence[int]) -> DueTaskCard:
    server = await founded(session, task.guild_id)
    assert task.due_on is not None
    hidden = await covers.hidden_tasks(session, task.guild_id, [task.number])
    return DueTaskCard(
        guild_id=task.guild_id,
        number=task.number,
        title=None if task.number in hidden else task.title,
        due_on=task.due_on,
        holders=tuple(holders),
        language=server.language,
    )
