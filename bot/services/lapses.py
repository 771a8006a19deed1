"""Lapses: asking who has been quiet on a task whether they are still on it, and freeing their place with thanks."""

import logging

from bot.domain.lapses import held_on_to
from bot.domain.tasks import check_may_release
from bot.services.cards import Person, TaskCard
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.servers import founded
from bot.services.standing import task_moved
from bot.services.task_cards import work_of
from bot.services.working import changed_task, existing_task, let_go
from db import lapses, tasks
from db.engine import Database, Session

_log = logging.getLogger(__name__)

_A_SWEEP = 100


class LapseService:
    """The gentle lapse: fourteen quiet days, a question, seven days more. Source: charter, §6."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def sweep(self) -> int:
        """Owe the questions that are due, and free the places whose question stood without an answer.

        Returns how many claims came one step further. After an outage the question comes first as well: its seven
        days begin when it stands.
        """
        now, moved = self._clock.now(), 0
        async with self._database.look() as session:
            due = await lapses.due(session, now, limit=_A_SWEEP)
        for claim in due:
            try:
                async with self._database.turn() as session:
                    moved += await self._move(session, claim)
            except Exception:
                # One claim that cannot be written must not hold up the others.
                _log.exception("the claim %d of the database was not looked at", claim.id)
        return moved

    async def _move(self, session: Session, claim: tasks.ClaimRow) -> bool:
        now = self._clock.now()
        assert claim.due_at is not None
        until = held_on_to(claim.due_at, now) if claim.asked_at is not None else None
        if not await lapses.take(session, claim, until):
            return False
        if until is not None:
            return False
        server = await founded(session, claim.guild_id)
        row = await lapses.task_of(session, claim)
        channel_id = row.channel_id or server.tasks_channel_id
        if claim.asked_at is None:
            await owe(session, claim.guild_id, channel_id, "still-on-it", claim.id, now)
            return True
        await let_go(session, row, now, "lapsed", member_id=claim.member_id)
        await owe(session, claim.guild_id, channel_id, "released", claim.id, now)
        await owe(session, claim.guild_id, channel_id, "show-task", row.number, now)
        await task_moved(session, server, row, now)
        return True

    async def stay(self, person: Person, number: int) -> TaskCard:
        """Say that one is still on a task; refuses with `NoSuchTask`, or where one does not hold it."""
        now = self._clock.now()
        async with self._database.turn() as session:
            row, holders = await existing_task(session, person.guild_id, number)
            check_may_release(work_of(row, holders), person.user_id)
            return await changed_task(session, row, person, now)
