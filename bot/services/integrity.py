"""Integrity: what befalls a ballot from outside is put right where it can be, and noted for everybody to read."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.ballots import Act, Source, Verdict, bare_emoji
from bot.domain.forms import form_of
from bot.domain.integrity import MOST_INTERRUPTED, Happening, Note, happening_facts, may_put_back, resumed_at
from bot.domain.proposals import State
from bot.domain.rules import DecisionRule
from bot.services.acts import ledger_act
from bot.services.days import local_day
from bot.services.entering import enter
from bot.services.owing import owe
from bot.services.servers import founded
from db import absences, ledger, outbox, proposals
from db.engine import Session

_FIRST_POSTINGS = ("ballot", "run-off", "ballot-again")

_POSTINGS = (*_FIRST_POSTINGS, "furnish")
"""The notices while which a ballot's reactions may not stand yet."""

_A_MOMENT = timedelta(seconds=1)


async def note(
    session: Session, row: proposals.ProposalRow, what: Happening, now: datetime, *, until: datetime | None = None
) -> None:
    """Note what befell a vote on its ballot and in the log; `until` is the deadline to which that moved it."""
    server = await founded(session, row.guild_id)
    until_on = local_day(until, server.time_zone) if until else None
    facts = happening_facts(row.number, what, on=local_day(now, server.time_zone), until_on=until_on)
    await enter(session, row.guild_id, "integrity", facts, now)
    await proposals.change(session, row.id, notes=[*row.notes, Note(what, now).facts()])


def notes_of(row: proposals.ProposalRow) -> list[Note]:
    """What has befallen a vote so far."""
    return [Note.of_facts(facts) for facts in row.notes]


async def put_reactions_back(
    session: Session, row: proposals.ProposalRow, own: Collection[str], *, began_at: datetime, now: datetime
) -> None:
    """Have the bot's reactions put back where some were missing when a listing began; `own` are those found there."""
    wanted = {bare_emoji(emoji) for emoji in form_of(DecisionRule.of_facts(row.rule), row.run_off).emoji}
    if wanted <= set(own) or row.state != State.OPEN or not may_put_back(notes_of(row), now):
        return
    if await outbox.was_busy(session, row.guild_id, row.number, _POSTINGS, since=began_at):
        return
    await note(session, row, Happening.REACTIONS_GONE, now)
    await owe(session, row.guild_id, row.channel_id, "furnish", row.number, now)


async def put_ballot_back(session: Session, row: proposals.ProposalRow, now: datetime) -> None:
    """Have a deleted ballot posted again; its ballots stand, and the old message's reactions are no longer known."""
    if row.state not in (State.OPEN, State.DISCUSSED) or not may_put_back(notes_of(row), now):
        return
    await note(session, row, Happening.BALLOT_GONE, now)
    await post_anew(session, row, now)


async def post_anew(session: Session, row: proposals.ProposalRow, now: datetime) -> None:
    """Owe a proposal one more ballot message, in the channel that its row names; the first one, if it never had any."""
    await forget_reactions(session, row.id, now)
    stood_once = row.message_id is not None or row.read_at is not None
    await proposals.change(session, row.id, message_id=None)
    if not await outbox.waits(session, row.guild_id, row.number, _FIRST_POSTINGS):
        kind = "ballot-again" if stood_once else "ballot"
        await owe(session, row.guild_id, row.channel_id, kind, row.number, now)


async def forget_reactions(session: Session, proposal_id: int, now: datetime) -> None:
    """Note that no reaction stands any more as far as is known: on another message each one is new."""
    known = await ledger.reactions_known(session, proposal_id)
    gone = [
        ledger_act(
            proposal_id,
            who,
            Act.UNTAP,
            choice=choice,
            source=Source.SUPER_READ if is_super else Source.READ,
            verdict=Verdict.NOTED,
            received_at=now,
        )
        for who, choice, is_super, act in known
        if act != Act.UNTAP
    ]
    await ledger.append(session, gone)


async def lose_channel(session: Session, guild_id: int, channel_id: int, now: datetime) -> list[int]:
    """Do what a channel that is gone asks of the ballots in it; returns their ids in the database.

    Those of the channel that is bound are interrupted, for there is nowhere to put them; those of a channel that was
    bound before move to the one that is.
    """
    server = await founded(session, guild_id)
    if channel_id == server.proposals_channel_id:
        return await interrupt(session, guild_id, now)
    moved = [row for row in await proposals.alive_of(session, guild_id) if row.channel_id == channel_id]
    for row in moved:
        await note(session, row, Happening.BALLOT_GONE, now)
        await move(session, row, server.proposals_channel_id, now)
    return [row.id for row in moved]


async def move(session: Session, row: proposals.ProposalRow, channel_id: int, now: datetime) -> None:
    """Let a proposal stand in another channel, with a discussion of its own there."""
    await proposals.change(session, row.id, channel_id=channel_id, thread_id=None)
    await session.refresh(row)
    await post_anew(session, row, now)


async def interrupt(session: Session, guild_id: int, now: datetime) -> list[int]:
    """Stop the clock of everything discussed or voted on in a server; returns the ids in the database.

    It stops where the bot saw it last: what went on while it was away is not known. Source: charter, §4, "Server,
    channel or bot gone".
    """
    stopped = []
    for row in await proposals.alive_of(session, guild_id):
        if row.state not in (State.OPEN, State.DISCUSSED):
            continue
        unseen = (await absences.lasting(session), await absences.lasting(session, proposal_id=row.id))
        since = min((absence.since for absence in unseen if absence is not None), default=now)
        if row.state == State.DISCUSSED:
            # By this it is told, when it goes on, from what is voted on, also where it was about to be opened.
            await proposals.change(session, row.id, opened_at=max(row.opened_at, since + _A_MOMENT))
        await note(session, row, Happening.INTERRUPTED, now)
        await absences.end(session, now, proposal_id=row.id)
        await proposals.change(session, row.id, state=State.INTERRUPTED.value, interrupted_at=since)
        stopped.append(row.id)
    return stopped


async def resume(session: Session, row: proposals.ProposalRow, now: datetime) -> None:
    """Let an interrupted proposal go on with the time that was left, unless it has lapsed. Source: charter, §4."""
    stopped_at = row.interrupted_at
    assert stopped_at is not None, "what is interrupted was so at an instant"
    if stopped_at + MOST_INTERRUPTED <= now:
        return
    until = resumed_at(row.closes_at, stopped_at, now)
    is_discussed = row.opened_at > stopped_at
    if is_discussed:
        await proposals.change(session, row.id, opened_at=resumed_at(row.opened_at, stopped_at, now))
    await note(session, row, Happening.RESUMED, now, until=until)
    state = State.DISCUSSED if is_discussed else State.OPEN
    await proposals.change(session, row.id, state=state.value, closes_at=until, interrupted_at=None)
    if row.message_id is None:
        await session.refresh(row)
        await post_anew(session, row, now)
