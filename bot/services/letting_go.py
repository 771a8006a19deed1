"""Letting go: what forgetting one person does to the record, what stands on, and what waits for a vote to end.

Source: charter, §9. ADR: docs/adr/0033.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.proposals import State
from bot.services.aftermath import end_mandate
from bot.services.erasing import (
    erase_meetings,
    erase_objections,
    erase_proposal,
    erase_reminders,
    show_offers,
    show_reminders,
    show_tasks,
)
from bot.services.forgetting import destroy
from bot.services.owing import owe_once
from bot.services.own_texts import erase_pages, erase_task_words
from bot.services.veils import show_digests_anew
from db import (
    abilities,
    calendar_links,
    covers,
    knowhow,
    links,
    mandates,
    meetings,
    members,
    offers,
    personal_reminders,
    previews,
    proposals,
    reminders,
    shadows,
    task_revisions,
    tasks,
    unsent_forms,
)
from db.engine import Session, note_forgetting

_FORGETTING = (
    abilities,
    calendar_links,
    covers,
    knowhow,
    mandates,
    meetings,
    members,
    offers,
    personal_reminders,
    previews,
    proposals,
    reminders,
    shadows,
    task_revisions,
    tasks,
    unsent_forms,
)
"""The nouns that forget a person at once; links to votes under way go when those end."""


async def let_go(session: Session, guild_id: int, member_id: int, now: datetime, *, with_texts: bool) -> None:
    """Forget a person in a server, their texts too if they want that.

    A mandate of theirs ends, what they hold looks for hands again. Votes under way keep who cast which ballot, who
    proposed and who stands, because they are counted by that; the moment they end they forget it.
    """
    note_forgetting(session)
    await _give_back_mandates(session, guild_id, member_id, now)
    tied = await links.tied(session, guild_id, member_id)
    for row in tied:
        if row.state != State.SETTLED:
            await links.owe(session, row.id, member_id, with_texts=with_texts)
        else:
            await _let_go_of_vote(session, row, member_id, now, with_texts=with_texts)
    # Read now, for afterwards nobody knows what was theirs.
    proposed = [row for row in tied if row.author_id == member_id]
    touched = await tasks.ever_touched_by(session, guild_id, member_id)
    scheduled = await reminders.by_author(session, guild_id, member_id)
    asked = await offers.of_member(session, guild_id, member_id)
    learning = await tasks.by_ids(session, guild_id, await shadows.tasks_of(session, guild_id, member_id))
    if with_texts:
        await erase_task_words(session, guild_id, member_id, now)
        await tasks.erase_reasons(session, guild_id, member_id)
        await task_revisions.erase_reasons(session, guild_id, member_id)
        await erase_reminders(session, scheduled, now)
        await erase_meetings(session, guild_id, member_id, now)
        await erase_pages(session, guild_id, member_id, now)
    for noun in _FORGETTING:
        await noun.forget(session, guild_id, member_id)
    await show_tasks(session, [*touched, *learning], now)
    await show_offers(session, asked, now)
    await show_reminders(session, scheduled, now)
    await _show_ballots(session, proposed, now)


async def let_go_after(session: Session, row: proposals.ProposalRow, now: datetime) -> None:
    """Forget, in the turn that settles a proposal, everybody who asked for that while it was under way."""
    for member_id, with_texts in await links.owed(session, row.id):
        # Whoever stood for a mandate and asked to be forgotten meanwhile does not hold it.
        await _give_back_mandates(session, row.guild_id, member_id, now)
        await mandates.forget(session, row.guild_id, member_id)
        await _let_go_of_vote(session, row, member_id, now, with_texts=with_texts)
        await proposals.forget(session, row.guild_id, member_id)
    await links.paid(session, row.id)


async def _let_go_of_vote(
    session: Session, row: proposals.ProposalRow, member_id: int, now: datetime, *, with_texts: bool
) -> None:
    if with_texts:
        await erase_objections(session, row, member_id, now)
        if row.author_id == member_id:
            await erase_proposal(session, row, now)
    await destroy(session, row.id, only=member_id)


async def _give_back_mandates(session: Session, guild_id: int, member_id: int, now: datetime) -> None:
    for row in await mandates.ever_held_by(session, guild_id, member_id):
        if row.ended_at is None:
            await end_mandate(session, row, now, now)
        await show_digests_anew(session, guild_id, row.granted_at, now)


async def _show_ballots(session: Session, rows: Iterable[proposals.ProposalRow], now: datetime) -> None:
    for row in rows:
        await owe_once(session, row.guild_id, row.channel_id, "show-ballot", row.number, now)
