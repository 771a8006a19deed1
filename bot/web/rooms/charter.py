"""Charter: how a group decides, in plain words and numbers, and every version of it."""

import re
from collections.abc import AsyncIterator

from bot.domain.charter import ON_THE_WEB, Principle
from bot.services.chronicle import ChronicleService
from bot.services.chronicle_cards import PublishedCharters
from bot.web.roads import Roads
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, Studio
from bot.web.wording_chronicle import coming_sentence, labels, version_sentence, version_title
from bot.words import Words, words_in
from bot.words.charters import change_sentences, deciding_sentences
from bot.words.settings import principle_sentence, sentence_case, setting_name, setting_value


class CharterRoom:
    """One page with the charter in force, and the versions before it, each with an anchor like "version-2"."""

    places = re.compile("charter")
    asks: tuple[str, ...] = ()

    def __init__(self, chronicle: ChronicleService, studio: Studio) -> None:
        self._chronicle = chronicle
        self._studio = studio

    async def look(self, wanted: Wanted) -> PublishedCharters | None:
        """Every version."""
        return await self._chronicle.charters(wanted.slug)

    async def draw(self, _wanted: Wanted, facts: PublishedCharters, roads: Roads) -> Page:
        """The page of the charter."""
        return charter_page(self._studio, facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """One in each log."""
        if await self._chronicle.charters(slug):
            yield "charter"


def charter_page(studio: Studio, charters: PublishedCharters, roads: Roads) -> Page:
    """The charter of one server."""
    words = words_in(charters.server.language)
    return studio.draw(
        "charter.html",
        words,
        roads,
        server=charters.server,
        head=charters.head,
        said=labels(words),
        title=version_title(charters.in_force, words),
        coming=[(each, coming_sentence(each, words)) for each in charters.versions if each.waits],
        plainly=deciding_sentences(charters.rules, words),
        numbers=_numbers(charters, words, beside=False),
        beside=_numbers(charters, words, beside=True),
        core=[principle_sentence(principle, words) for principle in Principle],
        versions=[
            (
                version,
                version_title(version, words),
                version_sentence(version, words),
                [
                    sentence_case(said)
                    for said in change_sentences(version.changed, words, switched_on=version.switched_on)
                ],
            )
            for version in charters.versions
        ],
    )


def _numbers(charters: PublishedCharters, words: Words, *, beside: bool) -> list[tuple[str, str]]:
    """The settings in force by name: what is shown beside the log, or everything else."""
    return [
        (sentence_case(setting_name(key, words)), setting_value(key, value, words))
        for key, value in charters.in_force.values.items()
        if (key in ON_THE_WEB) == beside
    ]
