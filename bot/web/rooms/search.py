"""Search: what a log holds of a word, by a form that needs no script."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from bot.domain.knowhow_search import QUERY_LIMIT, query_of
from bot.domain.texts import clean_text
from bot.services.searching import Found, SearchService
from bot.web.prose import plain
from bot.web.roads import Roads
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, Studio
from bot.web.wording_front import labels, looked_through_sentence, more_found
from bot.words import words_in


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed, what was found, and by the name of its label what stands in the way of looking for it."""

    typed: str
    found: Found
    hindrance: str | None


class SearchRoom:
    """The form, and below it what it found; it is no page to be kept, so no copy of a log holds it."""

    places = re.compile("search")
    asks: tuple[str, ...] = ("q",)

    def __init__(self, searching: SearchService, studio: Studio) -> None:
        self._searching = searching
        self._studio = studio

    async def look(self, wanted: Wanted) -> Answer | None:
        """What holds the words that were typed."""
        typed = " ".join(clean_text(wanted.get("q") or "").split())
        hindrance = None
        if len(typed) > QUERY_LIMIT:
            typed, hindrance = typed[:QUERY_LIMIT], "too_long"
        elif typed and not query_of(typed).terms:
            hindrance = "no_words"
        found = await self._searching.find(wanted.slug, "" if hindrance else typed, reading=plain)
        return None if found is None else Answer(typed, found, hindrance)

    async def draw(self, _wanted: Wanted, facts: Answer, roads: Roads) -> Page:
        """The page."""
        return search_page(self._studio, facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """None: what is found is written down nowhere."""
        none: tuple[str, ...] = ()
        for place in none:
            yield place


def search_page(studio: Studio, answer: Answer, roads: Roads) -> Page:
    """The form with what it found."""
    found = answer.found
    words = words_in(found.server.language)
    said = labels(words)
    has_looked = bool(answer.typed) and answer.hindrance is None
    return studio.draw(
        "search.html",
        words,
        roads,
        # Else anybody could have search engines list under the log's name whatever they type.
        server=replace(found.server, invites_search_engines=False),
        head=found.head,
        said=said,
        typed=answer.typed,
        longest=QUERY_LIMIT,
        hindrance=said[answer.hindrance] if answer.hindrance else None,
        has_looked=has_looked,
        sorts=[
            ("decisions", said["found_decisions"], "D", found.decisions, _more(found.more_decisions, found)),
            ("pages", said["found_pages"], "K", found.pages, _more(found.more_pages, found)),
        ],
        looked_through=looked_through_sentence(found, words) if has_looked else None,
    )


def _more(more: int, found: Found) -> str | None:
    return more_found(more, words_in(found.server.language)) if more else None
