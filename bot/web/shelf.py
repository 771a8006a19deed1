"""The shelf: finished pages, kept until what they show has changed."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from bot.services.commons import CommonsService
from bot.web.parcels import Parcel
from bot.web.studio import Page

ROOM = 512
"""How many pages are kept; the one looked up longest ago makes room."""

BYTES = 16_000_000
"""How many bytes these have together, before they are packed."""

LOOK_AGAIN_SECONDS = 5.0
"""After this long the record is asked again even if nothing was written here: another process may have."""

Facts = TypeVar("Facts")


@dataclass(slots=True)
class _Kept:
    """A page ready to be sent, the facts it was drawn from, and until when nobody needs to ask."""

    facts: object
    parcel: Parcel
    turns: int
    until: float


class Shelf:
    """Gives out kept pages at once while nothing was written; else compares the facts, and redraws only on a change.

    One page is drawn at a time, so that many readers of a new page cause one drawing.
    """

    def __init__(self, commons: CommonsService, *, look_again_seconds: float = LOOK_AGAIN_SECONDS) -> None:
        self._commons = commons
        self._look_again_seconds = look_again_seconds
        self._kept: dict[Hashable, _Kept] = {}
        self._bytes = 0
        self._drawing = asyncio.Lock()

    async def fetch(
        self,
        address: Hashable,
        look: Callable[[], Awaitable[Facts | None]],
        draw: Callable[[Facts], Awaitable[Page | None]],
    ) -> Parcel | None:
        """The page at an address; None where there is nothing to show.

        `look` gives all facts that the page depends on, comparable; `draw` makes the page when they are new.
        """
        parcel = self.ready(address)
        if parcel is not None:
            return parcel
        async with self._drawing:
            return self.ready(address) or await self._renew(address, look, draw)

    def ready(self, address: Hashable) -> Parcel | None:
        """The page at an address, where nobody needs to ask anything for it."""
        kept = self._kept.get(address)
        if kept is None or kept.turns != self._commons.turns or kept.until <= _now():
            return None
        return kept.parcel

    async def _renew(
        self,
        address: Hashable,
        look: Callable[[], Awaitable[Facts | None]],
        draw: Callable[[Facts], Awaitable[Page | None]],
    ) -> Parcel | None:
        turns = self._commons.turns
        before = self._take_off(address)
        facts = await look()
        if facts is None:
            return None
        if before is not None and before.facts == facts:
            parcel = before.parcel
        else:
            page = await draw(facts)
            if page is None:
                return None
            parcel = Parcel(page)
        self._kept[address] = _Kept(facts, parcel, turns, _now() + self._look_again_seconds)
        self._bytes += len(parcel.page.body)
        while len(self._kept) > ROOM or (self._bytes > BYTES and len(self._kept) > 1):
            self._take_off(next(iter(self._kept)))
        return parcel

    def _take_off(self, address: Hashable) -> _Kept | None:
        kept = self._kept.pop(address, None)
        if kept is not None:
            self._bytes -= len(kept.parcel.page.body)
        return kept


def _now() -> float:
    return asyncio.get_running_loop().time()
