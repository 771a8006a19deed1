"""Chronicle: when decisions fell, mandates were taken back, and tasks and pages were born; dates without a text."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.decisions import Outcome
from bot.domain.rules import Kind
from db.decisions import DecisionRow
from db.knowhow import PageRow
from db.proposals import ProposalRow
from db.tasks import TaskRow


async def endings(
    session: AsyncSession, guild_id: int, since: datetime | None = None, until: datetime | None = None
) -> Sequence[tuple[int, str, datetime]]:
    """Number, outcome and instant of a server's decisions, in their order; since an instant and before another."""
    found = select(DecisionRow.number, DecisionRow.outcome, DecisionRow.decided_at).where(
        DecisionRow.guild_id == guild_id
    )
    if since is not None:
        found = found.where(DecisionRow.decided_at >= since)
    if until is not None:
        found = found.where(DecisionRow.decided_at < until)
    return [(number, outcome, at) for number, outcome, at in await session.execute(found.order_by(DecisionRow.number))]


async def decided_first_and_last(session: AsyncSession, guild_id: int) -> tuple[datetime, datetime] | None:
    """When the first decision of a server fell, and the last; None where there is none."""
    found = select(func.min(DecisionRow.decided_at), func.max(DecisionRow.decided_at)).where(
        DecisionRow.guild_id == guild_id
    )
    first, last = (await session.execute(found)).one()
    return None if first is None else (first, last)


async def recalls(session: AsyncSession, guild_id: int) -> Sequence[tuple[int, datetime]]:
    """Number and instant of each decision by which a server took a mandate back."""
    found = (
        select(DecisionRow.number, DecisionRow.decided_at)
        .join(ProposalRow, ProposalRow.id == DecisionRow.proposal_id)
        .where(DecisionRow.guild_id == guild_id, ProposalRow.kind == Kind.RECALL, DecisionRow.outcome == Outcome.PASSED)
    )
    return [(number, at) for number, at in await session.execute(found.order_by(DecisionRow.number))]


async def task_spans(session: AsyncSession, guild_id: int) -> Sequence[tuple[datetime, datetime | None]]:
    """When each task that a decision gave birth to was born, and when it was done."""
    found = select(TaskRow.created_at, TaskRow.done_at).where(TaskRow.guild_id == guild_id, TaskRow.added_by.is_(None))
    return [(born, done) for born, done in await session.execute(found.order_by(TaskRow.number))]


async def page_births(session: AsyncSession, guild_id: int) -> Sequence[datetime]:
    """When each page of know-how was first written, in their order."""
    found = select(PageRow.born_at).where(PageRow.guild_id == guild_id)
    return (await session.scalars(found.order_by(PageRow.number))).all()


async def work_mark(session: AsyncSession, guild_id: int) -> tuple[int, int, int]:
    """How many tasks decisions gave birth to, how many of them are done, and how many pages there are."""
    tasks = select(func.count(), func.count(TaskRow.done_at)).where(
        TaskRow.guild_id == guild_id, TaskRow.added_by.is_(None)
    )
    pages = select(func.count()).select_from(PageRow).where(PageRow.guild_id == guild_id)
    born, done = (await session.execute(tasks)).one()
    return born, done, (await session.execute(pages)).scalar_one()


async def reworked(session: AsyncSession, guild_id: int, numbers: Iterable[int]) -> Sequence[tuple[int, int]]:
    """Decisions of a server that were reworked, each with a decision that reworked it, in the order of these."""
    found = (
        select(ProposalRow.reworks, DecisionRow.number)
        .join(DecisionRow, DecisionRow.proposal_id == ProposalRow.id)
        .where(ProposalRow.guild_id == guild_id, ProposalRow.reworks.in_(list(numbers)))
        .order_by(ProposalRow.number)
    )
    return [(of, by) for of, by in await session.execute(found) if of is not None]
