"""Digests: which week's is due when, what it told, and where it stands."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Snowflake, is_postgres, mine, upsert
from db.decisions import DecisionRow
from db.proposals import ProposalRow
from db.servers import ServerRow

WAITING, OWED, DELIVERED, SKIPPED, QUIET = "waiting", "owed", "delivered", "skipped", "quiet"
TOLD = (OWED, DELIVERED, QUIET)
"""The digests up to which everything was told, or there was nothing to tell."""

PAST = (*TOLD, SKIPPED)
"""The digests whose time has come."""


class DigestRow(Base):
    """The digest of one ISO week of one server; there is never a second one."""

    __tablename__ = "digests"
    __table_args__ = (
        UniqueConstraint("guild_id", "iso_year", "iso_week"),
        Index("ix_digests_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    iso_year: Mapped[int]
    iso_week: Mapped[int]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=WAITING)
    since_at: Mapped[datetime | None]
    """From when on it tells what happened, and up to `until_at`; None until it was due."""
    until_at: Mapped[datetime | None]
    since_on: Mapped[date | None] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    """The day of `until_at` on the server's clocks, by which reviews are told once."""
    contents: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What it tells, as numbers; neither texts nor names."""
    late: Mapped[bool] = mapped_column(default=False)
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    thread_id: Mapped[int | None] = mapped_column(Snowflake)
    parts: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The messages in its thread, in order."""


async def plan(session: AsyncSession, guild_id: int, iso_year: int, iso_week: int, due_at: datetime) -> None:
    """Have the digest of a week wait for its time; that it does so already is no harm."""
    planned = upsert(DigestRow, on_postgres=is_postgres(session)).values(
        guild_id=guild_id, iso_year=iso_year, iso_week=iso_week, due_at=due_at
    )
    await session.execute(planned.on_conflict_do_nothing())


async def get(session: AsyncSession, guild_id: int, digest_id: int) -> DigestRow | None:
    """One digest of a server."""
    found = select(DigestRow).where(DigestRow.guild_id == guild_id, DigestRow.id == digest_id)
    return (await session.scalars(found)).one_or_none()


async def unplanned(session: AsyncSession) -> Sequence[ServerRow]:
    """The servers of this process for which no digest waits."""
    waits = select(DigestRow.id).where(DigestRow.guild_id == ServerRow.guild_id, DigestRow.state == WAITING).exists()
    found = select(ServerRow).where(~waits, mine(session, ServerRow.guild_id)).order_by(ServerRow.guild_id)
    return (await session.scalars(found)).all()


async def waiting(session: AsyncSession, guild_id: int | None = None) -> Sequence[DigestRow]:
    """The digests of a server, or of all of this process, that are not due yet or were not looked at."""
    whose = mine(session, DigestRow.guild_id) if guild_id is None else DigestRow.guild_id == guild_id
    found = select(DigestRow).where(DigestRow.state == WAITING, whose).order_by(DigestRow.id)
    return (await session.scalars(found)).all()


async def due(session: AsyncSession, now: datetime) -> Sequence[DigestRow]:
    """The digests that wait and whose time has come, the oldest first."""
    found = select(DigestRow).where(
        DigestRow.state == WAITING, DigestRow.due_at <= now, mine(session, DigestRow.guild_id)
    )
    return (await session.scalars(found.order_by(DigestRow.due_at, DigestRow.id))).all()


async def latest(session: AsyncSession, guild_id: int, states: Sequence[str]) -> DigestRow | None:
    """The last digest of a server, by its week, that is in one of these states."""
    found = (
        select(DigestRow)
        .where(DigestRow.guild_id == guild_id, DigestRow.state.in_(states))
        .order_by(DigestRow.iso_year.desc(), DigestRow.iso_week.desc())
        .limit(1)
    )
    return (await session.scalars(found)).first()


async def skipped_after(session: AsyncSession, guild_id: int, told: DigestRow | None) -> Sequence[DigestRow]:
    """The digests of a server that were left out after the one that was told last, the oldest first."""
    found = select(DigestRow).where(DigestRow.guild_id == guild_id, DigestRow.state == SKIPPED)
    if told is not None:
        same_year = (DigestRow.iso_year == told.iso_year) & (DigestRow.iso_week > told.iso_week)
        found = found.where(or_(DigestRow.iso_year > told.iso_year, same_year))
    return (await session.scalars(found.order_by(DigestRow.iso_year, DigestRow.iso_week))).all()


async def take(session: AsyncSession, row: DigestRow, **columns: Any) -> bool:
    """Write down what becomes of a digest that waits; False where another process has done so or has moved it."""
    taken = (
        update(DigestRow)
        .where(DigestRow.id == row.id, DigestRow.state == WAITING, DigestRow.due_at == row.due_at)
        .values(**columns)
        .returning(DigestRow.id)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(taken)).scalar_one_or_none() is not None


async def standing_since(session: AsyncSession, guild_id: int, instant: datetime) -> Sequence[DigestRow]:
    """The digests of a server that stand and tell of something after an instant, the oldest first."""
    found = select(DigestRow).where(
        DigestRow.guild_id == guild_id, DigestRow.message_id.is_not(None), DigestRow.until_at > instant
    )
    return (await session.scalars(found.order_by(DigestRow.id))).all()


async def agreements(session: AsyncSession, guild_id: int) -> Sequence[DecisionRow]:
    """The agreements of a server, by number: an agreement holds until a vote ends it."""
    found = (
        select(DecisionRow)
        .join(ProposalRow, ProposalRow.id == DecisionRow.proposal_id)
        .where(DecisionRow.guild_id == guild_id, DecisionRow.outcome == "passed", ProposalRow.kind == "agreement")
        .order_by(DecisionRow.number)
    )
    return (await session.scalars(found)).all()
