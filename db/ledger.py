"""The ledger of acts on ballots: append-only, what everything else can be recounted from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    String,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.ballots import BallotRow
from db.base import Base, Key, Snowflake, mine, table_of, write_all
from db.engine import note_forgetting
from db.objections import ObjectionRow
from db.proposals import ProposalRow


class LedgerRow(Base):
    """One act on a ballot, as it was received."""

    __tablename__ = "ledger"
    __table_args__ = (Index("ix_ledger_proposal", "proposal_id", "member_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    member_id: Mapped[int] = mapped_column(Snowflake)
    act: Mapped[str] = mapped_column(String(16))
    choice: Mapped[str | None] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(16))
    is_super: Mapped[bool] = mapped_column(Boolean)
    verdict: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime]


_APPEND = insert(table_of(LedgerRow))


async def append(session: AsyncSession, acts: list[dict[str, Any]]) -> None:
    """Write acts down in the order given: every column but the id."""
    if acts:
        await write_all(session, _APPEND, acts)


async def reactions_known(
    session: AsyncSession, proposal_id: int, *, member_id: int | None = None, before: datetime | None = None
) -> Sequence[tuple[int, str, bool, str]]:
    """The last that is known of each reaction: member id, choice, whether super, act.

    Only acts on the message count here, not those in the panel; of all people, or of one; up to now, or `before` an
    instant.
    """
    on_message = (
        select(func.max(LedgerRow.id))
        .where(LedgerRow.proposal_id == proposal_id, LedgerRow.source != "panel", LedgerRow.choice.is_not(None))
        .group_by(LedgerRow.member_id, LedgerRow.choice, LedgerRow.is_super)
    )
    if member_id is not None:
        on_message = on_message.where(LedgerRow.member_id == member_id)
    if before is not None:
        on_message = on_message.where(LedgerRow.received_at < before)
    found = select(LedgerRow.member_id, LedgerRow.choice, LedgerRow.is_super, LedgerRow.act).where(
        LedgerRow.id.in_(on_message)
    )
    return [(who, str(what), is_super, act) for who, what, is_super, act in await session.execute(found)]


async def since(session: AsyncSession, proposal_id: int, instant: datetime) -> Sequence[LedgerRow]:
    """The acts on one proposal that were received at the instant or later, in the order in which they were written."""
    found = select(LedgerRow).where(LedgerRow.proposal_id == proposal_id, LedgerRow.received_at >= instant)
    return (await session.scalars(found.order_by(LedgerRow.id))).all()


async def reactions_of(session: AsyncSession, proposal_id: int, member_id: int) -> Sequence[tuple[str, str]]:
    """The last act known of each normal reaction of one person: choice and act."""
    known = await reactions_known(session, proposal_id, member_id=member_id)
    return [(choice, act) for _, choice, is_super, act in known if not is_super]


async def tapped_otherwise(session: AsyncSession, keys: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those (proposal id, member id) whose ballot stands and who have tapped another choice too, at whatever time."""
    found = (
        select(BallotRow.proposal_id, BallotRow.member_id)
        .join(
            LedgerRow,
            (LedgerRow.proposal_id == BallotRow.proposal_id) & (LedgerRow.member_id == BallotRow.member_id),
        )
        # SQLite finds pairs by no index, but it does find each half.
        .where(
            BallotRow.proposal_id.in_({proposal_id for proposal_id, _ in keys}),
            BallotRow.member_id.in_({member_id for _, member_id in keys}),
            LedgerRow.source != "panel",
            LedgerRow.choice != BallotRow.choice,
        )
    )
    return set(keys) & {(proposal_id, member_id) for proposal_id, member_id in await session.execute(found)}


async def late(session: AsyncSession, proposal_ids: Iterable[int]) -> dict[int, int]:
    """How many different people did something too late that was not looked at again since, by proposal id.

    Where a vote is prolonged, what was tapped after its deadline is.
    """
    line, clear = aliased(LedgerRow), aliased(LedgerRow)
    cleared_between = (
        select(clear.id)
        .where(
            clear.proposal_id == LedgerRow.proposal_id,
            clear.act == "clear",
            clear.id.between(LedgerRow.id, line.id),
        )
        .exists()
    )
    in_time_since = (
        select(line.id)
        .where(
            line.proposal_id == LedgerRow.proposal_id,
            line.member_id == LedgerRow.member_id,
            line.act.in_(("cast", "withdraw")),
            line.verdict.not_in(("late", "noted")),
            line.id > LedgerRow.id,
            ~cleared_between,
        )
        .exists()
    )
    found = (
        select(LedgerRow.proposal_id, func.count(LedgerRow.member_id.distinct()))
        .where(LedgerRow.proposal_id.in_(list(proposal_ids)), LedgerRow.verdict == "late", ~in_time_since)
        .group_by(LedgerRow.proposal_id)
    )
    return dict((await session.execute(found)).all())


