"""Previews: what a reminder will do, shown before it is saved, and asked about where it could mean two things."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.phrases import Question
from bot.domain.reminder_refusals import PreviewIsGone
from bot.domain.reminders import (
    DRAFT_KEPT,
    PREVIEWED,
    Repeat,
    check_ahead,
    reminder_text,
    repeated,
)
from bot.domain.schedule import Occurrence, Schedule, occurrences
from bot.services.cards import Person
from bot.services.personal_reminders import add_personal
from bot.services.ports import Clock
from bot.services.reminders import Wording, check_movable, check_room, move_reminder, schedule_reminder
from bot.services.servers import founded
from bot.services.time_cards import PersonalCard, ReminderCard
from bot.services.typed_times import read_time
from bot.services.using_power import coordinator
from db import previews
from db.engine import Database, Session


class Purpose(StrEnum):
    """What saving a preview does."""

    SCHEDULE = "schedule"
    MOVE = "move"
    OWN = "own"
    """A reminder for the person alone."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed and picked; `number` is the reminder to move."""

    purpose: Purpose
    when: str
    text: str = ""
    repeat: Repeat | None = None
    channel_id: int | None = None
    is_meeting: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """What somebody is about to save: the time as it was understood, or what is to be asked about it.

    `ends_at` is when the term is over with which it would end.
    """

    preview_id: int
    typed: Typed
    schedule: Schedule | None
    upcoming: tuple[Occurrence, ...]
    question: Question | None
    candidates: tuple[tuple[Schedule, tuple[Occurrence, ...]], ...] = ()
    """The times that could be meant, each with its next occurrences; they are picked by their place."""
    ends_at: datetime | None = None


class PreviewService:
    """Keeps what was typed until it is saved, a day at most, so that nothing of it is lost. Source: charter, §8."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, person: Person, typed: Typed, language: str, *, preview_id: int = 0) -> PreviewCard:
        """Read what was typed, in place of an earlier preview if there is one; nothing is scheduled by it.

        Refuses who may not do what it is for, and with what the rules say of the text, or with `AlreadyRepeats`.
        """
        now = self._clock.now()
        async with self._database.turn() as session:
            await _check(session, person, typed, now)
            if typed.purpose is not Purpose.MOVE:
                typed = replace(typed, text=reminder_text(typed.text))
            server = await founded(session, person.guild_id)
            meant = read_time(typed.when, server, language, now)
            await previews.take(session, person.guild_id, person.user_id, preview_id)
            row = previews.PreviewRow(
                guild_id=person.guild_id,
                member_id=person.user_id,
                purpose=typed.purpose.value,
                text=typed.text,
                typed=typed.when,
                repeats=typed.repeat.value if typed.repeat else None,
                channel_id=typed.channel_id,
                is_meeting=typed.is_meeting,
                number=typed.number,
                candidates=[],
                created_at=now,
            )
            session.add(row)
            question = meant if isinstance(meant, Question) else None
            if isinstance(meant, Question):
                row.candidates = [_facts(each) for each in meant.candidates]
            else:
                _settle_on(row, repeated(meant, typed.repeat))
            await session.flush()
            return await _card(session, row, now, question)

    async def card(self, person: Person, preview_id: int) -> PreviewCard:
        """A person's own preview as it stands; refuses with `PreviewIsGone`."""
        async with self._database.look() as session:
            return await _card(session, await _own(session, person, preview_id), self._clock.now(), None)

    async def pick(self, person: Person, preview_id: int, place: int) -> PreviewCard:
        """Say which of the times that were offered is meant."""
        now = self._clock.now()
        async with self._database.turn() as session:
            row = await _own(session, person, preview_id)
            if not 0 <= place < len(row.candidates):
                raise PreviewIsGone
            _settle_on(row, _picked(row, place))
            row.candidates = []
            await session.flush()
            return await _card(session, row, now, None)

    async def save(self, person: Person, preview_id: int) -> ReminderCard | PersonalCard:
        """Do what was previewed, once; refuses with what the rules say at this instant."""
        now = self._clock.now()
        async with self._database.turn() as session:
            row = await _own(session, person, preview_id)
            schedule = _schedule_of(row)
            if schedule is None or not await previews.take(session, person.guild_id, person.user_id, preview_id):
                raise PreviewIsGone
            match Purpose(row.purpose):
                case Purpose.OWN:
                    return await add_personal(session, person, row.text, schedule, now)
                case Purpose.MOVE:
                    return await move_reminder(session, person, row.number or 0, schedule, now)
                case _:
                    wording = Wording(row.text, row.channel_id or 0, row.is_meeting)
                    return await schedule_reminder(session, person, schedule, wording, now)

    async def forget_old(self) -> None:
        """Keep no preview that nobody saved within a day."""
        async with self._database.turn() as session:
            await previews.forget_older(session, self._clock.now() - DRAFT_KEPT)


async def _check(session: Session, person: Person, typed: Typed, now: datetime) -> None:
    """Refuse before anything is kept what saving would refuse."""
    await founded(session, person.guild_id)
    if typed.purpose is Purpose.OWN:
        return
    await coordinator(session, person.guild_id, person.user_id, now)
    if typed.purpose is Purpose.MOVE:
        await check_movable(session, person.guild_id, typed.number or 0)
    else:
        await check_room(session, person, now)


async def _own(session: Session, person: Person, preview_id: int) -> previews.PreviewRow:
    row = await previews.get(session, person.guild_id, person.user_id, preview_id)
    if row is None:
        raise PreviewIsGone
    return row


def _settle_on(row: previews.PreviewRow, schedule: Schedule) -> None:
    row.starts, row.zone, row.rule = schedule.starts.isoformat(), schedule.zone, schedule.rule


def _picked(row: previews.PreviewRow, place: int) -> Schedule:
    """A candidate, with the repetition that was picked beside the phrase unless it has one of its own."""
    schedule = _candidate(row.candidates[place])
    return schedule if schedule.rule else repeated(schedule, Repeat(row.repeats) if row.repeats else None)


def _candidate(facts: dict[str, Any]) -> Schedule:
    return Schedule(datetime.fromisoformat(facts["starts"]), facts["zone"], facts["rule"])


def _facts(schedule: Schedule) -> dict[str, str | None]:
    return {"starts": schedule.starts.isoformat(), "zone": schedule.zone, "rule": schedule.rule}


def _schedule_of(row: previews.PreviewRow) -> Schedule | None:
    if row.starts is None or row.zone is None:
        return None
    return Schedule(datetime.fromisoformat(row.starts), row.zone, row.rule)


async def _card(session: Session, row: previews.PreviewRow, now: datetime, question: Question | None) -> PreviewCard:
    schedule, ends_at = _schedule_of(row), None
    if schedule is not None:
        check_ahead(schedule, now)
        if schedule.rule is not None and row.purpose != Purpose.OWN:
            ends_at = (await coordinator(session, row.guild_id, row.member_id, now)).ends_at
    return PreviewCard(
        preview_id=row.id,
        typed=Typed(
            purpose=Purpose(row.purpose),
            when=row.typed,
            text=row.text,
            repeat=Repeat(row.repeats) if row.repeats else None,
            channel_id=row.channel_id,
            is_meeting=row.is_meeting,
            number=row.number,
        ),
        schedule=schedule,
        upcoming=occurrences(schedule, now, PREVIEWED) if schedule else (),
        question=question,
        candidates=tuple((each, occurrences(each, now, PREVIEWED)) for each in map(_candidate, row.candidates)),
        ends_at=ends_at,
    )
