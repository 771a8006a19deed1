"""Reminders that people ask for themselves: theirs alone, and gone when they are forgotten."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, parts_found

ACTIVE = "active"


class PersonalReminderRow(Base):
    """One person's own reminder; the number counts theirs in one server."""

    __tablename__ = "personal_reminders"
    __table_args__ = (
        UniqueConstraint("guild_id", "member_id", "number"),
        Index("ix_personal_reminders_due", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    member_id: Mapped[int] = mapped_column(Snowflake)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    starts: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str | None] = mapped_column(String(255))
    zones: Mapped[str] = mapped_column(String(16))
    handled_at: Mapped[datetime]
    last_meant: Mapped[str | None] = mapped_column(String(32))
    next_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16), default=ACTIVE)
    undelivered_at: Mapped[datetime | None]
    """When the one was due that could not be sent and that its person has not seen yet."""
    created_at: Mapped[datetime]


async def get(session: AsyncSession, guild_id: int, member_id: int, number: int) -> PersonalReminderRow | None:
    """One of a person's own reminders in a server."""
    found = select(PersonalReminderRow).where(
        PersonalReminderRow.guild_id == guild_id,
        PersonalReminderRow.member_id == member_id,
        PersonalReminderRow.number == number,
    )
    return (await session.scalars(found)).one_or_none()


async def by_id(session: AsyncSession, guild_id: int, reminder_id: int) -> PersonalReminderRow | None:
    """The reminder that a notice of a server is about."""
    found = select(PersonalReminderRow).where(
        PersonalReminderRow.guild_id == guild_id, PersonalReminderRow.id == reminder_id
    )
    return (await session.scalars(found)).one_or_none()


async def next_number(session: AsyncSession, guild_id: int, member_id: int) -> int:
    """The number of the next one of a person's."""
    highest = select(func.max(PersonalReminderRow.number)).where(
        PersonalReminderRow.guild_id == guild_id, PersonalReminderRow.member_id == member_id
    )
    return ((await session.execute(highest)).scalar_one() or 0) + 1


async def active_of(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[PersonalReminderRow]:
    """What a person has waiting for themselves in a server, the next one first."""
    found = (
        select(PersonalReminderRow)
        .where(
            PersonalReminderRow.guild_id == guild_id,
            PersonalReminderRow.member_id == member_id,
            PersonalReminderRow.state == ACTIVE,
        )
        .order_by(PersonalReminderRow.next_at, PersonalReminderRow.number)
    )
    return (await session.scalars(found)).all()


async def undelivered_of(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[PersonalReminderRow]:
    """What could not be sent to a person, the oldest first."""
    found = (
        select(PersonalReminderRow)
        .where(
            PersonalReminderRow.guild_id == guild_id,
            PersonalReminderRow.member_id == member_id,
            PersonalReminderRow.undelivered_at.is_not(None),
        )
        .order_by(PersonalReminderRow.undelivered_at)
    )
    return (await session.scalars(found)).all()


async def due(session: AsyncSession, now: datetime) -> Sequence[PersonalReminderRow]:
    """The reminders with an occurrence that has come, the oldest first."""
    found = (
        select(PersonalReminderRow)
        .where(PersonalReminderRow.state == ACTIVE, PersonalReminderRow.next_at <= now)
        .order_by(PersonalReminderRow.next_at, PersonalReminderRow.id)
    )
    return (await session.scalars(found)).all()


async def found_by_other_zones(session: AsyncSession, zones: str) -> Sequence[PersonalReminderRow]:
    """The reminders to come whose next time was found by another version of the time zone database."""
    found = select(PersonalReminderRow).where(PersonalReminderRow.state == ACTIVE, PersonalReminderRow.zones != zones)
    return (await session.scalars(found)).all()


async def take(
    session: AsyncSession,
    row: PersonalReminderRow,
    *,
    handled_at: datetime,
    last_meant: str | None,
    next_at: datetime | None,
    state: str,
) -> bool:
    """Move a reminder on from the occurrence that was seen; False where another process has done it already."""
    moved = (
        update(PersonalReminderRow)
        .where(
            PersonalReminderRow.id == row.id,
            PersonalReminderRow.state == ACTIVE,
            PersonalReminderRow.next_at == row.next_at,
        )
        .values(handled_at=handled_at, last_meant=last_meant, next_at=next_at, state=state)
        .returning(PersonalReminderRow.id)
    )
    return (await session.execute(moved)).scalar_one_or_none() is not None


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody wanted to be reminded of."""
    mine = (PersonalReminderRow.guild_id == guild_id, PersonalReminderRow.member_id == member_id)
    found = select(PersonalReminderRow).where(*mine).order_by(PersonalReminderRow.number)
    return await parts_found(session, own_reminders=(found, ("member_id",)))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget what somebody wanted to be reminded of."""
    await session.execute(
        delete(PersonalReminderRow).where(
            PersonalReminderRow.guild_id == guild_id, PersonalReminderRow.member_id == member_id
        )
    )
