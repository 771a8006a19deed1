"""The JSON API of the course of things: the charter's versions, and every use of a coordinator's power."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.services.chronicle import ChronicleService
from bot.services.chronicle_cards import PublishedCharters, PublishedPowers
from bot.web.api_answers import Charter, Powers
from bot.web.api_telling import charter_answer, powers_answer
from bot.web.roads import Roads
from bot.web.rooms.api import ApiRoom, OneAnswer
from bot.web.rooms.blocks import Blocks
from bot.web.rooms.room import NUMBER, Wanted


class CharterAnswers(OneAnswer):
    """The charter with all its versions."""

    path = "api/charter"
    places = re.compile(path)
    answer = Charter
    says = "How the group decides: every version of its charter."

    def __init__(self, chronicle: ChronicleService) -> None:
        self._chronicle = chronicle

    async def look(self, wanted: Wanted) -> PublishedCharters | None:
        """The versions."""
        return await self._chronicle.charters(wanted.slug)

    async def tell(self, wanted: Wanted, facts: PublishedCharters, roads: Roads) -> Charter:
        """The versions."""
        return charter_answer(facts)


class PowersAnswers(ApiRoom):
    """What coordinators did, the newest first."""

    _blocks = Blocks("api/powers")
    path = "api/powers"
    places = re.compile(path)
    answer = Powers
    says = "The newest uses of a coordinator's power; `next` leads to older ones, block by block."

    def __init__(self, chronicle: ChronicleService) -> None:
        self._chronicle = chronicle

    async def look(self, wanted: Wanted) -> PublishedPowers | None:
        """The uses of a block, or of the page of the newest."""
        if wanted.get("last") is None:
            return await self._chronicle.powers(wanted.slug, limit=self._blocks.longest)
        first, last = int(wanted.get("first") or 0), int(wanted.get("last") or 0)
        powers = await self._chronicle.powers(wanted.slug, limit=self._blocks.length, last=last)
        return powers if powers and self._blocks.is_full(first, last, powers.total) else None

    async def tell(self, wanted: Wanted, facts: PublishedPowers, roads: Roads) -> Powers:
        """The uses, those of the newest down to where full blocks end."""
        last = int(wanted.get("last") or facts.total)
        first = int(wanted.get("first") or self._blocks.first_of_newest(facts.total))
        shown = replace(facts, uses=facts.uses[: last - first + 1])
        newer, older = self._blocks.newer(last, facts.total), self._blocks.older(first)
        return powers_answer(shown, roads, newer=newer, older=older)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The newest."""
        if await self._chronicle.powers(slug, limit=1):
            yield self.path


class OlderPowersAnswers(PowersAnswers):
    """A full block of older uses."""

    path = "api/powers/{first}-{last}"
    places = re.compile(f"api/powers/(?P<first>{NUMBER})-(?P<last>{NUMBER})")
    says = "A full block of older uses, to which `next` led."

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every full block."""
        powers = await self._chronicle.powers(slug, limit=1)
        for place in self._blocks.places(powers.total) if powers else ():
            if place != self._blocks.stem:
                yield place
