"""Mandates: who may remind, until when, and who waits for a seat."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, mine, parts_found


class MandateRow(Base):
    """One mandate; `begins_at` is None while it waits for a seat, `ended_at` until it ends."""

    __tablename__ = "mandates"
    __table_args__ = (Index("ix_mandates_standing", "guild_id", "ended_at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    member_id: Mapped[int] = mapped_column(Snowflake)
    decision_number: Mapped[int]
    granted_at: Mapped[datetime]
    begins_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


async def standing(session: AsyncSession, guild_id: int) -> Sequence[MandateRow]:
    """The mandates of a server that have not ended, in the order of decision."""
    found = (
        select(MandateRow)
        .where(MandateRow.guild_id == guild_id, MandateRow.ended_at.is_(None))
        .order_by(MandateRow.decision_number)
    )
    return (await session.scalars(found)).all()


async def over(session: AsyncSession, guild_id: int) -> Sequence[MandateRow]:
    """The mandates of a server that have ended and once had a seat, in the order of decision."""
    found = select(MandateRow).where(
        MandateRow.guild_id == guild_id, MandateRow.ended_at.is_not(None), MandateRow.begins_at.is_not(None)
    )
    return (await session.scalars(found.order_by(MandateRow.decision_number))).all()


async def of_member(session: AsyncSession, guild_id: int, member_id: int) -> MandateRow | None:
    """The mandate that a person holds or waits for."""
    return next((row for row in await standing(session, guild_id) if row.member_id == member_id), None)


async def end(session: AsyncSession, mandate_id: int, ended_at: datetime) -> None:
    """End a mandate."""
    await session.execute(update(MandateRow).where(MandateRow.id == mandate_id).values(ended_at=ended_at))


async def overdue(session: AsyncSession, now: datetime) -> Sequence[MandateRow]:
    """The mandates whose term is over and that have not ended."""
    found = select(MandateRow).where(
        MandateRow.ended_at.is_(None), MandateRow.ends_at <= now, mine(session, MandateRow.guild_id)
    )
    return (await session.scalars(found)).all()


async def by_ids(session: AsyncSession, guild_id: int, mandate_ids: Iterable[int]) -> dict[int, MandateRow]:
    """Mandates of a server by their ids, ended ones too."""
    found = select(MandateRow).where(MandateRow.guild_id == guild_id, MandateRow.id.in_(list(mandate_ids)))
    return {row.id: row for row in await session.scalars(found)}


async def of_decisions(session: AsyncSession, guild_id: int, numbers: Iterable[int]) -> dict[int, MandateRow]:
    """Mandates of a server by the decisions that gave them, ended ones too."""
    found = select(MandateRow).where(MandateRow.guild_id == guild_id, MandateRow.decision_number.in_(list(numbers)))
    return {row.decision_number: row for row in await session.scalars(found)}


async def running(session: AsyncSession, guild_id: int, now: datetime) -> set[int]:
    """The mandates of a server that have a seat and whose term is not over, by their ids."""
    found = select(MandateRow.id).where(
        MandateRow.guild_id == guild_id, MandateRow.ended_at.is_(None), MandateRow.ends_at > now
    )
    return set(await session.scalars(found))


async def ever_held_by(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[MandateRow]:
    """Every mandate that a person was given, ended ones too, by decision."""
    found = select(MandateRow).where(MandateRow.guild_id == guild_id, MandateRow.member_id == member_id)
    return (await session.scalars(found.order_by(MandateRow.decision_number))).all()


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """Which mandates somebody was given."""
    found = select(MandateRow).where(MandateRow.guild_id == guild_id, MandateRow.member_id == member_id)
    return await parts_found(session, mandates=(found.order_by(MandateRow.id), ("member_id",)))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget who held mandates that have ended; one that stands is in everybody's interest while it does."""
    mine = (MandateRow.guild_id == guild_id, MandateRow.member_id == member_id, MandateRow.ended_at.is_not(None))
    await session.execute(update(MandateRow).where(*mine).values(member_id=0))
