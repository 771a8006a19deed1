"""Searching a published log: decisions and know-how that hold what somebody outside is looking for."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.knowhow_search import Query, Snippet, is_among, line_of_words, query_of, snippet
from bot.domain.texts import without_ids
from bot.services.days import local_day
from bot.services.publications import Edition, Head, PublishedDecision, PublishedServer
from bot.services.published import published_decisions, published_server
from bot.services.signatures import signatures_mark
from db import decisions, knowhow, knowhow_search, published_texts, servers
from db.engine import Database, Session

MOST_FOUND = 50
"""Decisions that one search shows, and pages of know-how."""

LOOKED_THROUGH = 10_000
"""The newest decisions of a log, among which is searched."""

LOGS_REMEMBERED = 8
"""Logs whose words are kept in memory; that searched longest ago makes room."""

_MOST_COUNTED = 1_000

Reading = Callable[[str], str]
"""What readers see of a text as it was typed."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """A decision or a page of know-how that was found, with the place in it."""

    number: int
    title: str
    snippet: Snippet
    on: date


@dataclass(frozen=True, slots=True)
class _Held:
    """What holds it, with its whole text."""

    number: int
    title: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the newest decisions; pages with it in title or tags first, and of them what was revised last.

    `more_decisions` and `more_pages` count what is not shown; of a log that is not `looked_through` to its beginning
    older decisions may hold it too.
    """

    server: PublishedServer
    head: Head
    decisions: tuple[FoundText, ...] = ()
    more_decisions: int = 0
    pages: tuple[FoundText, ...] = ()
    more_pages: int = 0
    looked_through: bool = True


