"""The timetable: what is looked at again and again, and how often."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services import Services

_log = logging.getLogger(__name__)

A_LOOK = 1.0
"""Seconds between two looks at what is due."""

AN_HOUR = 3_600.0


class Timetable:
    """Runs the sweeps. What is due is a column in the database; APScheduler only says when to look.

    A test with a clock of its own calls `sweep` and needs no scheduler.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._scheduler: AsyncIOScheduler | None = None
        self._sweeping = asyncio.Lock()

    async def sweep(self) -> None:
        """Do once everything that is due now: settle, deliver, redraw, tidy."""
        services = self._services
        async with self._sweeping:
            if services.inbox.has_overflown:
                services.inbox.has_overflown = False
                await services.reading.read_open()
            for step in (
                services.decisions.settle_due,
                services.outbox.deliver_due,
                services.tally_board.flush,
                services.tidying.sweep,
            ):
                await _sealed(step)

    async def read_all(self) -> None:
        """Read every open ballot, for what the gateway did not bring."""
        await _sealed(self._services.reading.read_open)

    def start(self) -> None:
        """Look every second, and read all ballots every hour."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler.add_job(self.sweep, "interval", seconds=A_LOOK, **options)
        scheduler.add_job(self.read_all, "interval", seconds=AN_HOUR, **options)
        scheduler.start()
        self._scheduler = scheduler

    async def stop(self) -> None:
        """Start no more sweeps, and wait for the one that runs."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        async with self._sweeping:
            pass


async def _sealed(step: Callable[[], Awaitable[object]]) -> None:
    """Run one step; what breaks in it is logged and must not keep the others from running."""
    try:
        await step()
    except Exception:
        _log.exception("a sweep failed: %s", getattr(step, "__qualname__", step))
