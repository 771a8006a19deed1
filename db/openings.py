"""Openings: which tasks stand in which part of a board, which fit somebody, and what one person alone has done."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, func, outerjoin, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.boards import DONE_FOR, Part
from bot.domain.lapses import UNCLAIMED
from db.task_skills import TaskSkillRow
from db.tasks import UNFINISHED, ClaimRow, TaskRow, hands_by_task


async def of_part(
    session: AsyncSession, guild_id: int, part: Part, now: datetime, *, start: int = 0, limit: int
) -> tuple[Sequence[TaskRow], int]:
    """The tasks of a part of a server's board from a place on, and how many it has; the most urgent stand first."""
    hands = hands_by_task(guild_id)
    wanted = (TaskRow.guild_id == guild_id, *_wanted(part, now, func.coalesce(hands.c.held, 0)))
    joined = outerjoin(TaskRow, hands, hands.c.task_id == TaskRow.id)
    total = (await session.execute(select(func.count()).select_from(joined).where(*wanted))).scalar_one()
    found = select(TaskRow).select_from(joined).where(*wanted)
    found = found.order_by(*_order(part)).offset(start).limit(limit)
    return (await session.scalars(found)).all() if total else (), total


def _wanted(part: Part, now: datetime, held: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
    match part:
        case Part.LOOKING:
            return (*UNFINISHED, TaskRow.created_at <= now - UNCLAIMED, held == 0)
        case Part.OPEN:
            is_new = TaskRow.created_at > now - UNCLAIMED
            return (*UNFINISHED, TaskRow.people_needed > held, is_new | (held > 0))
        case Part.HELD:
            return (*UNFINISHED, TaskRow.people_needed <= held)
        case Part.DONE:
            return (TaskRow.done_at > now - DONE_FOR, TaskRow.dropped_at.is_(None))


def _order(part: Part) -> tuple[Any, ...]:
    if part is Part.DONE:
        return (TaskRow.done_at.desc(), TaskRow.number)
    return (TaskRow.due_on.is_(None), TaskRow.due_on, TaskRow.number)


async def titles(session: AsyncSession, guild_id: int) -> Sequence[tuple[int, str]]:
    """The numbers and titles of the unfinished tasks of a server, the oldest first."""
    found = select(TaskRow.number, TaskRow.title).where(TaskRow.guild_id == guild_id, *UNFINISHED)
    return [(number, title) for number, title in await session.execute(found.order_by(TaskRow.number))]


async def next_change(session: AsyncSession, guild_id: int, now: datetime) -> datetime | None:
    """When time alone next moves a task on the board of a server, None where it moves none."""
    mine = (TaskRow.guild_id == guild_id, TaskRow.dropped_at.is_(None))
    soon = TaskRow.created_at > now - UNCLAIMED
    is_held = select(ClaimRow.id).where(ClaimRow.task_id == TaskRow.id, ClaimRow.ended_at.is_(None)).exists()
    youngest = select(func.min(TaskRow.created_at)).where(*mine, TaskRow.done_at.is_(None), soon, ~is_held)
    born_at = (await session.execute(youngest)).scalar_one()
    done_at = (
        await session.execute(select(func.min(TaskRow.done_at)).where(*mine, TaskRow.done_at > now - DONE_FOR))
    ).scalar_one()
    changes = [born_at + UNCLAIMED if born_at else None, done_at + DONE_FOR if done_at else None]
    return min((each for each in changes if each is not None), default=None)


async def fitting(
    session: AsyncSession, guild_id: int, member_id: int, skills: Collection[str], *, start: int = 0, limit: int
) -> Sequence[TaskRow]:
    """Tasks with a free place that somebody does not hold: most of their skills first, then by due date and age."""
    return (await session.scalars(_fitting(guild_id, member_id, skills).offset(start).limit(limit))).all()


def _fitting(guild_id: int, member_id: int, skills: Collection[str]) -> Select[TaskRow]:
    hands = hands_by_task(guild_id)
    shared = (
        select(TaskSkillRow.task_id, func.count().label("known"))
        .where(TaskSkillRow.guild_id == guild_id, TaskSkillRow.skill.in_(list(skills)))
        .group_by(TaskSkillRow.task_id)
        .subquery()
    )
    theirs = select(ClaimRow.task_id).where(
        ClaimRow.guild_id == guild_id, ClaimRow.member_id == member_id, ClaimRow.ended_at.is_(None)
    )
    found = (
        select(TaskRow)
        .outerjoin(hands, hands.c.task_id == TaskRow.id)
        .where(
            TaskRow.guild_id == guild_id,
            *UNFINISHED,
            TaskRow.people_needed > func.coalesce(hands.c.held, 0),
            TaskRow.id.not_in(theirs),
        )
    )
    urgent = (TaskRow.due_on.is_(None), TaskRow.due_on, TaskRow.created_at, TaskRow.id)
    if not skills:
        return found.order_by(*urgent)
    known = func.coalesce(shared.c.known, 0)
    return found.outerjoin(shared, shared.c.task_id == TaskRow.id).order_by(known.desc(), *urgent)


async def how_many_fit(session: AsyncSession, guild_id: int, member_id: int) -> int:
    """How many tasks of a server have a free place and are not somebody's own."""
    found = select(func.count()).select_from(_fitting(guild_id, member_id, ()).order_by(None).subquery())
    return (await session.execute(found)).scalar_one()


async def known_by_one(session: AsyncSession, guild_id: int, since: datetime, *, least: int) -> Sequence[str]:
    """The skills of at least so many tasks done since an instant, all by one person; covered tasks are left out."""
    done: Select[str] = (
        select(TaskSkillRow.skill)
        .join(TaskRow, TaskRow.id == TaskSkillRow.task_id)
        .join(ClaimRow, ClaimRow.task_id == TaskRow.id)
        .where(
            TaskSkillRow.guild_id == guild_id,
            TaskRow.done_at >= since,
            TaskRow.dropped_at.is_(None),
            TaskRow.is_covered.is_(False),
            ClaimRow.ending == "finished",
        )
        .group_by(TaskSkillRow.skill)
        .having(func.count(distinct(ClaimRow.member_id)) == 1, func.count(distinct(TaskRow.id)) >= least)
        .order_by(TaskSkillRow.skill)
    )
    return list(await session.scalars(done))


async def readable_skills(session: AsyncSession, guild_id: int, skills: Collection[str]) -> Sequence[str]:
    """Those of these skills, in their order, that a task of a server takes whose text is not covered."""
    found = (
        select(TaskSkillRow.skill)
        .distinct()
        .join(TaskRow, TaskRow.id == TaskSkillRow.task_id)
        .where(TaskSkillRow.guild_id == guild_id, TaskSkillRow.skill.in_(list(skills)), TaskRow.is_covered.is_(False))
    )
    readable = set(await session.scalars(found)) if skills else set()
    return [skill for skill in skills if skill in readable]
