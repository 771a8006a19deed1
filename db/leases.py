"""Leases on PostgreSQL: which process works for which shards, until when by the database's own clock."""

from datetime import datetime, timedelta

from sqlalchemy import DateTime, delete, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import Function

from bot.domain.shards import Shards
from db.base import Base
from db.schema import ONE_BY_ONE, Newer, form_of, form_of_today

_IDLE = "idle_in_transaction_session_timeout"

LONGEST_PAUSE = timedelta(seconds=10)
"""How long PostgreSQL lets a process that holds a lease do nothing inside a turn. One that was stopped there would keep
what it has locked for ever, and nobody could take its place."""


class LeaseRow(Base):
    """One shard of so many; `epoch` grows each time that another process takes any."""

    __tablename__ = "leases"

    shard_count: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str]
    epoch: Mapped[int]
    expires_at: Mapped[datetime]


def _now() -> Function[datetime]:
    return func.clock_timestamp(type_=DateTime(timezone=True))


async def take(session: AsyncSession, shards: Shards, holder: str, lasting: timedelta) -> int | None:
    """Take all shards of a set; returns the epoch, None where one of them is held.

    Raises `Newer`. Who counts shards otherwise works for the same servers: there must be no such lease either. A
    lease that ran out is locked against its old holder's turns first, so none of them is under way when it changes
    hands.
    """
    await _be_quick(session)
    await session.execute(select(func.pg_advisory_xact_lock(ONE_BY_ONE)))
    # Since this process opened the database a newer version may have changed its schema.
    if await (await session.connection()).run_sync(form_of) > form_of_today():
        raise Newer
    others = LeaseRow.shard_count != shards.count
    wanted = or_(others, LeaseRow.shard_id.in_(sorted(shards.ids)))
    await session.execute(select(LeaseRow.shard_id).where(wanted, LeaseRow.expires_at <= _now()).with_for_update())
    # Asked anew: while the lock was waited for its holder may have renewed it.
    held = select(func.count()).select_from(LeaseRow).where(wanted, LeaseRow.expires_at > _now())
    if (await session.execute(held)).scalar_one():
        return None
    epoch = 1 + ((await session.execute(select(func.max(LeaseRow.epoch)))).scalar_one() or 0)
    await session.execute(delete(LeaseRow).where(wanted))
    rows = [
        {
            "shard_count": shards.count,
            "shard_id": each,
            "holder": holder,
            "epoch": epoch,
            "expires_at": _now() + lasting,
        }
        for each in sorted(shards.ids)
    ]
    await session.execute(insert(LeaseRow).values(rows))
    return epoch


async def renew(session: AsyncSession, shards: Shards, holder: str, lasting: timedelta) -> bool:
    """Make the leases of a holder last so long from now; False where one is another's by now."""
    await _be_quick(session)
    renewed = update(LeaseRow).where(LeaseRow.holder == holder).values(expires_at=_now() + lasting)
    return len((await session.execute(renewed.returning(LeaseRow.shard_id))).all()) == len(shards.ids)


async def hold(session: AsyncSession, shards: Shards, holder: str, epoch: int) -> bool:
    """Whether the leases are still this holder's, and stay so until the turn ends: nobody takes them meanwhile.

    The lock is the weakest there is, so that renewing does not wait for it.
    """
    held = (
        select(LeaseRow.shard_id, func.set_config(_IDLE, _milliseconds(), literal(True)))
        .where(LeaseRow.holder == holder, LeaseRow.epoch == epoch)
        .with_for_update(read=True, key_share=True)
    )
    return len((await session.execute(held)).all()) == len(shards.ids)


async def release(session: AsyncSession, holder: str) -> None:
    """Let the leases of a holder run out at once."""
    await _be_quick(session)
    await session.execute(update(LeaseRow).where(LeaseRow.holder == holder).values(expires_at=_now()))


async def _be_quick(session: AsyncSession) -> None:
    await session.execute(select(func.set_config(_IDLE, _milliseconds(), literal(True))))


def _milliseconds() -> str:
    return str(int(LONGEST_PAUSE.total_seconds() * 1_000))
