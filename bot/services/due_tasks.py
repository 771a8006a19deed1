"""Due tasks: reminding those who hold a task, once, that it is due tomorrow, and marking what is overdue."""

import logging
from datetime import date, datetime, time, timedelta

from bot.domain.reminders import MOST_LATE
from bot.domain.schedule import instant_of
from bot.services.boards import board_changed
from bot.services.days import local_day
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.said_once import SaidOnce
from db import due_tasks, servers
from db.engine import Database

_log = logging.getLogger(__name__)

_IN_THE_MORNING = time(9)
"""The day before, nobody is woken up."""


class DueTaskService:
    """The day before a task is due, in its thread, to its holders only. Source: charter, §8 and §9."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._said_once = SaidOnce(_log)

    async def tell_due(self) -> int:
        """Owe what is to be said by now; what comes too late is not said. Returns how many."""
        now, told = self._clock.now(), 0
        async with self._database.look() as session:
            founded = await servers.all_founded(session)
        for server in founded:
            with self._said_once.holding_up_nobody("nobody was reminded of tasks in the server %d", server.guild_id):
                told += await self._tell_server(server, now)
        return told

    async def mark_overdue(self) -> int:
        """Mark the unfinished tasks whose day has passed, and owe their messages and boards a new picture.

        Returns how many.
        """
        now, marked = self._clock.now(), 0
        async with self._database.look() as session:
            waiting = set(await due_tasks.passed(session, now.date()))
            founded = [row for row in await servers.all_founded(session) if row.guild_id in waiting] if waiting else []
        for server in founded:
            with self._said_once.holding_up_nobody("no task is marked as overdue in the server %d", server.guild_id):
                marked += await self._mark(server, now)
        return marked

    async def _mark(self, server: servers.ServerRow, now: datetime) -> int:
        today = local_day(now, server.time_zone)
        async with self._database.turn() as session:
            rows = await due_tasks.mark_overdue(session, server.guild_id, today)
            for row in rows:
                channel_id = row.channel_id or server.tasks_channel_id
                await owe(session, row.guild_id, channel_id, "show-task", row.number, now)
            if rows:
                await board_changed(session, server.guild_id, now)
            return len(rows)

    async def _tell_server(self, server: servers.ServerRow, now: datetime) -> int:
        today = local_day(now, server.time_zone)
        since = instant_of(datetime.combine(today, _IN_THE_MORNING), server.time_zone)
        if not since <= now <= since + MOST_LATE:
            return 0
        return await self._tell(server, today + timedelta(days=1), now, since + MOST_LATE)

    async def _tell(self, server: servers.ServerRow, due_on: date, now: datetime, expires_at: datetime) -> int:
        async with self._database.look() as session:
            due = await due_tasks.due_untold(session, server.guild_id, due_on)
        told = 0
        for row in due:
            async with self._database.turn() as session:
                if not await due_tasks.tell_due(session, row.id, due_on):
                    continue
                channel_id = row.channel_id or server.tasks_channel_id
                await owe(session, row.guild_id, channel_id, "task-due", row.number, now, expires_at=expires_at)
                told += 1
        return told
