"""Decision: the page of one decision, with everything that is public about it."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.domain.records import Course
from bot.domain.rules import half_up
from bot.domain.tasks import State
from bot.services.chronicle import ChronicleService
from bot.services.chronicle_cards import Neighbour, Ties
from bot.services.commons import CommonsService
from bot.services.publications import PublishedDecision, PublishedEntry
from bot.web.bar import option_bars
from bot.web.listed import bar_of, listed, shown
from bot.web.prose import prose
from bot.web.roads import Roads
from bot.web.rooms.bunches import in_bunches
from bot.web.rooms.room import NUMBER, Wanted
from bot.web.studio import Page, Studio
from bot.web.wording import adopted_version, charter_version, half_mark, hidden_text, task_state
from bot.web.wording_chronicle import entry_words, labels, tasks_done, term_sentence
from bot.words import Words, words_in
from bot.words.explanations import counter_sentences, step_sentences
from bot.words.kinds import origin_sentences, says_the_change, way_sentences


class DecisionRoom:
    """One decision with everything that is public about it."""

    places = re.compile(f"D-(?P<number>{NUMBER})")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, chronicle: ChronicleService, studio: Studio) -> None:
        self._commons = commons
        self._chronicle = chronicle
        self._studio = studio

    async def look(self, wanted: Wanted) -> tuple[PublishedEntry, Ties] | None:
        """The decision as it is published, and what it is tied to."""
        found = await self._facts(wanted.slug, [int(wanted.get("number") or 0)])
        return found[0] if found else None

    async def look_ahead(self, slug: str) -> AsyncIterator[tuple[Wanted, tuple[PublishedEntry, Ties]]]:
        """Every decision, many at a time."""
        async for numbers in in_bunches(self._commons, slug):
            for facts in await self._facts(slug, numbers):
                yield Wanted(slug, f"D-{facts[0].decision.number}"), facts

    async def _facts(self, slug: str, numbers: Sequence[int]) -> list[tuple[PublishedEntry, Ties]]:
        ties = await self._chronicle.ties_of(slug, numbers)
        entries = await self._commons.decisions(slug, numbers)
        return [(each, ties[each.decision.number]) for each in entries if each.decision.number in ties]

    async def draw(self, _wanted: Wanted, facts: tuple[PublishedEntry, Ties], roads: Roads) -> Page:
        """The page of the decision."""
        return decision_page(self._studio, *facts, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """Every decision, the first one first."""
        page = await self._commons.page(slug, limit=1)
        for number in range(1, page.total + 1 if page else 1):
            yield f"D-{number}"


def decision_page(studio: Studio, entry: PublishedEntry, ties: Ties, roads: Roads) -> Page:
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
        adopted_as=entry.adopted.version if entry.adopted else None,
        has_newer=decision.number < entry.total,
        tied=labels(words),
        tasks_done=tasks_done(sum(task.state is State.DONE for task in entry.tasks), len(entry.tasks), words),
        reworks=decision.course.reworks,
        reworked_by=ties.reworked_by,
        term=ties.term,
        term_says=term_sentence(ties.term, words) if ties.term else None,
        before=_beside(ties.before, words, roads),
        after=_beside(ties.after, words, roads),
    )


def _beside(entry: Neighbour | None, words: Words, roads: Roads) -> tuple[Neighbour, str, str | None] | None:
    """The entry beside this one in the log: what it is called, and the link to where it can be read."""
    if entry is None:
        return None
    links = {
        "decision": roads.to(f"D-{entry.number}"),
        "charter": f"{roads.to('charter')}#version-{entry.number}",
        "power": roads.to("powers"),
    }
    return entry, entry_words(entry.kind, entry.number, words), links.get(entry.kind)


def _untitled(decision: PublishedDecision, language: str) -> Course:
    """The course without a change that the title says already."""
    change = decision.course.change
    if change is None or not says_the_change(decision.title, change, language):
        return decision.course
    return replace(decision.course, change=None)
