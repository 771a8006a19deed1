"""Speaks to a sandbox over HTTP: one session, and refusals as exceptions."""

from types import TracebackType
from typing import Any, Self

import aiohttp
from yarl import URL

from bot.story.seen import Json

LONGEST_REQUEST = 120.0


class Refused(Exception):
    """The sandbox refused an act: HTTP status, Discord's code and message, and the nested errors of a form."""

    def __init__(self, status: int, code: int, message: str, errors: Json) -> None:
        super().__init__(f"{status} {code}: {message}" + (f" {errors}" if errors else ""))
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors


class Wire:
    """A connection to a sandbox; an async context manager."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LONGEST_REQUEST))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """Send one request below `/sandbox` (the path encoded already) and answer its JSON, or None without a body."""
        if self._session is None:
            raise RuntimeError("a connection to the sandbox is used inside `async with`")
        address = URL(f"{self.url}/sandbox{path}", encoded=True)
        async with self._session.request(method, address, json=body) as response:
            if response.status == 204:
                return None
            given = await response.json(content_type=None)
            if response.status < 400:
                return given
            told = given if isinstance(given, dict) else {}
            message = str(told.get("message") or response.reason)
            raise Refused(response.status, told.get("code") or 0, message, told.get("errors") or {})
