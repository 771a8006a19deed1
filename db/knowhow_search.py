"""The index of know-how's words: one row for each page that can be read, kept by whoever writes pages.

Its words come split and folded from `bot.domain.knowhow_search`, so SQLite's FTS5 and PostgreSQL's tsvector, which both
take them as they are, find the same. Rows are known by the newest revision of their page, so the newest is the highest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, exists, literal, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.domain.knowhow_search import Query, Term, words_in_text
from db.base import is_postgres
from db.knowhow import PageRow

TABLE = "page_words"
"""No table of the metadata: on SQLite it is a virtual one, which brings tables of its own."""

_WORDS = table(TABLE)

_OF = "·"
"""What stands between a server's id and a word of its pages; no word of a text holds it."""

_HEADING, _ANYWHERE, _TAGS = ("title", "tags"), ("title", "tags", "body"), ("tags",)

_PLACES = {_ANYWHERE: "", _HEADING: f"h{_OF}", _TAGS: f"t{_OF}"}
"""What a tsvector's words begin with for where they stand: weights would have every row read again that holds them."""


class holds(FunctionElement[bool]):  # noqa: N801  # it stands in queries like a function of SQL
    """Whether an index row holds what is asked: the question as SQLite's FTS5 takes it, and as a tsquery."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "holds":
        """Stand as it is: SQLite takes a MATCH only where nothing is compared with it."""
        return self


class revision_of(ColumnElement[int]):  # noqa: N801  # it stands in queries like a column
    """The revision that an index row belongs to."""

    type = BigInteger()
    inherit_cache = True


@compiles(holds, "sqlite")
def _holds_on_sqlite(element: holds, compiler: Any, **options: Any) -> str:
    asked, _ = element.clauses
    return f"{TABLE} MATCH {compiler.process(asked, **options)}"


@compiles(holds, "postgresql")
def _holds_on_postgres(element: holds, compiler: Any, **options: Any) -> str:
    _, asked = element.clauses
    return f"{TABLE}.words @@ CAST({compiler.process(asked, **options)} AS tsquery)"


@compiles(revision_of, "sqlite")
def _revision_on_sqlite(element: revision_of, compiler: Any, **options: Any) -> str:
    return f"{TABLE}.rowid"


@compiles(revision_of, "postgresql")
def _revision_on_postgres(element: revision_of, compiler: Any, **options: Any) -> str:
    return f"{TABLE}.revision_id"


async def search(session: AsyncSession, guild_id: int, query: Query, *, limit: int) -> Sequence[int]:
    """The newest revisions of a server's pages that hold what is looked for: in title or tags first, then anywhere."""
    if not query.terms:
        return []
    if query.of_tags:
        return await _search(session, _Asked(guild_id, query.terms, _TAGS), limit)
    found = await _search(session, _Asked(guild_id, query.terms, _HEADING), limit)
    if len(found) < limit:
        anywhere = _Asked(guild_id, query.terms, _ANYWHERE, outside=_HEADING)
        found += await _search(session, anywhere, limit - len(found))
    return found


async def search_headings(session: AsyncSession, guild_id: int, query: Query, *, limit: int) -> Sequence[int]:
    """The newest revisions of a server's pages whose titles or tags hold what is looked for."""
    return await _search(session, _Asked(guild_id, query.terms, _HEADING), limit) if query.terms else []


@dataclass(frozen=True, slots=True)
class _Asked:
    """All terms inside these columns, but not all of them in those of `outside` alone, as each database reads it."""

    guild_id: int
    terms: Sequence[Term]
    inside: tuple[str, ...]
    outside: tuple[str, ...] = ()

    @property
    def fts(self) -> str:
        """For SQLite's FTS5."""
        words = [f'"{_word(self.guild_id, term.word)}"{" *" if term.is_beginning else ""}' for term in self.terms]
        every = " AND ".join(words)
        asked = f"{{{' '.join(self.inside)}}} : ({every})"
        return f"({asked}) NOT ({{{' '.join(self.outside)}}} : ({every}))" if self.outside else asked

    @property
    def tsquery(self) -> str:
        """For PostgreSQL."""
        asked = self._every(self.inside)
        return f"{asked} & !({self._every(self.outside)})" if self.outside else asked

    def _every(self, columns: tuple[str, ...]) -> str:
        place = _PLACES[columns]
        words = [
            f"'{_word(self.guild_id, place + term.word)}'{':*' if term.is_beginning else ''}" for term in self.terms
        ]
        return " & ".join(words)


