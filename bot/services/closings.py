"""Closings: saying once, in the channel, that a vote closes soon."""

from datetime import datetime, timedelta

from bot.services.owing import owe
from bot.services.ports import Clock
from db import proposals
from db.engine import Database

_AHEAD = timedelta(hours=24)
_SHORT = timedelta(hours=48)
"""Votes of this length or less are half over when it is said. Source: charter, §8."""


class ClosingService:
    """24 hours before a vote closes, or half-way through a short one; once, whatever prolongs it. Source: charter, §8.

    What comes so late that the vote is over is not said at all.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def tell_due(self) -> int:
        """Owe what is to be said by now; returns how many."""
        now = self._clock.now()
        async with self._database.look() as session:
            closing = [row for row in await proposals.closing_untold(session, now + _AHEAD) if _tells_at(row) <= now]
        told = 0
        for row in closing:
            async with self._database.turn() as session:
                if not await proposals.tell_closing(session, row.id, now) or row.closes_at <= now:
                    continue
                await owe(session, row.guild_id, row.channel_id, "closing", row.number, now, expires_at=row.closes_at)
                told += 1
        return told


def _tells_at(row: proposals.ProposalRow) -> datetime:
    lasts = row.closes_at - row.opened_at
    return row.closes_at - (lasts / 2 if lasts <= _SHORT else _AHEAD)
