"""Know-how in two servers: pages that every query has something to show of, and the queries themselves."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.knowhow_search import query_of
from bot.services.knowhow_cards import Writing
from db import knowhow, knowhow_search, meetings, published_texts, reminders, tasks
from tests.factories import BEA, LONG_AGO, START, House, elsewhere

NOUNS = (knowhow, knowhow_search, published_texts)

Query = Callable[[AsyncSession, int], Awaitable[Any]]

IDS = range(1, 20)


async def tell(house: House, guild_id: int) -> None:
    """Share a page that came from a task, revise it, file a meeting's notes, and write something that is not sent."""
    bea = elsewhere(BEA, guild_id)
    await house.services.knowhow.share(bea, Writing("Hall", "Ask Mia.", "hall", task_number=1))
    await house.services.knowhow.revise(bea, Writing("Hall", "Ask Leo.", "hall", page_number=1, made_from=1))
    await house.services.knowhow.keep(bea, Writing("Hall", "Not sent."))


async def tell_of_notes(session: AsyncSession, occurrence: reminders.OccurrenceRow) -> None:
    """Have the page be a meeting's notes."""
    page = await knowhow.get(session, occurrence.guild_id, 1)
    assert page is not None
    session.add(meetings.MeetingPageRow(page_id=page.id, guild_id=page.guild_id, occurrence_id=occurrence.id))
    await session.flush()


async def _own(session: AsyncSession, guild: int) -> knowhow.PageRow:
    page = await knowhow.get(session, guild, 1)
    assert page is not None
    return page


async def _pages(session: AsyncSession) -> Sequence[knowhow.PageRow]:
    """The pages of all servers, which no query of one may show."""
    return [page for one in IDS if (page := await session.get(knowhow.PageRow, one)) is not None]


async def _revisions(session: AsyncSession, guild: int) -> Any:
    return await knowhow.revisions(session, guild, await _pages(session))


async def _revision(session: AsyncSession, guild: int) -> Any:
    found = [await knowhow.revision(session, guild, one, 1) for one in IDS]
    return [each for each in found if each is not None]


async def _history(session: AsyncSession, guild: int) -> Any:
    return [found for one in IDS if (found := await knowhow.history(session, guild, one, limit=9))]


async def _writing(session: AsyncSession, guild: int) -> Any:
    return [found for one in IDS if (found := await knowhow.writing(session, guild, BEA.user_id, one)) is not None]


async def notes(session: AsyncSession, guild: int) -> Any:
    """What a server is shown of all notes."""
    return [found for one in IDS if (found := await meetings.notes(session, guild, one)) is not None]


async def _readable_revisions(session: AsyncSession, guild: int) -> Any:
    """What a server is shown of all pages' revisions."""
    return [
        number
        for page in await _pages(session)
        for number in await published_texts.readable_revisions(session, guild, page.id)
    ]


async def _standing_mark(session: AsyncSession, guild: int) -> Any:
    """What a server's own texts are known by; the rows' ids are those of both."""
    newest, readable, covered = await published_texts.standing_mark(session, guild)
    return [newest, readable, covered] if readable else []


async def _link(session: AsyncSession, guild: int) -> None:
    for page in await _pages(session):
        await knowhow.unlink(session, guild, page.id, 1)
    own = await _own(session, guild)
    linked = await knowhow.tasks_of(session, guild, [own.id])
    await knowhow.link(session, guild, own.id, linked[own.id][0], START)


async def _unlink(session: AsyncSession, guild: int) -> None:
    for page in await _pages(session):
        for task_id in IDS:
            await knowhow.unlink(session, guild, page.id, task_id)


async def _sent(session: AsyncSession, guild: int) -> None:
    for one in IDS:
        await knowhow.sent(session, guild, BEA.user_id, one)


async def _put(session: AsyncSession, guild: int) -> None:
    own = await _own(session, guild)
    assert own.revision_id is not None
    await knowhow_search.put(session, guild, [knowhow_search.Entry(own.revision_id, "Hall", ["hall"], "Ask Leo.")])


QUERIES: dict[str, Query] = {
    "knowhow.written_alone": lambda session, guild: knowhow.written_alone(session, guild, BEA.user_id),
    "knowhow.written_by": lambda session, guild: knowhow.written_by(session, guild, BEA.user_id),
    "knowhow.data_of": lambda session, guild: knowhow.data_of(session, guild, BEA.user_id),
    "tasks.by_ids": lambda session, guild: tasks.by_ids(session, guild, IDS),
    "knowhow.get": lambda session, guild: knowhow.get(session, guild, 1),
    "knowhow.by_numbers": lambda session, guild: knowhow.by_numbers(session, guild, [1, 2]),
    "knowhow.by_revisions": lambda session, guild: knowhow.by_revisions(session, guild, list(IDS)),
    "knowhow.newest": lambda session, guild: knowhow.newest(session, guild, limit=9),
    "knowhow.born_between": lambda session, guild: knowhow.born_between(
        session, guild, LONG_AGO, START.replace(year=2099)
    ),
    "knowhow.revisions": _revisions,
    "knowhow.revision": _revision,
    "knowhow.history": _history,
    "knowhow.tasks_of": lambda session, guild: knowhow.tasks_of(session, guild, IDS),
    "knowhow.numbers_of_tasks": lambda session, guild: knowhow.numbers_of_tasks(session, guild, IDS),
    "knowhow.writing": _writing,
    "published_texts.headings": lambda session, guild: published_texts.headings(session, guild, limit=9),
    "published_texts.headings_revised_last": lambda session, guild: published_texts.headings_revised_last(
        session, guild, limit=9
    ),
    "published_texts.last_page": published_texts.last_page,
    "published_texts.readable_revisions": _readable_revisions,
    "published_texts.standing_mark": _standing_mark,
    "published_texts.standing_revisions": lambda session, guild: published_texts.standing_revisions(
        session, guild, after=0, limit=9
    ),
    "knowhow_search.search": lambda session, guild: knowhow_search.search(session, guild, query_of("leo"), limit=9),
    "knowhow_search.search_headings": lambda session, guild: knowhow_search.search_headings(
        session, guild, query_of("hall"), limit=9
    ),
}
WRITERS: dict[str, Query] = {
    "knowhow.erase_earlier": lambda session, guild: knowhow.erase_earlier(session, guild, BEA.user_id),
    "knowhow.forget": lambda session, guild: knowhow.forget(session, guild, BEA.user_id),
    "knowhow.link": _link,
    "knowhow.unlink": _unlink,
    "knowhow.sent": _sent,
    "knowhow_search.put": _put,
}
