"""Fixtures: the public log of a house on a port of its own, and a reader who asks it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pytest
from aiohttp import ClientSession
from multidict import CIMultiDictProxy

from bot.web import LogServer
from bot.web.limits import Limits
from tests.factories import House

SLUG = "riverside-commons"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def tree(self) -> ElementTree.Element:
        """The page's elements; an XML parser is stricter than any browser, and raises where one is not closed."""
        return ElementTree.fromstring(self.text)

    @property
    def words(self) -> str:
        """What the page says, its spaces and line breaks evened out."""
        return " ".join("".join(self.tree.itertext()).split())


@dataclass(frozen=True, slots=True)
class Site:
    """The public log as its readers meet it."""

    house: House
    server: LogServer
    session: ClientSession

    async def get(self, path: str, *, method: str = "GET", **headers: Any) -> Answer:
        """Ask for a page; keywords are headers, with `_` for `-`. Redirects are not followed."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.request(
            method, self.server.url + path, headers=told, allow_redirects=False
        ) as response:
            return Answer(response.status, response.headers, await response.read())


PATIENT = Limits(requests_at_once=1_000_000)
"""For tests that ask more at once than any reader does."""


@pytest.fixture
async def site(house: House) -> AsyncIterator[Site]:
    """The log of a founded house that publishes."""
    server = LogServer(house.services, host="127.0.0.1", port=0, limits=PATIENT)
    await server.start()
    async with ClientSession() as session:
        yield Site(house, server, session)
    await server.close()
