"""The decision log: its chained entries, the decisions in it, and the erasable texts beside it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.chain import GENESIS, Link
from db.base import Base, Key, Snowflake
from db.engine import note_forgetting


class LogRow(Base):
    """One entry of a server's log: the canonical body and its hash, never changed."""

    __tablename__ = "log"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime]


class SealedTextRow(Base):
    """A text that an entry commits to; erasing it leaves the chain whole."""

    __tablename__ = "sealed_texts"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True)
    commitment: Mapped[str] = mapped_column(String(64), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    text: Mapped[str] = mapped_column(Text)


class DecisionRow(Base):
    """One settled proposal, with its place in the log and where it was announced."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("guild_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    number: Mapped[int]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), unique=True)
    sequence: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    decided_at: Mapped[datetime]
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)


async def head(session: AsyncSession, guild_id: int) -> tuple[int, str]:
    """The last entry's sequence and hash; 0 and the genesis hash for an empty log."""
    last = (
        select(LogRow.sequence, LogRow.hash)
        .where(LogRow.guild_id == guild_id)
        .order_by(LogRow.sequence.desc())
        .limit(1)
    )
    found = (await session.execute(last)).one_or_none()
    return found or (0, GENESIS)


async def has_entry(session: AsyncSession, guild_id: int, sequence: int, entry_hash: str) -> bool:
    """Whether a server's log has this very entry at this place."""
    found = select(LogRow.sequence).where(
        LogRow.guild_id == guild_id, LogRow.sequence == sequence, LogRow.hash == entry_hash
    )
    return (await session.scalars(found)).first() is not None


async def append(session: AsyncSession, guild_id: int, kind: str, entry: Link, entered_at: datetime) -> None:
    """Write the next entry of the log."""
    session.add(
        LogRow(
            guild_id=guild_id,
            sequence=entry.sequence,
            kind=kind,
            body=entry.body,
            hash=entry.hash,
            entered_at=entered_at,
        )
    )
    await session.flush()


async def newest_entries(
    session: AsyncSession, guild_id: int, kind: str, *, limit: int, skip: int = 0
) -> Sequence[LogRow]:
    """The entries of one kind in a server's log, the newest first; `skip` of them are left out in front."""
    found = (
        select(LogRow)
        .where(LogRow.guild_id == guild_id, LogRow.kind == kind)
        .order_by(LogRow.sequence.desc())
        .offset(skip)
        .limit(limit)
    )
    return (await session.scalars(found)).all()


async def how_many_entries(session: AsyncSession, guild_id: int, kind: str) -> int:
    """How many entries of one kind a server's log has."""
    found = select(func.count()).select_from(LogRow).where(LogRow.guild_id == guild_id, LogRow.kind == kind)
    return (await session.execute(found)).scalar_one()


async def entered_between(
    session: AsyncSession, guild_id: int, kind: str, since: datetime, until: datetime
) -> Sequence[LogRow]:
    """The entries of one kind in a server's log that were made since an instant and before another, in their order."""
    found = (
        select(LogRow)
        .where(LogRow.guild_id == guild_id, LogRow.kind == kind, LogRow.entered_at >= since, LogRow.entered_at < until)
        .order_by(LogRow.sequence)
    )
    return (await session.scalars(found)).all()


async def entries(session: AsyncSession, guild_id: int) -> Sequence[LogRow]:
    """The whole log of a server, from its first entry."""
    return (await session.scalars(select(LogRow).where(LogRow.guild_id == guild_id).order_by(LogRow.sequence))).all()


async def entries_after(session: AsyncSession, guild_id: int, sequence: int, *, limit: int) -> Sequence[LogRow]:
    """The entries that follow `sequence`, at most `limit`, in their order."""
    found = (
        select(LogRow)
        .where(LogRow.guild_id == guild_id, LogRow.sequence > sequence)
        .order_by(LogRow.sequence)
        .limit(limit)
    )
    return (await session.scalars(found)).all()


async def entries_at(session: AsyncSession, guild_id: int, sequences: Iterable[int]) -> dict[int, LogRow]:
    """These entries of the log, by their sequence."""
    found = select(LogRow).where(LogRow.guild_id == guild_id, LogRow.sequence.in_(list(sequences)))
    return {row.sequence: row for row in await session.scalars(found)}


async def entry(session: AsyncSession, guild_id: int, sequence: int) -> LogRow:
    """One entry of the log; it must exist."""
    return await session.get_one(LogRow, (guild_id, sequence))


async def seal(session: AsyncSession, guild_id: int, commitment: str, salt: bytes, text: str) -> None:
    """Keep the text and the salt that a commitment stands for."""
    session.add(SealedTextRow(guild_id=guild_id, commitment=commitment, salt=salt, text=text))
    await session.flush()


async def opened(session: AsyncSession, guild_id: int, commitments: Iterable[str]) -> dict[str, SealedTextRow]:
    """The texts behind commitments; what was erased is missing."""
    found = select(SealedTextRow).where(
        SealedTextRow.guild_id == guild_id, SealedTextRow.commitment.in_(list(commitments))
    )
    return {row.commitment: row for row in await session.scalars(found)}


async def erase(session: AsyncSession, guild_id: int, commitments: Iterable[str]) -> None:
    """Erase texts with their salts; the entries that commit to them stay, and so does the chain."""
    note_forgetting(session)
    erased = (SealedTextRow.guild_id == guild_id, SealedTextRow.commitment.in_(list(commitments)))
    await session.execute(delete(SealedTextRow).where(*erased))


async def texts_kept(session: AsyncSession, guild_id: int) -> int:
    """How many texts are kept for a server's log; it falls when one is erased."""
    found = select(func.count()).select_from(SealedTextRow).where(SealedTextRow.guild_id == guild_id)
    return (await session.execute(found)).scalar_one()


async def get(session: AsyncSession, guild_id: int, number: int) -> DecisionRow | None:
    """The decision of a server by its number."""
    found = select(DecisionRow).where(DecisionRow.guild_id == guild_id, DecisionRow.number == number)
    return (await session.scalars(found)).one_or_none()


async def by_numbers(session: AsyncSession, guild_id: int, numbers: Iterable[int]) -> Sequence[DecisionRow]:
    """The decisions of a server with these numbers, in their order."""
    found = select(DecisionRow).where(DecisionRow.guild_id == guild_id, DecisionRow.number.in_(list(numbers)))
    return (await session.scalars(found.order_by(DecisionRow.number))).all()


async def of_proposal(session: AsyncSession, proposal_id: int) -> DecisionRow | None:
    """The decision that a proposal became."""
    return (await session.scalars(select(DecisionRow).where(DecisionRow.proposal_id == proposal_id))).one_or_none()


async def newest(
    session: AsyncSession, guild_id: int, *, limit: int, before: int | None = None
) -> Sequence[DecisionRow]:
    """The decisions of a server, the newest first; `before` is a number to page on from."""
    found = select(DecisionRow).where(DecisionRow.guild_id == guild_id).order_by(DecisionRow.number.desc()).limit(limit)
    if before is not None:
        found = found.where(DecisionRow.number < before)
    return (await session.scalars(found)).all()


async def decided_between(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> Sequence[DecisionRow]:
    """The decisions of a server made since an instant and before another, by number."""
    found = (
        select(DecisionRow)
        .where(DecisionRow.guild_id == guild_id, DecisionRow.decided_at >= since, DecisionRow.decided_at < until)
        .order_by(DecisionRow.number)
    )
    return (await session.scalars(found)).all()


async def how_many(session: AsyncSession, guild_id: int) -> int:
    """The number of decisions of a server."""
    found = select(func.count()).select_from(DecisionRow).where(DecisionRow.guild_id == guild_id)
    return (await session.execute(found)).scalar_one()


async def announced(session: AsyncSession, guild_id: int, number: int, channel_id: int, message_id: int) -> None:
    """Write down where a decision was announced."""
    await session.execute(
        update(DecisionRow)
        .where(DecisionRow.guild_id == guild_id, DecisionRow.number == number)
        .values(channel_id=channel_id, message_id=message_id)
    )
