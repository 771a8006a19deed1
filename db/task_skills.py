"""Task skills: what tasks take, and the tasks of a server picked by that and by who holds them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, ForeignKey, Index, String, delete, func, outerjoin, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from db.tasks import UNFINISHED, ClaimRow, TaskRow, hands_by_task


class TaskSkillRow(Base):
    """One skill that a task takes."""

    __tablename__ = "task_skills"
    __table_args__ = (Index("ix_task_skills_skill", "guild_id", "skill"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    skill: Mapped[str] = mapped_column(String(30))


async def listed(
    session: AsyncSession,
    guild_id: int,
    *,
    looking: bool = False,
    in_hands: bool = False,
    first: bool = False,
    holder_id: int | None = None,
    skill: str = "",
    start: int = 0,
    limit: int,
) -> tuple[Sequence[TaskRow], int]:
    """A part of the unfinished tasks of a server, the oldest first, from a place on, and how many there are in all.

    Only those for which hands are missing, or that somebody holds, or that are good first ones, or that one person
    holds, or that take a skill.
    """
    hands = hands_by_task(guild_id)
    holding = func.coalesce(hands.c.held, 0)
    wanted: list[ColumnElement[bool]] = [TaskRow.guild_id == guild_id, *UNFINISHED]
    if looking:
        wanted.append(holding < TaskRow.people_needed)
    if in_hands:
        wanted.append(holding > 0)
    if first:
        wanted.append(TaskRow.is_first.is_(True))
    if holder_id is not None:
        mine = select(ClaimRow.task_id).where(ClaimRow.member_id == holder_id, ClaimRow.ended_at.is_(None))
        wanted.append(TaskRow.id.in_(mine))
    if skill:
        takes = select(TaskSkillRow.task_id).where(TaskSkillRow.guild_id == guild_id, TaskSkillRow.skill == skill)
        wanted.append(TaskRow.id.in_(takes))
    joined = outerjoin(TaskRow, hands, hands.c.task_id == TaskRow.id)
    total = (await session.scalars(select(func.count()).select_from(joined).where(*wanted))).one()
    found = select(TaskRow).select_from(joined).where(*wanted).order_by(TaskRow.number).offset(start).limit(limit)
    return (await session.scalars(found)).all(), total


async def of_tasks(session: AsyncSession, task_ids: Iterable[int]) -> dict[int, list[str]]:
    """The skills that tasks take, in the order of writing, by the task's id."""
    found = (
        select(TaskSkillRow.task_id, TaskSkillRow.skill)
        .where(TaskSkillRow.task_id.in_(list(task_ids)))
        .order_by(TaskSkillRow.task_id, TaskSkillRow.place)
    )
    by_task: dict[int, list[str]] = {}
    for task_id, skill in await session.execute(found):
        by_task.setdefault(task_id, []).append(skill)
    return by_task


async def in_use(session: AsyncSession, guild_id: int) -> Sequence[str]:
    """Every skill that a task of a server takes or took, those of most tasks first."""
    found = select(TaskSkillRow.skill).where(TaskSkillRow.guild_id == guild_id).group_by(TaskSkillRow.skill)
    return (await session.scalars(found.order_by(func.count().desc(), TaskSkillRow.skill))).all()


async def put(session: AsyncSession, row: TaskRow, named: Sequence[str]) -> None:
    """Write down which skills a task takes, instead of those before."""
    await session.execute(delete(TaskSkillRow).where(TaskSkillRow.task_id == row.id))
    session.add_all(
        TaskSkillRow(task_id=row.id, place=place, guild_id=row.guild_id, skill=skill)
        for place, skill in enumerate(named)
    )
    await session.flush()
