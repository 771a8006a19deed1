"""Clocks: the machine's own, and a sandbox's that can be moved from outside."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Protocol

import aiohttp

from bot.services.ports import Clock


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


class Hearing(Protocol):
    """Takes what time it was for another, between two moments of ours."""

    def __call__(self, told: datetime, *, asked_at: datetime, heard_at: datetime) -> None:
        """Take one answer's date, in whole seconds, and when by our clock it was asked for and came."""
        ...


def listen_to_the_time(answers: aiohttp.TraceConfig, clock: Clock, hear: Hearing) -> None:
    """Have somebody hear the date of each answer that has one."""

    async def begin(_: aiohttp.ClientSession, asked: SimpleNamespace, __: aiohttp.TraceRequestStartParams) -> None:
        asked.at = clock.now()

    async def end(_: aiohttp.ClientSession, asked: SimpleNamespace, told: aiohttp.TraceRequestEndParams) -> None:
        with contextlib.suppress(KeyError, ValueError):
            date = parsedate_to_datetime(told.response.headers["Date"])
            hear(date, asked_at=asked.at, heard_at=clock.now())

    answers.on_request_start.append(begin)
    answers.on_request_end.append(end)
