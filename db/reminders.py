"""Reminders for all: when each is due next, and what became of every occurrence."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Parts, Snowflake, parts_found
from db.recurring import ACTIVE, Recurring


class ReminderRow(Recurring):
    """One reminder."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("guild_id", "number"),
        Index("ix_reminders_due", "state", "next_at"),
        Index("ix_reminders_author", "guild_id", "author_id", "created_at"),
    )

    number: Mapped[int]
    origin: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str] = mapped_column(String(64))
    """What the text is in the log: a salted commitment."""
    author_id: Mapped[int | None] = mapped_column(Snowflake)
    """Who scheduled it; None for a decision's own, and where somebody was forgotten."""
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandates.id"))
    """The mandate with whose term it ends if it repeats."""
    decision_number: Mapped[int | None]
    channel_id: Mapped[int] = mapped_column(Snowflake)
    is_meeting: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class OccurrenceRow(Base):
    """One occurrence that came: owed, posted, or skipped because it was too late."""

    __tablename__ = "reminder_occurrences"
    __table_args__ = (
        UniqueConstraint("reminder_id", "due_at"),
        Index("ix_reminder_occurrences_skipped", "guild_id", "skipped_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminders.id"))
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    late: Mapped[bool] = mapped_column(default=False)
    skipped_at: Mapped[datetime | None]
    """When it turned out to be too late; the next digest after that says so."""
    channel_id: Mapped[int | None] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake)
    thread_id: Mapped[int | None] = mapped_column(Snowflake)
    agenda_id: Mapped[int | None] = mapped_column(Snowflake)
    """The message in the thread that shows the agenda."""


async def get(session: AsyncSession, guild_id: int, number: int, *, locked: bool = False) -> ReminderRow | None:
    """The reminder of a server by its number; `locked` holds its row until the turn ends."""
    found = select(ReminderRow).where(ReminderRow.guild_id == guild_id, ReminderRow.number == number)
    return (await session.scalars(found.with_for_update() if locked else found)).one_or_none()


async def active(session: AsyncSession, guild_id: int) -> Sequence[ReminderRow]:
    """The reminders of a server that are to come, the next one first."""
    found = (
        select(ReminderRow)
        .where(ReminderRow.guild_id == guild_id, ReminderRow.state == ACTIVE)
        .order_by(ReminderRow.next_at, ReminderRow.number)
    )
    return (await session.scalars(found)).all()


async def of_decision(session: AsyncSession, guild_id: int, decision_number: int) -> ReminderRow | None:
    """The reminder that a decision gave birth to, None where it had none or its time had passed."""
    found = select(ReminderRow).where(ReminderRow.guild_id == guild_id, ReminderRow.decision_number == decision_number)
    return (await session.scalars(found)).first()


async def scheduled_since(session: AsyncSession, guild_id: int, author_id: int, since: datetime) -> Sequence[datetime]:
    """When a person scheduled what they scheduled after an instant, also what was cancelled since."""
    found = select(ReminderRow.created_at).where(
        ReminderRow.guild_id == guild_id, ReminderRow.author_id == author_id, ReminderRow.created_at > since
    )
    return (await session.scalars(found)).all()


async def end_with_mandate(session: AsyncSession, mandate_id: int) -> None:
    """End what repeats under a mandate that has ended; what comes once stays."""
    await session.execute(
        update(ReminderRow)
        .where(ReminderRow.mandate_id == mandate_id, ReminderRow.state == ACTIVE, ReminderRow.rule.is_not(None))
        .values(state="ended")
    )


async def occurrence(session: AsyncSession, guild_id: int, occurrence_id: int) -> OccurrenceRow | None:
    """One occurrence of a server's reminders."""
    found = select(OccurrenceRow).where(OccurrenceRow.guild_id == guild_id, OccurrenceRow.id == occurrence_id)
    return (await session.scalars(found)).one_or_none()


async def of_occurrence(session: AsyncSession, guild_id: int, row: OccurrenceRow) -> ReminderRow:
    """The reminder of an occurrence."""
    found = select(ReminderRow).where(ReminderRow.guild_id == guild_id, ReminderRow.id == row.reminder_id)
    return (await session.scalars(found)).one()


async def posted_of(session: AsyncSession, guild_id: int, reminder_id: int) -> Sequence[OccurrenceRow]:
    """The occurrences of a reminder that were posted, the oldest first."""
    found = select(OccurrenceRow).where(
        OccurrenceRow.guild_id == guild_id,
        OccurrenceRow.reminder_id == reminder_id,
        OccurrenceRow.message_id.is_not(None),
    )
    return (await session.scalars(found.order_by(OccurrenceRow.due_at))).all()


