"""The history of a page of know-how: each revision with its day, and what it changed."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

from bot.domain.knowhow_merge import Sign, differences
from bot.services.published_knowhow import KnowHowHistory, PublishedKnowHowService, PublishedRevision
from bot.web.roads import Roads
from bot.web.rooms.blocks import Blocks
from bot.web.rooms.room import NUMBER, Wanted
from bot.web.studio import Page, Studio
from bot.web.wording import hidden_text
from bot.web.wording_knowhow import labels, revision_name
from bot.words import Words, words_in

LENGTH = 10
"""Revisions on one page of a history: each can be as long as the page that it changes."""

_SHOWN = {"-": "−", "+": "+", " ": "", "…": "…"}


@dataclass(frozen=True, slots=True)
class Change:
    """A revision in a history: its name, what it changed line by line, and a remark where there is something to say."""

    revision: PublishedRevision
    name: str
    lines: tuple[tuple[Sign, str, str], ...]
    remark: str | None


class KnowHowHistoryRoom:
    """The revisions of one page: the newest, and pages of older ones that never move once they are full."""

    places = re.compile(Blocks(f"K-(?P<number>{NUMBER})/history").pattern)
    asks: tuple[str, ...] = ()

    def __init__(self, know_how: PublishedKnowHowService, studio: Studio) -> None:
        self._know_how = know_how
        self._studio = studio

    async def look(self, wanted: Wanted) -> KnowHowHistory | None:
        """The revisions on one page of the history; a covered text has none that can be read."""
        number, first, last = (wanted.get(name) for name in ("number", "first", "last"))
        blocks, page = blocks_of(int(number or 0)), int(number or 0)
        if first is None or last is None:
            found = await self._know_how.history(wanted.slug, page, limit=blocks.longest)
            return _newest_only(found) if found and found.veil is None else None
        found = await self._know_how.history(wanted.slug, page, limit=LENGTH, before=int(last) + 1)
        is_there = found is not None and found.veil is None and blocks.is_full(int(first), int(last), found.newest)
        return found if is_there else None

    async def draw(self, _wanted: Wanted, facts: KnowHowHistory, roads: Roads) -> Page:
        """The page; long texts are compared beside whatever else there is to do."""
        changes = await asyncio.to_thread(changes_of, facts, words_in(facts.server.language))
        return history_page(self._studio, facts, changes, roads)

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The history of every page that was revised."""
        found = await self._know_how.pages(slug, limit=1)
        for number in range(1, found.total + 1 if found else 1):
            history = await self._know_how.history(slug, number, limit=1)
            if history and history.veil is None and history.newest > 1:
                for place in blocks_of(number).places(history.newest):
                    yield place


def blocks_of(number: int) -> Blocks:
    """The pages of one page's history."""
    return Blocks(f"K-{number}/history", LENGTH)


def changes_of(history: KnowHowHistory, words: Words) -> list[Change]:
    """What each revision changed from the one before it."""
    said = labels(words)
    formers = [*history.revisions[1:], history.former]
    changes = []
    for revision, former in zip(history.revisions, formers, strict=True):
        lines = tuple(_lines(revision, former))
        changes.append(Change(revision, revision_name(revision, words), lines, _remark(revision, former, lines, said)))
    return changes


def _lines(revision: PublishedRevision, former: PublishedRevision | None) -> Iterable[tuple[Sign, str, str]]:
    """The lines with what is shown before each; none of the first revision, nor of an erased one."""
    if revision.text is None or former is None:
        return
    before = former if former.text is not None else None
    changed: list[tuple[Sign, str]] = []
    for old, new in (
        ((before and before.title) or "", revision.title or ""),
        (_spelt(before.tags if before else ()), _spelt(revision.tags)),
    ):
        if old != new:
            changed += [("-", old)] if old else []
            changed += [("+", new)] if new else []
    changed += differences((before and before.text) or "", revision.text)
    for sign, line in changed:
        yield sign, _SHOWN[sign], line


def _remark(
    revision: PublishedRevision,
    former: PublishedRevision | None,
    lines: tuple[tuple[Sign, str, str], ...],
    said: dict[str, str],
) -> str | None:
    if revision.text is None:
        return None
    if former is None:
        return said["first"]
    if former.text is None:
        return said["whole"]
    if revision.made_from is not None and revision.made_from != former.number:
        return said["merged"]
    return None if lines else said["nothing"]


def _spelt(tags: Iterable[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def history_page(studio: Studio, history: KnowHowHistory, changes: list[Change], roads: Roads) -> Page:
    """One page of a history."""
    words = words_in(history.server.language)
    blocks = blocks_of(history.number)
    newest, oldest = history.revisions[0].number, history.revisions[-1].number
    newer, older = blocks.newer(newest, history.newest), blocks.older(oldest)
    return studio.draw(
        "knowhow_history.html",
        words,
        roads,
        server=history.server,
        head=history.head,
        said=labels(words),
        history=history,
        hidden=hidden_text(None, words),
        changes=changes,
        newer=roads.to(newer) if newer else None,
        older=roads.to(older) if older else None,
    )


def _newest_only(history: KnowHowHistory) -> KnowHowHistory:
    """The history without what stands on a full page of older revisions."""
    first = blocks_of(history.number).first_of_newest(history.newest)
    kept = [each for each in history.revisions if each.number >= first]
    left = history.revisions[len(kept) : len(kept) + 1]
    return replace(history, revisions=tuple(kept), former=left[0] if left else history.former)
