"""Covers: texts that are covered because they expose a person, who asked for it, and which tasks that hides."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Parts, Snowflake, parts_found
from db.decisions import DecisionRow
from db.proposals import ProposalRow
from db.task_revisions import TaskRevisionRow
from db.tasks import TaskRow


class CoverAskRow(Base):
    """One person's press of *Exposes a person* on one text."""

    __tablename__ = "cover_asks"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    """What the text is: "proposal" or "task"."""
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime]


class CoverRow(Base):
    """One text that two people had covered, and the vote on whether it stays so."""

    __tablename__ = "covers"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    vote_number: Mapped[int]
    """The proposal on which the vote is held."""
    covered_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    """When the vote made the text readable again."""


async def ask(session: AsyncSession, guild_id: int, kind: str, number: int, member_id: int, now: datetime) -> None:
    """Write down that somebody asked; asking twice is asking once."""
    if await session.get(CoverAskRow, (guild_id, kind, number, member_id)) is None:
        session.add(CoverAskRow(guild_id=guild_id, kind=kind, number=number, member_id=member_id, asked_at=now))
        await session.flush()


async def asked_by(session: AsyncSession, guild_id: int, kind: str, number: int) -> Sequence[int]:
    """Who asked for this text to be covered, in the order of asking."""
    found = select(CoverAskRow.member_id).where(
        CoverAskRow.guild_id == guild_id, CoverAskRow.kind == kind, CoverAskRow.number == number
    )
    return (await session.scalars(found.order_by(CoverAskRow.asked_at, CoverAskRow.member_id))).all()


async def get(session: AsyncSession, guild_id: int, kind: str, number: int) -> CoverRow | None:
    """The cover of a text, lifted or not, None where it was never covered."""
    return await session.get(CoverRow, (guild_id, kind, number))


async def of_vote(session: AsyncSession, guild_id: int, vote_number: int) -> CoverRow | None:
    """The cover on which this proposal is the vote."""
    found = select(CoverRow).where(CoverRow.guild_id == guild_id, CoverRow.vote_number == vote_number)
    return (await session.scalars(found)).one_or_none()


async def forget_text(session: AsyncSession, guild_id: int, kind: str, number: int) -> None:
    """Forget that a text was ever covered and who asked for it, so that it can be asked again."""
    for row in (CoverAskRow, CoverRow):
        await session.execute(delete(row).where(row.guild_id == guild_id, row.kind == kind, row.number == number))


async def forget_asks(session: AsyncSession, proposal_id: int) -> None:
    """Forget who asked for the cover that this proposal was the vote on: to ask was to vote for it."""
    vote = select(ProposalRow.number).where(ProposalRow.id == proposal_id).scalar_subquery()
    guild = select(ProposalRow.guild_id).where(ProposalRow.id == proposal_id).scalar_subquery()
    voted_on = (
        select(CoverRow.number)
        .where(
            CoverRow.guild_id == CoverAskRow.guild_id,
            CoverRow.kind == CoverAskRow.kind,
            CoverRow.number == CoverAskRow.number,
            CoverRow.guild_id == guild,
            CoverRow.vote_number == vote,
        )
        .exists()
    )
    await session.execute(delete(CoverAskRow).where(voted_on).execution_options(synchronize_session=False))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """Of which texts somebody said that they expose a person."""
    mine = select(CoverAskRow).where(CoverAskRow.guild_id == guild_id, CoverAskRow.member_id == member_id)
    return await parts_found(session, cover_asks=(mine.order_by(CoverAskRow.asked_at), ("member_id",)))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget what somebody asked to be covered; what is covered stays so."""
    mine = (CoverAskRow.guild_id == guild_id, CoverAskRow.member_id == member_id)
    await session.execute(delete(CoverAskRow).where(*mine))


async def hidden_tasks(session: AsyncSession, guild_id: int, numbers: Iterable[int]) -> set[int]:
    """Those of these tasks whose text is covered: their own, or that of the proposal they were born from."""
    found = (
        select(TaskRow.number)
        .outerjoin(
            DecisionRow,
            (DecisionRow.guild_id == TaskRow.guild_id)
            & (DecisionRow.number == TaskRow.decision_number)
            & TaskRow.added_by.is_(None),
        )
        .outerjoin(ProposalRow, ProposalRow.id == DecisionRow.proposal_id)
        .where(
            TaskRow.guild_id == guild_id,
            TaskRow.number.in_(list(numbers)),
            or_(TaskRow.is_covered, func.coalesce(ProposalRow.is_covered, False)),
        )
    )
    return set(await session.scalars(found))


async def hidden_titles(session: AsyncSession, guild_id: int, decision_number: int) -> set[str]:
    """The titles, past ones too, of a decision's own tasks that were covered one by one."""
    covered = (
        TaskRow.guild_id == guild_id,
        TaskRow.decision_number == decision_number,
        TaskRow.added_by.is_(None),
        TaskRow.is_covered,
    )
    now = select(TaskRow.title).where(*covered)
    once = select(TaskRevisionRow.title).join(TaskRow, TaskRow.id == TaskRevisionRow.task_id).where(*covered)
    return {*await session.scalars(now), *await session.scalars(once)}
