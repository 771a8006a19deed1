"""Proposals: their rows, and which are open, due or shown on which message."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, mine, parts_found

OPEN = "open"
DISCUSSED = "discussed"
INTERRUPTED = "interrupted"


class ProposalRow(Base):
    """One proposal, with the rule frozen into it as numbers."""

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("guild_id", "number"),
        Index("ix_proposals_due", "state", "closes_at"),
        Index("ix_proposals_message", "message_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default=OPEN)
    author_id: Mapped[int] = mapped_column(Snowflake)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    first_tasks: Mapped[list[str]] = mapped_column(JSON)
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    charter_version: Mapped[int]
    tenure_days: Mapped[int]
    proposed_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    """When voting opens, or opened."""
    cut_off_at: Mapped[datetime]
    """Who joined later is not on the roll."""
    closes_at: Mapped[datetime]
    turned_at: Mapped[datetime | None]
    """When the first one against turned lazy consent into an action vote."""
    prolongations: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    reworks: Mapped[int | None]
    """The number of the blocked decision that this one reworks."""
    follows: Mapped[int | None]
    """The number of an older proposal that this one names."""
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    run_off: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The options that go into the run-off, once there is one."""
    change: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What a charter change changes: setting to old and new value."""
    subject_id: Mapped[int | None] = mapped_column(Snowflake)
    """Whom a mandate or a recall is about."""
    meeting: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """When an assembly met and how many were there."""
    reminder: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What its decision reminds everybody of: text, local time and zone."""
    closing_told_at: Mapped[datetime | None]
    """When it was said, once, that it closes soon."""
    six_hours_before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What the count showed six hours before the deadline."""
    interrupted_at: Mapped[datetime | None]
    is_covered: Mapped[bool] = mapped_column(default=False)
    stays_inside: Mapped[bool] = mapped_column(default=False)
    """Somebody asked that the text is not published on the web."""
    notes: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """What befell the ballot from outside and what the bot did about it, with instants in ISO 8601."""
    outcome: Mapped[str | None] = mapped_column(String(16))
    settled_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    """When the last complete read of the ballot's reactions began."""
    channel_id: Mapped[int] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    thread_id: Mapped[int | None] = mapped_column(Snowflake)
    former_messages: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Ballots that stood before the present one and still show the text: that of the first round, in a run-off."""


async def get(session: AsyncSession, guild_id: int, number: int) -> ProposalRow | None:
    """The proposal of a server by its number."""
    found = select(ProposalRow).where(ProposalRow.guild_id == guild_id, ProposalRow.number == number)
    return (await session.scalars(found)).one_or_none()


async def by_ids(session: AsyncSession, proposal_ids: Iterable[int]) -> dict[int, ProposalRow]:
    """Proposals by the database's own ids."""
    found = select(ProposalRow).where(ProposalRow.id.in_(list(proposal_ids)))
    return {row.id: row for row in await session.scalars(found)}


async def by_messages(session: AsyncSession, message_ids: Iterable[int]) -> dict[int, ProposalRow]:
    """The proposals whose ballots are these messages, by message id."""
    found = select(ProposalRow).where(ProposalRow.message_id.in_(list(message_ids)))
    return {row.message_id: row for row in await session.scalars(found) if row.message_id is not None}


async def open_of(session: AsyncSession, guild_id: int | None = None) -> Sequence[ProposalRow]:
    """The open proposals of a server, or of all of ours, the one that closes first in front."""
    found = select(ProposalRow).where(ProposalRow.state == OPEN).order_by(ProposalRow.closes_at, ProposalRow.id)
    which = mine(session, ProposalRow.guild_id) if guild_id is None else ProposalRow.guild_id == guild_id
    found = found.where(which)
    return (await session.scalars(found)).all()


async def newest(session: AsyncSession, guild_id: int, *, limit: int) -> Sequence[ProposalRow]:
    """The proposals of a server, the newest first."""
    found = select(ProposalRow).where(ProposalRow.guild_id == guild_id).order_by(ProposalRow.number.desc())
    return (await session.scalars(found.limit(limit))).all()


async def open_by_author(session: AsyncSession, guild_id: int, author_id: int) -> Sequence[datetime]:
    """When each open proposal of this author closes."""
    found = select(ProposalRow.closes_at).where(
        ProposalRow.guild_id == guild_id, ProposalRow.author_id == author_id, ProposalRow.state != "settled"
    )
    return (await session.scalars(found)).all()


async def settled_since(session: AsyncSession, instant: datetime) -> Sequence[ProposalRow]:
    """The proposals settled since an instant."""
    found = select(ProposalRow).where(ProposalRow.settled_at >= instant, mine(session, ProposalRow.guild_id))
    return (await session.scalars(found)).all()


async def opening_by(session: AsyncSession, instant: datetime) -> Sequence[ProposalRow]:
    """The proposals under discussion whose voting opens at or before the instant."""
    found = select(ProposalRow).where(ProposalRow.state == DISCUSSED, ProposalRow.opened_at <= instant)
    found = found.where(mine(session, ProposalRow.guild_id))
    return (await session.scalars(found.order_by(ProposalRow.opened_at, ProposalRow.id))).all()


async def alive_of(session: AsyncSession, guild_id: int) -> Sequence[ProposalRow]:
    """The proposals of a server that are not settled, the one that closes first in front."""
    found = select(ProposalRow).where(ProposalRow.guild_id == guild_id, ProposalRow.state != "settled")
    return (await session.scalars(found.order_by(ProposalRow.closes_at, ProposalRow.id))).all()


