"""Decision: the page of one decision, with everything that is public about it."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.domain.records import Course
from bot.domain.rules import half_up
from bot.services.commons import CommonsService
from bot.services.publications import PublishedDecision, PublishedEntry
from bot.web.bar import option_bars
from bot.web.listed import bar_of, listed, shown
from bot.web.prose import prose
from bot.web.roads import Roads
from bot.web.rooms.room import NUMBER, Wanted
from bot.web.studio import Page, Studio
from bot.web.wording import adopted_version, charter_version, half_mark, hidden_text, task_state
from bot.words import words_in
from bot.words.explanations import counter_sentences, step_sentences
from bot.words.kinds import origin_sentences, says_the_change, way_sentences


class DecisionRoom:
    """One decision with everything that is public about it."""

    places = re.compile(f"D-(?P<number>{NUMBER})")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, studio: Studio) -> None:
        self._commons = commons
        self._studio = studio

    async def look(self, wanted: Wanted) -> PublishedEntry | None:
        """The decision as it is published."""
        return await self._commons.decision(wanted.slug, int(wanted.get("number") or 0))

    async def draw(self, wanted: Wanted, facts: PublishedEntry, roads: Roads) -> Page:
        """The page of the decision."""
        return decision_page(self._studio, facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every decision, the first one first."""
        page = await self._commons.page(slug, limit=1)
        for number in range(1, page.total + 1 if page else 1):
            yield f"D-{number}"


def decision_page(studio: Studio, entry: PublishedEntry, roads: Roads) -> Page:
    """Everything that is public about one decision."""
    words = words_in(entry.server.language)
    decision = shown(entry.decision, words)
    body = decision.body
    return studio.draw(
        "decision.html",
        words,
        roads,
        server=entry.server,
        head=entry.head,
        decision=decision,
        seen=listed(decision, words),
        bar=bar_of(decision, words, by_person=True),
        options=option_bars(decision, words),
        half=half_mark(half_up(decision.turnout), words),
        body=None if body is None else prose(body),
        steps=step_sentences(decision.steps, decision.outcome, words),
        origin=origin_sentences(_untitled(decision, entry.server.language), words),
        way=way_sentences(decision, words),
        counters=counter_sentences(decision.counters, words),
        objections=[None if text is None else prose(text) for text in decision.objections],
        resolved=[None if text is None else prose(text) for text in decision.resolved],
        tasks=[(task, task_state(task.state, words), hidden_text(task.veil, words)) for task in entry.tasks],
        charter=charter_version(decision.charter_version, words),
        adopted=adopted_version(entry.adopted, words) if entry.adopted else None,
        has_newer=decision.number < entry.total,
    )


def _untitled(decision: PublishedDecision, language: str) -> Course:
    """The course without a change that the title says already."""
    change = decision.course.change
    if change is None or not says_the_change(decision.title, change, language):
        return decision.course
    return replace(decision.course, change=None)
