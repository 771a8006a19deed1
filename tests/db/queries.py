"""Queries: every one in db that takes a server's id, asked so that it has something to show, and all that write."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chain import link
from db import (
    absences,
    ballots,
    calendar_links,
    checks,
    covers,
    decisions,
    digests,
    due_tasks,
    ledger,
    links,
    mandates,
    meetings,
    members,
    outbox,
    personal_reminders,
    previews,
    proposals,
    reminders,
    servers,
    tasks,
    unsent_forms,
)
from tests.db import know_how, standing_work, work
from tests.factories import ANN, BEA, CAST, DOV, LONG_AGO, START

NOUNS = (
    absences,
    ballots,
    calendar_links,
    checks,
    covers,
    decisions,
    digests,
    due_tasks,
    ledger,
    links,
    mandates,
    meetings,
    members,
    outbox,
    personal_reminders,
    previews,
    proposals,
    reminders,
    servers,
    tasks,
    unsent_forms,
    *know_how.NOUNS,
    *standing_work.NOUNS,
    *work.NOUNS,
)
NOWHERE = 404
ALWAYS = (LONG_AGO, START + timedelta(days=999))

Query = Callable[[AsyncSession, int], Awaitable[Any]]

QUERIES: dict[str, Query] = {
    "calendar_links.data_of": lambda session, guild: calendar_links.data_of(session, guild, BEA.user_id),
    "covers.data_of": lambda session, guild: covers.data_of(session, guild, BEA.user_id),
    "links.data_of": lambda session, guild: links.data_of(session, guild, BEA.user_id),
    "links.tied": lambda session, guild: links.tied(session, guild, BEA.user_id),
    "decisions.how_many_entries": lambda session, guild: decisions.how_many_entries(session, guild, "decision"),
    "mandates.over": lambda session, guild: mandates.over(session, guild),
    "mandates.data_of": lambda session, guild: mandates.data_of(session, guild, BEA.user_id),
    "mandates.ever_held_by": lambda session, guild: mandates.ever_held_by(session, guild, BEA.user_id),
    "meetings.agendas_of": lambda session, guild: meetings.agendas_of(session, guild, BEA.user_id),
    "meetings.data_of": lambda session, guild: meetings.data_of(session, guild, BEA.user_id),
    "members.data_of": lambda session, guild: members.data_of(session, guild, BEA.user_id),
    "members.shown_names": members.shown_names,
    "personal_reminders.data_of": lambda session, guild: personal_reminders.data_of(session, guild, BEA.user_id),
    "previews.data_of": lambda session, guild: previews.data_of(session, guild, BEA.user_id),
    "proposals.by_author": lambda session, guild: proposals.by_author(session, guild, ANN.user_id),
    "proposals.data_of": lambda session, guild: proposals.data_of(session, guild, ANN.user_id),
    "reminders.by_author": lambda session, guild: reminders.by_author(session, guild, BEA.user_id),
    "reminders.data_of": lambda session, guild: reminders.data_of(session, guild, BEA.user_id),
    "tasks.added_by": lambda session, guild: tasks.added_by(session, guild, DOV.user_id),
    "tasks.data_of": lambda session, guild: tasks.data_of(session, guild, BEA.user_id),
    "tasks.ever_touched_by": lambda session, guild: tasks.ever_touched_by(session, guild, BEA.user_id),
    "unsent_forms.data_of": lambda session, guild: unsent_forms.data_of(session, guild, BEA.user_id),
    **know_how.QUERIES,
    **standing_work.QUERIES,
    **work.QUERIES,
    "calendar_links.of_member": lambda session, guild: calendar_links.of_member(session, guild, BEA.user_id),
    "checks.get": lambda session, guild: checks.get(session, guild, 1),
    "covers.asked_by": lambda session, guild: covers.asked_by(session, guild, "task", 1),
    "covers.get": lambda session, guild: covers.get(session, guild, "task", 1),
    "covers.of_vote": lambda session, guild: covers.of_vote(session, guild, 3),
    "covers.hidden_tasks": lambda session, guild: covers.hidden_tasks(session, guild, [1, 2]),
    "covers.hidden_titles": lambda session, guild: covers.hidden_titles(session, guild, 1),
    "decisions.by_numbers": lambda session, guild: decisions.by_numbers(session, guild, [1, 2]),
    "decisions.decided_between": lambda session, guild: decisions.decided_between(session, guild, *ALWAYS),
    "decisions.entered_between": lambda session, guild: decisions.entered_between(session, guild, "charter", *ALWAYS),
    "decisions.has_entry": lambda session, guild: _has_its_head(session, guild),
    "decisions.head": decisions.head,
    "decisions.entries": decisions.entries,
    "decisions.entries_after": lambda session, guild: decisions.entries_after(session, guild, 1, limit=10),
    "decisions.entries_at": lambda session, guild: decisions.entries_at(session, guild, [1, 2]),
    "decisions.entry": lambda session, guild: decisions.entry(session, guild, 2),
    "decisions.opened": lambda session, guild: _opened(session, guild),
    "decisions.texts_kept": decisions.texts_kept,
    "decisions.get": lambda session, guild: decisions.get(session, guild, 1),
    "decisions.newest": lambda session, guild: decisions.newest(session, guild, limit=10),
    "decisions.how_many": decisions.how_many,
    "digests.agreements": digests.agreements,
    "digests.get": lambda session, guild: _each(session, guild, digests.get),
    "digests.latest": lambda session, guild: digests.latest(session, guild, digests.PAST),
    "digests.skipped_after": lambda session, guild: digests.skipped_after(session, guild, None),
    "digests.standing_since": lambda session, guild: digests.standing_since(session, guild, LONG_AGO),
    "digests.waiting": digests.waiting,
    "mandates.of_decisions": lambda session, guild: mandates.of_decisions(session, guild, [1, 2]),
    "mandates.standing": mandates.standing,
    "mandates.of_member": lambda session, guild: mandates.of_member(session, guild, BEA.user_id),
    "mandates.by_ids": lambda session, guild: mandates.by_ids(session, guild, range(1, 9)),
    "mandates.running": lambda session, guild: mandates.running(session, guild, START),
    "meetings.how_many_come": lambda session, guild: _each(session, guild, meetings.how_many_come),
    "meetings.items": lambda session, guild: _each(session, guild, meetings.items),
    "meetings.with_notes": lambda session, guild: meetings.with_notes(session, guild, range(99)),
    "meetings.notes": know_how.notes,
    "personal_reminders.get": lambda session, guild: personal_reminders.get(session, guild, BEA.user_id, 1),
    "personal_reminders.by_id": lambda session, guild: _each(session, guild, personal_reminders.by_id),
    "personal_reminders.next_number": lambda session, guild: personal_reminders.next_number(
        session, guild, BEA.user_id
    ),
    "personal_reminders.active_of": lambda session, guild: personal_reminders.active_of(session, guild, BEA.user_id),
    "personal_reminders.undelivered_of": lambda session, guild: personal_reminders.undelivered_of(
        session, guild, BEA.user_id
    ),
    "previews.get": lambda session, guild: _each(
        session, guild, lambda session, guild, one: previews.get(session, guild, BEA.user_id, one)
    ),
    "unsent_forms.get": lambda session, guild: unsent_forms.get(session, guild, BEA.user_id),
    "reminders.get": lambda session, guild: reminders.get(session, guild, 1),
    "reminders.with_thread": lambda session, guild: reminders.with_thread(session, guild, LONG_AGO),
    "reminders.came_since": lambda session, guild: reminders.came_since(session, guild, LONG_AGO),
    "reminders.active": reminders.active,
    "reminders.of_decision": lambda session, guild: reminders.of_decision(session, guild, 1),
    "reminders.scheduled_since": lambda session, guild: reminders.scheduled_since(
        session, guild, BEA.user_id, LONG_AGO
    ),
    "reminders.occurrence": lambda session, guild: _each(session, guild, reminders.occurrence),
    "reminders.posted_of": lambda session, guild: _each(session, guild, reminders.posted_of),
    "reminders.posted_of_decision": lambda session, guild: reminders.posted_of_decision(session, guild, 1),
    "reminders.is_owed": lambda session, guild: _each(session, guild, reminders.is_owed),
    "reminders.skipped_between": lambda session, guild: reminders.skipped_between(
        session, guild, LONG_AGO, START + timedelta(days=999)
    ),
    "reminders.of_occurrence": lambda session, guild: _reminder_of_occurrence(session, guild),
    "decisions.newest_entries": lambda session, guild: decisions.newest_entries(session, guild, "charter", limit=9),
    "due_tasks.due_untold": lambda session, guild: due_tasks.due_untold(session, guild, date(2026, 5, 9)),
    "members.get": lambda session, guild: members.get(session, guild, BEA.user_id),
    "members.by_ids": lambda session, guild: members.by_ids(session, guild, [one.user_id for one in CAST]),
    "members.joined": lambda session, guild: members.joined(session, guild, [one.user_id for one in CAST]),
    "members.active_since": lambda session, guild: members.active_since(session, guild, LONG_AGO),
    "outbox.owed_since": lambda session, guild: outbox.owed_since(session, guild, "ballot", 2, LONG_AGO),
    "proposals.open_since": lambda session, guild: proposals.open_since(session, guild, START),
    "outbox.get": lambda session, guild: _each(session, guild, outbox.get),
    "outbox.standing": lambda session, guild: outbox.standing(session, guild, "ballot", 1),
    "outbox.is_ahead": lambda session, guild: outbox.is_ahead(session, guild, 9, ["check"]),
    "outbox.waits": lambda session, guild: outbox.waits(session, guild, 9, ["check"]),
    "outbox.was_busy": lambda session, guild: outbox.was_busy(session, guild, 2, ["ballot"], since=START),
    "proposals.by_numbers": lambda session, guild: proposals.by_numbers(session, guild, [1, 2]),
    "proposals.get": lambda session, guild: proposals.get(session, guild, 2),
    "proposals.open_of": proposals.open_of,
    "proposals.alive_of": proposals.alive_of,
    "proposals.newest": lambda session, guild: proposals.newest(session, guild, limit=10),
    "proposals.open_by_author": lambda session, guild: proposals.open_by_author(session, guild, ANN.user_id),
    "servers.get": servers.get,
    "servers.charters": servers.charters,
    "servers.charter": lambda session, guild: servers.charter(session, guild, 1),
    "tasks.get": lambda session, guild: tasks.get(session, guild, 1),
    "tasks.held_by": lambda session, guild: tasks.held_by(session, guild, BEA.user_id),
    "tasks.unfinished": tasks.unfinished,
    "tasks.by_numbers": lambda session, guild: tasks.by_numbers(session, guild, [1, 2]),
    "tasks.finished_between": lambda session, guild: tasks.finished_between(session, guild, *ALWAYS),
    "tasks.of_decision": lambda session, guild: tasks.of_decision(session, guild, 1),
}
"""Every query that takes a server's id, asked so that it has something to show."""

