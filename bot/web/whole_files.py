"""Whole files: what is too long to be held at once, in pieces that can be sent or written one after the other."""

import hashlib
import json
from collections.abc import Sequence
from typing import Protocol

from bot.services.commons import CommonsService
from bot.services.public import PublicServices
from bot.services.published_knowhow import PublishedKnowHowService, PublishedRevision
from bot.web.lines import line_of, lines_tag


class WholeFile(Protocol):
    """A file of a log, as so many units; what a unit is, is the file's own matter."""

    name: str

    async def begin(self, slug: str) -> tuple[str, int] | None:
        """The tag of the file as it is now, and how many units it has; None where nothing is published."""

    async def units(self, slug: str, *, after: int, limit: int) -> Sequence[bytes]:
        """The units that follow so many; fewer than `limit` only at the end, or when it is not published any more."""


class LogFile:
    """The log, an entry a line."""

    name = "log.jsonl"

    def __init__(self, commons: CommonsService) -> None:
        self._commons = commons

    async def begin(self, slug: str) -> tuple[str, int] | None:
        """A unit is an entry."""
        edition = await self._commons.edition(slug)
        return (lines_tag(edition), edition.head.sequence) if edition else None

    async def units(self, slug: str, *, after: int, limit: int) -> Sequence[bytes]:
        """The entries as lines."""
        return [line_of(entry) for entry in await self._commons.entries(slug, after=after, limit=limit)]


class KnowHowFile:
    """Know-how, a line for each revision that can be read, page by page."""

    name = "knowhow.jsonl"

    def __init__(self, know_how: PublishedKnowHowService) -> None:
        self._know_how = know_how

    async def begin(self, slug: str) -> tuple[str, int] | None:
        """A unit is a page; one that is covered or erased has no line."""
        found = await self._know_how.mark(slug)
        if found is None:
            return None
        mark, pages = found
        return f'"{hashlib.sha256(mark.encode()).hexdigest()[:32]}"', pages

    async def units(self, slug: str, *, after: int, limit: int) -> Sequence[bytes]:
        """The lines of each page."""
        found = await self._know_how.standing(slug, after=after, limit=limit)
        return [
            b"".join(revision_line(number, revision) for revision in revisions)
            for number, revisions in enumerate(found, after + 1)
        ]


def revision_line(page: int, revision: PublishedRevision) -> bytes:
    """One revision: `{"page": 3, "revision": 2, "made_from": 1, "made_on": …, "title": …, "text": …, "tags": […]}`.

    Everything beyond ASCII is escaped, so that a line is a line for every reader.
    """
    told = {
        "page": page,
        "revision": revision.number,
        "made_from": revision.made_from,
        "made_on": revision.made_on.isoformat(),
        "title": revision.title,
        "text": revision.text,
        "tags": revision.tags,
    }
    return json.dumps(told).encode() + b"\n"


def whole_files(services: PublicServices) -> tuple[WholeFile, ...]:
    """The files of every log."""
    return LogFile(services.commons), KnowHowFile(services.published_knowhow)
