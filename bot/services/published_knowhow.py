"""Published know-how: pages and their revisions as the world reads them, without names, behind covers and gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.covers import Veil
from bot.domain.texts import without_ids
from bot.services.days import local_day
from bot.services.publications import Head, PublishedServer
from bot.services.published import published_server
from db import decisions, knowhow, published_texts, servers, tasks
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class PublishedHeading:
    """A page as a list shows it; the title is None where it was erased, or where a veil hides it."""

    number: int
    title: str | None
    tags: tuple[str, ...]
    revision: int
    revised_on: date
    veil: Veil | None = None


@dataclass(frozen=True, slots=True)
class PublishedRevision:
    """What a page said from one day on; title and text are None where they were erased, or behind a veil.

    `made_from` is the revision that its writer had before them, None for the first.
    """

    number: int
    made_on: date
    made_from: int | None
    title: str | None
    text: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedWork:
    """The work that a page came from: a task by its number, and the decision that it was born of."""

    task: int
    decision: int


@dataclass(frozen=True, slots=True)
class KnowHowList:
    """Pages of know-how, the newest first, and how many there are in all."""

    server: PublishedServer
    head: Head
    pages: tuple[PublishedHeading, ...]
    total: int


@dataclass(frozen=True, slots=True)
class KnowHowEntry:
    """One page of know-how in one of its revisions, with the log around it.

    `newest` is the number of its newest revision, `total` how many pages there are.
    """

    server: PublishedServer
    head: Head
    number: int
    revision: PublishedRevision
    newest: int
    shared_on: date
    works: tuple[PublishedWork, ...]
    total: int
    veil: Veil | None = None


@dataclass(frozen=True, slots=True)
class KnowHowHistory:
    """Revisions of a page, the newest first; `former` is the one before the last of them, if there is one."""

    server: PublishedServer
    head: Head
    number: int
    revisions: tuple[PublishedRevision, ...]
    former: PublishedRevision | None
    newest: int
    title: str | None
    veil: Veil | None = None


class PublishedKnowHowService:
    """Reads know-how for whoever asks: it is published with the log. Source: charter, §7."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pages(self, slug: str, *, limit: int, before: int | None = None) -> KnowHowList | None:
        """Pages from the newest, or before a number; None where nothing is published."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            found = await published_texts.headings(session, row.guild_id, limit=limit, before=before)
            return KnowHowList(
                await published_server(session, row),
                Head(*await decisions.head(session, row.guild_id)),
                tuple(heading_of(each, row.time_zone) for each in found),
                await published_texts.last_page(session, row.guild_id),
            )

    async def page(self, slug: str, number: int, revision: int | None = None) -> KnowHowEntry | None:
        """One page in its newest revision, or in another one; None where there is none."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            page = await knowhow.get(session, row.guild_id, number) if row else None
            if row is None or page is None:
                return None
            newest = (await knowhow.revisions(session, row.guild_id, [page]))[page.id]
            said = newest
            if revision is not None:
                # What a covered page once said has no address: that there is nothing to read is said on the page.
                wanted = None if page.is_covered else await knowhow.revision(session, row.guild_id, page.id, revision)
                if wanted is None or wanted.is_erased:
                    return None
                said = wanted
            return KnowHowEntry(
                server=await published_server(session, row),
                head=Head(*await decisions.head(session, row.guild_id)),
                number=number,
                revision=_revision(said, row.time_zone, is_covered=page.is_covered),
                newest=newest.number,
                shared_on=local_day(page.born_at, row.time_zone),
                works=(await works_of(session, row.guild_id, [page])).get(page.id, ()),
                total=await published_texts.last_page(session, row.guild_id),
                veil=veil_over(page.is_covered),
            )

    async def mark(self, slug: str) -> tuple[str, int] | None:
        """What changes with any text that can be read, and how many pages there are; None where none are published."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            standing = await published_texts.standing_mark(session, row.guild_id)
            return f"{standing} {row.time_zone}", await published_texts.last_page(session, row.guild_id)

    async def standing(self, slug: str, *, after: int, limit: int) -> Sequence[Sequence[PublishedRevision]]:
        """The revisions that can be read of each of so many pages after a number; none beyond the last page."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return []
            last = min(after + limit, await published_texts.last_page(session, row.guild_id))
            pages: dict[int, list[PublishedRevision]] = {number: [] for number in range(after + 1, last + 1)}
            found = await published_texts.standing_revisions(session, row.guild_id, after=after, limit=limit)
            for number, revision in found:
                pages[number].append(_revision(revision, row.time_zone, is_covered=False))
            return list(pages.values())

    async def readable_revisions(self, slug: str, number: int) -> Sequence[int]:
        """The numbers of those revisions of a page that can be read, where there is more than one revision."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            page = await knowhow.get(session, row.guild_id, number) if row else None
            if page is None or page.is_covered:
                return []
            found = await published_texts.readable_revisions(session, page.guild_id, page.id)
            return found if (await knowhow.revisions(session, page.guild_id, [page]))[page.id].number > 1 else []

    async def history(self, slug: str, number: int, *, limit: int, before: int | None = None) -> KnowHowHistory | None:
        """Revisions of a page from the newest, or before one of them; None where there is no such page."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            page = await knowhow.get(session, row.guild_id, number) if row else None
            if row is None or page is None:
                return None
            newest = (await knowhow.revisions(session, row.guild_id, [page]))[page.id]
            found = await knowhow.history(session, row.guild_id, page.id, limit=limit + 1, before=before)
            told = [_revision(each, row.time_zone, is_covered=page.is_covered) for each in found]
            return KnowHowHistory(
                server=await published_server(session, row),
                head=Head(*await decisions.head(session, row.guild_id)),
                number=number,
                revisions=tuple(told[:limit]),
                former=told[limit] if len(told) > limit else None,
                newest=newest.number,
                title=None if page.is_covered else without_ids(newest.title) or None,
                veil=veil_over(page.is_covered),
            )


