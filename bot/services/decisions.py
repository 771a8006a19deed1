"""Decisions: a deadline becomes an outcome, a record in the chain, tasks and an announcement, in one turn."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from bot.domain.ballots import Choice
from bot.domain.chain import SALT_BYTES, commitment, link
from bot.domain.decisions import Outcome, decide
from bot.domain.errors import NoSuchDecision
from bot.domain.members import Standing
from bot.domain.proposals import LAST_READ, read_is_fresh
from bot.domain.records import PublishedBallot, decision_facts
from bot.domain.rules import DecisionRule
from bot.domain.tally import StandingBallot, count
from bot.services.cards import DecisionCard
from bot.services.days import local_day
from bot.services.decision_cards import decision_cards
from bot.services.inbox import Inbox
from bot.services.ports import Clock
from bot.services.proposals import owe, proposal_card
from bot.services.reading import ReadingService
from bot.services.servers import founded
from bot.services.tally_board import TallyBoard
from bot.services.tasks import bear_tasks
from db import ballots, decisions, proposals, servers
from db.engine import Database, Session


class DecisionService:
    """Settles what is due and shows what was decided."""

    def __init__(
        self, database: Database, clock: Clock, inbox: Inbox, reading: ReadingService, board: TallyBoard
    ) -> None:
        self._database = database
        self._clock = clock
        self._inbox = inbox
        self._reading = reading
        self._board = board

    async def settle_due(self) -> int:
        """Settle every proposal whose deadline has come and whose reactions could be read; returns how many.

        The last read starts within five minutes before the deadline; what cannot be read is not settled, and is
        tried again at the next sweep. Source: charter, §4; integrity page, §2.
        """
        async with self._database.look() as session:
            closing = await proposals.closing_by(session, self._clock.now() + LAST_READ)
        ready = [row for row in closing if await self._has_last_read(row)]
        await self._inbox.drained()
        now = self._clock.now()
        settled = 0
        for row in ready:
            if row.closes_at <= now:
                async with self._database.turn() as session:
                    settled += await _settle(session, row, now)
                self._board.mark_stale(row.id)
        return settled

    async def _has_last_read(self, row: proposals.ProposalRow) -> bool:
        if read_is_fresh(row.read_at, row.closes_at):
            return True
        return row.message_id is not None and await self._reading.try_to_read(row)

    async def card(self, guild_id: int, number: int) -> DecisionCard:
        """One decision; refuses with `NoSuchDecision`."""
        async with self._database.look() as session:
            row = await decisions.get(session, guild_id, number)
            if row is None:
                raise NoSuchDecision(number)
            return (await decision_cards(session, guild_id, [row]))[0]

    async def newest(self, guild_id: int, *, limit: int, before: int | None = None) -> Sequence[DecisionCard]:
        """The decisions of a server, the newest first; `before` is a number to page on from."""
        async with self._database.look() as session:
            rows = await decisions.newest(session, guild_id, limit=limit, before=before)
            return await decision_cards(session, guild_id, rows)


async def _settle(session: Session, row: proposals.ProposalRow, now: datetime) -> bool:
    """Outcome, record, tasks and announcement of one proposal; False where it was settled before."""
    card = await proposal_card(session, row)
    standing = await ballots.all_standing(session, row.id)
    on_roll = [ballot for ballot in standing if ballot.standing == Standing.ON_ROLL]
    tally = count(StandingBallot(Choice(ballot.choice), ballot.reason is not None) for ballot in on_roll)
    rule = DecisionRule.of_facts(row.rule)
    outcome = decide(tally, rule)
    if not await proposals.settle(session, row.id, outcome.value, now):
        return False
    server = await founded(session, row.guild_id)
    number = await servers.next_number(session, row.guild_id, "last_decision")
    first_tasks = row.first_tasks if outcome is Outcome.PASSED else []
    tasks = await bear_tasks(session, server, first_tasks, decision_number=number, now=now)
    objections = [ballot.reason for ballot in on_roll if ballot.choice == Choice.BLOCK and ballot.reason]
    zone = server.time_zone
    facts = decision_facts(
        number=number,
        proposal=row.number,
        title=await _seal(session, row.guild_id, row.title),
        text=await _seal(session, row.guild_id, row.body),
        rule=rule,
        charter=row.charter_version,
        tally=tally,
        counters=card.counters,
        outcome=outcome,
        opened_on=local_day(row.opened_at, zone),
        closed_on=local_day(row.closes_at, zone),
        decided_on=local_day(now, zone),
        objections=sorted([await _seal(session, row.guild_id, text) for text in objections]),
        tasks=[{"number": task.number, "title": await _seal(session, row.guild_id, task.title)} for task in tasks],
        ballots=await _publish(session, row.id, on_roll),
    )
    sequence, previous = await decisions.head(session, row.guild_id)
    entry = link(sequence + 1, previous, facts)
    await decisions.append(session, row.guild_id, "decision", entry, now)
    session.add(
        decisions.DecisionRow(
            guild_id=row.guild_id,
            number=number,
            proposal_id=row.id,
            sequence=entry.sequence,
            outcome=outcome.value,
            decided_at=now,
        )
    )
    await session.flush()
    await owe(session, row.guild_id, server.decisions_channel_id, "decision", number, now)
    for task in tasks:
        await owe(session, row.guild_id, server.tasks_channel_id, "task", task.number, now)
    return True


async def _seal(session: Session, guild_id: int, text: str) -> str:
    """Keep a text apart under a fresh salt; what enters the chain is the commitment."""
    salt = secrets.token_bytes(SALT_BYTES)
    sealed = commitment(salt, text)
    await decisions.seal(session, guild_id, sealed, salt, text)
    return sealed


async def _publish(
    session: Session, proposal_id: int, on_roll: Sequence[ballots.BallotRow]
) -> Sequence[PublishedBallot]:
    """Draw a pseudonym for each counted ballot and write down whose it is, for *Check my vote*."""
    lines = []
    for ballot in on_roll:
        pseudonym = secrets.token_hex(8)
        await ballots.name_line(session, proposal_id, ballot.member_id, pseudonym)
        lines.append(PublishedBallot(pseudonym, Choice(ballot.choice), ballot.reason is not None))
    return lines
