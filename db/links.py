"""Links: what ties a person to votes, what they are told of it, and what is still to be forgotten once a vote ends."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.ballots import BallotRow
from db.base import Base, Parts, Snowflake, parts_found
from db.engine import note_forgetting
from db.ledger import LedgerRow
from db.objections import ObjectionRow
from db.proposals import ProposalRow


class ForgettingRow(Base):
    """Somebody to be forgotten the moment a vote ends in which they take part, or that is theirs or about them."""

    __tablename__ = "forgettings"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    with_texts: Mapped[bool]
    """Whether what they wrote there is to be erased as well."""


async def tied(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[ProposalRow]:
    """The proposals of a server of which something says that this person voted, objected, proposed or stood."""
    says = (
        select(each.proposal_id).where(each.proposal_id == ProposalRow.id, each.member_id == member_id).exists()
        for each in (BallotRow, LedgerRow, ObjectionRow)
    )
    found = select(ProposalRow).where(
        ProposalRow.guild_id == guild_id,
        or_(*says, ProposalRow.author_id == member_id, ProposalRow.subject_id == member_id),
    )
    return (await session.scalars(found.order_by(ProposalRow.number))).all()


async def owe(session: AsyncSession, proposal_id: int, member_id: int, *, with_texts: bool) -> None:
    """Owe somebody to be forgotten when this vote ends; asking again may add the texts."""
    row = await session.get(ForgettingRow, (proposal_id, member_id))
    if row is None:
        session.add(ForgettingRow(proposal_id=proposal_id, member_id=member_id, with_texts=with_texts))
    else:
        row.with_texts |= with_texts
    await session.flush()


async def owed(session: AsyncSession, proposal_id: int) -> Sequence[tuple[int, bool]]:
    """Who is to be forgotten now that this vote has ended, and whether with their texts."""
    found = select(ForgettingRow.member_id, ForgettingRow.with_texts).where(ForgettingRow.proposal_id == proposal_id)
    return [(member_id, with_texts) for member_id, with_texts in await session.execute(found)]


async def paid(session: AsyncSession, proposal_id: int) -> None:
    """Keep nothing of who was to be forgotten here."""
    note_forgetting(session)
    await session.execute(delete(ForgettingRow).where(ForgettingRow.proposal_id == proposal_id))


async def objections_by(session: AsyncSession, proposal_id: int, member_id: int) -> Sequence[ObjectionRow]:
    """What somebody objected to a proposal, in the order in which they did."""
    found = select(ObjectionRow).where(ObjectionRow.proposal_id == proposal_id, ObjectionRow.member_id == member_id)
    return (await session.scalars(found.order_by(ObjectionRow.id))).all()


async def erase_objections(session: AsyncSession, proposal_id: int, member_id: int) -> None:
    """Erase what somebody objected; that there was an objection stands in the record."""
    mine = (ObjectionRow.proposal_id == proposal_id, ObjectionRow.member_id == member_id)
    await session.execute(delete(ObjectionRow).where(*mine))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What is still known of how somebody voted: ballots, acts, objections, and where they are to be forgotten."""
    number = ProposalRow.number.label("proposal")
    ballots, acts, objections, forgettings = (
        (
            select(each, number)
            .join(ProposalRow, ProposalRow.id == each.proposal_id)
            .where(ProposalRow.guild_id == guild_id, each.member_id == member_id)
            .order_by(ProposalRow.number),
            ("proposal_id", "member_id"),
        )
        for each in (BallotRow, LedgerRow, ObjectionRow, ForgettingRow)
    )
    return await parts_found(session, ballots=ballots, acts=acts, objections=objections, forgettings=forgettings)
