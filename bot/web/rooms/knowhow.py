"""Know-how: the list of its pages, and each page in its newest revision or in an earlier one."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.services.published_knowhow import KnowHowEntry, KnowHowList, PublishedKnowHowService
from bot.web.prose import prose
from bot.web.roads import Roads
from bot.web.rooms.blocks import PAGE_LENGTH, Blocks
from bot.web.rooms.room import NUMBER, Wanted
from bot.web.studio import Page, Studio
from bot.web.wording import hidden_text
from bot.web.wording_knowhow import former_sentence, labels, pages_in_all, revised_sentence
from bot.words import words_in

BLOCKS = Blocks("know-how")


class KnowHowRoom:
    """The list of pages: the newest, and pages of older ones that never move once they are full."""

    places = re.compile(BLOCKS.pattern)
    asks: tuple[str, ...] = ()

    def __init__(self, know_how: PublishedKnowHowService, studio: Studio) -> None:
        self._know_how = know_how
        self._studio = studio

    async def look(self, wanted: Wanted) -> KnowHowList | None:
        """The headings on one page of the list."""
        first, last = wanted.get("first"), wanted.get("last")
        if first is None or last is None:
            found = await self._know_how.pages(wanted.slug, limit=BLOCKS.longest)
            return found and _newest_only(found)
        found = await self._know_how.pages(wanted.slug, limit=PAGE_LENGTH, before=int(last) + 1)
        return found if found and BLOCKS.is_full(int(first), int(last), found.total) else None

    async def draw(self, _wanted: Wanted, facts: KnowHowList, roads: Roads) -> Page:
        """A page of the list."""
        return list_page(self._studio, facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The newest, and each page of older ones that the newest leaves out."""
        found = await self._know_how.pages(slug, limit=1)
        for place in BLOCKS.places(found.total) if found else ():
            yield place


class KnowHowPageRoom:
    """One page of know-how; `K-3/2` is its second revision."""

    places = re.compile(f"K-(?P<number>{NUMBER})(?:/(?P<revision>{NUMBER}))?")
    asks: tuple[str, ...] = ()

    def __init__(self, know_how: PublishedKnowHowService, studio: Studio) -> None:
        self._know_how = know_how
        self._studio = studio

    async def look(self, wanted: Wanted) -> KnowHowEntry | None:
        """The page as it is published."""
        revision = wanted.get("revision")
        number = int(wanted.get("number") or 0)
        return await self._know_how.page(wanted.slug, number, int(revision) if revision else None)

    async def draw(self, _wanted: Wanted, facts: KnowHowEntry, roads: Roads) -> Page:
        """The page."""
        return knowhow_page(self._studio, facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every page, the first one first, each with its revisions that can be read."""
        found = await self._know_how.pages(slug, limit=1)
        for number in range(1, found.total + 1 if found else 1):
            yield f"K-{number}"
            for revision in await self._know_how.readable_revisions(slug, number):
                yield f"K-{number}/{revision}"


def list_page(studio: Studio, found: KnowHowList, roads: Roads) -> Page:
    """One page of the list of know-how."""
    words = words_in(found.server.language)
    newest = found.pages[0].number if found.pages else found.total
    oldest = found.pages[-1].number if found.pages else 1
    newer, older = BLOCKS.newer(newest, found.total), BLOCKS.older(oldest)
    return studio.draw(
        "knowhow_list.html",
        words,
        roads,
        server=found.server,
        head=found.head,
        said=labels(words),
        how_many=pages_in_all(found.total, words),
        pages=[(page, hidden_text(page.veil, words)) for page in found.pages],
        is_first=newest == found.total,
        newer=roads.to(newer) if newer else None,
        older=roads.to(older) if older else None,
    )


def knowhow_page(studio: Studio, entry: KnowHowEntry, roads: Roads) -> Page:
    """One page of know-how."""
    words = words_in(entry.server.language)
    revision = entry.revision
    return studio.draw(
        "knowhow.html",
        words,
        roads,
        server=entry.server,
        head=entry.head,
        said=labels(words),
        entry=entry,
        hidden=hidden_text(entry.veil, words),
        text=None if revision.text is None else prose(revision.text),
        former=former_sentence(entry, words) if revision.number < entry.newest else None,
        revised=revised_sentence(entry, words),
    )


def _newest_only(found: KnowHowList) -> KnowHowList:
    """The list without what stands on a full page of older ones."""
    first = BLOCKS.first_of_newest(found.total)
    return replace(found, pages=tuple(each for each in found.pages if each.number >= first))
