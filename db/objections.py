"""Objections: every stated reason of a block, kept on record whatever becomes of the block."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Snowflake
from db.engine import note_forgetting


class ObjectionRow(Base):
    """One objection as it was raised; `member_id` is None once the links between people and votes are destroyed.

    On a secret vote there never is one, and `raised_at` is when voting opened.
    """

    __tablename__ = "objections"
    __table_args__ = (Index("ix_objections_proposal", "proposal_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    member_id: Mapped[int | None] = mapped_column(Snowflake)
    text: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]


async def put_on_record(
    session: AsyncSession, proposal_id: int, member_id: int | None, text: str, raised_at: datetime
) -> None:
    """Write an objection down."""
    session.add(ObjectionRow(proposal_id=proposal_id, member_id=member_id, text=text, raised_at=raised_at))
    await session.flush()


async def of_proposal(session: AsyncSession, proposal_id: int) -> Sequence[ObjectionRow]:
    """Every objection to a proposal, in the order in which they were raised."""
    found = select(ObjectionRow).where(ObjectionRow.proposal_id == proposal_id).order_by(ObjectionRow.id)
    return (await session.scalars(found)).all()


async def forget_order(session: AsyncSession, proposal_id: int) -> None:
    """Let the objections to a secret vote stand by their words: who spoke first would tell who said what."""
    note_forgetting(session)
    raised = await of_proposal(session, proposal_id)
    texts = sorted((each.text, each.raised_at) for each in raised)
    await session.execute(delete(ObjectionRow).where(ObjectionRow.proposal_id == proposal_id))
    for text, raised_at in texts:
        await put_on_record(session, proposal_id, None, text, raised_at)
