"""Calendar links: of each only the hash, so that nobody who reads the database reads a calendar."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Parts, Snowflake, is_postgres, parts_found, upsert


class CalendarLinkRow(Base):
    """One person's link to a server's calendar; `hashed` is the SHA-256 of its secret, in hexadecimal."""

    __tablename__ = "calendar_links"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    hashed: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]


async def of_member(session: AsyncSession, guild_id: int, member_id: int) -> CalendarLinkRow | None:
    """A person's link to a server's calendar."""
    return await session.get(CalendarLinkRow, (guild_id, member_id))


async def by_hash(session: AsyncSession, hashed: str) -> CalendarLinkRow | None:
    """The link with a secret of that hash; it says itself of which server it is."""
    found = select(CalendarLinkRow).where(CalendarLinkRow.hashed == hashed)
    return (await session.scalars(found)).one_or_none()


async def put(session: AsyncSession, guild_id: int, member_id: int, hashed: str, now: datetime) -> None:
    """Write down a person's link in place of the one they had."""
    row = {"guild_id": guild_id, "member_id": member_id, "hashed": hashed, "made_at": now}
    await session.execute(_put(on_postgres=is_postgres(session)), row)


@cache
def _put(*, on_postgres: bool) -> Any:
    insert = upsert(CalendarLinkRow, on_postgres=on_postgres)
    return insert.on_conflict_do_update(
        index_elements=[CalendarLinkRow.guild_id, CalendarLinkRow.member_id],
        set_={"hashed": insert.excluded.hashed, "made_at": insert.excluded.made_at},
    )


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """That somebody has a link, since when, and the hash by which it is known."""
    mine = (CalendarLinkRow.guild_id == guild_id, CalendarLinkRow.member_id == member_id)
    return await parts_found(session, calendar_link=(select(CalendarLinkRow).where(*mine), ("member_id",)))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget somebody's link; it opens nothing any more."""
    await session.execute(
        delete(CalendarLinkRow).where(CalendarLinkRow.guild_id == guild_id, CalendarLinkRow.member_id == member_id)
    )
