"""The JSON API: the same as the pages tell, for programs; an answer stands where its page does, behind "api/"."""

import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from typing import Any, ClassVar

from bot.services.commons import CommonsService
from bot.services.publications import Edition, PublishedEntry, PublishedPage
from bot.web.api_answers import DecisionInFull, Decisions, Log
from bot.web.api_pages import answered
from bot.web.api_telling import decisions_answer, full_answer, log_answer
from bot.web.roads import Roads
from bot.web.rooms.blocks import Blocks
from bot.web.rooms.bunches import in_bunches
from bot.web.rooms.room import NUMBER, Wanted
from bot.web.studio import Page


class ApiRoom(ABC):
    """One question that programs ask of a log; what is said of it here is what the description tells."""

    places: re.Pattern[str]
    asks: tuple[str, ...] = ()
    path: ClassVar[str]
    """Its place in the form in which a description has it, with the names of its parts in braces."""
    answer: ClassVar[type]
    says: ClassVar[str]

    @abstractmethod
    async def look(self, wanted: Wanted) -> Any | None:
        """All facts that the answer depends on; None where there is none."""

    @abstractmethod
    async def tell(self, wanted: Wanted, facts: Any, roads: Roads) -> Any | None:
        """The answer; None where there is none after all."""

    @abstractmethod
    def every(self, slug: str) -> AsyncIterator[str]:
        """Every place where there is such an answer."""

    async def draw(self, wanted: Wanted, facts: Any, roads: Roads) -> Page | None:
        """The answer as a page."""
        answer = await self.tell(wanted, facts, roads)
        return None if answer is None else answered(answer)


class OneAnswer(ApiRoom):
    """A question with one answer in a log, where it has one at all."""

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The one place."""
        if await self.look(Wanted(slug, self.path)) is not None:
            yield self.path


class LogAnswers(OneAnswer):
    """What the log is and how far it has come."""

    path = "api/head"
    places = re.compile(path)
    answer = Log
    says = "What this log is, and the hash of its last entry."

    def __init__(self, commons: CommonsService) -> None:
        self._commons = commons

    async def look(self, wanted: Wanted) -> Edition | None:
        """The head of the log."""
        return await self._commons.edition(wanted.slug)

    async def tell(self, wanted: Wanted, facts: Edition, roads: Roads) -> Log | None:
        """The log as a whole."""
        page = await self._commons.page(wanted.slug, limit=1)
        return log_answer(facts, page.total, roads) if page else None


class DecisionsAnswers(ApiRoom):
    """The decisions, in blocks that never change their numbers."""

    _blocks = Blocks("api/decisions")
    path = "api/decisions"
    places = re.compile(path)
    answer = Decisions
    says = "The newest decisions; `next` leads to older ones, block by block."

    def __init__(self, commons: CommonsService) -> None:
        self._commons = commons

    async def look(self, wanted: Wanted) -> Edition | None:
        """What every list depends on."""
        return await self._commons.edition(wanted.slug)

    async def tell(self, wanted: Wanted, facts: Edition, roads: Roads) -> Decisions | None:
        """The decisions, those of the newest down to where full blocks end."""
        page = await self._commons.page(wanted.slug, limit=self._blocks.longest)
        if page is None:
            return None
        return self._told(page, roads, self._blocks.first_of_newest(page.total), page.total)

    def _told(self, page: PublishedPage, roads: Roads, first: int, last: int) -> Decisions:
        shown = [each for each in page.decisions if each.number >= first]
        newer, older = self._blocks.newer(last, page.total), self._blocks.older(first)
        return decisions_answer(shown, page.total, roads, newer=newer, older=older)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The newest."""
        if await self._commons.edition(slug):
            yield self.path


class OlderDecisionsAnswers(DecisionsAnswers):
    """A full block of older decisions."""

    path = "api/decisions/{first}-{last}"
    places = re.compile(f"api/decisions/(?P<first>{NUMBER})-(?P<last>{NUMBER})")
    says = "A full block of older decisions, to which `next` led."

    async def tell(self, wanted: Wanted, facts: Edition, roads: Roads) -> Decisions | None:
        """The block, if it is one."""
        first, last = int(wanted.get("first") or 0), int(wanted.get("last") or 0)
        page = await self._commons.page(wanted.slug, limit=self._blocks.length, before=last + 1)
        is_one = page is not None and self._blocks.is_full(first, last, page.total)
        return self._told(page, roads, first, last) if page and is_one else None

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every full block."""
        page = await self._commons.page(slug, limit=1)
        for place in self._blocks.places(page.total) if page else ():
            if place != self._blocks.stem:
                yield place


class DecisionAnswers(ApiRoom):
    """One decision."""

    path = "api/D-{number}"
    places = re.compile(f"api/D-(?P<number>{NUMBER})")
    answer = DecisionInFull
    says = "One decision with its tasks."

    def __init__(self, commons: CommonsService) -> None:
        self._commons = commons

    async def look(self, wanted: Wanted) -> PublishedEntry | None:
        """The decision as it is published."""
        return await self._commons.decision(wanted.slug, int(wanted.get("number") or 0))

    async def look_ahead(self, slug: str) -> AsyncIterator[tuple[Wanted, PublishedEntry]]:
        """Every decision, many at a time."""
        async for numbers in in_bunches(self._commons, slug):
            for entry in await self._commons.decisions(slug, numbers):
                yield Wanted(slug, f"api/D-{entry.decision.number}"), entry

    async def tell(self, wanted: Wanted, facts: PublishedEntry, roads: Roads) -> DecisionInFull:
        """The decision in full."""
        return full_answer(facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every decision, the first one first."""
        page = await self._commons.page(slug, limit=1)
        for number in range(1, page.total + 1 if page else 1):
            yield f"api/D-{number}"