def _word(guild_id: int, word: str) -> str:
    """A word as it stands in the index: another server's is another word, so none is in the way of finding it."""
    return f"{guild_id:x}{_OF}{word}"


async def _search(session: AsyncSession, asked: _Asked, limit: int) -> list[int]:
    """The revisions that hold what is asked, the newest first."""
    is_held = holds(literal(asked.fts), literal(asked.tsquery))
    # PostgreSQL takes every word for a common one and would walk all pages from the newest on, where it can.
    newest_first = (revision_of() + 0 if is_postgres(session) else revision_of()).desc()
    found = select(revision_of()).select_from(_WORDS).where(is_held).order_by(newest_first).limit(limit)
    return list(await session.scalars(found))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written into the index of one page: its newest revision, and what that says."""

    revision_id: int
    title: str
    tags: Sequence[str]
    body: str


async def put(session: AsyncSession, guild_id: int, entries: Sequence[Entry]) -> None:
    """Write the words of a server's pages into the index; that they are there is no harm."""
    await take_out(session, [entry.revision_id for entry in entries])
    if not entries:
        return
    columns, values, row_of = (
        ("revision_id, words", ":id, CAST(:words AS tsvector)", _vector_row)
        if is_postgres(session)
        else ("rowid, title, tags, body", ":id, :title, :tags, :body", _fts_row)
    )
    rows = [row_of(guild_id, entry) for entry in entries]
    await session.execute(text(f"INSERT INTO {TABLE} ({columns}) VALUES ({values})"), rows)


def _texts_of(entry: Entry) -> dict[str, str]:
    return {"title": entry.title, "tags": " ".join(entry.tags), "body": entry.body}


def _fts_row(guild_id: int, entry: Entry) -> dict[str, Any]:
    said = {
        column: " ".join(_word(guild_id, word) for word in words_in_text(written))
        for column, written in _texts_of(entry).items()
    }
    return {"id": entry.revision_id, **said}


def _vector_row(guild_id: int, entry: Entry) -> dict[str, Any]:
    said = _texts_of(entry)
    words = {
        _word(guild_id, place + word)
        for columns, place in _PLACES.items()
        for column in columns
        for word in words_in_text(said[column])
    }
    return {"id": entry.revision_id, "words": " ".join(f"'{word}'" for word in sorted(words))}


async def take_out(session: AsyncSession, revision_ids: Sequence[int]) -> None:
    """Take the words of revisions out of the index: newer ones take their place, or their texts are covered."""
    key = "revision_id" if is_postgres(session) else "rowid"
    if revision_ids:
        gone = [{"id": revision_id} for revision_id in revision_ids]
        await session.execute(text(f"DELETE FROM {TABLE} WHERE {key} = :id"), gone)


async def compact(session: AsyncSession) -> None:
    """Leave no word of what was taken out: SQLite writes that down beside the words, until all is written anew.

    PostgreSQL leaves them in dead rows, which go when the table is vacuumed.
    """
    if not is_postgres(session):
        await session.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"))


async def unindexed(session: AsyncSession, *, limit: int) -> Sequence[PageRow]:
    """Pages that can be read and whose words are not in the index, because a migration made them."""
    is_there = exists(select(revision_of()).select_from(_WORDS).where(revision_of() == PageRow.revision_id))
    found = select(PageRow).where(PageRow.is_covered.is_(False), PageRow.revision_id.is_not(None), ~is_there)
    return (await session.scalars(found.order_by(PageRow.id).limit(limit))).all()