MUST_EXIST = {"decisions.entry", "servers.charter", "personal_reminders.next_number"}

WRITERS: dict[str, Query] = {
    "covers.forget": lambda session, guild: covers.forget(session, guild, BEA.user_id),
    "decisions.erase": lambda session, guild: _erase_all(session, guild),
    "meetings.erase_texts": lambda session, guild: meetings.erase_texts(session, guild, BEA.user_id),
    "members.forget": lambda session, guild: members.forget(session, guild, BEA.user_id),
    "members.show_name": lambda session, guild: members.show_name(session, guild, BEA.user_id, "Beatrice"),
    "proposals.forget": lambda session, guild: proposals.forget(session, guild, ANN.user_id),
    **know_how.WRITERS,
    **standing_work.WRITERS,
    **work.WRITERS,
    "calendar_links.forget": lambda session, guild: calendar_links.forget(session, guild, BEA.user_id),
    "calendar_links.put": lambda session, guild: calendar_links.put(session, guild, ANN.user_id, f"{guild:064}", START),
    "checks.next_number": checks.next_number,
    "checks.posted": lambda session, guild: checks.posted(session, guild, 1, 99),
    "covers.ask": lambda session, guild: covers.ask(session, guild, "task", 2, 5, START),
    "covers.forget_text": lambda session, guild: covers.forget_text(session, guild, "task", 1),
    "decisions.append": lambda session, guild: decisions.append(
        session, guild, "decision", link(9, "0" * 64, {}), START
    ),
    "decisions.seal": lambda session, guild: decisions.seal(session, guild, "c" * 64, b"salt", "text"),
    "decisions.announced": lambda session, guild: decisions.announced(session, guild, 1, 77, 88),
    "digests.plan": lambda session, guild: digests.plan(session, guild, 2026, 1, START),
    "outbox.owe": lambda session, guild: outbox.owe(
        session, guild_id=guild, channel_id=1, kind="task", subject=1, nonce="n", now=START
    ),
    "outbox.move": lambda session, guild: outbox.move(session, guild, ["ballot"], 501, 77, START),
    "servers.bind": lambda session, guild: servers.bind(session, guild, language="de"),
    "servers.next_number": lambda session, guild: servers.next_number(session, guild, "last_task"),
    "mandates.forget": lambda session, guild: mandates.forget(session, guild, BEA.user_id),
    "meetings.forget": lambda session, guild: meetings.forget(session, guild, BEA.user_id),
    "meetings.toggle": lambda session, guild: _toggle(session, guild),
    "personal_reminders.forget": lambda session, guild: personal_reminders.forget(session, guild, BEA.user_id),
    "previews.forget": lambda session, guild: previews.forget(session, guild, BEA.user_id),
    "previews.take": lambda session, guild: _each(
        session, guild, lambda session, guild, one: previews.take(session, guild, BEA.user_id, one)
    ),
    "reminders.drop_owed": lambda session, guild: _each(session, guild, reminders.drop_owed),
    "reminders.forget": lambda session, guild: reminders.forget(session, guild, BEA.user_id),
    "due_tasks.mark_overdue": lambda session, guild: due_tasks.mark_overdue(session, guild, date(2026, 5, 10)),
    "tasks.threaded": lambda session, guild: tasks.threaded(session, guild, 1, 9),
    "tasks.shown": lambda session, guild: tasks.shown(session, guild, 1, 77, 88),
    "unsent_forms.forget": lambda session, guild: unsent_forms.forget(session, guild, BEA.user_id),
    "unsent_forms.put": lambda session, guild: unsent_forms.put(session, guild, BEA.user_id, "x", {}, START),
}


