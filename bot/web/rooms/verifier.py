"""The verifier: the program by which a reader checks the log without us; every log has it beside itself."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

from bot.services.commons import CommonsService
from bot.services.publications import PublishedServer
from bot.web.roads import Roads
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, finished

VERIFIER = Path(__file__).parent.parent / "verify.py"


class VerifierRoom:
    """One file for all logs, handed out where there is a log."""

    places = re.compile(r"verify\.py")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService) -> None:
        self._commons = commons
        self._page = finished(VERIFIER.read_bytes(), "text/x-python", saved_as="verify.py")

    async def look(self, wanted: Wanted) -> PublishedServer | None:
        """Whether there is such a log."""
        edition = await self._commons.edition(wanted.slug)
        return edition.server if edition else None

    async def draw(self, _wanted: Wanted, _facts: PublishedServer, _roads: Roads) -> Page:
        """The program."""
        return self._page

    async def every(self, slug: str) -> AsyncIterator[str]:
        """One in each log."""
        if await self._commons.edition(slug):
            yield "verify.py"
