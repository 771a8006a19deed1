"""The tally board: which ballots show an old tally, and redrawing them no faster than Discord likes."""

import logging
from datetime import datetime, timedelta

from bot.services.ports import Clock, NoticeBoard, Unreachable
from bot.services.proposal_cards import proposal_card
from db import proposals
from db.engine import Database

_log = logging.getLogger(__name__)

INTERVAL = timedelta(seconds=15)
"""At most one edit of a message in this span. Source: integrity page, §4."""

LATELY = timedelta(days=7)
"""How far back a starting process looks for settled ballots that may show an old picture."""


class TallyBoard:
    """Remembers in memory which ballots are stale; after a restart every open ballot is."""

    def __init__(self, database: Database, clock: Clock, board: NoticeBoard, *, interval: timedelta = INTERVAL) -> None:
        self._database = database
        self._clock = clock
        self._board = board
        self._interval = interval
        self._stale: dict[int, None] = {}
        self._rests_until: dict[int, datetime] = {}
        self._looked_back: timedelta | None = LATELY

    def mark_stale(self, proposal_id: int) -> None:
        """Say that a ballot's picture is behind the record."""
        self._stale[proposal_id] = None

    async def mark_all_open_stale(self) -> None:
        """Have every open ballot redrawn once; the first time also those settled lately.

        The process before this one may have ended between settling a proposal and redrawing its ballot.
        """
        since, self._looked_back = self._looked_back, None
        async with self._database.look() as session:
            open_now = await proposals.open_of(session)
            lately = await proposals.settled_since(session, self._clock.now() - since) if since is not None else ()
        for row in (*open_now, *lately):
            self.mark_stale(row.id)

    async def flush(self) -> None:
        """Redraw every stale ballot whose interval is over, the longest stale first.

        Two may flush at once, the timetable and somebody's press: a ballot rests from the moment that one takes it.
        """
        for proposal_id in list(self._stale):
            now = self._clock.now()
            if proposal_id in self._stale and self._rests_until.get(proposal_id, now) <= now:
                del self._stale[proposal_id]
                self._rests_until[proposal_id] = now + self._interval
                await self._redraw(proposal_id)
        now = self._clock.now()
        self._rests_until = {key: until for key, until in self._rests_until.items() if until > now}

    async def _redraw(self, proposal_id: int) -> None:
        async with self._database.look() as session:
            row = (await proposals.by_ids(session, [proposal_id])).get(proposal_id)
            card = await proposal_card(session, row) if row and row.message_id else None
        if card is None:
            return
        rest = self._interval
        try:
            await self._board.show_proposal(card)
        except Unreachable as fault:
            _log.warning("the ballot of P-%d could not be redrawn: %s", card.number, fault)
            if not fault.is_gone:
                self.mark_stale(proposal_id)
            rest = fault.rest or self._interval
        self._rests_until[proposal_id] = self._clock.now() + rest
