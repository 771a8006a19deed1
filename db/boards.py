"""Boards: where each server's board of tasks stands, and when it is to be drawn again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Snowflake, is_postgres, mine, upsert


class BoardRow(Base):
    """The one board of a server."""

    __tablename__ = "boards"
    __table_args__ = (Index("ix_boards_due", "due_at"),)

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=1)
    """The how-manieth message it is: one that is gone is followed by another."""
    channel_id: Mapped[int] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    posted_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    changes: Mapped[int] = mapped_column(default=0)
    """Counts what happened to the tasks, so that what happens while the board is drawn is not lost."""
    due_at: Mapped[datetime | None]
    """When it is to be drawn though nothing happened: time alone moves tasks on it. None while that is owed."""


async def get(session: AsyncSession, guild_id: int, *, locked: bool = False) -> BoardRow | None:
    """The board of a server, None where it never had one; `locked` holds its row until the turn ends."""
    found = select(BoardRow).where(BoardRow.guild_id == guild_id)
    return (await session.scalars(found.with_for_update() if locked else found)).one_or_none()


async def begin(session: AsyncSession, guild_id: int, channel_id: int) -> None:
    """Give a server a board that does not stand yet, unless it has one."""
    insert = upsert(BoardRow, on_postgres=is_postgres(session))
    row = {"guild_id": guild_id, "number": 1, "channel_id": channel_id, "changes": 0}
    await session.execute(insert.values(**row).on_conflict_do_nothing())


async def due(session: AsyncSession, now: datetime) -> Sequence[BoardRow]:
    """The boards of our servers that time alone has changed by now."""
    found = select(BoardRow).where(BoardRow.due_at <= now, mine(session, BoardRow.guild_id))
    return (await session.scalars(found.order_by(BoardRow.due_at))).all()


async def take(session: AsyncSession, row: BoardRow) -> bool:
    """Take a board that is due; False where another was quicker."""
    taken = update(BoardRow).where(BoardRow.guild_id == row.guild_id, BoardRow.due_at == row.due_at)
    found = await session.execute(taken.values(due_at=None).returning(BoardRow.guild_id))
    return found.scalar_one_or_none() is not None