async def _each(session: AsyncSession, guild: int, ask: Callable[[AsyncSession, int, int], Awaitable[Any]]) -> Any:
    """What a server is shown of rows that are known by an id of the whole database: every one is asked for."""
    return [found for one in range(1, 20) if (found := await ask(session, guild, one))]


async def _toggle(session: AsyncSession, guild: int) -> Any:
    """Somebody of a server says that they will be at its own meeting."""
    own = await _each(session, guild, reminders.occurrence)
    return await meetings.toggle(session, guild, own[0].id, 5, START)


async def _reminder_of_occurrence(session: AsyncSession, guild: int) -> Any:
    """The reminders behind a server's own occurrences."""
    own = await _each(session, guild, reminders.occurrence)
    return [await reminders.of_occurrence(session, guild, one) for one in own]


async def _opened(session: AsyncSession, guild: int) -> Any:
    """The texts behind every commitment of whichever server, asked for by one."""
    commitments = (await session.scalars(text("SELECT commitment FROM sealed_texts"))).all()
    return await decisions.opened(session, guild, commitments)


async def _has_its_head(session: AsyncSession, guild: int) -> bool:
    """Whether a server's log has the entry at its own head."""
    return await decisions.has_entry(session, guild, *await decisions.head(session, guild))


async def _erase_all(session: AsyncSession, guild: int) -> Any:
    """A server erases the texts behind every commitment, of whichever server."""
    commitments = (await session.scalars(text("SELECT commitment FROM sealed_texts"))).all()
    return await decisions.erase(session, guild, commitments)
