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

    Each sweep has a job of its own, so that a slow delivery does not keep a tally from being redrawn. A test with a
    clock of its own calls `sweep_all` and needs no scheduler.
    """

    def __init__(self, services: Services) -> None:
        self._scheduler: AsyncIOScheduler | None = None
        self._gap_ends = services.reading.end_gap
        self._decide = _Sweep(
            services.charter.bring_into_force,
            services.proposals.open_due,
            services.decisions.look_ahead,
            services.decisions.settle_due,
            services.checks.end_due,
            services.presence.beat,
        )
        self._deliver = _Sweep(services.outbox.deliver_due)
        self._redraw = _Sweep(services.tally_board.flush)
        self._tidy = _Sweep(services.tidying.sweep, services.forgetting.scrub)
        self._forget = _Sweep(services.forgetting.destroy_links)
        self._read_again = _Sweep(services.reading.read_after_overflow, services.reading.read_again)
        self._read = _Sweep(services.presence.come_back, services.tally_board.mark_all_open_stale)

    async def sweep_all(self) -> None:
        """Do once everything that is due now: read, settle, deliver, redraw, forget, tidy."""
        for sweep in (self._read_again, self._decide, self._deliver, self._redraw, self._forget, self._tidy):
            await sweep.run()

    async def read_all(self) -> None:
        """The gateway brings taps again: read every open ballot for what it did not bring, and have each redrawn."""
        self._gap_ends()
        await self._read.run()

    def start(self) -> None:
        """Look every second; read all ballots, and forget what its time is over for, every hour."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        for sweep in (self._read_again, self._decide, self._deliver, self._redraw, self._tidy):
            scheduler.add_job(sweep.run, "interval", seconds=A_LOOK, **options)
        for sweep in (self._read, self._forget):
            scheduler.add_job(sweep.run, "interval", seconds=AN_HOUR, **options)
        scheduler.start()
        self._scheduler = scheduler

    async def stop(self) -> None:
        """Start no more sweeps, and wait for those that run."""
        if self._scheduler is not None:
            self._scheduler.remove_all_jobs()
        looking = (self._decide, self._deliver, self._redraw, self._tidy, self._read_again, self._read, self._forget)
        for sweep in looking:
            await sweep.end()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None


class _Sweep:
    """Steps that run one after the other, never twice at once; what breaks in one does not keep the next from it."""

    def __init__(self, *steps: Callable[[], Awaitable[object]]) -> None:
        self._steps = steps
        self._running = asyncio.Lock()
        self._is_over = False

    async def run(self) -> None:
        async with self._running:
            for step in self._steps if not self._is_over else ():
                try:
                    await step()
                except Exception:
                    _log.exception("a sweep failed: %s", step.__qualname__)

    async def end(self) -> None:
        """Let the run that is under way come to its end, and none begin after it."""
        self._is_over = True
        async with self._running:
            pass
