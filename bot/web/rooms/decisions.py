"""Decisions: the list of them, the newest first."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.services.chronicle import ChronicleService
from bot.services.commons import CommonsService
from bot.services.publications import Edition, PublishedPage
from bot.web.listed import listed
from bot.web.roads import Roads
from bot.web.rooms.blocks import PAGE_LENGTH, Blocks
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, Studio
from bot.web.wording import how_many
from bot.web.wording_chronicle import labels
from bot.words import words_in

BLOCKS = Blocks("decisions")


class DecisionsRoom:
    """The list of decisions: the newest, and pages of older ones that never move once they are full."""

    places = re.compile(BLOCKS.pattern)
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, chronicle: ChronicleService, studio: Studio) -> None:
        self._commons = commons
        self._chronicle = chronicle
        self._studio = studio

    async def look(self, wanted: Wanted) -> Edition | None:
        """What every page of the list depends on."""
        return await self._commons.edition(wanted.slug)

    async def draw(self, wanted: Wanted, facts: Edition, roads: Roads) -> Page | None:
        """A page of the list; one of older decisions must be full."""
        first, last = wanted.get("first"), wanted.get("last")
        if first is None or last is None:
            page = await self._commons.page(wanted.slug, limit=BLOCKS.longest)
            years = await self._chronicle.years(wanted.slug)
            return list_page(self._studio, _newest_only(page), roads, years) if page else None
        page = await self._commons.page(wanted.slug, limit=PAGE_LENGTH, before=int(last) + 1)
        is_full = page is not None and BLOCKS.is_full(int(first), int(last), page.total)
        return list_page(self._studio, page, roads) if page and is_full else None

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The newest, and each page of older ones that the newest leaves out."""
        page = await self._commons.page(slug, limit=1)
        if page is not None:
            for place in BLOCKS.places(page.total):
                yield place


def list_page(studio: Studio, page: PublishedPage, roads: Roads, years: Sequence[int] = ()) -> Page:
    """One page of a server's log; that of the newest leads to the years in which something was decided."""
    words = words_in(page.server.language)
    newest = page.decisions[0].number if page.decisions else page.total
    oldest = page.decisions[-1].number if page.decisions else 1
    newer, older = BLOCKS.newer(newest, page.total), BLOCKS.older(oldest)
    return studio.draw(
        "log.html",
        words,
        roads,
        server=page.server,
        head=page.head,
        how_many=how_many(page.total, words),
        decisions=[listed(decision, words) for decision in page.decisions],
        is_first=newest == page.total,
        newer=roads.to(newer) if newer else None,
        older=roads.to(older) if older else None,
        by_year=labels(words)["years"],
        years=tuple(reversed(years)),
    )


def _newest_only(page: PublishedPage) -> PublishedPage:
    """The page without what stands on a full page of older decisions."""
    first = BLOCKS.first_of_newest(page.total)
    return replace(page, decisions=tuple(each for each in page.decisions if each.number >= first))
