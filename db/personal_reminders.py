"""Reminders that people ask for themselves: theirs alone, and gone when they are forgotten."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Parts, Snowflake, parts_found
from db.recurring import ACTIVE, Recurring


class PersonalReminderRow(Recurring):
    """One person's own reminder; the number counts theirs in one server."""

    __tablename__ = "personal_reminders"
    __table_args__ = (
        UniqueConstraint("guild_id", "member_id", "number"),
        Index("ix_personal_reminders_due", "state", "next_at"),
    )

    member_id: Mapped[int] = mapped_column(Snowflake)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
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