async def came_since(
    session: AsyncSession, guild_id: int, since: datetime
) -> Sequence[tuple[OccurrenceRow, ReminderRow]]:
    """What came in a server since an instant, posted or about to be, with its reminder, the oldest first."""
    found = (
        select(OccurrenceRow, ReminderRow)
        .join(ReminderRow, ReminderRow.id == OccurrenceRow.reminder_id)
        .where(
            OccurrenceRow.guild_id == guild_id,
            OccurrenceRow.due_at >= since,
            OccurrenceRow.state.in_(("owed", "posted")),
        )
        .order_by(OccurrenceRow.due_at, OccurrenceRow.id)
    )
    return [(each, of) for each, of in await session.execute(found)]


async def with_thread(session: AsyncSession, guild_id: int, since: datetime) -> Sequence[OccurrenceRow]:
    """The meetings of a server that came since an instant and have a thread, the oldest first."""
    found = select(OccurrenceRow).where(
        OccurrenceRow.guild_id == guild_id, OccurrenceRow.due_at >= since, OccurrenceRow.thread_id.is_not(None)
    )
    return (await session.scalars(found.order_by(OccurrenceRow.id))).all()


async def posted_of_decision(session: AsyncSession, guild_id: int, decision_number: int) -> Sequence[OccurrenceRow]:
    """What came of a decision's reminder and stands in a channel, the oldest first."""
    found = (
        select(OccurrenceRow)
        .join(ReminderRow, ReminderRow.id == OccurrenceRow.reminder_id)
        .where(
            ReminderRow.guild_id == guild_id,
            ReminderRow.decision_number == decision_number,
            OccurrenceRow.message_id.is_not(None),
        )
        .order_by(OccurrenceRow.id)
    )
    return (await session.scalars(found)).all()


async def is_owed(session: AsyncSession, guild_id: int, reminder_id: int) -> bool:
    """Whether an occurrence of a reminder has come and is not posted yet."""
    found = select(OccurrenceRow.id).where(*_owed(guild_id, reminder_id))
    return (await session.scalars(found.limit(1))).first() is not None


async def drop_owed(session: AsyncSession, guild_id: int, reminder_id: int) -> None:
    """Let no occurrence be posted that has come and is not posted yet."""
    await session.execute(update(OccurrenceRow).where(*_owed(guild_id, reminder_id)).values(state="cancelled"))


def _owed(guild_id: int, reminder_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        OccurrenceRow.guild_id == guild_id,
        OccurrenceRow.reminder_id == reminder_id,
        OccurrenceRow.state == "owed",
    )


async def skipped_between(
    session: AsyncSession, guild_id: int, since: datetime, until: datetime
) -> Sequence[tuple[OccurrenceRow, ReminderRow]]:
    """What turned out in a span to be too late to be sent, with its reminder, the oldest first."""
    found = (
        select(OccurrenceRow, ReminderRow)
        .join(ReminderRow, ReminderRow.id == OccurrenceRow.reminder_id)
        .where(
            OccurrenceRow.guild_id == guild_id,
            OccurrenceRow.skipped_at >= since,
            OccurrenceRow.skipped_at < until,
        )
        .order_by(OccurrenceRow.due_at, OccurrenceRow.id)
    )
    return [(each, of) for each, of in await session.execute(found)]


async def by_author(session: AsyncSession, guild_id: int, author_id: int) -> Sequence[ReminderRow]:
    """What somebody scheduled in a server, by number."""
    found = select(ReminderRow).where(ReminderRow.guild_id == guild_id, ReminderRow.author_id == author_id)
    return (await session.scalars(found.order_by(ReminderRow.number))).all()


async def erase_texts(session: AsyncSession, reminder_ids: Iterable[int]) -> None:
    """Let reminders stand without a text; one that was to come has nothing to say any more, so it ends."""
    erased = update(ReminderRow).where(ReminderRow.id.in_(list(reminder_ids)))
    await session.execute(erased.values(text=""))
    await session.execute(erased.where(ReminderRow.state == ACTIVE).values(state="ended", next_at=None))


async def data_of(session: AsyncSession, guild_id: int, member_id: int) -> Parts:
    """What somebody scheduled for all."""
    found = select(ReminderRow).where(ReminderRow.guild_id == guild_id, ReminderRow.author_id == member_id)
    return await parts_found(session, reminders=(found.order_by(ReminderRow.number), ("author_id", "mandate_id")))


async def forget(session: AsyncSession, guild_id: int, member_id: int) -> None:
    """Forget who scheduled what; the reminders stay."""
    await session.execute(
        update(ReminderRow)
        .where(ReminderRow.guild_id == guild_id, ReminderRow.author_id == member_id)
        .values(author_id=None)
    )
