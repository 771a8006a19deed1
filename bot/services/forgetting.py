"""Forgetting: what linked people to their votes is destroyed when its time is over, also in the files underneath."""

import logging
import secrets

from bot.domain.ballots import Act, Source, Verdict
from bot.domain.forgetting import LINKS_KEPT, stand_ins
from bot.domain.history import Line
from bot.services.ports import Clock
from db import covers, ledger
from db.engine import Database, Session

_log = logging.getLogger(__name__)


class ForgettingService:
    """Destroys voter–ballot links thirty days after settling. Source: charter, §5."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def destroy_links(self) -> int:
        """Forget whose votes were which on everything settled long enough ago; returns on how many proposals."""
        before = self._clock.now() - LINKS_KEPT
        async with self._database.look() as session:
            due = await ledger.linked(session, before)
        for proposal_id in due:
            async with self._database.turn() as session:
                await destroy(session, proposal_id)
        return len(due)

    async def scrub(self) -> None:
        """Leave nothing in the files of what was forgotten; where somebody reads just now, the next sweep does it."""
        if not await self._database.scrub():
            _log.info("what was forgotten is cut out of the files as soon as nobody reads them")


async def destroy(session: Session, proposal_id: int, *, only: int | None = None) -> None:
    """Let nothing about a settled proposal say any more whose vote was which: nobody's, or not this one person's."""
    rows = await ledger.of_proposal(session, proposal_id)
    lines = [
        Line(row.member_id, Act(row.act), row.choice, Source(row.source), Verdict(row.verdict), row.received_at)
        for row in rows
    ]
    numbers = stand_ins(lines, pick=lambda count: secrets.SystemRandom().sample(range(count), count), only=only)
    changed = {row.id: number for row, number in zip(rows, numbers, strict=True) if number != row.member_id}
    await ledger.forget_people(session, proposal_id, changed, only=only)
    if only is None:
        await covers.forget_asks(session, proposal_id)
