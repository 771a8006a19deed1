"""Servers: who was founded, with which bindings, and the charter in force."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, String, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Snowflake, mine


class ServerRow(Base):
    """One founded server."""

    __tablename__ = "servers"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    founded_at: Mapped[datetime]
    language: Mapped[str] = mapped_column(String(16))
    time_zone: Mapped[str] = mapped_column(String(64))
    publishes: Mapped[bool]
    proposals_channel_id: Mapped[int] = mapped_column(Snowflake)
    decisions_channel_id: Mapped[int] = mapped_column(Snowflake)
    tasks_channel_id: Mapped[int] = mapped_column(Snowflake)
    digest_time: Mapped[str] = mapped_column(String(16), default="monday 18:00")
    """The weekday and hour of the digest on the server's clocks."""
    coordinators_role_id: Mapped[int | None] = mapped_column(Snowflake)
    """A role that shows who coordinates; no query and no rule asks for it."""
    charter_version: Mapped[int] = mapped_column(default=1)
    last_proposal: Mapped[int] = mapped_column(default=0)
    last_decision: Mapped[int] = mapped_column(default=0)
    last_task: Mapped[int] = mapped_column(default=0)
    last_reminder: Mapped[int] = mapped_column(default=0)
    last_page: Mapped[int] = mapped_column(default=0)


class CharterRow(Base):
    """One version of a server's charter: its numbers, kept for good; `publishes` among them switches publication on."""

    __tablename__ = "charters"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    in_force_at: Mapped[datetime]
    decision_number: Mapped[int | None]
    """The decision that adopted it; None for the founding."""


Numbered = Literal["last_proposal", "last_decision", "last_task", "last_reminder", "last_page"]


async def get(session: AsyncSession, guild_id: int, *, locked: bool = False) -> ServerRow | None:
    """The server, None where it was never founded; `locked` holds its row until the turn ends."""
    # Turns that write rows of the server need not wait: they may hold the very task that this one is to lock next.
    return await session.get(ServerRow, guild_id, with_for_update={"key_share": True} if locked else None)


async def all_founded(session: AsyncSession) -> Sequence[ServerRow]:
    """Every founded server of ours, in the order of founding."""
    found = select(ServerRow).where(mine(session, ServerRow.guild_id))
    return (await session.scalars(found.order_by(ServerRow.founded_at, ServerRow.guild_id))).all()


async def by_slug(session: AsyncSession, slug: str) -> ServerRow | None:
    """The server that is published under this address, None where none is."""
    found = select(ServerRow).where(ServerRow.slug == slug, ServerRow.publishes)
    return (await session.scalars(found)).one_or_none()


async def by_channel(session: AsyncSession, channel_id: int) -> ServerRow | None:
    """The server that has bound this channel to something."""
    bound = (ServerRow.proposals_channel_id, ServerRow.decisions_channel_id, ServerRow.tasks_channel_id)
    return (await session.scalars(select(ServerRow).where(or_(*(each == channel_id for each in bound))))).first()


async def published(session: AsyncSession) -> Sequence[ServerRow]:
    """The servers that chose to publish their decisions, by name."""
    return (await session.scalars(select(ServerRow).where(ServerRow.publishes).order_by(ServerRow.name))).all()


async def slugs_like(session: AsyncSession, stem: str) -> set[str]:
    """The addresses taken that begin with `stem`."""
    return set(await session.scalars(select(ServerRow.slug).where(ServerRow.slug.startswith(stem, autoescape=True))))


async def charter(session: AsyncSession, guild_id: int, version: int) -> CharterRow:
    """One version of the charter; it must exist."""
    return await session.get_one(CharterRow, (guild_id, version))


async def charters(session: AsyncSession, guild_id: int) -> Sequence[CharterRow]:
    """Every version of a server's charter, the newest first."""
    found = select(CharterRow).where(CharterRow.guild_id == guild_id).order_by(CharterRow.version.desc())
    return (await session.scalars(found)).all()


async def charters_in_force(session: AsyncSession, guild_ids: Iterable[int]) -> dict[int, CharterRow]:
    """The charter in force of each of these servers."""
    in_force = (ServerRow.guild_id == CharterRow.guild_id) & (ServerRow.charter_version == CharterRow.version)
    found = select(CharterRow).join(ServerRow, in_force).where(CharterRow.guild_id.in_(list(guild_ids)))
    return {row.guild_id: row for row in await session.scalars(found)}


async def coming_into_force(session: AsyncSession, now: datetime) -> Sequence[CharterRow]:
    """The versions in our servers whose time has come and that are not in force yet, the oldest first."""
    found = (
        select(CharterRow)
        .join(ServerRow, ServerRow.guild_id == CharterRow.guild_id)
        .where(CharterRow.version > ServerRow.charter_version, CharterRow.in_force_at <= now)
        .where(mine(session, ServerRow.guild_id))
        .order_by(CharterRow.guild_id, CharterRow.version)
    )
    return (await session.scalars(found)).all()


async def bind(session: AsyncSession, guild_id: int, **columns: Any) -> None:
    """Change a server's bindings or its charter version, as its vote decided."""
    await session.execute(update(ServerRow).where(ServerRow.guild_id == guild_id).values(**columns))


async def next_number(session: AsyncSession, guild_id: int, of: Numbered) -> int:
    """Draw the next per-server number; the server's row is locked until the turn ends."""
    column = getattr(ServerRow, of)
    drawn = update(ServerRow).where(ServerRow.guild_id == guild_id).values({of: column + 1}).returning(column)
    number: int = (await session.execute(drawn)).scalar_one()
    return number
