"""Clocks: the machine's own, and a sandbox's that can be moved from outside."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import aiohttp


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class SandboxClock:
    """The clock of a sandbox in another process: asked over HTTP, and kept running between two askings.

    `GET url` answers {"offset_seconds": float}, what it is ahead of the machine's clock.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """The present instant of the sandbox, as far as it was last heard of."""
        return datetime.now(UTC) + self._offset

    async def ask(self) -> None:
        """Ask once how far the sandbox's clock is ahead."""
        async with aiohttp.ClientSession() as session, session.get(self._url) as answer:
            self._offset = timedelta(seconds=(await answer.json())["offset_seconds"])

    async def follow(self, *, pause: float = 0.2) -> None:
        """Keep asking, every `pause` seconds, until cancelled; a sandbox that is away keeps its last offset."""
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError):
                await self.ask()
            await asyncio.sleep(pause)
