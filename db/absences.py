"""Absences: the spans in which the bot did not see what happened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class AbsenceRow(Base):
    """One span without connection, or with it and not yet read; `until` is None while it lasts."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class PulseRow(Base):
    """When the bot last wrote that it is there; the one row has the key 1."""

    __tablename__ = "pulse"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    beat_at: Mapped[datetime]


async def beat(session: AsyncSession, now: datetime) -> None:
    """Write down that the bot is there."""
    await session.merge(PulseRow(id=1, beat_at=now))


async def last_beat(session: AsyncSession) -> datetime | None:
    """When the bot last wrote that it is there, None before its first start."""
    pulse = await session.get(PulseRow, 1)
    return pulse.beat_at if pulse else None


async def begin(session: AsyncSession, since: datetime) -> None:
    """Write down the beginning of an absence, unless one lasts already."""
    if await lasting(session) is None:
        session.add(AbsenceRow(since=since, until=None))


async def lasting(session: AsyncSession) -> AbsenceRow | None:
    """The absence that has not ended."""
    return (await session.scalars(select(AbsenceRow).where(AbsenceRow.until.is_(None)))).first()


async def end(session: AsyncSession, until: datetime) -> None:
    """Write down the end of the absence that lasts."""
    await session.execute(update(AbsenceRow).where(AbsenceRow.until.is_(None)).values(until=until))


async def overlapping(session: AsyncSession, since: datetime) -> Sequence[AbsenceRow]:
    """The absences that reach past an instant, those that last among them."""
    found = select(AbsenceRow).where(AbsenceRow.until.is_(None) | (AbsenceRow.until >= since))
    return (await session.scalars(found.order_by(AbsenceRow.since))).all()
