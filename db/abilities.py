"""Abilities: what people say privately that they can do; never shown to anybody else."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Parts, Snowflake, parts_found


class AbilityRow(Base):
    """One thing that somebody can do, as the skills of tasks are written."""

    __tablename__ = "abilities"

    guild_id: Mapped[int] = mapped_column(ForeignKey("servers.guild_id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    skill: Mapped[str] = mapped_column(String(30), primary_key=True)
    place: Mapped[int]
    """Its place in the order in which they wrote it."""


async def of_member(session: AsyncSession, guild_id: int, member_id: int) -> Sequence[str]:
    """What somebody can do, in their own order."""
    found = select(AbilityRow.skill).where(AbilityRow.guild_id == guild_id, AbilityRow.member_id == member_id)
    return (await session.scalars(found.order_by(AbilityRow.place, AbilityRow.skill))).all()


async def put(session: AsyncSession, guild_id: int, member_id: int, skills: Iterable[str]) -> None:
    """Write down what somebody can do, in place of what was written before."""
    await forget(session, guild_id, member_id)
    mine = {"guild_id": guild_id, "member_id": member_id}
    session.add_all(AbilityRow(skill=skill, place=place, **mine) for place, skill in enumerate(skills))
    await session.flush()


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody can do."""
    found = select(AbilityRow).where(AbilityRow.guild_id == guild_id, AbilityRow.member_id == member_id)
    return await parts_found(session, abilities=(found.order_by(AbilityRow.place), ("member_id", "place")))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget what somebody can do."""
    await session.execute(delete(AbilityRow).where(AbilityRow.guild_id == guild_id, AbilityRow.member_id == member_id))
