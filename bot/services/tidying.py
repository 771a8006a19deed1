"""Tidying: taking earlier reactions off when somebody has tapped another, a courtesy that may be dropped."""

import logging

from bot.domain.ballots import Act
from bot.services.cards import BallotPlace
from bot.services.ports import BallotBox, Unreachable
from db import ballots, ledger, proposals
from db.engine import Database

_log = logging.getLogger(__name__)

ROOM = 200
"""How many recast ballots are remembered; those that waited longest make room and are left untidy."""

A_SWEEP = 4
"""About how many reactions one sweep takes off, a person at a time: Discord allows about one in 250 ms."""


class Tidying:
    """A short queue of recast ballots; never in the way of recording, never what decides. Source: charter, §4."""

    def __init__(self, database: Database, box: BallotBox) -> None:
        self._database = database
        self._box = box
        self._recast: dict[tuple[int, int], None] = {}

    def note(self, proposal_id: int, member_id: int) -> None:
        """Remember that a person has cast a ballot, perhaps over another."""
        self._recast[proposal_id, member_id] = None
        if len(self._recast) > ROOM:
            del self._recast[next(iter(self._recast))]

    async def sweep(self) -> None:
        """Take a few superseded reactions off."""
        waiting = await self._untidy()
        budget = A_SWEEP
        while waiting and budget > 0:
            proposal_id, member_id = waiting.pop(0)
            async with self._database.look() as session:
                row = (await proposals.by_ids(session, [proposal_id])).get(proposal_id)
                ballot = await ballots.get(session, proposal_id, member_id)
                known = await ledger.reactions_of(session, proposal_id, member_id)
            if row is None or row.message_id is None or ballot is None:
                continue
            place = BallotPlace(row.guild_id, row.channel_id, row.message_id)
            for stale in sorted({what for what, act in known if act != Act.UNTAP} - {ballot.choice}):
                budget -= 1
                try:
                    await self._box.take_off(place, member_id, stale)
                except Unreachable as fault:
                    _log.info("a superseded reaction stays on P-%d: %s", row.number, fault)
                    budget = 0
                    break
        self._recast = dict.fromkeys(waiting) | self._recast

    async def _untidy(self) -> list[tuple[int, int]]:
        """What may be worth a closer look, out of all that was noted: most ballots are cast over no other."""
        noted, self._recast = self._recast, {}
        if not noted:
            return []
        async with self._database.look() as session:
            untidy = await ledger.tapped_otherwise(session, noted)
        return [key for key in noted if key in untidy]
