"""Mandates: who may remind, until when, and who waits for a seat."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Snowflake


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


async def of_member(session: AsyncSession, guild_id: int, member_id: int) -> MandateRow | None:
    """The mandate that a person holds or waits for."""
    return next((row for row in await standing(session, guild_id) if row.member_id == member_id), None)


async def end(session: AsyncSession, mandate_id: int, ended_at: datetime) -> None:
    """End a mandate."""
    await session.execute(update(MandateRow).where(MandateRow.id == mandate_id).values(ended_at=ended_at))
