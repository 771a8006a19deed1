"""The JSON API of know-how: the list of its pages in blocks, and each page as it stands."""

import re
from collections.abc import AsyncIterator

from bot.services.published_knowhow import KnowHowEntry, KnowHowList, PublishedKnowHowService
from bot.web import api_living as living
from bot.web.api_telling_living import headings_answer, knowhow_answer
from bot.web.roads import Roads
from bot.web.rooms.api import ApiRoom
from bot.web.rooms.blocks import Blocks
from bot.web.rooms.room import NUMBER, Wanted


class KnowHowListAnswers(ApiRoom):
    """The newest pages of know-how."""

    _blocks = Blocks("api/know-how")
    path = "api/know-how"
    places = re.compile(path)
    answer = living.KnowHowList
    says = "The newest pages of know-how; `next` leads to older ones, block by block."

    def __init__(self, know_how: PublishedKnowHowService) -> None:
        self._know_how = know_how

    async def look(self, wanted: Wanted) -> KnowHowList | None:
        """The headings of a block, or of the newest."""
        if wanted.get("last") is None:
            return await self._know_how.pages(wanted.slug, limit=self._blocks.longest)
        first, last = int(wanted.get("first") or 0), int(wanted.get("last") or 0)
        found = await self._know_how.pages(wanted.slug, limit=self._blocks.length, before=last + 1)
        return found if found and self._blocks.is_full(first, last, found.total) else None

    async def tell(self, wanted: Wanted, facts: KnowHowList, roads: Roads) -> living.KnowHowList:
        """The headings, those of the newest down to where full blocks end."""
        last = int(wanted.get("last") or facts.total)
        first = int(wanted.get("first") or self._blocks.first_of_newest(facts.total))
        shown = [each for each in facts.pages if each.number >= first]
        newer, older = self._blocks.newer(last, facts.total), self._blocks.older(first)
        return headings_answer(shown, facts.total, roads, newer=newer, older=older)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The newest."""
        if await self._know_how.pages(slug, limit=1):
            yield self.path


class OlderKnowHowAnswers(KnowHowListAnswers):
    """A full block of older pages of know-how."""

    path = "api/know-how/{first}-{last}"
    places = re.compile(f"api/know-how/(?P<first>{NUMBER})-(?P<last>{NUMBER})")
    says = "A full block of older pages of know-how, to which `next` led."

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every full block."""
        found = await self._know_how.pages(slug, limit=1)
        for place in self._blocks.places(found.total) if found else ():
            if place != self._blocks.stem:
                yield place


class KnowHowAnswers(ApiRoom):
    """One page of know-how."""

    path = "api/K-{number}"
    places = re.compile(f"api/K-(?P<number>{NUMBER})")
    answer = living.KnowHow
    says = "One page of know-how with its text."

    def __init__(self, know_how: PublishedKnowHowService) -> None:
        self._know_how = know_how

    async def look(self, wanted: Wanted) -> KnowHowEntry | None:
        """The page as it is published."""
        return await self._know_how.page(wanted.slug, int(wanted.get("number") or 0))

    async def tell(self, wanted: Wanted, facts: KnowHowEntry, roads: Roads) -> living.KnowHow:
        """The page."""
        return knowhow_answer(facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every page, the first one first."""
        found = await self._know_how.pages(slug, limit=1)
        for number in range(1, found.total + 1 if found else 1):
            yield f"api/K-{number}"
