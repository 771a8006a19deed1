"""Temperature checks: running ones, so that they end in time; nothing of them is kept afterwards."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, UniqueConstraint, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Snowflake, mine


class CheckRow(Base):
    """One temperature check under way."""

    __tablename__ = "checks"
    __table_args__ = (UniqueConstraint("guild_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    number: Mapped[int]
    """Counts the server's running checks; the number of one that has ended is free again."""
    channel_id: Mapped[int] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    question: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    ends_at: Mapped[datetime]


async def next_number(session: AsyncSession, guild_id: int) -> int:
    """A number that no running check of the server has."""
    highest = select(func.max(CheckRow.number)).where(CheckRow.guild_id == guild_id)
    return ((await session.execute(highest)).scalar_one() or 0) + 1


async def get(session: AsyncSession, guild_id: int, number: int) -> CheckRow | None:
    """The running check of a server by its number."""
    found = select(CheckRow).where(CheckRow.guild_id == guild_id, CheckRow.number == number)
    return (await session.scalars(found)).one_or_none()


async def posted(session: AsyncSession, guild_id: int, number: int, message_id: int) -> None:
    """Write down on which message a check stands."""
    await session.execute(
        update(CheckRow).where(CheckRow.guild_id == guild_id, CheckRow.number == number).values(message_id=message_id)
    )


async def due(session: AsyncSession, now: datetime) -> Sequence[CheckRow]:
    """The checks whose time is over."""
    found = select(CheckRow).where(CheckRow.ends_at <= now, mine(session, CheckRow.guild_id))
    return (await session.scalars(found.order_by(CheckRow.ends_at))).all()


async def forget_check(session: AsyncSession, check_id: int) -> None:
    """Keep nothing of a check that has ended."""
    await session.execute(delete(CheckRow).where(CheckRow.id == check_id))
