"""Members: when the bot knows that somebody joined, and when they last did something recorded."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Parts, Snowflake, is_postgres, parts_found, upsert, write_all


class MemberRow(Base):
    """One person in one server."""

    __tablename__ = "members"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    name: Mapped[str | None]
    joined_at: Mapped[datetime | None]
    """The earliest join date known: leaving and returning does not restart it."""
    acted_at: Mapped[datetime | None]
    """The beginning of the day on which they last did something recorded; the instant would tell of their votes."""
    public_name: Mapped[str | None]
    """The name that this person has shown on the web beside what they proposed; None unless they asked for it."""


async def get(session: AsyncSession, guild_id: int, user_id: int) -> MemberRow | None:
    """The person, None where the bot has never met them."""
    return await session.get(MemberRow, (guild_id, user_id))


async def by_ids(session: AsyncSession, guild_id: int, user_ids: Iterable[int]) -> dict[int, MemberRow]:
    """The people met so far among these, by id."""
    return {row.user_id: row for part in _parts(guild_id, user_ids) for row in await session.scalars(part)}


async def joined(session: AsyncSession, guild_id: int, user_ids: Iterable[int]) -> dict[int, datetime | None]:
    """When those met so far among these first joined, by id."""
    parts = _parts(guild_id, user_ids)
    columns = (MemberRow.user_id, MemberRow.joined_at)
    return {
        user_id: joined_at
        for part in parts
        for user_id, joined_at in await session.execute(part.with_only_columns(*columns))
    }


def _parts(guild_id: int, user_ids: Iterable[int]) -> list[Select[MemberRow]]:
    """Queries for people of a server, each for no more of them than one statement takes."""
    wanted = list(user_ids)
    return [
        select(MemberRow).where(MemberRow.guild_id == guild_id, MemberRow.user_id.in_(wanted[start : start + 500]))
        for start in range(0, len(wanted), 500)
    ]


async def remember(session: AsyncSession, people: list[dict[str, Any]]) -> None:
    """Write down people: `guild_id`, `user_id`, `name`, `joined_at`, `acted_at`, the last three None where unknown.

    The earliest join date, the latest act and the latest known name stay.
    """
    if people:
        await write_all(session, _remember(on_postgres=is_postgres(session)), people)


@cache
def _remember(*, on_postgres: bool) -> Any:
    insert = upsert(MemberRow, on_postgres=on_postgres)
    new = insert.excluded
    least, greatest = (func.least, func.greatest) if on_postgres else (func.min, func.max)
    update = {
        "name": func.coalesce(new.name, MemberRow.name),
        "joined_at": least(
            func.coalesce(new.joined_at, MemberRow.joined_at), func.coalesce(MemberRow.joined_at, new.joined_at)
        ),
        "acted_at": greatest(
            func.coalesce(new.acted_at, MemberRow.acted_at), func.coalesce(MemberRow.acted_at, new.acted_at)
        ),
    }
    return insert.on_conflict_do_update(index_elements=[MemberRow.guild_id, MemberRow.user_id], set_=update)


async def active_since(session: AsyncSession, guild_id: int, since: datetime) -> Mapping[int, datetime | None]:
    """Who did something recorded since then: user id to earliest known join date."""
    found = select(MemberRow.user_id, MemberRow.joined_at).where(
        MemberRow.guild_id == guild_id, MemberRow.acted_at >= since
    )
    return dict((await session.execute(found)).all())


async def show_name(session: AsyncSession, guild_id: int, user_id: int, name: str | None) -> None:
    """Write down under which name somebody is shown on the web, None for under none."""
    theirs = update(MemberRow).where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id)
    await session.execute(theirs.values(public_name=name))


async def shown_names(session: AsyncSession, guild_id: int) -> dict[int, str]:
    """The names that members of a server have shown on the web, by user id."""
    found = select(MemberRow.user_id, MemberRow.public_name).where(
        MemberRow.guild_id == guild_id, MemberRow.public_name.is_not(None)
    )
    return {user_id: str(name) for user_id, name in await session.execute(found.order_by(MemberRow.user_id))}


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What is known of somebody as a member."""
    found = select(MemberRow).where(MemberRow.guild_id == guild_id, MemberRow.user_id == member_id)
    return await parts_found(session, member=(found, ()))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget somebody's name, since when they are here and when they were last active."""
    await session.execute(delete(MemberRow).where(MemberRow.guild_id == guild_id, MemberRow.user_id == member_id))
