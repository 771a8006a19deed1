"""Decisions: the list of them, and the page of each."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from bot.domain.records import Course
from bot.domain.rules import half_up
from bot.services.commons import CommonsService
from bot.services.publications import Edition, PublishedDecision, PublishedEntry, PublishedPage
from bot.web.bar import Bar, option_bars, tally_bar, turnout_bar
from bot.web.legible import paragraphs
from bot.web.roads import Roads
from bot.web.rooms.room import NUMBER, Wanted
from bot.web.studio import Page, Studio
from bot.web.wording import (
    adopted_version,
    charter_version,
    half_mark,
    hidden_text,
    how_many,
    kind_of,
    task_state,
)
from bot.words import Words, words_in
from bot.words.covers import hidden_options
from bot.words.explanations import counter_sentences, outcome_word, result_sentences, step_sentences
from bot.words.kinds import origin_sentences, says_the_change, way_sentences
from bot.words.reminders import act_words

PAGE_LENGTH = 50
"""How many decisions a page of older ones lists; the page of the newest lists up to twice as many, less one."""


class DecisionsRoom:
    """The list of decisions: the newest, and pages of older ones that never move once they are full."""

    places = re.compile(rf"|decisions(?:/(?P<first>{NUMBER})-(?P<last>{NUMBER}))?")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, studio: Studio) -> None:
        self._commons = commons
        self._studio = studio

    async def look(self, wanted: Wanted) -> Edition | None:
        """What every page of the list depends on."""
        return await self._commons.edition(wanted.slug)

    async def draw(self, wanted: Wanted, facts: Edition, roads: Roads) -> Page | None:
        """A page of the list; one of older decisions must be full."""
        first, last = wanted.get("first"), wanted.get("last")
        if first is None or last is None:
            page = await self._commons.page(wanted.slug, limit=2 * PAGE_LENGTH - 1)
            return list_page(self._studio, _newest_only(page), roads) if page else None
        if int(first) % PAGE_LENGTH != 1 or int(last) != int(first) + PAGE_LENGTH - 1:
            return None
        page = await self._commons.page(wanted.slug, limit=PAGE_LENGTH, before=int(last) + 1)
        return list_page(self._studio, page, roads) if page and page.total >= int(last) else None

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The newest, and each page of older ones that the newest leaves out."""
        page = await self._commons.page(slug, limit=1)
        if page is not None:
            yield "decisions"
            for first in range(1, first_of_newest(page.total), PAGE_LENGTH):
                yield block_place(first)


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


def list_page(studio: Studio, page: PublishedPage, roads: Roads) -> Page:
    """One page of a server's log."""
    words = words_in(page.server.language)
    newest = page.decisions[0].number if page.decisions else page.total
    oldest = page.decisions[-1].number if page.decisions else 1
    return studio.draw(
        "log.html",
        words,
        roads,
        server=page.server,
        head=page.head,
        how_many=how_many(page.total, words),
        decisions=[_listed(decision, words) for decision in page.decisions],
        is_first=newest == page.total,
        newer=roads.to(_newer_place(newest, page.total)) if newest < page.total else None,
        older=roads.to(block_place(oldest - PAGE_LENGTH)) if oldest > 1 else None,
        powers=[(used, act_words(used, words)) for used in page.powers],
    )


def decision_page(studio: Studio, entry: PublishedEntry, roads: Roads) -> Page:
    """Everything that is public about one decision."""
    words = words_in(entry.server.language)
    decision = _shown(entry.decision, words)
    body = decision.body
    return studio.draw(
        "decision.html",
        words,
        roads,
        server=entry.server,
        head=entry.head,
        decision=decision,
        seen=_listed(decision, words),
        bar=_bar(decision, words, by_person=True),
        options=option_bars(decision, words),
        half=half_mark(half_up(decision.turnout), words),
        paragraphs=None if body is None else paragraphs(body),
        steps=step_sentences(decision.steps, decision.outcome, words),
        origin=origin_sentences(_untitled(decision, entry.server.language), words),
        way=way_sentences(decision, words),
        counters=counter_sentences(decision.counters, words),
        objections=[None if text is None else paragraphs(text) for text in decision.objections],
        resolved=[None if text is None else paragraphs(text) for text in decision.resolved],
        tasks=[(task, task_state(task.state, words), hidden_text(task.veil, words)) for task in entry.tasks],
        charter=charter_version(decision.charter_version, words),
        adopted=adopted_version(entry.adopted, words) if entry.adopted else None,
        has_newer=decision.number < entry.total,
    )


def _shown(decision: PublishedDecision, words: Words) -> PublishedDecision:
    """The decision with names for the options of a choice whose texts are hidden."""
    if decision.veil is None:
        return decision
    return replace(decision, options=hidden_options(len(decision.options), words))


def _untitled(decision: PublishedDecision, language: str) -> Course:
    """The course without a change that the title says already."""
    change = decision.course.change
    if change is None or not says_the_change(decision.title, change, language):
        return decision.course
    return replace(decision.course, change=None)


def _bar(decision: PublishedDecision, words: Words, *, by_person: bool) -> Bar:
    if decision.approvals is not None:
        return turnout_bar(decision.turnout, decision.rule, words)
    return tally_bar(decision.tally, decision.rule, words, by_person=by_person)


def _listed(decision: PublishedDecision, words: Words) -> dict[str, Any]:
    """A decision as a list shows it; `hidden` stands where a text is missing."""
    decision = _shown(decision, words)
    return {
        "hidden": hidden_text(decision.veil, words),
        "number": decision.number,
        "kind": kind_of(decision.kind, words, is_secret=decision.rule.is_secret),
        "title": decision.title,
        "outcome": decision.outcome.value,
        "outcome_word": outcome_word(decision.outcome, words),
        # The chat's mark of emphasis is none on the web.
        "result": result_sentences(decision, words).replace("**", ""),
        "decided_on": decision.decided_on,
        "bar": _bar(decision, words, by_person=False) if decision.turnout else None,
    }


def first_of_newest(total: int) -> int:
    """The oldest decision on the page of the newest, where full pages of older ones end."""
    return max(total // PAGE_LENGTH - 1, 0) * PAGE_LENGTH + 1


def block_place(first: int) -> str:
    """The place of a full page of older decisions, the first of which is given."""
    return f"decisions/{first}-{first + PAGE_LENGTH - 1}"


def _newer_place(newest: int, total: int) -> str:
    return "decisions" if newest + 1 >= first_of_newest(total) else block_place(newest + 1)


def _newest_only(page: PublishedPage) -> PublishedPage:
    """The page without what stands on a full page of older decisions."""
    first = first_of_newest(page.total)
    return replace(page, decisions=tuple(each for each in page.decisions if each.number >= first))
