"""Covers: who asked that a text be covered because it exposes a person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Snowflake


class CoverAskRow(Base):
    """One person's press of *Exposes a person* on one text."""

    __tablename__ = "cover_asks"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    """What the text is: "proposal" or "task"."""
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime]


async def asked_by(session: AsyncSession, guild_id: int, kind: str, number: int) -> Sequence[int]:
    """Who asked for this text to be covered."""
    found = select(CoverAskRow.member_id).where(
        CoverAskRow.guild_id == guild_id, CoverAskRow.kind == kind, CoverAskRow.number == number
    )
    return (await session.scalars(found.order_by(CoverAskRow.asked_at))).all()
