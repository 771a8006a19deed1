"""The outbox: notices owed, from the transaction that caused them until Discord has them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Index, String, Text, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Snowflake, mine


class NoticeRow(Base):
    """One notice owed to one channel; `subject` is the per-server number of what it shows, 0 for the server itself."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "delivered_at", "given_up_at", "due_at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    channel_id: Mapped[int] = mapped_column(Snowflake)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[int]
    nonce: Mapped[str] = mapped_column(String(25), unique=True)
    owed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    """When it is too late to be of use; None for what is owed until it is delivered."""
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    """The message that tells it, where it is one; it stands in `channel_id`."""


async def owe(
    session: AsyncSession,
    *,
    guild_id: int,
    channel_id: int,
    kind: str,
    subject: int,
    nonce: str,
    now: datetime,
    expires_at: datetime | None = None,
    due_at: datetime | None = None,
) -> None:
    """Owe a notice from now on; it goes out after the turn that caused it, unless that is after it expired.

    `due_at` is when it goes out where that is later.
    """
    session.add(
        NoticeRow(
            guild_id=guild_id,
            channel_id=channel_id,
            kind=kind,
            subject=subject,
            nonce=nonce,
            owed_at=now,
            due_at=due_at or now,
            expires_at=expires_at,
        )
    )
    await session.flush()


_WAITING = (NoticeRow.delivered_at.is_(None), NoticeRow.given_up_at.is_(None))


async def due(session: AsyncSession, now: datetime, *, limit: int) -> Sequence[NoticeRow]:
    """The notices to try now, in the order in which they were owed."""
    found = select(NoticeRow).where(*_WAITING, NoticeRow.due_at <= now, mine(session, NoticeRow.guild_id))
    return (await session.scalars(found.order_by(NoticeRow.id).limit(limit))).all()


async def waiting(session: AsyncSession, now: datetime) -> tuple[int, datetime | None]:
    """How many notices should be out by now and are not, and since when the oldest of them is owed."""
    is_begun = NoticeRow.first_tried_at.is_not(None) | (NoticeRow.due_at <= now)
    found = select(func.count(), func.min(NoticeRow.owed_at)).where(
        *_WAITING, is_begun, mine(session, NoticeRow.guild_id)
    )
    count, oldest = (await session.execute(found)).one()
    return count, oldest


async def waits(session: AsyncSession, guild_id: int, subject: int, kinds: Iterable[str]) -> bool:
    """Whether a notice of one of these kinds about this subject is still owed."""
    found = select(NoticeRow.id).where(
        *_WAITING, NoticeRow.guild_id == guild_id, NoticeRow.subject == subject, NoticeRow.kind.in_(list(kinds))
    )
    return (await session.scalars(found.limit(1))).first() is not None


async def is_ahead(session: AsyncSession, guild_id: int, subject: int, kinds: Iterable[str]) -> bool:
    """Whether a notice of one of these kinds was not tried yet, so that it will tell what this turn has changed."""
    found = select(NoticeRow.id).where(
        *_WAITING,
        NoticeRow.first_tried_at.is_(None),
        NoticeRow.guild_id == guild_id,
        NoticeRow.subject == subject,
        NoticeRow.kind.in_(list(kinds)),
    )
    return (await session.scalars(found.limit(1))).first() is not None


async def was_busy(
    session: AsyncSession, guild_id: int, subject: int, kinds: Iterable[str], *, since: datetime
) -> bool:
    """Whether a notice of one of these kinds about this subject is owed, or was delivered at the instant or later."""
    found = select(NoticeRow.id).where(
        NoticeRow.guild_id == guild_id,
        NoticeRow.subject == subject,
        NoticeRow.kind.in_(list(kinds)),
        NoticeRow.given_up_at.is_(None),
        NoticeRow.delivered_at.is_(None) | (NoticeRow.delivered_at >= since),
    )
    return (await session.scalars(found.limit(1))).first() is not None


async def owed_since(session: AsyncSession, guild_id: int, kind: str, subject: int, since: datetime) -> bool:
    """Whether a notice of this kind about this subject was owed after an instant, whatever became of it."""
    found = select(NoticeRow.id).where(
        NoticeRow.guild_id == guild_id,
        NoticeRow.kind == kind,
        NoticeRow.subject == subject,
        NoticeRow.owed_at > since,
    )
    return (await session.scalars(found.limit(1))).first() is not None


async def move(
    session: AsyncSession, guild_id: int, kinds: Iterable[str], channel_id: int, to_channel_id: int, now: datetime
) -> None:
    """Owe what was to go into a channel that is gone to another one instead, what was given up on account of it too."""
    moved = update(NoticeRow).where(
        NoticeRow.guild_id == guild_id,
        NoticeRow.channel_id == channel_id,
        NoticeRow.kind.in_(list(kinds)),
        NoticeRow.delivered_at.is_(None),
    )
    await session.execute(moved.values(channel_id=to_channel_id, due_at=now, first_tried_at=None, given_up_at=None))


async def try_now(session: AsyncSession, notice_id: int, now: datetime) -> bool:
    """Write down an attempt before it is made; False where the notice is no longer owed."""
    tried = (
        update(NoticeRow)
        .where(NoticeRow.id == notice_id, *_WAITING)
        .values(attempts=NoticeRow.attempts + 1, first_tried_at=func.coalesce(NoticeRow.first_tried_at, now))
        .returning(NoticeRow.id)
    )
    return (await session.execute(tried)).scalar_one_or_none() is not None


async def delivered(session: AsyncSession, notice_id: int, now: datetime, **stands: int) -> None:
    """Write down that Discord has it, and where it stands: `channel_id` and `message_id`."""
    told = update(NoticeRow).where(NoticeRow.id == notice_id)
    await session.execute(told.values(delivered_at=now, fault=None, **stands))


async def get(session: AsyncSession, guild_id: int, notice_id: int) -> NoticeRow | None:
    """One notice of a server."""
    found = select(NoticeRow).where(NoticeRow.guild_id == guild_id, NoticeRow.id == notice_id)
    return (await session.scalars(found)).one_or_none()


async def standing(session: AsyncSession, guild_id: int, kind: str, subject: int) -> Sequence[NoticeRow]:
    """The notices of a kind about a subject whose messages stand or may stand by now, the oldest first."""
    found = select(NoticeRow).where(
        NoticeRow.guild_id == guild_id,
        NoticeRow.kind == kind,
        NoticeRow.subject == subject,
        NoticeRow.message_id.is_not(None) | (and_(*_WAITING) & NoticeRow.first_tried_at.is_not(None)),
    )
    return (await session.scalars(found.order_by(NoticeRow.id))).all()


async def postpone(session: AsyncSession, notice_id: int, due_at: datetime, fault: str) -> None:
    """Try again later, and write down why."""
    await session.execute(update(NoticeRow).where(NoticeRow.id == notice_id).values(due_at=due_at, fault=fault))


async def give_up(session: AsyncSession, notice_id: int, now: datetime, fault: str) -> None:
    """Stop trying: the place it was owed to is gone."""
    await session.execute(update(NoticeRow).where(NoticeRow.id == notice_id).values(given_up_at=now, fault=fault))
