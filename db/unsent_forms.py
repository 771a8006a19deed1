"""Unsent forms: what somebody typed into a form that was refused, kept a while so that nobody types it twice."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Parts, Snowflake, is_postgres, parts_found, upsert


class UnsentFormRow(Base):
    """The newest form that was refused to one person in one server; `form` says which it was."""

    __tablename__ = "unsent_forms"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    form: Mapped[str] = mapped_column(String(100))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]


async def put(
    session: AsyncSession, guild_id: int, member_id: int, form: str, fields: Mapping[str, Any], now: datetime
) -> None:
    """Keep what was typed, in place of what the person typed before."""
    row = {"guild_id": guild_id, "member_id": member_id, "form": form, "fields": dict(fields), "created_at": now}
    await session.execute(_put(on_postgres=is_postgres(session)), row)


@cache
def _put(*, on_postgres: bool) -> Any:
    insert = upsert(UnsentFormRow, on_postgres=on_postgres)
    told = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=[UnsentFormRow.guild_id, UnsentFormRow.member_id],
        set_={"form": told.form, "fields": told.fields, "created_at": told.created_at},
    )


async def get(session: AsyncSession, guild_id: int, member_id: int) -> UnsentFormRow | None:
    """What a person typed last and was refused."""
    found = select(UnsentFormRow).where(UnsentFormRow.guild_id == guild_id, UnsentFormRow.member_id == member_id)
    return (await session.scalars(found)).one_or_none()


async def forget_older(session: AsyncSession, before: datetime) -> None:
    """Keep no form for longer."""
    await session.execute(delete(UnsentFormRow).where(UnsentFormRow.created_at < before))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody typed last and was refused."""
    found = select(UnsentFormRow).where(UnsentFormRow.guild_id == guild_id, UnsentFormRow.member_id == member_id)
    return await parts_found(session, unsent_forms=(found, ("member_id",)))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget what somebody typed."""
    mine = delete(UnsentFormRow).where(UnsentFormRow.guild_id == guild_id, UnsentFormRow.member_id == member_id)
    await session.execute(mine)
