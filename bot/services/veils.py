"""Veils: covering a text and lifting its cover in the record, and owing the messages that showed it a new picture."""

from datetime import datetime

from bot.domain.covers import Covered, Holder, cover_facts
from bot.domain.decisions import Outcome
from bot.services.agendas import draw_agendas_again
from bot.services.boards import board_changed
from bot.services.days import local_day
from bot.services.entering import enter
from bot.services.knowhow_pages import existing_page, index, show_page_anew
from bot.services.owing import owe
from bot.services.servers import founded
from db import covers, decisions, digests, offers, outbox, proposals, reminders, servers, tasks
from db.engine import Session


async def veil(session: Session, guild_id: int, text: Covered, *, is_covered: bool) -> None:
    """Cover a text in the record, or uncover it: no card holds it from now on, or again."""
    if text.holder is Holder.TASK:
        task = await tasks.get(session, guild_id, text.number)
        assert task is not None
        task.is_covered = is_covered
    elif text.holder is Holder.PAGE:
        page = await existing_page(session, guild_id, text.number)
        page.is_covered = is_covered
        await index(session, page)
    else:
        row = await proposals.get(session, guild_id, text.number)
        assert row is not None
        row.is_covered = is_covered
    await session.flush()


async def show_anew(session: Session, guild_id: int, text: Covered, now: datetime) -> None:
    """Owe every message that shows the text a picture of the record as it is now."""
    server = await founded(session, guild_id)
    await draw_agendas_again(session, guild_id, now)
    await board_changed(session, guild_id, now)
    if text.holder is Holder.PAGE:
        page = await existing_page(session, guild_id, text.number)
        await show_page_anew(session, page, now)
        await show_digests_anew(session, guild_id, page.born_at, now)
        return
    kind = "task-due" if text.holder is Holder.TASK else "closing"
    await _show_prompts_anew(session, guild_id, kind, text.number, now)
    if text.holder is Holder.TASK:
        task = await tasks.get(session, guild_id, text.number)
        assert task is not None
        await show_task_anew(session, server, task, now)
        await show_digests_anew(session, guild_id, task.created_at, now)
        decision = await decisions.get(session, guild_id, task.decision_number or 0)
        if decision is None or task.added_by is not None:
            return
        row = (await proposals.by_ids(session, [decision.proposal_id]))[decision.proposal_id]
        await owe(session, guild_id, row.channel_id, "show-ballot", row.number, now)
        return
    proposal = await proposals.get(session, guild_id, text.number)
    assert proposal is not None
    await owe(session, guild_id, proposal.channel_id, "show-ballot", proposal.number, now)
    await show_digests_anew(session, guild_id, proposal.proposed_at, now)
    decided = await decisions.of_proposal(session, proposal.id)
    if decided is None:
        return
    channel_id = decided.channel_id or server.decisions_channel_id
    await owe(session, guild_id, channel_id, "show-decision", decided.number, now)
    for task in await tasks.of_decision(session, guild_id, decided.number):
        await show_task_anew(session, server, task, now)
        await _show_prompts_anew(session, guild_id, "task-due", task.number, now)
    for came in await reminders.posted_of_decision(session, guild_id, decided.number):
        await owe(session, guild_id, came.channel_id or 0, "show-reminder", came.id, now)


async def show_task_anew(session: Session, server: servers.ServerRow, task: tasks.TaskRow, now: datetime) -> None:
    """Owe a new picture to a task's message and what names it in its thread, and that thread another name."""
    channel_id = task.channel_id or server.tasks_channel_id
    for kind in ("show-task", "name-thread", "show-learners"):
        await owe(session, task.guild_id, channel_id, kind, task.number, now)
    for offer in await offers.of_task(session, task.id):
        await owe(session, task.guild_id, offer.channel_id or channel_id, "show-offer", offer.id, now)


async def _show_prompts_anew(session: Session, guild_id: int, kind: str, subject: int, now: datetime) -> None:
    """Owe a new picture to what was told in time of a vote or a task."""
    for told in await outbox.standing(session, guild_id, kind, subject):
        await owe(session, guild_id, told.channel_id, "show-prompt", told.id, now)


async def show_digests_anew(session: Session, guild_id: int, since: datetime, now: datetime) -> None:
    """Owe a new picture to every digest that stands and may show a text that came into being at an instant."""
    for digest in await digests.standing_since(session, guild_id, since):
        if not await outbox.is_ahead(session, guild_id, digest.id, ["show-digest"]):
            await owe(session, guild_id, digest.channel_id or 0, "show-digest", digest.id, now)


async def end_vote(session: Session, row: proposals.ProposalRow, outcome: Outcome, now: datetime) -> None:
    """Do what the outcome of a vote on a cover asks: passed, the text stays covered; otherwise it is readable again.

    A vote that lapsed has decided nothing, so the text can be asked to be covered again.
    """
    cover = await covers.of_vote(session, row.guild_id, row.number)
    if cover is None or outcome is Outcome.PASSED:
        return
    text = Covered(Holder(cover.kind), cover.number)
    server = await founded(session, row.guild_id)
    facts = cover_facts("uncovered", text, vote=row.number, on=local_day(now, server.time_zone))
    if outcome is Outcome.REJECTED:
        cover.lifted_at = now
    else:
        await covers.forget_text(session, row.guild_id, cover.kind, cover.number)
    await veil(session, row.guild_id, text, is_covered=False)
    await enter(session, row.guild_id, "integrity", facts, now)
    await show_anew(session, row.guild_id, text, now)
