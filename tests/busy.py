"""A database in which somebody else is writing."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from db.engine import Database


@contextlib.asynccontextmanager
async def busy(database: Database) -> AsyncIterator[None]:
    """Somebody else writes while the block runs, so that nobody gets their turn."""
    begun, over = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with database.turn():
            begun.set()
            await over.wait()

    writing = asyncio.create_task(write())
    await begun.wait()
    try:
        yield
    finally:
        over.set()
        await writing
