"""Task revisions: what tasks said, who changed that and when, from the first text on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, parts_found


class TaskRevisionRow(Base):
    """What a task said after somebody's act: written, edited, dropped or put back; number 0 is its first text."""

    __tablename__ = "task_revisions"
    __table_args__ = (UniqueConstraint("task_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    number: Mapped[int]
    act: Mapped[str] = mapped_column(String(16))
    member_id: Mapped[int | None] = mapped_column(Snowflake)
    """Whose act it was; None for the first text of what a decision bore."""
    at: Mapped[datetime]
    title: Mapped[str]
    why: Mapped[str] = mapped_column(Text)
    people_needed: Mapped[int]
    skills: Mapped[list[str]] = mapped_column(JSON)
    effort: Mapped[str | None] = mapped_column(String(16))
    is_first: Mapped[bool]
    due_on: Mapped[date | None] = mapped_column(Date)
    decision_number: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it was dropped."""


async def add(session: AsyncSession, *, guild_id: int, task_id: int, number: int, **facts: Any) -> None:
    """Write the next revision of a task; the facts are the row's other columns."""
    session.add(TaskRevisionRow(guild_id=guild_id, task_id=task_id, number=number, **facts))
    await session.flush()


async def of_task(session: AsyncSession, task_id: int) -> Sequence[TaskRevisionRow]:
    """Every revision of a task, the first text first; none where it was never changed."""
    found = select(TaskRevisionRow).where(TaskRevisionRow.task_id == task_id).order_by(TaskRevisionRow.number)
    return (await session.scalars(found)).all()


async def get(session: AsyncSession, task_id: int, number: int) -> TaskRevisionRow | None:
    """One revision of a task."""
    found = select(TaskRevisionRow).where(TaskRevisionRow.task_id == task_id, TaskRevisionRow.number == number)
    return (await session.scalars(found)).one_or_none()


async def revised_by(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[int]:
    """The ids of the tasks that somebody wrote, edited, dropped or put back."""
    theirs = (TaskRevisionRow.guild_id == guild_id, TaskRevisionRow.member_id == member_id)
    found = select(TaskRevisionRow.task_id).where(*theirs).distinct().order_by(TaskRevisionRow.task_id)
    return (await session.scalars(found)).all()


async def erase_reasons(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Erase why somebody dropped tasks."""
    theirs = (TaskRevisionRow.guild_id == guild_id, TaskRevisionRow.member_id == member_id)
    erased = update(TaskRevisionRow).where(*theirs, TaskRevisionRow.reason.is_not(None))
    await session.execute(erased.values(reason=""))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody made of tasks: wrote, edited, dropped and put back."""
    theirs = (TaskRevisionRow.guild_id == guild_id, TaskRevisionRow.member_id == member_id)
    found = select(TaskRevisionRow).where(*theirs).order_by(TaskRevisionRow.id)
    return await parts_found(session, task_revisions=(found, ("task_id", "member_id")))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Leave nothing of whose acts the revisions were."""
    theirs = update(TaskRevisionRow).where(TaskRevisionRow.guild_id == guild_id, TaskRevisionRow.member_id == member_id)
    await session.execute(theirs.values(member_id=0))
