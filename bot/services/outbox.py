"""The outbox: what is owed gets delivered, once, however long it takes."""

import asyncio
import logging
import random
from datetime import datetime, timedelta

from bot.services.couriers import couriers
from bot.services.couriers.courier import Desk
from bot.services.heads import HeadService
from bot.services.ports import NothingToTell, Unreachable
from db import outbox

_log = logging.getLogger(__name__)

A_SWEEP = 100

_LONGEST_PAUSE = timedelta(minutes=15)


class OutboxService:
    """Delivers notices in the order in which they were owed, and writes down where they ended up."""

    def __init__(self, desk: Desk, heads: HeadService) -> None:
        self._database = desk.database
        self._clock = desk.clock
        self._couriers = couriers(desk)
        self._heads = heads
        self._one_at_a_time = asyncio.Lock()

    async def deliver_due(self) -> int:
        """Try everything due, and what that owes in turn; returns how many notices were delivered."""
        delivered = 0
        async with self._one_at_a_time:
            while True:
                async with self._database.look() as session:
                    due = await outbox.due(session, self._clock.now(), limit=A_SWEEP)
                reached = [await self._deliver(row) for row in due]
                delivered += sum(reached)
                if not any(reached):
                    return delivered

    async def waiting(self) -> tuple[int, timedelta]:
        """How many notices should be out by now and are not, and for how long the oldest of them is owed."""
        now = self._clock.now()
        async with self._database.look() as session:
            count, oldest = await outbox.waiting(session, now)
        return count, now - oldest if oldest is not None else timedelta(0)

    async def _deliver(self, row: outbox.NoticeRow) -> bool:
        """One attempt, written down before it is made, so that a crash in between leads to a search."""
        if row.expires_at is not None and row.expires_at < self._clock.now():
            await self._put_off(row, NothingToTell("it is too late"))
            return False
        async with self._database.turn() as session:
            if not await outbox.try_now(session, row.id, self._clock.now()):
                return False
        try:
            # Before anything is told: a database put back later, older than this, is not to tell it again otherwise.
            await self._heads.note(row.guild_id)
            await self._couriers[row.kind].deliver(row)
        except NothingToTell as why:
            _log.info("notice %s %d is not needed: %s", row.kind, row.subject, why)
            await self._put_off(row, why)
            return False
        except Unreachable as fault:
            _log.warning("notice %s %d was not delivered: %s", row.kind, row.subject, fault)
            await self._put_off(row, fault)
            return False
        except Exception as fault:
            # One notice that nobody knows how to send must not hold up those behind it.
            _log.exception("notice %s %d was not delivered", row.kind, row.subject)
            await self._put_off(row, Unreachable(type(fault).__name__))
            return False
        return True

    async def _put_off(self, row: outbox.NoticeRow, fault: Unreachable) -> None:
        now = self._clock.now()
        async with self._database.turn() as session:
            if fault.is_gone:
                await outbox.give_up(session, row.id, now, str(fault))
                await self._couriers[row.kind].given_up(session, row, fault)
            else:
                await outbox.postpone(session, row.id, _next_try(row.attempts, now, fault.rest), str(fault))


def _next_try(attempts: int, now: datetime, rest: timedelta | None) -> datetime:
    """When to try again: not before the rest that was asked for is over, else doubling from a second, with jitter."""
    if rest is not None:
        return now + rest * random.uniform(1, 1.2)
    return now + min(_LONGEST_PAUSE, timedelta(seconds=2 ** min(attempts, 10))) * random.uniform(0.8, 1.2)
