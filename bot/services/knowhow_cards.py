"""Know-how cards: pages, what was found, their history, and two revisions that met, as frozen facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.knowhow_merge import Merged, Sign
from bot.domain.knowhow_search import Snippet
from bot.services.days import local_day
from bot.services.servers import founded
from db import covers, knowhow, members, tasks
from db.engine import Session


@dataclass(frozen=True, slots=True)
class LinkedTask:
    """A task that a page came from; the title is None where it is covered."""

    number: int
    title: str | None


@dataclass(frozen=True, slots=True)
class PageCard:
    """A page as its newest revision has it; of a covered one title and text are None, and it has no tags."""

    prefix: ClassVar[str] = "K"

    guild_id: int
    number: int
    title: str | None
    text: str | None
    tags: tuple[str, ...]
    is_covered: bool
    revision: int
    revised_by: str | None
    revised_on: date
    tasks: tuple[LinkedTask, ...]
    language: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that was found, with the place in it."""

    page: PageCard
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class FoundCard:
    """What was found, or without a query the newest pages: those from `start` on, and whether there are more."""

    query: str
    pages: tuple[FoundPage, ...]
    start: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision of a page: by whom, on which day, made from which revision, and whether its text is erased."""

    number: int
    made_by: str | None
    made_on: date
    made_from: int | None
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class HistoryCard:
    """The revisions of a page, the newest first; `more_before` is where the next ones go on."""

    page: PageCard
    revisions: tuple[RevisionLine, ...]
    more_before: int | None


@dataclass(frozen=True, slots=True)
class DifferenceCard:
    """What one revision of a page changed from the one before it; titles and tags as they were and as they are.

    Where the text of either is erased there is nothing to compare; `follows_erased` says that it is the one before.
    """

    number: int
    revision: RevisionLine
    titles: tuple[str, str]
    tags: tuple[tuple[str, ...], tuple[str, ...]]
    lines: tuple[tuple[Sign, str], ...]
    follows_erased: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody writes: `page_number` is the page that it revises, 0 for a new one, and `made_from` the revision.

    A new page can come from a task, `task_number`. `writing_id` is not 0 where it was kept because it was not sent.
    """

    title: str = ""
    text: str = ""
    tags: str = ""
    page_number: int = 0
    made_from: int = 0
    task_number: int = 0
    writing_id: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A page that was shared or revised; `is_merged` where somebody else had revised it meanwhile."""

    page: PageCard
    is_merged: bool = False


@dataclass(frozen=True, slots=True)
class ClashCard:
    """A page that was revised while somebody else wrote, what they wrote, and what both come to.

    `lines` is what the one who wrote has otherwise than the page has now.
    """

    page: PageCard
    writing: Writing
    merged: Merged
    lines: tuple[tuple[Sign, str], ...]


async def page_cards(session: Session, guild_id: int, rows: Sequence[knowhow.PageRow]) -> list[PageCard]:
    """The cards of pages of one server, in the order given."""
    if not rows:
        return []
    server = await founded(session, guild_id)
    said = await knowhow.revisions(session, guild_id, rows)
    linked = await _tasks_of(session, guild_id, rows)
    names = await names_of(session, guild_id, said.values())
    return [
        PageCard(
            guild_id=guild_id,
            number=row.number,
            title=None if row.is_covered else said[row.id].title,
            text=None if row.is_covered else said[row.id].text,
            tags=() if row.is_covered else tuple(said[row.id].tags),
            is_covered=row.is_covered,
            revision=said[row.id].number,
            revised_by=names.get(said[row.id].author_id or 0),
            revised_on=local_day(said[row.id].made_at, server.time_zone),
            tasks=linked.get(row.id, ()),
            language=server.language,
        )
        for row in rows
    ]


async def names_of(session: Session, guild_id: int, rows: Iterable[knowhow.RevisionRow]) -> dict[int, str]:
    """The names of those who wrote revisions, as far as they are known, by id."""
    authors = {row.author_id for row in rows if row.author_id is not None}
    people = await members.by_ids(session, guild_id, authors)
    return {who: person.name for who, person in people.items() if person.name}


async def _tasks_of(
    session: Session, guild_id: int, rows: Sequence[knowhow.PageRow]
) -> dict[int, tuple[LinkedTask, ...]]:
    linked = await knowhow.tasks_of(session, guild_id, [row.id for row in rows])
    if not linked:
        return {}
    found = await tasks.by_ids(session, guild_id, {task_id for ids in linked.values() for task_id in ids})
    hidden = await covers.hidden_tasks(session, guild_id, [task.number for task in found])
    card = {task.id: LinkedTask(task.number, None if task.number in hidden else task.title) for task in found}
    return {page_id: tuple(card[task_id] for task_id in ids if task_id in card) for page_id, ids in linked.items()}
