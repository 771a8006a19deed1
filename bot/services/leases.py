"""Leases: of several processes on one PostgreSQL one works and the others stand by, and who lost it writes no more."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from bot.domain.shards import Shards
from db import leases
from db.engine import Database, Session, is_outage

_log = logging.getLogger(__name__)

LASTING = timedelta(seconds=20)
"""How long a lease lasts without being renewed: a dead holder's place is taken within 30 s. Source: integrity, §2."""

_RENEWED_EVERY = 1 / 4
_ASKED_EVERY = 1 / 10
"""How often a process that stands by asks whether it is its turn. This and its neighbours are parts of a lease."""

_SURE = 3 / 4
"""How long after a renewal this process may be sure that nobody has taken its place yet."""


class LeaseLost(Exception):
    """Another process has taken this one's place; what it does from now on must leave no trace."""


class LeaseInDoubt(ConnectionError):
    """The lease was not renewed for so long that another process may have taken it: Discord is told nothing for now."""


class LeaseService:
    """Takes a lease, keeps it, and says for each turn and each request whether it still holds.

    `database` is for the leases alone, so that renewing waits behind nothing. `ticks` counts seconds, also while the
    process is stopped.
    """

    def __init__(
        self,
        database: Database,
        wanted: Shards,
        *,
        lasting: timedelta = LASTING,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._wanted = wanted
        self._lasting = lasting
        self._ticks = ticks
        self._holder = uuid4().hex
        self._epoch = 0
        self._sure_until = 0.0
        self._lost = asyncio.Event()
        self.shards: Shards | None = None
        """What is held; None before the first lease, and after its release."""

    async def take(self) -> Shards | None:
        """Take the shards that are wanted; None where one is held. Raises `Newer`."""
        asked_at = self._ticks()
        async with self._database.turn() as session:
            epoch = await leases.take(session, self._wanted, self._holder, self._lasting)
        if epoch is None:
            return None
        self._epoch, self.shards = epoch, self._wanted
        self._be_sure_since(asked_at)
        return self._wanted

    async def wait_for(self, *, every: timedelta | None = None) -> Shards:
        """Take shards as soon as any are free, and say once in the log that this process stands by meanwhile."""
        stands_by = False
        while (shards := await self.take()) is None:
            if not stands_by:
                _log.warning("another Minga works on this database: this one stands by, and takes its place")
            stands_by = True
            await asyncio.sleep((every or _ASKED_EVERY * self._lasting).total_seconds())
        _log.info("the lease on the database is this process's (epoch %d)", self._epoch)
        return shards

    async def renew(self) -> None:
        """Hold what is held for longer; raises `LeaseLost`."""
        if self.shards is None:
            raise LeaseLost
        asked_at = self._ticks()
        async with self._database.turn() as session:
            is_ours = await leases.renew(session, self.shards, self._holder, self._lasting)
        if not is_ours:
            self._lose()
        self._be_sure_since(asked_at)

    async def keep(self, *, every: timedelta | None = None) -> None:
        """Renew again and again; raises `LeaseLost` once a renewal or a turn has found that it is another's."""
        pause = (every or _RENEWED_EVERY * self._lasting).total_seconds()
        while not self._lost.is_set():
            try:
                # A database that hangs must not keep a turn's finding from being heard.
                async with asyncio.timeout(pause):
                    await self.renew()
            except Exception as fault:
                if not is_outage(fault):
                    raise
                _log.error("the lease could not be renewed: %s", type(fault).__name__)
            try:
                await asyncio.wait_for(self._lost.wait(), pause)
            except TimeoutError:
                continue
        raise LeaseLost

    async def fence(self, session: Session) -> None:
        """Raise `LeaseLost` at the beginning of a turn unless it is ours; then it stays so until the turn ends."""
        if self.shards is None or not await leases.hold(session, self.shards, self._holder, self._epoch):
            self._lose()

    def check_sure(self) -> None:
        """Before something is told to Discord: raises `LeaseInDoubt` where it may be another's to tell."""
        if self._ticks() > self._sure_until:
            raise LeaseInDoubt("the lease was not renewed in time")

    async def release(self) -> None:
        """Let another process have what is held."""
        held, self.shards = self.shards, None
        if held is not None:
            async with self._database.turn() as session:
                await leases.release(session, self._holder)

    def _be_sure_since(self, asked_at: float) -> None:
        self._sure_until = asked_at + _SURE * self._lasting.total_seconds()

    def _lose(self) -> None:
        self._lost.set()
        raise LeaseLost
