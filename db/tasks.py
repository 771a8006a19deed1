"""Tasks and who holds them: their rows, and which look for hands."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, parts_found


class TaskRow(Base):
    """One piece of work."""

    __tablename__ = "tasks"
    __table_args__ = (UniqueConstraint("guild_id", "number"), Index("ix_tasks_open", "guild_id", "done_at"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    number: Mapped[int]
    title: Mapped[str]
    why: Mapped[str] = mapped_column(Text, default="")
    people_needed: Mapped[int] = mapped_column(default=1)
    effort: Mapped[str | None] = mapped_column(String(16))
    due_on: Mapped[date | None] = mapped_column(Date)
    decision_number: Mapped[int | None]
    added_by: Mapped[int | None] = mapped_column(Snowflake)
    """Who added it by hand; None for a task that a decision gave birth to, 0 where that person was forgotten."""
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    is_covered: Mapped[bool] = mapped_column(default=False)
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    thread_id: Mapped[int | None] = mapped_column(Snowflake)
    due_told_on: Mapped[date | None] = mapped_column(Date)
    """The due date of which its holders were reminded."""


class ClaimRow(Base):
    """One person's hold on a task, from taking it up until it ended."""

    __tablename__ = "claims"
    __table_args__ = (
        Index(
            "uq_claims_standing",
            "task_id",
            "member_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_claims_member", "guild_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    member_id: Mapped[int] = mapped_column(Snowflake)
    claimed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(16))


async def get(session: AsyncSession, guild_id: int, number: int, *, locked: bool = False) -> TaskRow | None:
    """The task of a server by its number; `locked` holds its row until the turn ends."""
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.number == number)
    return (await session.scalars(found.with_for_update() if locked else found)).one_or_none()


async def holders(session: AsyncSession, task_ids: Iterable[int]) -> dict[int, list[int]]:
    """Who holds each task, or held it when it was done, in the order of taking it up, by the task's id."""
    found = (
        select(ClaimRow.task_id, ClaimRow.member_id)
        .where(ClaimRow.task_id.in_(list(task_ids)), ClaimRow.ending.is_(None) | (ClaimRow.ending == "finished"))
        .order_by(ClaimRow.id)
    )
    by_task: dict[int, list[int]] = {}
    for task_id, member_id in await session.execute(found):
        by_task.setdefault(task_id, []).append(member_id)
    return by_task


async def held_by(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[TaskRow]:
    """The unfinished tasks that a person holds, by number."""
    found = (
        select(TaskRow)
        .join(ClaimRow, ClaimRow.task_id == TaskRow.id)
        .where(ClaimRow.guild_id == guild_id, ClaimRow.member_id == member_id, ClaimRow.ended_at.is_(None))
        .order_by(TaskRow.number)
    )
    return (await session.scalars(found)).all()


async def unfinished(session: AsyncSession, guild_id: int) -> Sequence[TaskRow]:
    """The tasks of a server that are not done, the oldest first."""
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.done_at.is_(None)).order_by(TaskRow.number)
    return (await session.scalars(found)).all()


async def finished_between(session: AsyncSession, guild_id: int, since: datetime, until: datetime) -> Sequence[TaskRow]:
    """The tasks of a server that were done since an instant and before another, in the order of being done."""
    found = (
        select(TaskRow)
        .where(TaskRow.guild_id == guild_id, TaskRow.done_at >= since, TaskRow.done_at < until)
        .order_by(TaskRow.done_at, TaskRow.number)
    )
    return (await session.scalars(found)).all()


async def by_numbers(session: AsyncSession, guild_id: int, numbers: Iterable[int]) -> Sequence[TaskRow]:
    """The tasks of a server with these numbers, in their order."""
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.number.in_(list(numbers)))
    return (await session.scalars(found.order_by(TaskRow.number))).all()


async def of_decision(session: AsyncSession, guild_id: int, decision_number: int) -> Sequence[TaskRow]:
    """The tasks that serve a decision, by number."""
    found = (
        select(TaskRow)
        .where(TaskRow.guild_id == guild_id, TaskRow.decision_number == decision_number)
        .order_by(TaskRow.number)
    )
    return (await session.scalars(found)).all()


async def end_claims(
    session: AsyncSession, task_id: int, ended_at: datetime, ending: str, *, member_id: int | None = None
) -> None:
    """End the standing claims on a task, or one person's, as "released" or "finished"."""
    ended = update(ClaimRow).where(ClaimRow.task_id == task_id, ClaimRow.ended_at.is_(None))
    if member_id is not None:
        ended = ended.where(ClaimRow.member_id == member_id)
    await session.execute(ended.values(ended_at=ended_at, ending=ending))


async def finish(session: AsyncSession, task_id: int, done_at: datetime) -> bool:
    """Mark a task as done; False where it was already."""
    done = update(TaskRow).where(TaskRow.id == task_id, TaskRow.done_at.is_(None)).values(done_at=done_at)
    return (await session.execute(done.returning(TaskRow.id))).scalar_one_or_none() is not None


async def shown(session: AsyncSession, guild_id: int, number: int, channel_id: int, message_id: int) -> None:
    """Write down on which message a task is shown."""
    await session.execute(
        update(TaskRow)
        .where(TaskRow.guild_id == guild_id, TaskRow.number == number)
        .values(channel_id=channel_id, message_id=message_id)
    )


async def threaded(session: AsyncSession, guild_id: int, number: int, thread_id: int) -> None:
    """Write down which thread is a task's."""
    await session.execute(
        update(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.number == number).values(thread_id=thread_id)
    )


async def due_untold(session: AsyncSession, guild_id: int, due_on: date) -> Sequence[TaskRow]:
    """The unfinished tasks of a server that are due on a day, are held, and whose holders were not reminded of it."""
    found = (
        select(TaskRow)
        .where(
            TaskRow.guild_id == guild_id,
            TaskRow.due_on == due_on,
            TaskRow.done_at.is_(None),
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


async def added_by(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[TaskRow]:
    """The tasks that somebody added by hand, by number."""
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.added_by == member_id)
    return (await session.scalars(found.order_by(TaskRow.number))).all()


async def ever_held_by(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[TaskRow]:
    """The tasks that a person holds, or held when they were done, by number."""
    theirs = select(ClaimRow.task_id).where(
        ClaimRow.guild_id == guild_id,
        ClaimRow.member_id == member_id,
        ClaimRow.ending.is_(None) | (ClaimRow.ending == "finished"),
    )
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.id.in_(theirs))
    return (await session.scalars(found.order_by(TaskRow.number))).all()


async def erase_texts(session: AsyncSession, task_ids: Iterable[int]) -> None:
    """Let tasks stand without a text."""
    await session.execute(update(TaskRow).where(TaskRow.id.in_(list(task_ids))).values(title="", why=""))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody added, took up, handed back and finished."""
    added = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.added_by == member_id)
    claims = (
        select(ClaimRow, TaskRow.number.label("task"))
        .join(TaskRow, TaskRow.id == ClaimRow.task_id)
        .where(ClaimRow.guild_id == guild_id, ClaimRow.member_id == member_id)
    )
    return await parts_found(
        session,
        tasks=(added.order_by(TaskRow.number), ("added_by",)),
        claims=(claims.order_by(ClaimRow.id), ("task_id", "member_id")),
    )


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget who held what, so that it looks for hands again, and who added what; the tasks stay."""
    await session.execute(delete(ClaimRow).where(ClaimRow.guild_id == guild_id, ClaimRow.member_id == member_id))
    added = update(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.added_by == member_id)
    await session.execute(added.values(added_by=0))
