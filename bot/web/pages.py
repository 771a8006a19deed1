"""Pages: published facts become finished bytes, by templates that hold no logic worth a test of its own."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.chain import SHORT
from bot.domain.records import Course
from bot.domain.rules import half_up
from bot.services.publications import PublishedDecision, PublishedEntry, PublishedPage, PublishedServer
from bot.web.bar import Bar, option_bars, tally_bar, turnout_bar
from bot.web.legible import legible, paragraphs
from bot.web.wording import (
    adopted_version,
    charter_version,
    half_mark,
    hidden_text,
    how_many,
    kind_of,
    labels,
    task_state,
)
from bot.words import Words, words_in
from bot.words.covers import hidden_options
from bot.words.explanations import counter_sentences, outcome_word, result_sentences, step_sentences
from bot.words.kinds import origin_sentences, says_the_change, way_sentences
from bot.words.reminders import act_words

PAGE_LENGTH = 50
"""How many decisions one page of a log lists."""

STATIC = Path(__file__).parent / "static"
VERIFIER = Path(__file__).parent / "verify.py"
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Page:
    """Finished bytes with their type and the tag by which a browser asks whether they are still the same."""

    body: bytes
    content_type: str
    etag: str


def finished(body: bytes, content_type: str) -> Page:
    """Put the tag on finished bytes."""
    return Page(body, content_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


class Pages:
    """Draws every page; templates and looks are read once, when it is built."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_legible_only,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["short"] = SHORT
        self.static = {
            "log.css": finished((STATIC / "log.css").read_bytes(), "text/css"),
            "icon.svg": finished((STATIC / "icon.svg").read_bytes(), "image/svg+xml"),
        }
        self.verifier = finished(VERIFIER.read_bytes(), "text/x-python")
        # The looks' address changes with them, so that browsers may keep them for long.
        self._looks = f"/static/log.css?v={self.static['log.css'].etag[1:9]}"

    def servers(self, servers: Sequence[PublishedServer], language: str) -> Page:
        """The list of published logs."""
        return self._draw("servers.html", words_in(language), servers=servers)

    def log(self, page: PublishedPage) -> Page:
        """One page of a server's log."""
        words = words_in(page.server.language)
        newest = page.decisions[0].number if page.decisions else page.total
        oldest = page.decisions[-1].number if page.decisions else 1
        return self._draw(
            "log.html",
            words,
            server=page.server,
            head=page.head,
            how_many=how_many(page.total, words),
            decisions=[_listed(decision, words) for decision in page.decisions],
            is_first=newest == page.total,
            newer=_before_address(page, newest + PAGE_LENGTH + 1) if newest < page.total else None,
            older=_before_address(page, oldest) if oldest > 1 else None,
            powers=[(used, act_words(used, words)) for used in page.powers],
        )

    def decision(self, entry: PublishedEntry) -> Page:
        """One decision with everything that is public about it."""
        words = words_in(entry.server.language)
        decision = _shown(entry.decision, words)
        body = decision.body
        return self._draw(
            "decision.html",
            words,
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

    def message(self, name: str, language: str) -> Page:
        """A page that says one thing: "missing", "read_only" or "broken"."""
        words = words_in(language)
        said = labels(words)
        return self._draw("message.html", words, title=said[name], lead=said[f"{name}_lead"])

    def _draw(self, template: str, words: Words, **facts: Any) -> Page:
        drawn = self._templates.get_template(template).render(
            label=labels(words),
            day=words.day,
            language=words.language.replace("_", "-"),
            direction=Locale.parse(words.language).text_direction,
            looks=self._looks,
            **facts,
        )
        return finished(drawn.encode(), "text/html")


def _legible_only(value: object) -> object:
    return legible(value) if type(value) is str else value


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


def _before_address(page: PublishedPage, before: int) -> str:
    """The address of the page that lists what was decided before a number; the newest page has none."""
    bare = f"/{page.server.slug}"
    return bare if before > page.total else f"{bare}?before={before}"
