"""Writing pages of know-how into the record: their revisions, the index of their words, and who is shown them anew."""

from datetime import datetime

from bot.domain.knowhow import Page
from bot.domain.knowhow_refusals import NoSuchPage, PageIsCovered
from bot.services.cards import Person
from bot.services.owing import owe
from db import knowhow, knowhow_search, meetings, servers, tasks
from db.engine import Session


async def existing_page(session: Session, guild_id: int, number: int, *, locked: bool = False) -> knowhow.PageRow:
    """The page of a server; refuses with `NoSuchPage`."""
    row = await knowhow.get(session, guild_id, number, locked=locked)
    if row is None:
        raise NoSuchPage(number)
    return row


async def readable_page(session: Session, guild_id: int, number: int, *, locked: bool = False) -> knowhow.PageRow:
    """The page of a server that can be read; refuses with `NoSuchPage` or `PageIsCovered`."""
    row = await existing_page(session, guild_id, number, locked=locked)
    if row.is_covered:
        raise PageIsCovered(number)
    return row


async def newest_revision(session: Session, row: knowhow.PageRow) -> knowhow.RevisionRow:
    """What a page says."""
    return (await knowhow.revisions(session, row.guild_id, [row]))[row.id]


async def add_page(session: Session, person: Person, page: Page, now: datetime) -> knowhow.PageRow:
    """Add a page, in its first revision, that everybody finds from now on."""
    number = await servers.next_number(session, person.guild_id, "last_page")
    row = knowhow.PageRow(guild_id=person.guild_id, number=number, born_at=now)
    session.add(row)
    await session.flush()
    await write_revision(session, person, row, page, made_from=None, now=now)
    return row


async def write_revision(
    session: Session, person: Person, row: knowhow.PageRow, page: Page, *, made_from: int | None, now: datetime
) -> None:
    """Add a revision to a page; the earlier ones stay as they are."""
    before = row.revision_id
    number = 1 if before is None else (await newest_revision(session, row)).number + 1
    revision = knowhow.RevisionRow(
        number=number,
        made_from=made_from,
        title=page.title,
        text=page.text,
        tags=list(page.tags),
        author_id=person.user_id,
        made_at=now,
    )
    await knowhow.revise(session, row, revision)
    if before is not None:
        await knowhow_search.take_out(session, [before])
    await index(session, row)
    await show_page_anew(session, row, now)


async def index(session: Session, row: knowhow.PageRow) -> None:
    """Bring the index of words in step with a page: a covered one is not found."""
    said = await newest_revision(session, row)
    if row.is_covered:
        await knowhow_search.take_out(session, [said.id])
        await knowhow_search.compact(session)
    else:
        entry = knowhow_search.Entry(said.id, said.title, said.tags, said.text)
        await knowhow_search.put(session, row.guild_id, [entry])


async def index_missing(session: Session, *, limit: int) -> int:
    """Write the words of pages that are not in the index into it; returns how many there were."""
    missing = await knowhow_search.unindexed(session, limit=limit)
    for row in missing:
        await index(session, row)
    return len(missing)


async def show_page_anew(session: Session, row: knowhow.PageRow, now: datetime) -> None:
    """Owe a new picture to the message in a meeting's thread that shows a page."""
    notes = await meetings.notes(session, row.guild_id, row.id)
    if notes is not None and notes.message_id is not None:
        await owe(session, row.guild_id, notes.channel_id or 0, "show-notes", row.number, now)


async def show_task_anew(session: Session, server: servers.ServerRow, task: tasks.TaskRow, now: datetime) -> None:
    """Owe a new picture to the message of a task, which names the pages that came from it."""
    await owe(session, server.guild_id, task.channel_id or server.tasks_channel_id, "show-task", task.number, now)