async def by_numbers(session: AsyncSession, guild_id: int, numbers: Iterable[int]) -> dict[int, ProposalRow]:
    """Proposals of a server by their numbers."""
    found = select(ProposalRow).where(ProposalRow.guild_id == guild_id, ProposalRow.number.in_(list(numbers)))
    return {row.number: row for row in await session.scalars(found)}


async def open_since(session: AsyncSession, guild_id: int, instant: datetime) -> Sequence[int]:
    """The numbers of a server's proposals that are open, or were settled at the instant or later."""
    found = select(ProposalRow.number).where(
        ProposalRow.guild_id == guild_id, (ProposalRow.state == OPEN) | (ProposalRow.settled_at >= instant)
    )
    return (await session.scalars(found.order_by(ProposalRow.number))).all()


async def interrupted(session: AsyncSession) -> Sequence[ProposalRow]:
    """The proposals of all our servers whose clock stands still, the longest interrupted first."""
    found = select(ProposalRow).where(ProposalRow.state == INTERRUPTED, mine(session, ProposalRow.guild_id))
    return (await session.scalars(found.order_by(ProposalRow.interrupted_at, ProposalRow.id))).all()


async def alive_channels(session: AsyncSession) -> set[int]:
    """The channels of all our servers in which ballots stand that are not settled."""
    found = select(ProposalRow.channel_id).where(ProposalRow.state != "settled", mine(session, ProposalRow.guild_id))
    return set(await session.scalars(found.distinct()))


async def closing_by(session: AsyncSession, instant: datetime) -> Sequence[ProposalRow]:
    """The open proposals whose deadline is at or before the instant, the oldest deadline first."""
    found = (
        select(ProposalRow)
        .where(ProposalRow.state == OPEN, ProposalRow.closes_at <= instant, mine(session, ProposalRow.guild_id))
        .order_by(ProposalRow.closes_at, ProposalRow.id)
    )
    return (await session.scalars(found)).all()


async def settle(session: AsyncSession, proposal_id: int, outcome: str, settled_at: datetime) -> bool:
    """Close a proposal for good; False where somebody else already did.

    What a secret vote amounted to before its last hours would say something of whoever came since.
    """
    closed = (
        update(ProposalRow)
        .where(ProposalRow.id == proposal_id, ProposalRow.state != "settled")
        .values(state="settled", outcome=outcome, settled_at=settled_at, six_hours_before=None)
        .returning(ProposalRow.id)
    )
    return (await session.execute(closed)).scalar_one_or_none() is not None


async def change(session: AsyncSession, proposal_id: int, **columns: Any) -> None:
    """Write down where a ballot stands (`message_id`, `thread_id`) or when it was last read (`read_at`)."""
    await session.execute(update(ProposalRow).where(ProposalRow.id == proposal_id).values(**columns))


async def closing_untold(session: AsyncSession, by: datetime) -> Sequence[ProposalRow]:
    """The open proposals of this process's servers that close by an instant, of which nobody was told so."""
    found = (
        select(ProposalRow)
        .where(
            ProposalRow.state == OPEN,
            ProposalRow.closes_at <= by,
            ProposalRow.closing_told_at.is_(None),
            mine(session, ProposalRow.guild_id),
        )
        .order_by(ProposalRow.closes_at)
    )
    return (await session.scalars(found)).all()


async def tell_closing(session: AsyncSession, proposal_id: int, now: datetime) -> bool:
    """Write down that a proposal is said to close soon; False where it was said, or it is not open any more."""
    told = (
        update(ProposalRow)
        .where(ProposalRow.id == proposal_id, ProposalRow.state == OPEN, ProposalRow.closing_told_at.is_(None))
        .values(closing_told_at=now)
    )
    return (await session.execute(told.returning(ProposalRow.id))).scalar_one_or_none() is not None


_NOT_OF_A_PERSON = ("author_id", "rule", "six_hours_before", "former_messages", "read_at", "prolongations", "notes")


async def by_author(session: AsyncSession, guild_id: int, author_id: int) -> Sequence[ProposalRow]:
    """What somebody proposed in a server, the oldest first."""
    found = select(ProposalRow).where(ProposalRow.guild_id == guild_id, ProposalRow.author_id == author_id)
    return (await session.scalars(found.order_by(ProposalRow.number))).all()


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody proposed, and which mandates and recalls were about them."""
    theirs = select(ProposalRow).where(ProposalRow.guild_id == guild_id, ProposalRow.author_id == member_id)
    about = select(ProposalRow).where(ProposalRow.guild_id == guild_id, ProposalRow.subject_id == member_id)
    kept = {"number", "kind", "state", "outcome", "subject_id", "proposed_at"}
    return await parts_found(
        session,
        # Whom a recall is about is somebody else.
        proposals=(theirs.order_by(ProposalRow.number), (*_NOT_OF_A_PERSON, "subject_id")),
        about_me=(
            about.order_by(ProposalRow.number),
            [column.key for column in ProposalRow.__table__.columns if column.key not in kept],
        ),
    )


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget who proposed what is settled, and whom it was about; what is under way still asks who that is."""
    settled = (ProposalRow.guild_id == guild_id, ProposalRow.state == "settled")
    for column, nobody in ((ProposalRow.author_id, 0), (ProposalRow.subject_id, None)):
        theirs = update(ProposalRow).where(*settled, column == member_id)
        await session.execute(theirs.values({column: nobody}))
