"""The front of a log: who this is, and the newest of everything, with the ways to all of it."""

import re
from collections.abc import AsyncIterator

from bot.services.front import FrontService, PublishedFront
from bot.services.publications import PublishedProposal
from bot.web.listed import listed
from bot.web.roads import Roads
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, Studio
from bot.web.wording import hidden_text
from bot.web.wording_front import all_decisions, all_pages, labels
from bot.web.wording_open import closes, hidden_kind, needs
from bot.words import Words, words_in
from bot.words.charters import deciding_sentences
from bot.words.reminders import act_words

SENTENCES = 3
"""How many sentences tell at the front how it is decided."""


class FrontRoom:
    """The page at a log's own address."""

    places = re.compile("")
    asks: tuple[str, ...] = ()

    def __init__(self, front: FrontService, studio: Studio) -> None:
        self._front = front
        self._studio = studio

    async def look(self, wanted: Wanted) -> PublishedFront | None:
        """The newest of everything."""
        return await self._front.front(wanted.slug)

    async def draw(self, _wanted: Wanted, facts: PublishedFront, roads: Roads) -> Page:
        """The page."""
        return front_page(self._studio, facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """One in each log."""
        if await self._front.front(slug):
            yield ""


def front_page(studio: Studio, front: PublishedFront, roads: Roads) -> Page:
    """What stands at the beginning of a log."""
    words = words_in(front.server.language)
    proposals, tasks = front.proposals, front.tasks
    return studio.draw(
        "front.html",
        words,
        roads,
        server=front.server,
        head=front.head,
        said=labels(words),
        decisions=[listed(decision, words) for decision in front.decided],
        all_decisions=all_decisions(front.decided_in_all, words),
        pages=front.known,
        all_pages=all_pages(front.known_in_all, words),
        has_pages=front.known_in_all > 0,
        sentences=deciding_sentences(front.rules, words)[:SENTENCES],
        powers=[(used, act_words(used, words)) for used in front.powers],
        proposals=None if proposals is None else [_proposal(each, words) for each in proposals],
        tasks=None
        if tasks is None
        else [(each, hidden_text(each.veil, words), ", ".join(needs(each, words))) for each in tasks],
    )


def _proposal(each: PublishedProposal, words: Words) -> tuple[PublishedProposal, str, str]:
    """An open proposal, what stands in place of its title, and when it closes."""
    hidden = hidden_kind(words) if each.is_about_a_person and not each.veil else hidden_text(each.veil, words)
    return each, hidden, closes(words.day(each.closes_on), words)
