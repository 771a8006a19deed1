"""Due tasks: which are due or overdue without that being told, and that it was told."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.base import mine
from db.tasks import UNFINISHED, ClaimRow, TaskRow

_NOT_MARKED = TaskRow.overdue_on.is_(None) | (TaskRow.overdue_on != TaskRow.due_on)


async def due_untold(session: AsyncSession, guild_id: int, due_on: date) -> Sequence[TaskRow]:
    """The unfinished tasks of a server that are due on a day, are held, and whose holders were not reminded of it."""
    found = (
        select(TaskRow)
        .where(
            TaskRow.guild_id == guild_id,
            TaskRow.due_on == due_on,
            *UNFINISHED,
            TaskRow.due_told_on.is_(None) | (TaskRow.due_told_on != due_on),
            select(ClaimRow.id).where(ClaimRow.task_id == TaskRow.id, ClaimRow.ended_at.is_(None)).exists(),
        )
        .order_by(TaskRow.number)
    )
    return (await session.scalars(found)).all()


async def tell_due(session: AsyncSession, task_id: int, due_on: date) -> bool:
    """Write down that a task's holders are reminded of this due date; False where they were."""
    told = (
        update(TaskRow)
        .where(TaskRow.id == task_id, TaskRow.due_told_on.is_(None) | (TaskRow.due_told_on != due_on))
        .values(due_told_on=due_on)
    )
    return (await session.execute(told.returning(TaskRow.id))).scalar_one_or_none() is not None


async def passed(session: AsyncSession, on: date) -> Sequence[int]:
    """The servers with unfinished tasks that were due on a day or before it, and are not marked as overdue."""
    found = select(TaskRow.guild_id).where(
        TaskRow.due_on <= on, *UNFINISHED, _NOT_MARKED, mine(session, TaskRow.guild_id)
    )
    return (await session.scalars(found.distinct().order_by(TaskRow.guild_id))).all()


async def mark_overdue(session: AsyncSession, guild_id: int, today: date) -> Sequence[TaskRow]:
    """Mark what was due before today as overdue; returns what was not marked until now."""
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.due_on < today, *UNFINISHED, _NOT_MARKED)
    rows = (await session.scalars(found.order_by(TaskRow.id).with_for_update())).all()
    for row in rows:
        row.overdue_on = row.due_on
    await session.flush()
    return rows
