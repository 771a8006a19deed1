"""Erasing: taking a member's own texts out of the record, their salts with them, and owing whatever showed them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.services.boards import board_changed
from bot.services.owing import owe_once
from bot.services.servers import founded
from bot.services.task_words import erase_words, words_on
from bot.services.veils import show_digests_anew, show_task_anew
from db import decisions, links, meetings, offers, proposals, reminders, tasks
from db.engine import Session


async def erase_proposal(session: Session, row: proposals.ProposalRow, now: datetime) -> None:
    """Erase the text of a settled proposal, of its decision, and of the tasks and the reminder born from it.

    Outcome, tally, numbers, the chain's hashes and what others wrote on those tasks stay. ADR: docs/adr/0033.
    """
    erased: dict[str, object] = {"title": "", "body": "", "first_tasks": [], "options": [], "reminder": None}
    await proposals.change(session, row.id, **erased)
    decision, facts = await _record(session, row)
    born = [task for task in await tasks.of_decision(session, row.guild_id, decision.number) if task.added_by is None]
    sealed = [facts["title"], facts["text"], *facts["options"], *(task["title"] for task in facts["tasks"])]
    if facts.get("reminder"):
        # One whose time had passed before the vote ended is on record alone.
        sealed.append(facts["reminder"]["text"])
    await decisions.erase(session, row.guild_id, sealed)
    await _erase_born_tasks(session, born, row.author_id, now)
    carried = await reminders.of_decision(session, row.guild_id, decision.number)
    await erase_reminders(session, [carried] if carried else [], now)
    await _show_decision(session, decision, now)
    await show_digests_anew(session, row.guild_id, row.proposed_at, now)


async def erase_objections(session: Session, row: proposals.ProposalRow, member_id: int, now: datetime) -> None:
    """Erase what somebody objected to a settled proposal; that there was an objection stands."""
    said = {each.text for each in await links.objections_by(session, row.id, member_id)}
    if not said:
        return
    decision, facts = await _record(session, row)
    kept = await decisions.opened(session, row.guild_id, [*facts["objections"], *facts["objections_resolved"]])
    # Somebody else may have said the same in the same words, and that stays.
    theirs = {sealed.text: commitment for commitment, sealed in kept.items() if sealed.text in said}
    await decisions.erase(session, row.guild_id, theirs.values())
    await links.erase_objections(session, row.id, member_id)
    await _show_decision(session, decision, now)


async def erase_reminders(session: Session, rows: Sequence[reminders.ReminderRow], now: datetime) -> None:
    """Let reminders stand without a text, also in the log; what was to come has nothing to say any more."""
    await reminders.erase_texts(session, [row.id for row in rows])
    for row in rows:
        await reminders.drop_owed(session, row.guild_id, row.id)
        await decisions.erase(session, row.guild_id, [row.sealed])
    await show_reminders(session, rows, now)


async def erase_meetings(session: Session, guild_id: int, member_id: int, now: datetime) -> None:
    """Take somebody's items off all agendas; the notes of meetings are pages of know-how."""
    agendas = await meetings.agendas_of(session, guild_id, member_id)
    await meetings.erase_texts(session, guild_id, member_id)
    for occurrence_id in sorted(agendas):
        occurrence = await reminders.occurrence(session, guild_id, occurrence_id)
        assert occurrence is not None
        if occurrence.thread_id is not None:
            await owe_once(session, guild_id, occurrence.thread_id, "show-agenda", occurrence_id, now)


async def show_offers(session: Session, rows: Iterable[offers.OfferRow], now: datetime) -> None:
    """Owe the messages of offers a new picture."""
    for row in rows:
        if row.channel_id is not None:
            await owe_once(session, row.guild_id, row.channel_id, "show-offer", row.id, now)


async def show_tasks(session: Session, rows: Collection[tasks.TaskRow], now: datetime) -> None:
    """Owe a new picture to the messages of tasks, to what names them in their threads, and to the board."""
    for row in rows:
        await show_task_anew(session, await founded(session, row.guild_id), row, now)
    for guild_id in {row.guild_id for row in rows}:
        await board_changed(session, guild_id, now)


async def show_reminders(session: Session, rows: Iterable[reminders.ReminderRow], now: datetime) -> None:
    """Owe every message in which a reminder came a new picture."""
    for row in rows:
        for occurrence in await reminders.posted_of(session, row.guild_id, row.id):
            channel_id = occurrence.channel_id or row.channel_id
            await owe_once(session, row.guild_id, channel_id, "show-reminder", occurrence.id, now)


async def _erase_born_tasks(session: Session, rows: Sequence[tasks.TaskRow], proposer_id: int, now: datetime) -> None:
    """Take what a proposer wrote out of the tasks that a decision bore; who holds one still holds it."""
    for row in rows:
        await erase_words(session, await words_on(session, row, proposer_id, is_theirs=True, is_locked=True))
    await show_tasks(session, rows, now)
    if rows:
        await show_digests_anew(session, rows[0].guild_id, min(row.created_at for row in rows), now)


async def _record(session: Session, row: proposals.ProposalRow) -> tuple[decisions.DecisionRow, Mapping[str, Any]]:
    """The decision that a settled proposal became, and what its entry in the log says."""
    decision = await decisions.of_proposal(session, row.id)
    assert decision is not None, "what is settled is on record"
    return decision, json.loads((await decisions.entry(session, row.guild_id, decision.sequence)).body)


async def _show_decision(session: Session, decision: decisions.DecisionRow, now: datetime) -> None:
    server = await founded(session, decision.guild_id)
    channel_id = decision.channel_id or server.decisions_channel_id
    await owe_once(session, decision.guild_id, channel_id, "show-decision", decision.number, now)
