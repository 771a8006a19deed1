"""Know-how: pages that anybody shares, finds, revises and links to tasks; nothing is overwritten in silence."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.errors import NoSuchTask
from bot.domain.knowhow import TEXT_LIMIT, WRITING_KEPT, Page, page_of
from bot.domain.knowhow_merge import differences, merged
from bot.domain.knowhow_refusals import NothingRevised, WritingIsGone
from bot.domain.knowhow_search import QUERY_LIMIT, query_of, snippet
from bot.domain.phrases.folding import folded
from bot.domain.texts import clean_text
from bot.services.cards import Person
from bot.services.days import local_day
from bot.services.knowhow_cards import (
    ClashCard,
    DifferenceCard,
    FoundCard,
    FoundPage,
    HistoryCard,
    PageCard,
    RevisionLine,
    Sent,
    Writing,
    names_of,
    page_cards,
)
from bot.services.knowhow_pages import (
    add_page,
    existing_page,
    index_missing,
    newest_revision,
    readable_page,
    show_task_anew,
    write_revision,
)
from bot.services.ports import Clock
from bot.services.servers import founded, seen
from db import knowhow, knowhow_search, members, servers, tasks
from db.engine import Database, Session

A_PAGE = 5
"""Pages of know-how on one page of a list, and revisions on one of a history."""

MOST_FOUND = 50
SUGGESTED = 25

_AT_A_TIME = 200


class KnowHowService:
    """What is known is a commons: anybody adds to it and revises it. Source: charter, §7."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._is_indexed = False

    async def share(self, person: Person, writing: Writing) -> Sent:
        """Share a page, linked to the task that it came from; refuses with what the rules say of its text."""
        page, now = page_of(writing.title, writing.text, writing.tags), self._clock.now()
        async with self._database.turn() as session:
            server = await founded(session, person.guild_id)
            row = await add_page(session, person, page, now)
            if writing.task_number:
                await _link(session, server, row, writing.task_number, self._clock)
            await knowhow.sent(session, person.guild_id, person.user_id, writing.writing_id)
            await members.remember(session, [seen(person, acted_at=now)])
            return Sent((await page_cards(session, person.guild_id, [row]))[0])

    async def revise(self, person: Person, writing: Writing) -> Sent | ClashCard:
        """Revise a page; where somebody else did meanwhile both are merged, or whoever writes is asked how.

        Refuses with what the rules say of the text, with `NoSuchPage`, `PageIsCovered` or `NothingRevised`.
        """
        page, now = page_of(writing.title, writing.text, writing.tags), self._clock.now()
        async with self._database.turn() as session:
            row = await readable_page(session, person.guild_id, writing.page_number, locked=True)
            standing, base = await _bases(session, row, writing.made_from)
            both = merged(_page(base), _page(standing), page)
            await members.remember(session, [seen(person, acted_at=now)])
            if both.page is None:
                kept = await _keep(session, person, writing, now=self._clock)
                return await _clash(session, row, kept)
            if both.page == _page(standing):
                raise NothingRevised(row.number)
            await write_revision(session, person, row, both.page, made_from=base.number, now=now)
            await knowhow.sent(session, person.guild_id, person.user_id, writing.writing_id)
            card = (await page_cards(session, person.guild_id, [row]))[0]
            return Sent(card, is_merged=base.number != standing.number)

    async def keep(self, person: Person, writing: Writing) -> Writing:
        """Keep what somebody wrote and could not send, for a day, in place of what was kept of it before."""
        async with self._database.turn() as session:
            return await _keep(session, person, writing, now=self._clock)

    async def writing(self, person: Person, writing_id: int) -> Writing:
        """What somebody wrote and did not send; refuses with `WritingIsGone`."""
        async with self._database.look() as session:
            return await _writing(session, person, writing_id)

    async def clash(self, person: Person, writing_id: int) -> ClashCard:
        """What somebody wrote beside the page as it is now; refuses with `WritingIsGone` or `PageIsCovered`."""
        async with self._database.look() as session:
            kept = await _writing(session, person, writing_id)
            row = await readable_page(session, person.guild_id, kept.page_number)
            return await _clash(session, row, kept)

    async def forget_old(self) -> None:
        """Keep nothing that nobody sent within a day."""
        async with self._database.turn() as session:
            await knowhow.forget_older(session, self._clock.now() - WRITING_KEPT)

    async def card(self, guild_id: int, number: int) -> PageCard:
        """One page; refuses with `NoSuchPage`."""
        async with self._database.look() as session:
            await founded(session, guild_id)
            return (await page_cards(session, guild_id, [await existing_page(session, guild_id, number)]))[0]

    async def to_revise(self, guild_id: int, number: int) -> Writing:
        """A page as it is put into the form that revises it; refuses with `NoSuchPage` or `PageIsCovered`."""
        async with self._database.look() as session:
            await founded(session, guild_id)
            said = await newest_revision(session, await readable_page(session, guild_id, number))
            return Writing(said.title, said.text, ", ".join(said.tags), page_number=number, made_from=said.number)

    async def of_task(self, guild_id: int, task_number: int) -> Sequence[PageCard]:
        """The pages that came from a task, by number; refuses with `NoSuchTask`."""
        async with self._database.look() as session:
            await founded(session, guild_id)
            task = await _task(session, guild_id, task_number)
            numbers = (await knowhow.numbers_of_tasks(session, guild_id, [task.id])).get(task.id, [])
            return await page_cards(session, guild_id, await knowhow.by_numbers(session, guild_id, numbers))

    async def link(self, person: Person, number: int, task_number: int, *, is_linked: bool) -> PageCard:
        """Link a page to a task, or take that back; refuses with `NoSuchPage` or `NoSuchTask`. Twice is once."""
        now = self._clock.now()
        async with self._database.turn() as session:
            server = await founded(session, person.guild_id)
            row = await existing_page(session, person.guild_id, number)
            if is_linked:
                await _link(session, server, row, task_number, self._clock)
            else:
                task = await _task(session, person.guild_id, task_number)
                await knowhow.unlink(session, person.guild_id, row.id, task.id)
                await show_task_anew(session, server, task, now)
            await members.remember(session, [seen(person, acted_at=now)])
            return (await page_cards(session, person.guild_id, [row]))[0]

    async def find(self, guild_id: int, typed: str, *, start: int = 0) -> FoundCard:
        """The pages that hold what was typed, or without it the newest, from one place on; of a great many the newest.

        What is in titles and tags comes first, and of that what was revised last.
        """
        typed = " ".join(clean_text(typed).split())[:QUERY_LIMIT]
        query = query_of(typed)
        await self._index_missing()
        async with self._database.look() as session:
            await founded(session, guild_id)
            if not typed:
                rows = await knowhow.newest(session, guild_id, after=start, limit=A_PAGE + 1)
            else:
                found = await knowhow_search.search(session, guild_id, query, limit=MOST_FOUND)
                rows = await knowhow.by_revisions(session, guild_id, found[start : start + A_PAGE + 1])
            shown = await page_cards(session, guild_id, rows[:A_PAGE])
        pages = tuple(FoundPage(page, snippet(page.text or "", query)) for page in shown)
        return FoundCard(typed, pages, start, len(rows) > A_PAGE)

    async def suggest(self, guild_id: int, typed: str) -> tuple[Sequence[tuple[int, str]], Sequence[str]]:
        """Pages by number and title, and tags, that begin with what is being typed; the newest where nothing is."""
        query = query_of(typed)
        await self._index_missing()
        async with self._database.look() as session:
            if query.terms:
                found = await knowhow_search.search_headings(session, guild_id, query, limit=SUGGESTED)
                rows = await knowhow.by_revisions(session, guild_id, found)
            else:
                rows = await knowhow.newest(session, guild_id, limit=SUGGESTED)
            said = await knowhow.revisions(session, guild_id, rows)
        wanted = folded(typed).strip().lstrip("#")
        tags = dict.fromkeys(
            tag for row in rows for tag in said[row.id].tags if wanted and folded(tag).startswith(wanted)
        )
        return [(row.number, said[row.id].title) for row in rows], list(tags)

    async def history(self, guild_id: int, number: int, *, before: int | None = None) -> HistoryCard:
        """The revisions of a page, the newest first, `before` one of them; refuses with `NoSuchPage`."""
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            row = await existing_page(session, guild_id, number)
            found = await knowhow.history(session, guild_id, row.id, limit=A_PAGE + 1, before=before)
            lines = await _lines(session, server, found[:A_PAGE])
            more = lines[-1].number if len(found) > A_PAGE else None
            return HistoryCard((await page_cards(session, guild_id, [row]))[0], lines, more)

    async def difference(self, guild_id: int, number: int, revision: int) -> DifferenceCard:
        """What one revision changed from the one before it; refuses with `NoSuchPage` or `PageIsCovered`."""
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            row = await readable_page(session, guild_id, number)
            after = await knowhow.revision(session, guild_id, row.id, revision) or await newest_revision(session, row)
            former = await knowhow.revision(session, guild_id, row.id, after.number - 1)
            before = _page(former) if former else Page("", "")
            (line,) = await _lines(session, server, [after])
        if after.is_erased:
            return DifferenceCard(number, line, ("", ""), ((), ()), ())
        changed = tuple(differences(before.text, after.text))
        titles, tags = (before.title, after.title), (before.tags, tuple(after.tags))
        return DifferenceCard(number, line, titles, tags, changed, follows_erased=bool(former and former.is_erased))

    async def _index_missing(self) -> None:
        """Write into the index, once in a process, what a migration has left to be written."""
        is_more = not self._is_indexed
        while is_more:
            async with self._database.turn() as session:
                is_more = await index_missing(session, limit=_AT_A_TIME) == _AT_A_TIME
        self._is_indexed = True


