"""Previews: what somebody typed for a reminder, kept until they save it, so that nothing of it is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, parts_found


class PreviewRow(Base):
    """One reminder that is not saved yet; `starts` is None while it is asked which time is meant."""

    __tablename__ = "reminder_previews"
    __table_args__ = (Index("ix_reminder_previews_member", "guild_id", "member_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    member_id: Mapped[int] = mapped_column(Snowflake)
    purpose: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    typed: Mapped[str] = mapped_column(Text)
    """The time, as it was typed."""
    repeats: Mapped[str | None] = mapped_column(String(16))
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    is_meeting: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int | None]
    """The reminder that is moved."""
    starts: Mapped[str | None] = mapped_column(String(32))
    zone: Mapped[str | None] = mapped_column(String(64))
    rule: Mapped[str | None] = mapped_column(String(255))
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]


async def get(session: AsyncSession, guild_id: int, member_id: int, preview_id: int) -> PreviewRow | None:
    """A person's own preview in a server."""
    found = select(PreviewRow).where(
        PreviewRow.guild_id == guild_id, PreviewRow.member_id == member_id, PreviewRow.id == preview_id
    )
    return (await session.scalars(found)).one_or_none()


async def take(session: AsyncSession, guild_id: int, member_id: int, preview_id: int) -> bool:
    """Take a preview off, because it is saved; False where it was taken already."""
    gone = (
        delete(PreviewRow)
        .where(PreviewRow.guild_id == guild_id, PreviewRow.member_id == member_id, PreviewRow.id == preview_id)
        .returning(PreviewRow.id)
    )
    return (await session.execute(gone)).scalar_one_or_none() is not None


async def forget_older(session: AsyncSession, before: datetime) -> None:
    """Keep no preview that nobody saved."""
    await session.execute(delete(PreviewRow).where(PreviewRow.created_at < before))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody typed and did not save."""
    found = select(PreviewRow).where(PreviewRow.guild_id == guild_id, PreviewRow.member_id == member_id)
    return await parts_found(session, previews=(found.order_by(PreviewRow.id), ("member_id",)))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget what somebody typed and did not save."""
    await session.execute(delete(PreviewRow).where(PreviewRow.guild_id == guild_id, PreviewRow.member_id == member_id))