async def unclear(session: AsyncSession, proposal_ids: Iterable[int]) -> dict[int, int]:
    """How many people's reactions were unclear when read, and nothing that was done since made it clear.

    By proposal id; where all ballots were cleared since, so was this.
    """
    line = aliased(LedgerRow)
    cleared = select(func.max(line.id)).where(line.proposal_id == LedgerRow.proposal_id, line.act == "clear")
    last = (
        select(func.max(LedgerRow.id))
        .where(
            LedgerRow.proposal_id.in_(list(proposal_ids)),
            LedgerRow.act.in_(("cast", "withdraw")),
            LedgerRow.verdict.not_in(("late", "kept")),
            LedgerRow.id > func.coalesce(cleared.scalar_subquery(), 0),
        )
        .group_by(LedgerRow.proposal_id, LedgerRow.member_id)
    )
    found = (
        select(LedgerRow.proposal_id, func.count())
        .where(LedgerRow.id.in_(last), LedgerRow.verdict == "unclear")
        .group_by(LedgerRow.proposal_id)
    )
    return dict((await session.execute(found)).all())


async def untapped(session: AsyncSession, proposal_ids: Iterable[int]) -> dict[int, int]:
    """How many standing ballots on the roll say something that was tapped and of which no reaction stands any more.

    By proposal id. Who has said the same in the panel since then has not only tapped it.
    """
    line = aliased(LedgerRow)
    said_since = (
        select(line.id)
        .where(
            line.proposal_id == LedgerRow.proposal_id,
            line.member_id == LedgerRow.member_id,
            line.source == "panel",
            line.act == "cast",
            line.id > LedgerRow.id,
        )
        .exists()
    )
    last = (
        select(func.max(LedgerRow.id))
        .where(
            LedgerRow.proposal_id.in_(list(proposal_ids)), LedgerRow.choice.is_not(None), LedgerRow.source != "panel"
        )
        .group_by(LedgerRow.proposal_id, LedgerRow.member_id, LedgerRow.choice, LedgerRow.is_super)
    )
    is_standing = case((LedgerRow.act == "untap", 0), else_=1)
    # On a choice a ballot says several things, joined by plus signs.
    says_it = (literal("+") + BallotRow.choice + "+").contains(literal("+") + LedgerRow.choice + "+")
    gone = (
        select(BallotRow.proposal_id, BallotRow.member_id)
        .join(
            LedgerRow,
            (LedgerRow.proposal_id == BallotRow.proposal_id) & (LedgerRow.member_id == BallotRow.member_id) & says_it,
        )
        .where(LedgerRow.id.in_(last), BallotRow.standing == "on_roll", ~said_since)
        .group_by(BallotRow.proposal_id, BallotRow.member_id, LedgerRow.choice)
        .having(func.max(is_standing) == 0)
        .subquery()
    )
    found = select(gone.c.proposal_id, func.count(gone.c.member_id.distinct())).group_by(gone.c.proposal_id)
    return dict((await session.execute(found)).all())


async def has_counted(session: AsyncSession, proposal_id: int, act: str, *, by_others_than: int) -> bool:
    """Whether anybody else's act of this sort was ever counted, whatever became of it since."""
    found = select(LedgerRow.id).where(
        LedgerRow.proposal_id == proposal_id,
        LedgerRow.act == act,
        LedgerRow.verdict == "counted",
        LedgerRow.member_id != by_others_than,
    )
    return (await session.scalars(found.limit(1))).first() is not None


async def of_proposal(session: AsyncSession, proposal_id: int) -> Sequence[LedgerRow]:
    """All acts on one proposal, in the order in which they were received."""
    return (
        await session.scalars(select(LedgerRow).where(LedgerRow.proposal_id == proposal_id).order_by(LedgerRow.id))
    ).all()


async def linked(session: AsyncSession, before: datetime) -> Sequence[int]:
    """The proposals settled at or before the instant of which something still says who voted how."""
    says = or_(
        select(LedgerRow.id).where(LedgerRow.proposal_id == ProposalRow.id, LedgerRow.member_id > 0).exists(),
        select(BallotRow.member_id).where(BallotRow.proposal_id == ProposalRow.id).exists(),
        select(ObjectionRow.id)
        .where(ObjectionRow.proposal_id == ProposalRow.id, ObjectionRow.member_id.is_not(None))
        .exists(),
    )
    found = select(ProposalRow.id).where(ProposalRow.state == "settled", ProposalRow.settled_at <= before, says)
    found = found.where(mine(session, ProposalRow.guild_id))
    return (await session.scalars(found.order_by(ProposalRow.id))).all()


async def forget_people(
    session: AsyncSession, proposal_id: int, stand_ins: Mapping[int, int], *, only: int | None = None
) -> None:
    """Put stand-ins in the place of the members, by the line's id, and let no ballot say any more whose it was.

    The instants go as well: a member's last act is known to the microsecond, and would be found again by it. `only`
    says whose ballot and objections these are, None for everybody's.
    """
    note_forgetting(session)
    opened_at = select(ProposalRow.opened_at).where(ProposalRow.id == proposal_id).scalar_subquery()
    lines = table_of(LedgerRow)
    changed = update(lines).where(lines.c.id == bindparam("line")).values(member_id=bindparam("who"))
    if stand_ins:
        connection = await session.connection()
        await connection.execute(
            changed.values(received_at=opened_at), [{"line": line, "who": who} for line, who in stand_ins.items()]
        )
    ballots = delete(BallotRow).where(BallotRow.proposal_id == proposal_id)
    objections = update(ObjectionRow).where(ObjectionRow.proposal_id == proposal_id)
    if only is not None:
        ballots = ballots.where(BallotRow.member_id == only)
        objections = objections.where(ObjectionRow.member_id == only)
    await session.execute(ballots)
    await session.execute(objections.values(member_id=None, raised_at=opened_at))
