"""Recurring: what all rows with a schedule have in common, and the walks over those whose time has come."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, mine

ACTIVE = "active"


class Recurring(Base):
    """A row with a schedule; `starts` and `last_meant` are local times in ISO form, which no zone rule moves."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    starts: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str | None] = mapped_column(String(255))
    zones: Mapped[str] = mapped_column(String(16))
    """The version of the time zone database by which `next_at` was found."""
    handled_at: Mapped[datetime]
    """Up to where its occurrences were dealt with."""
    last_meant: Mapped[str | None] = mapped_column(String(32))
    next_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16), default=ACTIVE)


Row = TypeVar("Row", bound=Recurring)


async def due(session: AsyncSession, kind: type[Row], now: datetime) -> Sequence[Row]:
    """The rows of this process's servers with an occurrence that has come, the oldest first."""
    found = (
        select(kind)
        .where(kind.state == ACTIVE, kind.next_at <= now, mine(session, kind.guild_id))
        .order_by(kind.next_at, kind.id)
    )
    return (await session.scalars(found)).all()


async def still_due(session: AsyncSession, kind: type[Row], row_id: int, now: datetime) -> Row | None:
    """The row as it is now, held until the turn ends; None where another process sent it or somebody moved it."""
    found = select(kind).where(kind.id == row_id, kind.state == ACTIVE, kind.next_at <= now)
    return (await session.scalars(found.with_for_update())).one_or_none()


async def found_by_other_zones(session: AsyncSession, kind: type[Row], zones: str) -> Sequence[Row]:
    """The rows to come whose next time was found by another version of the time zone database."""
    found = select(kind).where(kind.state == ACTIVE, kind.zones != zones, mine(session, kind.guild_id))
    return (await session.scalars(found)).all()