def heading_of(heading: published_texts.Heading, time_zone: str) -> PublishedHeading:
    """A page as a list shows it."""
    return PublishedHeading(
        number=heading.number,
        title=None if heading.is_covered else without_ids(heading.title) or None,
        tags=() if heading.is_covered else tuple(map(without_ids, heading.tags)),
        revision=heading.revision,
        revised_on=local_day(heading.made_at, time_zone),
        veil=veil_over(heading.is_covered),
    )


def veil_over(is_covered: bool) -> Veil | None:
    """What hides a page of know-how."""
    return Veil.COVERED if is_covered else None


def _revision(row: knowhow.RevisionRow, time_zone: str, *, is_covered: bool) -> PublishedRevision:
    is_told = not (is_covered or row.is_erased)
    return PublishedRevision(
        number=row.number,
        made_on=local_day(row.made_at, time_zone),
        made_from=row.made_from,
        title=without_ids(row.title) if is_told else None,
        text=without_ids(row.text) if is_told else None,
        tags=tuple(map(without_ids, row.tags)) if is_told else (),
    )


async def works_of(
    session: Session, guild_id: int, rows: Sequence[knowhow.PageRow]
) -> Mapping[int, tuple[PublishedWork, ...]]:
    """The work that pages came from, by the page's id: those tasks alone that stand in a decision's record."""
    linked = await knowhow.tasks_of(session, guild_id, [row.id for row in rows])
    found = await tasks.by_ids(session, guild_id, {task_id for ids in linked.values() for task_id in ids})
    works = {
        row.id: PublishedWork(row.number, row.decision_number)
        for row in found
        if row.decision_number is not None and row.added_by is None
    }
    return {page_id: tuple(works[each] for each in ids if each in works) for page_id, ids in linked.items()}
