"""Offers: who asked whom about which task, until they take it, it is taken back, or it ends."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, mine, parts_found
from db.tasks import UNFINISHED, ClaimRow, TaskRow


class OfferRow(Base):
    """One question to one person; that they said no is written down nowhere."""

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("task_id", "ordinal"),
        Index("ix_offers_due", "state", "expires_at"),
        Index("ix_offers_by", "guild_id", "offered_by", "offered_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    ordinal: Mapped[int]
    """Which of the task's offers it is, from 1 on."""
    offered_by: Mapped[int | None] = mapped_column(Snowflake)
    offered_to: Mapped[int | None] = mapped_column(Snowflake)
    """None for whoever was forgotten, as in the line before: two such are not one person."""
    hands_on: Mapped[bool]
    """Whether it offers the place of who asks."""
    state: Mapped[str] = mapped_column(String(16))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)


_OFFERED = "offered"


async def get(session: AsyncSession, guild_id: int, offer_id: int) -> OfferRow | None:
    """An offer of a server."""
    found = select(OfferRow).where(OfferRow.guild_id == guild_id, OfferRow.id == offer_id)
    return (await session.scalars(found)).one_or_none()


async def next_ordinal(session: AsyncSession, task_id: int) -> int:
    """The place of the next offer of a task."""
    last = select(func.coalesce(func.max(OfferRow.ordinal), 0)).where(OfferRow.task_id == task_id)
    return (await session.scalars(last)).one() + 1


async def last_asked(session: AsyncSession, task_id: int, member_id: int, since: datetime) -> datetime | None:
    """When somebody was last asked about a task since an instant, by whomever."""
    found = select(func.max(OfferRow.offered_at)).where(
        OfferRow.task_id == task_id, OfferRow.offered_to == member_id, OfferRow.offered_at > since
    )
    return (await session.scalars(found)).one()


async def made_since(session: AsyncSession, guild_id: int, member_id: int, since: datetime) -> Sequence[datetime]:
    """When somebody asked others in a server since an instant, the oldest first."""
    found = select(OfferRow.offered_at).where(
        OfferRow.guild_id == guild_id, OfferRow.offered_by == member_id, OfferRow.offered_at > since
    )
    return (await session.scalars(found.order_by(OfferRow.offered_at))).all()


async def waiting(session: AsyncSession, task_id: int, member_id: int) -> OfferRow | None:
    """The standing offer by which somebody hands their place in a task on."""
    found = select(OfferRow).where(
        OfferRow.task_id == task_id,
        OfferRow.offered_by == member_id,
        OfferRow.hands_on,
        OfferRow.state == _OFFERED,
    )
    return (await session.scalars(found)).first()


async def standing(session: AsyncSession, task_id: int) -> Sequence[OfferRow]:
    """The standing offers of a task, the oldest first."""
    found = select(OfferRow).where(OfferRow.task_id == task_id, OfferRow.state == _OFFERED).order_by(OfferRow.id)
    return (await session.scalars(found)).all()


async def of_task(session: AsyncSession, task_id: int) -> Sequence[OfferRow]:
    """All offers of a task, also those that are over, the oldest first."""
    found = select(OfferRow).where(OfferRow.task_id == task_id).order_by(OfferRow.id)
    return (await session.scalars(found)).all()


async def asked_of(session: AsyncSession, guild_id: int, member_id: int, now: datetime) -> Sequence[OfferRow]:
    """The offers that wait for somebody's yes: the task is unfinished and not theirs already; the oldest first."""
    theirs = select(ClaimRow.task_id).where(ClaimRow.member_id == member_id, ClaimRow.ended_at.is_(None))
    found = (
        select(OfferRow)
        .join(TaskRow, TaskRow.id == OfferRow.task_id)
        .where(
            OfferRow.guild_id == guild_id,
            OfferRow.offered_to == member_id,
            OfferRow.state == _OFFERED,
            OfferRow.expires_at > now,
            *UNFINISHED,
            OfferRow.task_id.not_in(theirs),
        )
    )
    return (await session.scalars(found.order_by(OfferRow.expires_at, OfferRow.id))).all()


async def expired(session: AsyncSession, now: datetime) -> Sequence[OfferRow]:
    """The standing offers in our servers whose time is over, the oldest first."""
    found = select(OfferRow).where(
        OfferRow.state == _OFFERED, OfferRow.expires_at <= now, mine(session, OfferRow.guild_id)
    )
    return (await session.scalars(found.order_by(OfferRow.expires_at, OfferRow.id))).all()


async def end(session: AsyncSession, offer_id: int, state: str) -> bool:
    """End a standing offer as "accepted", "withdrawn" or "lapsed"; False where it had ended."""
    ended = update(OfferRow).where(OfferRow.id == offer_id, OfferRow.state == _OFFERED).values(state=state)
    return (await session.execute(ended.returning(OfferRow.id))).scalar_one_or_none() is not None


async def posted(session: AsyncSession, offer_id: int, channel_id: int, message_id: int) -> None:
    """Write down on which message an offer stands."""
    placed = update(OfferRow).where(OfferRow.id == offer_id)
    await session.execute(placed.values(channel_id=channel_id, message_id=message_id))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody offered, and what they were offered; whom they asked, and who asked them, is not theirs alone."""
    found = select(OfferRow, TaskRow.number.label("task")).join(TaskRow, TaskRow.id == OfferRow.task_id)
    here = found.where(OfferRow.guild_id == guild_id).order_by(OfferRow.id)
    left_out = ("task_id", "offered_by", "offered_to")
    return await parts_found(
        session,
        offers_made=(here.where(OfferRow.offered_by == member_id), left_out),
        offers_received=(here.where(OfferRow.offered_to == member_id), left_out),
    )


async def of_member(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[OfferRow]:
    """Every offer that somebody made or got, the oldest first."""
    theirs = or_(OfferRow.offered_by == member_id, OfferRow.offered_to == member_id)
    found = select(OfferRow).where(OfferRow.guild_id == guild_id, theirs)
    return (await session.scalars(found.order_by(OfferRow.id))).all()


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget what somebody was asked, and whom they asked; that something was offered stays, and is over."""
    made = update(OfferRow).where(OfferRow.guild_id == guild_id, OfferRow.offered_by == member_id)
    got = update(OfferRow).where(OfferRow.guild_id == guild_id, OfferRow.offered_to == member_id)
    await session.execute(made.where(OfferRow.state == _OFFERED).values(state="withdrawn"))
    await session.execute(made.values(offered_by=None))
    await session.execute(got.values(offered_to=None, state="withdrawn"))
