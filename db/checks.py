"""Temperature checks: running ones, so that they end in time; nothing of them is kept afterwards."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Snowflake


class CheckRow(Base):
    """One temperature check under way."""

    __tablename__ = "checks"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    channel_id: Mapped[int] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    question: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    ends_at: Mapped[datetime]


async def due(session: AsyncSession, now: datetime) -> Sequence[CheckRow]:
    """The checks whose time is over."""
    return (await session.scalars(select(CheckRow).where(CheckRow.ends_at <= now))).all()


async def forget_check(session: AsyncSession, check_id: int) -> None:
    """Keep nothing of a check that has ended."""
    await session.execute(delete(CheckRow).where(CheckRow.id == check_id))