def _page(row: knowhow.RevisionRow) -> Page:
    return Page(row.title, row.text, tuple(row.tags))


async def _bases(
    session: Session, row: knowhow.PageRow, made_from: int
) -> tuple[knowhow.RevisionRow, knowhow.RevisionRow]:
    """The revision that stands, and the one that somebody had before them when they wrote."""
    standing = await newest_revision(session, row)
    return standing, await knowhow.revision(session, row.guild_id, row.id, made_from) or standing


async def _clash(session: Session, row: knowhow.PageRow, kept: Writing) -> ClashCard:
    standing, base = await _bases(session, row, kept.made_from)
    page = page_of(kept.title, kept.text, kept.tags)
    (card,) = await page_cards(session, row.guild_id, [row])
    lines = tuple(differences(standing.text, page.text))
    return ClashCard(card, kept, merged(_page(base), _page(standing), page), lines)


async def _lines(
    session: Session, server: servers.ServerRow, rows: Sequence[knowhow.RevisionRow]
) -> tuple[RevisionLine, ...]:
    names = await names_of(session, server.guild_id, rows)
    return tuple(
        RevisionLine(
            row.number,
            names.get(row.author_id or 0),
            local_day(row.made_at, server.time_zone),
            row.made_from,
            is_erased=row.is_erased,
        )
        for row in rows
    )


