"""Lapses: whose claims are due for a question or a release, out of the rows of claims."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.base import mine
from db.tasks import ClaimRow, TaskRow


async def due(session: AsyncSession, now: datetime, *, limit: int) -> Sequence[ClaimRow]:
    """The standing claims of our servers whose holder is to be asked, or to be released, by now."""
    found = select(ClaimRow).where(
        ClaimRow.ended_at.is_(None), ClaimRow.due_at <= now, mine(session, ClaimRow.guild_id)
    )
    return (await session.scalars(found.order_by(ClaimRow.due_at, ClaimRow.id).limit(limit))).all()


async def take(session: AsyncSession, claim: ClaimRow, due_at: datetime | None) -> bool:
    """Give a claim that is due its next time, None while a question is under way; False where another was quicker."""
    taken = (
        update(ClaimRow)
        .where(ClaimRow.id == claim.id, ClaimRow.ended_at.is_(None), ClaimRow.due_at == claim.due_at)
        .values(due_at=due_at)
        .returning(ClaimRow.id)
    )
    return (await session.execute(taken)).scalar_one_or_none() is not None


async def claim(session: AsyncSession, guild_id: int, claim_id: int) -> ClaimRow | None:
    """A claim of a server, ended or not."""
    found = select(ClaimRow).where(ClaimRow.guild_id == guild_id, ClaimRow.id == claim_id)
    return (await session.scalars(found)).one_or_none()


async def place(session: AsyncSession, of: ClaimRow) -> int:
    """The how-manieth claim on its task a claim is."""
    found = select(func.count()).select_from(ClaimRow).where(ClaimRow.task_id == of.task_id, ClaimRow.id <= of.id)
    return (await session.execute(found)).scalar_one()


async def asked(session: AsyncSession, claim_id: int, asked_at: datetime, due_at: datetime) -> None:
    """Write down that the question stands, and when the place is free again."""
    await session.execute(
        update(ClaimRow)
        .where(ClaimRow.id == claim_id, ClaimRow.ended_at.is_(None), ClaimRow.due_at.is_(None))
        .values(asked_at=asked_at, due_at=due_at)
    )


async def acted(session: AsyncSession, task_id: int, member_id: int, due_at: datetime) -> None:
    """Write down that somebody did something on a task: where they hold it, they are asked no sooner than then."""
    await session.execute(
        update(ClaimRow)
        .where(ClaimRow.task_id == task_id, ClaimRow.member_id == member_id, ClaimRow.ended_at.is_(None))
        .values(asked_at=None, due_at=due_at)
    )


async def task_of(session: AsyncSession, of: ClaimRow) -> TaskRow:
    """The task on which a claim is."""
    return await session.get_one(TaskRow, of.task_id)


async def ask_again(session: AsyncSession, claim_id: int, due_at: datetime) -> None:
    """Have a question that could not be put put again at an instant."""
    await session.execute(
        update(ClaimRow)
        .where(ClaimRow.id == claim_id, ClaimRow.ended_at.is_(None), ClaimRow.due_at.is_(None))
        .values(due_at=due_at)
    )
