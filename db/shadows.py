"""Shadows: who would like to learn a task from those who do it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Parts, Snowflake, parts_found


class ShadowRow(Base):
    """One person's word that they would like to learn a task."""

    __tablename__ = "shadows"
    __table_args__ = (Index("ix_shadows_member", "guild_id", "member_id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    said_at: Mapped[datetime]


async def toggle(session: AsyncSession, guild_id: int, task_id: int, member_id: int, now: datetime) -> bool:
    """Write down that somebody would like to learn a task, or that they would not after all; True for the first."""
    if await leave(session, guild_id, task_id, member_id):
        return False
    session.add(ShadowRow(guild_id=guild_id, task_id=task_id, member_id=member_id, said_at=now))
    await session.flush()
    return True


async def leave(session: AsyncSession, guild_id: int, task_id: int, member_id: int) -> bool:
    """Take somebody's wish back; False where there was none."""
    gone = (
        delete(ShadowRow)
        .where(ShadowRow.guild_id == guild_id, ShadowRow.task_id == task_id, ShadowRow.member_id == member_id)
        .returning(ShadowRow.member_id)
    )
    return (await session.execute(gone)).first() is not None


async def of_task(session: AsyncSession, guild_id: int, task_id: int) -> Sequence[int]:
    """Who would like to learn a task, in the order of saying so."""
    found = select(ShadowRow.member_id).where(ShadowRow.guild_id == guild_id, ShadowRow.task_id == task_id)
    return (await session.scalars(found.order_by(ShadowRow.said_at, ShadowRow.member_id))).all()


async def how_many(session: AsyncSession, guild_id: int, task_ids: Iterable[int]) -> Mapping[int, int]:
    """How many would like to learn each of these tasks, by the task's id; those that nobody would are left out."""
    found = (
        select(ShadowRow.task_id, func.count())
        .where(ShadowRow.guild_id == guild_id, ShadowRow.task_id.in_(list(task_ids)))
        .group_by(ShadowRow.task_id)
    )
    return dict((await session.execute(found)).all())


async def tasks_of(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[int]:
    """The ids of the tasks that somebody would like to learn."""
    found = select(ShadowRow.task_id).where(ShadowRow.guild_id == guild_id, ShadowRow.member_id == member_id)
    return (await session.scalars(found.order_by(ShadowRow.task_id))).all()


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody would like to learn."""
    found = select(ShadowRow).where(ShadowRow.guild_id == guild_id, ShadowRow.member_id == member_id)
    return await parts_found(session, shadows=(found.order_by(ShadowRow.said_at), ("task_id", "member_id")))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget what somebody would like to learn."""
    await session.execute(delete(ShadowRow).where(ShadowRow.guild_id == guild_id, ShadowRow.member_id == member_id))
