"""The timetable: what is looked at again and again, and how often."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import perf_counter

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services import Services
from bot.services.ailing import is_outage, reason_of

_log = logging.getLogger(__name__)

A_LOOK = 1.0
"""Seconds between two looks at what is due."""

AN_HOUR = 3_600.0

PATIENCE = 6.0
"""Seconds that stopping waits for what is under way: ten in all are given. Source: integrity page, §2."""

_CUT_OFF = 0.5
"""Seconds until what was cut off has come to its end."""


class Timetable:
    """Runs the sweeps. What is due is a column in the database; APScheduler only says when to look.

    Each sweep has a job of its own, so that a slow delivery does not keep a tally from being redrawn. A test with a
    clock of its own calls `sweep_all` and needs no scheduler.
    """

    def __init__(self, services: Services) -> None:
        self.patience = PATIENCE
        self._scheduler: AsyncIOScheduler | None = None
        self._gap_ends = services.reading.end_gap
        self._decide = _Sweep(
            "decide",
            services.servers.follow,
            services.charter.bring_into_force,
            services.interruptions.lapse_due,
            services.reading.read_opening,
            services.proposals.open_due,
            services.decisions.look_ahead,
            services.decisions.settle_due,
            services.reminders.send_due,
            services.personal_reminders.send_due,
            services.closings.tell_due,
            services.due_tasks.tell_due,
            services.due_tasks.mark_overdue,
            services.offers.end_due,
            services.lapses.sweep,
            services.boards.draw_due,
            services.mandates.end_due,
            services.digest.send_due,
            services.checks.end_due,
            services.comings.enter_due,
            services.presence.beat,
            unless=lambda: services.clock_watch.is_wrong,
        )
        self._deliver = _Sweep("deliver", services.losses.tell, services.outbox.deliver_due)
        self._redraw = _Sweep("redraw", services.tally_board.flush)
        self._tidy = _Sweep("tidy", services.tidying.sweep, services.forgetting.scrub)
        self._forget = _Sweep(
            "forget",
            services.forgetting.destroy_links,
            services.previews.forget_old,
            services.unsent_forms.forget_old,
            services.knowhow.forget_old,
            unless=lambda: services.clock_watch.is_wrong,
        )
        self._read_again = _Sweep(
            "read again",
            services.clock_watch.look_again,
            services.reading.read_after_overflow,
            services.reading.read_again,
        )
        self._read = _Sweep(
            "read",
            services.interruptions.resume_due,
            services.presence.come_back,
            services.tally_board.mark_all_open_stale,
        )
        self._every_second = (self._read_again, self._decide, self._deliver, self._redraw, self._tidy)
        self._sweeps = (*self._every_second, self._forget, self._read)

    def tell(self, told: Callable[[str, float], None]) -> None:
        """Have somebody told of each run of a sweep: its name and how many seconds it took."""
        for sweep in self._sweeps:
            sweep.told = told

    async def sweep_all(self) -> None:
        """Do once everything that is due now: read, settle, deliver, redraw, tidy, forget."""
        for sweep in (*self._every_second, self._forget):
            await sweep.run()

    async def read_all(self) -> None:
        """The gateway brings taps again: read every open ballot for what it did not bring, and have each redrawn."""
        self._gap_ends()
        await self._read.run()

    def start(self) -> None:
        """Look every second; read all ballots, and forget what its time is over for, every hour."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        for sweep in self._every_second:
            scheduler.add_job(sweep.run, "interval", seconds=A_LOOK, **options)
        for sweep in (self._read, self._forget):
            scheduler.add_job(sweep.run, "interval", seconds=AN_HOUR, **options)
        scheduler.start()
        self._scheduler = scheduler

    async def stop(self) -> None:
        """Start no more sweeps, wait for those that run, and cut off what hangs for longer than `patience`."""
        if self._scheduler is not None:
            self._scheduler.remove_all_jobs()
        if not await self._have_ended(self.patience):
            _log.warning("a sweep still runs after %s s and is cut off; what it owed stays owed", self.patience)
            for sweep in self._sweeps:
                sweep.cut_off()
            await self._have_ended(_CUT_OFF)
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def _have_ended(self, within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                for sweep in self._sweeps:
                    await sweep.end()
        except TimeoutError:
            return False
        return True


class _Sweep:
    """Steps that run one after the other, never twice at once; what breaks in one does not keep the next from it.

    None is taken while `unless` says so.
    """

    def __init__(
        self, name: str, *steps: Callable[[], Awaitable[object]], unless: Callable[[], bool] = lambda: False
    ) -> None:
        self._name = name
        self._steps = steps
        self._waits = unless
        self.told: Callable[[str, float], None] | None = None
        self._running = asyncio.Lock()
        self._under_way: asyncio.Task[None] | None = None
        self._is_over = False
        self._is_refused = False

    async def run(self) -> None:
        """Take all steps, unless the end has come."""
        async with self._running:
            if self._is_over or self._waits():
                return
            began = perf_counter()
            # A task of its own can be cut off without APScheduler's calling that a failure.
            self._under_way = asyncio.create_task(self._take_steps())
            try:
                await asyncio.wait({self._under_way})
            finally:
                self._under_way.cancel()
                if self.told is not None:
                    self.told(self._name, perf_counter() - began)

    async def _take_steps(self) -> None:
        refused = False
        for step in self._steps:
            try:
                await step()
            except Exception as fault:
                if not is_outage(fault):
                    _log.exception("a sweep failed: %s", step.__qualname__)
                elif not (refused or self._is_refused):
                    # Said once: every step would say it every second, and a full disk has no room for that.
                    _log.error("the sweep “%s” waits for the database: %s", self._name, reason_of(fault))
                refused |= is_outage(fault)
        if self._is_refused and not refused:
            _log.info("the sweep “%s” goes on", self._name)
        self._is_refused = refused

    async def end(self) -> None:
        """Let the run that is under way come to its end, and none begin after it."""
        self._is_over = True
        async with self._running:
            pass

    def cut_off(self) -> None:
        """Break off the run that is under way."""
        if self._under_way is not None:
            self._under_way.cancel()
