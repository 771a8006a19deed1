"""Holding: on PostgreSQL the program has a lease while it runs, and ends as soon as it is another process's."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

from bot.domain.shards import Shards
from bot.services.leases import LeaseService
from db.engine import Database, is_outage

_log = logging.getLogger(__name__)

_RELEASED_WITHIN = 5.0
"""Seconds. A lease that cannot be given back runs out by itself."""


@contextlib.asynccontextmanager
async def held(database: Database, lasting: timedelta) -> AsyncIterator[LeaseService]:
    """Hold the lease while the block runs, once it is free; the block is cancelled when it is lost.

    `lasting` is how long a dead process keeps its place.
    `database` is for the lease alone. Raises `LeaseLost` then, and what the database raises.
    """
    service = LeaseService(database, Shards(), lasting=lasting)
    await service.wait_for()
    inside = asyncio.current_task()
    assert inside is not None, "a coroutine always runs in a task"
    keeping = asyncio.create_task(service.keep(), name="lease")

    def leave(ended: "asyncio.Task[None]") -> None:
        if not ended.cancelled():
            inside.cancel()

    keeping.add_done_callback(leave)
    try:
        yield service
    except asyncio.CancelledError:
        if keeping.done() and not keeping.cancelled() and inside.uncancel() == 0:
            keeping.result()
        raise
    finally:
        keeping.remove_done_callback(leave)
        keeping.cancel()
        await asyncio.wait({keeping})
        await _release(service)


async def _release(service: LeaseService) -> None:
    try:
        async with asyncio.timeout(_RELEASED_WITHIN):
            await service.release()
    except Exception as fault:
        if not is_outage(fault):
            raise
        _log.warning("the lease could not be given back (%s); it runs out by itself", type(fault).__name__)
