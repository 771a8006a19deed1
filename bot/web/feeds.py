"""Feeds: what is new in a log as entries in the server's language, before they are written in one form or another."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from bot.services.chronicle_cards import CharterVersion
from bot.services.news import NEWEST, News
from bot.services.publications import Head, LookingTask, PublishedDecision, PublishedProposal
from bot.services.published_knowhow import PublishedHeading
from bot.services.time_cards import PowerCard
from bot.web.bar import option_bars
from bot.web.legible import legible
from bot.web.listed import shown
from bot.web.prose import prose
from bot.web.wording import hidden_text
from bot.web.wording_feeds import (
    charter_title,
    decision_title,
    feed_lead,
    feed_title,
    founded,
    given_by,
    licence,
    objections_lead,
    page_title,
    place_in_the_log,
    proposal_title,
    revision_number,
    task_title,
)
from bot.web.wording_open import closes, needs
from bot.words import Words, words_in
from bot.words.charters import change_sentences
from bot.words.explanations import outcome_word, result_sentences
from bot.words.kinds import origin_sentences
from bot.words.reminders import act_words
from bot.words.settings import sentence_case

NAMESPACE = uuid.UUID("5b1c7a52-9d0e-4f3b-8a64-2f6d0c9e7b11")
"""What the names of logs are made in; it never changes. ADR: docs/adr/0038."""

_PARAGRAPH = Markup("<p>{}</p>")
_STRONG = Markup("<p><strong>{}.</strong> {}</p>")
_QUOTE = Markup("<blockquote>{}</blockquote>")
_LIST, _ITEM = Markup("<ul>{}</ul>"), Markup("<li>{}: {}</li>")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that is new: its lasting name, its place in the log, and what it says as HTML.

    `on` is the day of its last change, `since` the day it came, None where that is not told.
    """

    name: str
    place: str
    title: str
    on: date
    since: date | None
    content: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """What is new in one log, the newest first."""

    name: str
    title: str
    lead: str
    author: str
    language: str
    licence: str
    head: Head
    on: date
    entries: tuple[FeedEntry, ...]


def feed_of(news: News) -> Feed:
    """The news of a log as a feed."""
    edition = news.mark.edition
    words = words_in(edition.server.language)
    log = uuid.uuid5(NAMESPACE, f"{edition.server.slug} {news.founding}")
    lasting = [*_lasting(news, log, words)]
    passing = [*_passing(news, log, words)]
    # What is sorted stays in its order within a day: the youngest of a sort first.
    entries = sorted([*passing, *lasting], key=lambda each: each.on, reverse=True)
    server = _line(edition.server.name) or edition.server.slug
    return Feed(
        name=log.urn,
        title=feed_title(server, words),
        lead=feed_lead(edition.head.sequence, edition.head.hash, words),
        author=server,
        language=words.language.replace("_", "-"),
        licence=licence(words),
        head=edition.head,
        # What passes away again must not turn the day back.
        on=max(each.on for each in lasting),
        entries=tuple(entries[:NEWEST]),
    )


def _lasting(news: News, log: uuid.UUID, words: Words) -> Iterator[FeedEntry]:
    """What stays for good once it is there; every log has at least its founding charter."""
    for decision in news.decisions:
        yield _decision(decision, log, words)
    for heading in news.mark.headings:
        yield _page(heading, news.texts.get(heading.number), log, words)
    for version in news.charters:
        if not version.waits:
            yield _charter(version, log, words)
    for place, used in enumerate(news.powers.uses):
        yield _power(used, news.powers.newest - place, log, words)


def _passing(news: News, log: uuid.UUID, words: Words) -> Iterator[FeedEntry]:
    """What stands there only until it is decided or taken up."""
    for proposal in news.mark.proposals:
        if proposal.number in news.opened_on:
            yield _proposal(proposal, news.opened_on[proposal.number], log, words)
    for task in news.mark.tasks:
        if task.number in news.born_on:
            yield _task(task, news.born_on[task.number], log, words)


