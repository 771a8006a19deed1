"""Ballots: each person's standing choice on each proposal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, String, Text, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Snowflake, is_postgres, upsert, write_all
from db.engine import note_forgetting


class BallotRow(Base):
    """One standing choice; only `on_roll` ballots count, the others are support."""

    __tablename__ = "ballots"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    choice: Mapped[str] = mapped_column(String(32))
    """What it says; on a choice the options approved of, joined by plus signs."""
    standing: Mapped[str] = mapped_column(String(16))
    cast_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(Text)
    pseudonym: Mapped[str | None] = mapped_column(String(32))
    """Drawn when the proposal settles; the line of this ballot among the published ones."""


async def get(session: AsyncSession, proposal_id: int, member_id: int) -> BallotRow | None:
    """The person's standing ballot."""
    return await session.get(BallotRow, (proposal_id, member_id))


async def all_standing(session: AsyncSession, proposal_id: int) -> Sequence[BallotRow]:
    """All ballots that stand on a proposal, on the roll or not, in the order of the voters' ids."""
    found = select(BallotRow).where(BallotRow.proposal_id == proposal_id).order_by(BallotRow.member_id)
    return (await session.scalars(found)).all()


async def by_members(session: AsyncSession, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """What the standing ballots of (proposal id, member id) say."""
    by_proposal: dict[int, list[int]] = {}
    for proposal_id, member_id in keys:
        by_proposal.setdefault(proposal_id, []).append(member_id)
    found: dict[tuple[int, int], str] = {}
    for proposal_id, member_ids in by_proposal.items():
        said = select(BallotRow.member_id, BallotRow.choice).where(
            BallotRow.proposal_id == proposal_id, BallotRow.member_id.in_(member_ids)
        )
        found |= {(proposal_id, who): choice for who, choice in await session.execute(said)}
    return found


async def clear(session: AsyncSession, proposal_id: int) -> None:
    """Let no ballot stand any more: the text was amended, or a run-off begins."""
    await session.execute(delete(BallotRow).where(BallotRow.proposal_id == proposal_id))


async def put(session: AsyncSession, ballots: list[dict[str, Any]]) -> None:
    """Cast or replace ballots: `proposal_id`, `member_id`, `choice`, `standing`, `cast_at`.

    A reason stays with the choice for which it was given.
    """
    if ballots:
        await write_all(session, _put(on_postgres=is_postgres(session)), ballots)


@cache
def _put(*, on_postgres: bool) -> Any:
    insert = upsert(BallotRow, on_postgres=on_postgres)
    new = insert.excluded
    update_to = {
        "choice": new.choice,
        "standing": new.standing,
        "cast_at": case((BallotRow.choice == new.choice, BallotRow.cast_at), else_=new.cast_at),
        "reason": case((BallotRow.choice == new.choice, BallotRow.reason), else_=None),
    }
    return insert.on_conflict_do_update(index_elements=[BallotRow.proposal_id, BallotRow.member_id], set_=update_to)


async def withdraw(session: AsyncSession, proposal_id: int, member_id: int) -> bool:
    """Take a ballot back; False where none stood."""
    gone = delete(BallotRow).where(BallotRow.proposal_id == proposal_id, BallotRow.member_id == member_id)
    return (await session.execute(gone.returning(BallotRow.member_id))).scalar_one_or_none() is not None


async def explain(session: AsyncSession, proposal_id: int, member_id: int, reason: str) -> bool:
    """Attach a reason to a standing ballot; False where none stands."""
    changed = (
        update(BallotRow)
        .where(BallotRow.proposal_id == proposal_id, BallotRow.member_id == member_id)
        .values(reason=reason)
        .returning(BallotRow.member_id)
    )
    return (await session.execute(changed)).scalar_one_or_none() is not None


async def name_line(session: AsyncSession, proposal_id: int, member_id: int, pseudonym: str) -> None:
    """Write down which published line is this person's."""
    await session.execute(
        update(BallotRow)
        .where(BallotRow.proposal_id == proposal_id, BallotRow.member_id == member_id)
        .values(pseudonym=pseudonym)
        # Nobody reads it back in this turn, and looking through all loaded ballots for each one squares the work.
        .execution_options(synchronize_session=False)
    )


async def forget_choices(session: AsyncSession, proposal_id: int, cast_at: datetime) -> None:
    """Forget what each person said on a secret vote, and when: `cast_at` is told of all.

    That they took part, and the code of that, stays.
    """
    note_forgetting(session)
    gone = update(BallotRow).where(BallotRow.proposal_id == proposal_id)
    await session.execute(gone.values(choice="", reason=None, cast_at=cast_at))


async def tallies(session: AsyncSession, proposal_ids: Iterable[int]) -> Sequence[tuple[int, str, str, bool, int]]:
    """Counts by (proposal id, choice, standing, has a reason): rows of those four and the number of ballots."""
    explained = BallotRow.reason.is_not(None)
    found = (
        select(BallotRow.proposal_id, BallotRow.choice, BallotRow.standing, explained, func.count())
        .where(BallotRow.proposal_id.in_(list(proposal_ids)))
        .group_by(BallotRow.proposal_id, BallotRow.choice, BallotRow.standing, explained)
    )
    return (await session.execute(found)).all()