@dataclass(slots=True)
class _Remembered:
    """The words of a log's decisions by number, the newest first, and of which edition of the log they are.

    They stand in memory only, so that whatever is erased or covered leaves nothing behind.
    """

    edition: Edition | None = None
    words: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Beside the words what tells whether the text is still the same."""


class SearchService:
    """Finds what is published and nothing else: no covered text, none that stays inside or was erased."""

    def __init__(
        self,
        database: Database,
        *,
        most_found: int = MOST_FOUND,
        looked_through: int = LOOKED_THROUGH,
        logs_remembered: int = LOGS_REMEMBERED,
    ) -> None:
        self._database = database
        self._most_found = most_found
        self._looked_through = looked_through
        self._logs_remembered = logs_remembered
        self._remembered: OrderedDict[int, _Remembered] = OrderedDict()
        self._reading = asyncio.Lock()

    async def find(self, slug: str, typed: str, reading: Reading = str) -> Found | None:
        """What holds every word that was typed, the last one perhaps begun; None where nothing is published.

        Snippets are cut from texts as `reading` gives them.
        """
        query = query_of(typed)
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            server, head = await published_server(session, row), Head(*await decisions.head(session, row.guild_id))
            if not query.terms:
                return Found(server, head)
            words = await self._words(session, row, server, head)
            numbers = [] if query.of_tags else [number for number, (_, line) in words.items() if is_among(line, query)]
            pages = await knowhow_search.search(session, row.guild_id, query, limit=_MOST_COUNTED)
            if _may_be_of_ids(query):
                pages = await _read_as_published(session, row.guild_id, pages, query)
            return Found(
                server,
                head,
                await _cut(await _decisions(session, row.guild_id, numbers[: self._most_found], query), query, reading),
                max(len(numbers) - self._most_found, 0),
                await _cut(await _pages(session, row, pages[: self._most_found]), query, reading),
                max(len(pages) - self._most_found, 0),
                looked_through=await decisions.how_many(session, row.guild_id) <= self._looked_through,
            )

    async def _words(
        self, session: Session, row: servers.ServerRow, server: PublishedServer, head: Head
    ) -> Mapping[int, tuple[int, str]]:
        """The words of the newest decisions that no veil hides, read anew when the log is another."""
        kept = await decisions.texts_kept(session, row.guild_id)
        edition = Edition(server, head, kept, await signatures_mark(session, row.guild_id))
        async with self._reading:
            known = self._remembered.pop(row.guild_id, None) or _Remembered()
            if known.edition != edition:
                texts = published_texts.decided_texts(session, row.guild_id, most=self._looked_through)
                known = _Remembered(edition, await _read(texts, known.words))
            self._remembered[row.guild_id] = known
            if len(self._remembered) > self._logs_remembered:
                self._remembered.popitem(last=False)
            return known.words


async def _read(
    texts: AsyncIterator[Sequence[tuple[int, str, str]]], known: Mapping[int, tuple[int, str]]
) -> dict[int, tuple[int, str]]:
    """The words of texts, as far as they are not known yet."""
    words: dict[int, tuple[int, str]] = {}
    async for piece in texts:
        # A long log takes seconds, which nobody else must wait for.
        words |= await asyncio.to_thread(_words_of, piece, known)
    return words


def _words_of(
    piece: Sequence[tuple[int, str, str]], known: Mapping[int, tuple[int, str]]
) -> dict[int, tuple[int, str]]:
    words: dict[int, tuple[int, str]] = {}
    for number, title, body in piece:
        told = hash((title, body))
        before = known.get(number)
        words[number] = before if before is not None and before[0] == told else (told, _line(title, body))
    return words


def _line(title: str | None, body: str | None) -> str:
    return line_of_words(without_ids(f"{title or ''}\n{body or ''}"))


async def _cut(held: Sequence[_Held], query: Query, reading: Reading) -> tuple[FoundText, ...]:
    """The places in texts."""
    found: list[FoundText] = []
    for each in held:
        found.append(FoundText(each.number, each.title, snippet(reading(each.text), query), each.on))
        # A hundred long texts take a while to read, and others have their turn between them.
        await asyncio.sleep(0)
    return tuple(found)


async def _decisions(session: Session, guild_id: int, numbers: Sequence[int], query: Query) -> Sequence[_Held]:
    """The decisions with these numbers as they are published, those that hold it in what is published of them."""
    rows = {row.number: row for row in await decisions.by_numbers(session, guild_id, numbers)}
    published = await published_decisions(session, guild_id, [rows[number] for number in numbers if number in rows])
    return [
        _Held(each.number, each.title or "", each.body or "", each.decided_on)
        for each in published
        if _is_held(each, query)
    ]


def _is_held(decision: PublishedDecision, query: Query) -> bool:
    return decision.veil is None and is_among(_line(decision.title, decision.body), query)


def _may_be_of_ids(query: Query) -> bool:
    """Whether a term could be an id or an instant: the index knows those, and no page on the web shows them."""
    return any(any(char.isdecimal() for char in term.word) for term in query.terms)


async def _read_as_published(
    session: Session, guild_id: int, revision_ids: Sequence[int], query: Query
) -> Sequence[int]:
    """Those of pages' newest revisions that hold what is looked for also without the ids in them."""
    pages = await knowhow.by_revisions(session, guild_id, revision_ids)
    said = (await knowhow.revisions(session, guild_id, pages)).values()
    texts = {row.id: _searched(row, query) for row in said}
    # A thousand long pages take a second, which nobody else must wait for.
    held = await asyncio.to_thread(_held_as_published, texts, query)
    return [each for each in revision_ids if each in held]


def _held_as_published(texts: Mapping[int, str], query: Query) -> set[int]:
    shown = {key: without_ids(text) for key, text in texts.items()}
    return {key for key, text in texts.items() if shown[key] == text or is_among(line_of_words(shown[key]), query)}


def _searched(row: knowhow.RevisionRow, query: Query) -> str:
    tags = "\n".join(row.tags)
    return tags if query.of_tags else f"{row.title}\n{tags}\n{row.text}"


async def _pages(session: Session, row: servers.ServerRow, revision_ids: Sequence[int]) -> Sequence[_Held]:
    """The pages whose newest revisions these are, as they are published."""
    pages = await knowhow.by_revisions(session, row.guild_id, revision_ids)
    said = await knowhow.revisions(session, row.guild_id, pages)
    return [
        _Held(
            page.number,
            without_ids(said[page.id].title),
            without_ids(said[page.id].text),
            local_day(said[page.id].made_at, row.time_zone),
        )
        for page in pages
        if not (page.is_covered or said[page.id].is_erased)
    ]
