"""Starts: when the process began, as far back as it matters."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class StartRow(Base):
    """One start of the process."""

    __tablename__ = "starts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    started_at: Mapped[datetime]


async def add(session: AsyncSession, now: datetime) -> None:
    """Write down a start."""
    session.add(StartRow(started_at=now))
    await session.flush()


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Forget the starts before an instant."""
    await session.execute(delete(StartRow).where(StartRow.started_at < before))


async def how_many(session: AsyncSession) -> int:
    """How many starts are written down."""
    return (await session.execute(select(func.count()).select_from(StartRow))).scalar_one()
