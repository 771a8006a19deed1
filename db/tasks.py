"""Tasks and who holds them: their rows, and which look for hands."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import (
    Date,
    ForeignKey,
    Index,
    String,
    Subquery,
    Text,
    UniqueConstraint,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.lapses import question_due
from db.base import Base, Key, Parts, Snowflake, parts_found

_MAY_PASS = "done_at IS NULL AND dropped_at IS NULL AND due_on IS NOT NULL"


class TaskRow(Base):
    """One piece of work."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("guild_id", "number"),
        Index("ix_tasks_open", "guild_id", "done_at"),
        Index("ix_tasks_due", "guild_id", "due_on", sqlite_where=text(_MAY_PASS), postgresql_where=text(_MAY_PASS)),
    )

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
    overdue_on: Mapped[date | None] = mapped_column(Date)
    """The due date that is known to have passed; it means nothing once there is another one."""
    is_first: Mapped[bool] = mapped_column(default=False)
    """Whether it is good for somebody's first task."""
    revision: Mapped[int] = mapped_column(default=0)
    """How often it was edited, dropped or put back."""
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[int | None] = mapped_column(Snowflake)
    drop_reason: Mapped[str | None] = mapped_column(Text)
    learners_id: Mapped[int | None] = mapped_column(Snowflake)
    """The message in its thread that tells who would like to learn it."""


def _question_due(row: DefaultExecutionContext) -> datetime:
    """To take a task up is an act on it."""
    parameters = row.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    return question_due(parameters["claimed_at"])


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
        Index("ix_claims_due", "ended_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    member_id: Mapped[int] = mapped_column(Snowflake)
    claimed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(16))
    due_at: Mapped[datetime | None] = mapped_column(default=_question_due)
    """When its holder is asked whether they are still on it, or the place is free again; None while that is owed."""
    asked_at: Mapped[datetime | None]
    """Since when the question stands that they have not answered."""


UNFINISHED = (TaskRow.done_at.is_(None), TaskRow.dropped_at.is_(None))


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


def hands_by_task(guild_id: int) -> Subquery:
    """How many hold each task of a server that somebody holds: counted once, not anew for every task."""
    return (
        select(ClaimRow.task_id, func.count().label("held"))
        .where(ClaimRow.guild_id == guild_id, ClaimRow.ended_at.is_(None))
        .group_by(ClaimRow.task_id)
        .subquery()
    )


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
    """The tasks of a server that are neither done nor dropped, the oldest first."""
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, *UNFINISHED).order_by(TaskRow.number)
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


async def by_ids(session: AsyncSession, guild_id: int, task_ids: Iterable[int]) -> Sequence[TaskRow]:
    """Those tasks of a server that are among these, by number."""
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.id.in_(list(task_ids)))
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
    """End the standing claims on a task, or one person's, as "finished", "released", "handed on" and so on."""
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


async def added_by(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[TaskRow]:
    """The tasks that somebody added by hand, by number."""
    found = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.added_by == member_id)
    return (await session.scalars(found.order_by(TaskRow.number))).all()


async def ever_touched_by(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[TaskRow]:
    """The tasks that a person holds, held when they were done, or dropped, by number."""
    theirs = select(ClaimRow.task_id).where(
        ClaimRow.guild_id == guild_id,
        ClaimRow.member_id == member_id,
        ClaimRow.ending.is_(None) | (ClaimRow.ending == "finished"),
    )
    found = select(TaskRow).where(
        TaskRow.guild_id == guild_id, TaskRow.id.in_(theirs) | (TaskRow.dropped_by == member_id)
    )
    return (await session.scalars(found.order_by(TaskRow.number))).all()


async def erase_reasons(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Erase why somebody dropped tasks; that they are dropped stands."""
    dropped = update(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.dropped_by == member_id)
    await session.execute(dropped.values(drop_reason=""))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody added, dropped, took up, handed back and finished."""
    added = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.added_by == member_id)
    dropped = select(TaskRow).where(TaskRow.guild_id == guild_id, TaskRow.dropped_by == member_id)
    claims = (
        select(ClaimRow, TaskRow.number.label("task"))
        .join(TaskRow, TaskRow.id == ClaimRow.task_id)
        .where(ClaimRow.guild_id == guild_id, ClaimRow.member_id == member_id)
    )
    return await parts_found(
        session,
        tasks=(added.order_by(TaskRow.number), ("added_by", "dropped_by")),
        dropped_tasks=(dropped.order_by(TaskRow.number), ("added_by", "dropped_by")),
        claims=(claims.order_by(ClaimRow.id), ("task_id", "member_id")),
    )


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Leave nothing of who added, dropped, held or holds tasks; what a decision bore keeps having no author."""
    await session.execute(delete(ClaimRow).where(ClaimRow.guild_id == guild_id, ClaimRow.member_id == member_id))
    for column in (TaskRow.added_by, TaskRow.dropped_by):
        theirs = update(TaskRow).where(TaskRow.guild_id == guild_id, column == member_id)
        await session.execute(theirs.values({column: 0}))