async def _keep(session: Session, person: Person, writing: Writing, *, now: Clock) -> Writing:
    await knowhow.sent(session, person.guild_id, person.user_id, writing.writing_id)
    row = knowhow.WritingRow(
        guild_id=person.guild_id,
        member_id=person.user_id,
        page_number=writing.page_number,
        made_from=writing.made_from,
        task_number=writing.task_number,
        title=clean_text(writing.title)[:TEXT_LIMIT],
        text=clean_text(writing.text)[:TEXT_LIMIT],
        tags=clean_text(writing.tags)[:TEXT_LIMIT],
        created_at=now.now(),
    )
    session.add(row)
    await session.flush()
    return replace(writing, writing_id=row.id)


async def _writing(session: Session, person: Person, writing_id: int) -> Writing:
    row = await knowhow.writing(session, person.guild_id, person.user_id, writing_id)
    if row is None:
        raise WritingIsGone
    return Writing(row.title, row.text, row.tags, row.page_number, row.made_from, row.task_number, row.id)


async def _task(session: Session, guild_id: int, number: int) -> tasks.TaskRow:
    row = await tasks.get(session, guild_id, number)
    if row is None:
        raise NoSuchTask(number)
    return row


async def _link(
    session: Session, server: servers.ServerRow, row: knowhow.PageRow, task_number: int, clock: Clock
) -> None:
    task, now = await _task(session, server.guild_id, task_number), clock.now()
    if await knowhow.link(session, server.guild_id, row.id, task.id, now):
        await show_task_anew(session, server, task, now)
