"""Powers: every use of a coordinator's power, by seat and day, and the terms of those who have it."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.services.chronicle import ChronicleService
from bot.services.chronicle_cards import PublishedPowers, TermCard
from bot.web.roads import Roads
from bot.web.rooms.blocks import PAGE_LENGTH, Blocks
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, Studio
from bot.web.wording_chronicle import labels, term_sentence, uses_of
from bot.words import Words, words_in
from bot.words.reminders import act_words

BLOCKS = Blocks("powers")


class PowersRoom:
    """The uses of the coordinators' power: the newest with the terms, and pages of older ones that never move."""

    places = re.compile(BLOCKS.pattern)
    asks: tuple[str, ...] = ()

    def __init__(self, chronicle: ChronicleService, studio: Studio) -> None:
        self._chronicle = chronicle
        self._studio = studio

    async def look(self, wanted: Wanted) -> PublishedPowers | None:
        """The uses of one page, and how many there are."""
        first, last = wanted.get("first"), wanted.get("last")
        if first is None or last is None:
            found = await self._chronicle.powers(wanted.slug, limit=BLOCKS.longest)
            return found and _newest_only(found)
        found = await self._chronicle.powers(wanted.slug, limit=PAGE_LENGTH, last=int(last))
        return found if found and BLOCKS.is_full(int(first), int(last), found.total) else None

    async def draw(self, _wanted: Wanted, facts: PublishedPowers, roads: Roads) -> Page:
        """The page."""
        return powers_page(self._studio, facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The newest, and each page of older ones."""
        found = await self._chronicle.powers(slug, limit=1)
        for place in BLOCKS.places(found.total) if found else ():
            yield place


def powers_page(studio: Studio, powers: PublishedPowers, roads: Roads) -> Page:
    """One page of uses."""
    words = words_in(powers.server.language)
    oldest = powers.newest - len(powers.uses) + 1
    newer, older = BLOCKS.newer(powers.newest, powers.total), BLOCKS.older(oldest)
    return studio.draw(
        "powers.html",
        words,
        roads,
        server=powers.server,
        head=powers.head,
        said=labels(words),
        uses=[(used, act_words(used, words)) for used in powers.uses],
        how_many=uses_of(oldest, powers.newest, powers.total, words) if powers.total else None,
        is_first=powers.newest == powers.total,
        standing=_told([term for term in powers.terms if term.ended_on is None], words),
        over=_told([term for term in powers.terms if term.ended_on is not None], words),
        newer=roads.to(newer) if newer else None,
        older=roads.to(older) if older else None,
    )


def _told(terms: list[TermCard], words: Words) -> list[tuple[TermCard, str]]:
    return [(term, term_sentence(term, words)) for term in terms]


def _newest_only(powers: PublishedPowers) -> PublishedPowers:
    """The page without what stands on a full page of older uses."""
    first = BLOCKS.first_of_newest(powers.total)
    return replace(powers, uses=powers.uses[: powers.total - first + 1])
