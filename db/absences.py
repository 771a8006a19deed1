"""Absences: the spans in which the bot did not see what happened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class AbsenceRow(Base):
    """One span without connection, or with it and not yet read; `until` is None while it lasts.

    Without a proposal it is the bot's own; with one, only that ballot could not be seen.
    """

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
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


async def begin(session: AsyncSession, since: datetime, *, proposal_id: int | None = None) -> None:
    """Write down the beginning of an absence, the bot's or one ballot's, unless one lasts already."""
    if await lasting(session, proposal_id=proposal_id) is None:
        session.add(AbsenceRow(since=since, until=None, proposal_id=proposal_id))
        await session.flush()


async def lasting(session: AsyncSession, *, proposal_id: int | None = None) -> AbsenceRow | None:
    """The absence that has not ended, the bot's or one ballot's."""
    found = select(AbsenceRow).where(
        AbsenceRow.until.is_(None), AbsenceRow.proposal_id.is_not_distinct_from(proposal_id)
    )
    return (await session.scalars(found)).first()


async def end(session: AsyncSession, until: datetime, *, proposal_id: int | None = None) -> None:
    """Write down the end of the absence that lasts, the bot's or one ballot's."""
    ended = update(AbsenceRow).where(
        AbsenceRow.until.is_(None), AbsenceRow.proposal_id.is_not_distinct_from(proposal_id)
    )
    await session.execute(ended.values(until=until))


async def overlapping(session: AsyncSession, since: datetime, *, proposal_id: int) -> Sequence[AbsenceRow]:
    """The absences that concern a proposal and reach past an instant, those that last among them."""
    found = select(AbsenceRow).where(
        AbsenceRow.until.is_(None) | (AbsenceRow.until >= since),
        AbsenceRow.proposal_id.is_(None) | (AbsenceRow.proposal_id == proposal_id),
    )
    return (await session.scalars(found.order_by(AbsenceRow.since))).all()
