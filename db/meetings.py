"""Meetings: who will be there, what is to be talked about, and the notes of what was."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, Text, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, parts_found


class AttendanceRow(Base):
    """One person's word that they will be there."""

    __tablename__ = "attendances"
    __table_args__ = (Index("ix_attendances_member", "guild_id", "member_id"),)

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("reminder_occurrences.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    said_at: Mapped[datetime]


class AgendaItemRow(Base):
    """One item of a meeting's agenda."""

    __tablename__ = "agenda_items"
    __table_args__ = (Index("ix_agenda_items_occurrence", "guild_id", "occurrence_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("reminder_occurrences.id"))
    member_id: Mapped[int | None] = mapped_column(Snowflake)
    text: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]


class MeetingPageRow(Base):
    """One meeting's notes: the page that they were filed as, and the message that shows it in the meeting's thread."""

    __tablename__ = "meeting_pages"

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True, autoincrement=False)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("reminder_occurrences.id"))
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)


async def toggle(session: AsyncSession, guild_id: int, occurrence_id: int, member_id: int, now: datetime) -> bool:
    """Write down that somebody will be there, or that they will not after all; True for the first."""
    gone = (
        delete(AttendanceRow)
        .where(
            AttendanceRow.guild_id == guild_id,
            AttendanceRow.occurrence_id == occurrence_id,
            AttendanceRow.member_id == member_id,
        )
        .returning(AttendanceRow.member_id)
    )
    if (await session.execute(gone)).first() is not None:
        return False
    session.add(AttendanceRow(guild_id=guild_id, occurrence_id=occurrence_id, member_id=member_id, said_at=now))
    await session.flush()
    return True


async def how_many_come(session: AsyncSession, guild_id: int, occurrence_id: int) -> int:
    """How many said that they will be there."""
    found = (
        select(func.count())
        .select_from(AttendanceRow)
        .where(AttendanceRow.guild_id == guild_id, AttendanceRow.occurrence_id == occurrence_id)
    )
    return (await session.execute(found)).scalar_one()


async def items(session: AsyncSession, guild_id: int, occurrence_id: int) -> Sequence[AgendaItemRow]:
    """The items of an agenda, in the order in which they were added."""
    found = (
        select(AgendaItemRow)
        .where(AgendaItemRow.guild_id == guild_id, AgendaItemRow.occurrence_id == occurrence_id)
        .order_by(AgendaItemRow.id)
    )
    return (await session.scalars(found)).all()


async def with_notes(session: AsyncSession, guild_id: int, occurrence_ids: Iterable[int]) -> set[int]:
    """Those of a server's meetings of which notes are filed."""
    found = select(MeetingPageRow.occurrence_id).where(
        MeetingPageRow.guild_id == guild_id, MeetingPageRow.occurrence_id.in_(list(occurrence_ids))
    )
    return set(await session.scalars(found))


async def notes(session: AsyncSession, guild_id: int, page_id: int) -> MeetingPageRow | None:
    """What makes a page of a server a meeting's notes; None for a page that is none."""
    found = select(MeetingPageRow).where(MeetingPageRow.guild_id == guild_id, MeetingPageRow.page_id == page_id)
    return (await session.scalars(found)).one_or_none()


async def agendas_of(session: AsyncSession, guild_id: int, member_id: int) -> set[int]:
    """The occurrences to whose agenda somebody added something."""
    found = select(AgendaItemRow.occurrence_id).where(
        AgendaItemRow.guild_id == guild_id, AgendaItemRow.member_id == member_id
    )
    return set(await session.scalars(found))


async def erase_texts(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Take somebody's items off all agendas."""
    mine = (AgendaItemRow.guild_id == guild_id, AgendaItemRow.member_id == member_id)
    await session.execute(delete(AgendaItemRow).where(*mine))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """To which meetings somebody said they would come, and what they added to agendas."""

    def mine(kind: type[AttendanceRow | AgendaItemRow]) -> tuple[Select[*tuple[Any, ...]], Sequence[str]]:
        return select(kind).where(kind.guild_id == guild_id, kind.member_id == member_id), ("member_id",)

    return await parts_found(session, attendances=mine(AttendanceRow), agenda_items=mine(AgendaItemRow))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget where somebody said they would be, and which items were theirs; the texts stay."""
    mine = (AttendanceRow.guild_id == guild_id, AttendanceRow.member_id == member_id)
    await session.execute(delete(AttendanceRow).where(*mine))
    theirs = update(AgendaItemRow).where(AgendaItemRow.guild_id == guild_id, AgendaItemRow.member_id == member_id)
    await session.execute(theirs.values(member_id=None))
