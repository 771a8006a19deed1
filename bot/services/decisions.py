"""Decisions: settling what is due, and showing what was decided."""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.domain.decisions import Outcome
from bot.domain.errors import NoSuchDecision
from bot.domain.integrity import MOST_INTERRUPTED
from bot.domain.prolongations import LATE
from bot.domain.proposals import LAST_READ, State, read_is_fresh
from bot.domain.rules import DecisionRule
from bot.services.cards import DecisionCard
from bot.services.decision_cards import decision_cards
from bot.services.inbox import Inbox
from bot.services.ports import Clock
from bot.services.reading import ReadingService
from bot.services.settling import conclude, look_six_hours_before, settle_one
from bot.services.tally_board import TallyBoard
from db import decisions, proposals
from db.engine import Database

_log = logging.getLogger(__name__)


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
        tried again at the next sweep. What could not be read for thirty days has lapsed, as if its channel were gone.
        Source: charter, §4; integrity page, §2.
        """
        async with self._database.look() as session:
            closing = await proposals.closing_by(session, self._clock.now() + LAST_READ)
        ready = [row.id for row in closing if await self._has_last_read(row)]
        await self._inbox.drained()
        now = self._clock.now()
        unread_for_long = [row.id for row in closing if row.id not in ready and row.closes_at + MOST_INTERRUPTED <= now]
        settled = 0
        for proposal_id in (*ready, *unread_for_long):
            try:
                settled += await self._settle(proposal_id, now, has_lapsed=proposal_id not in ready)
            except Exception:
                # One proposal that nobody knows how to settle must not hold up the others.
                _log.exception("the proposal %d of the database was not settled", proposal_id)
        return settled

    async def _settle(self, proposal_id: int, now: datetime, *, has_lapsed: bool) -> bool:
        async with self._database.turn() as session:
            row = (await proposals.by_ids(session, [proposal_id]))[proposal_id]
            if row.state != State.OPEN or row.closes_at > now:
                return False
            is_over = await (
                conclude(session, row, Outcome.LAPSED, now) if has_lapsed else settle_one(session, row, now)
            )
        self._board.mark_stale(proposal_id)
        return is_over

    async def look_ahead(self) -> None:
        """Write down what secret votes amount to when their last six hours begin."""
        now = self._clock.now()
        async with self._database.look() as session:
            closing = await proposals.closing_by(session, now + LATE)
        for row in closing:
            if row.six_hours_before is None and row.closes_at > now and DecisionRule.of_facts(row.rule).is_secret:
                async with self._database.turn() as session:
                    await look_six_hours_before(session, row)

    async def _has_last_read(self, row: proposals.ProposalRow) -> bool:
        if row.message_id is None:
            # Whose ballot stood once, and is to be posted again, is known as far as it was read.
            return row.read_at is not None
        if DecisionRule.of_facts(row.rule).is_secret:
            return True
        if read_is_fresh(row.read_at, row.closes_at) and not self._reading.is_behind(row):
            return True
        return await self._reading.try_safely(row)

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