def _decision(decision: PublishedDecision, log: uuid.UUID, words: Words) -> FeedEntry:
    decision = shown(decision, words)
    result = result_sentences(decision, words).replace("**", "")
    parts = [_STRONG.format(outcome_word(decision.outcome, words), result)]
    parts += map(_PARAGRAPH.format, origin_sentences(decision.course, words))
    parts.append(_text(decision.body, hidden_text(decision.veil, words)))
    parts.append(_items((bar.name, bar.says) for bar in option_bars(decision, words)))
    for texts, are_resolved in ((decision.objections, False), (decision.resolved, True)):
        if texts:
            parts.append(_PARAGRAPH.format(objections_lead(words, are_resolved=are_resolved)))
            parts += [_QUOTE.format(_text(each, hidden_text(decision.veil, words))) for each in texts]
    parts.append(_PARAGRAPH.format(place_in_the_log(decision, words)))
    mark = f"D-{decision.number}"
    on = decision.decided_on
    return _entry(log, mark, mark, decision_title(decision, words), on, parts, since=on)


def _page(heading: PublishedHeading, text: str | None, log: uuid.UUID, words: Words) -> FeedEntry:
    parts = [_text(text, hidden_text(heading.veil, words))]
    if heading.revision > 1:
        parts.append(_PARAGRAPH.format(revision_number(heading.revision, words)))
    mark = f"K-{heading.number}"
    title = page_title(heading, words)
    return _entry(log, mark, mark, title, heading.revised_on, parts, tags=tuple(filter(None, map(_line, heading.tags))))


def _charter(version: CharterVersion, log: uuid.UUID, words: Words) -> FeedEntry:
    said = change_sentences(version.changed, words, switched_on=version.switched_on)
    by = version.decision_number
    said.append(founded(words) if by is None else given_by(by, words))
    mark, on = f"charter#version-{version.version}", version.in_force_on
    title = charter_title(version.version, words)
    parts = [_PARAGRAPH.format(sentence_case(each)) for each in said]
    return _entry(log, mark, mark, title, on, parts, since=on)


def _power(used: PowerCard, number: int, log: uuid.UUID, words: Words) -> FeedEntry:
    parts = [_PARAGRAPH.format(given_by(used.decision, words))]
    return _entry(log, f"power {number}", "powers", act_words(used, words), used.on, parts, since=used.on)


def _proposal(proposal: PublishedProposal, on: date, log: uuid.UUID, words: Words) -> FeedEntry:
    parts = [_PARAGRAPH.format(sentence_case(closes(words.day(proposal.closes_on), words)))]
    if proposal.body is not None:
        parts.append(prose(proposal.body))
    parts += [_PARAGRAPH.format(_line(option)) for option in proposal.options if option]
    return _entry(log, f"P-{proposal.number}", "open", proposal_title(proposal, words), on, parts, since=on)


def _task(task: LookingTask, on: date, log: uuid.UUID, words: Words) -> FeedEntry:
    parts = [prose(task.why)] if task.why else []
    parts += [_PARAGRAPH.format(sentence_case(_line(each))) for each in needs(task, words)]
    return _entry(log, f"T-{task.number}", "tasks", task_title(task, words), on, parts, since=on)


def _entry(
    log: uuid.UUID,
    mark: str,
    place: str,
    title: str,
    on: date,
    parts: list[Markup],
    *,
    since: date | None = None,
    tags: tuple[str, ...] = (),
) -> FeedEntry:
    content = Markup("\n").join(part for part in parts if part)
    return FeedEntry(uuid.uuid5(log, mark).urn, place, _line(title), on, since, legible(str(content)), tags)


def _text(text: str | None, hidden: str) -> Markup:
    return _PARAGRAPH.format(hidden) if text is None else prose(text)


def _items(pairs: Iterable[tuple[str, str]]) -> Markup:
    items = Markup("").join(_ITEM.format(name, says) for name, says in pairs)
    return _LIST.format(items) if items else items


def _line(text: str) -> str:
    """A text on one line, with nothing in it that a reader cannot see."""
    return " ".join(legible(text).split())
