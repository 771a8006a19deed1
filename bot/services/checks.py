"""Temperature checks: a question put up, counted when its time is over, and forgotten."""

import logging
from datetime import timedelta

from bot.domain.checks import EMOJI, MOST_LATE, check_question
from bot.services.cards import BallotPlace, CheckCard
from bot.services.owing import owe
from bot.services.ports import BallotBox, Clock, NoticeBoard, Unreachable
from bot.services.servers import founded
from db import checks, outbox
from db.engine import Database

_log = logging.getLogger(__name__)


class CheckService:
    """Not a decision: it stands in no log and on no web page, and its end keeps nothing. Source: charter, §3."""

    def __init__(self, database: Database, clock: Clock, board: NoticeBoard, box: BallotBox) -> None:
        self._database = database
        self._clock = clock
        self._board = board
        self._box = box

    async def start(self, guild_id: int, channel_id: int, question: str, lasts: timedelta) -> CheckCard:
        """Put a question up in a channel, and owe its message; refuses with what the rules say of its text."""
        now = self._clock.now()
        asked = check_question(question)
        async with self._database.turn() as session:
            server = await founded(session, guild_id)
            row = checks.CheckRow(
                guild_id=guild_id,
                number=await checks.next_number(session, guild_id),
                channel_id=channel_id,
                question=asked,
                language=server.language,
                ends_at=now + lasts,
            )
            session.add(row)
            await session.flush()
            await owe(session, guild_id, channel_id, "check", row.number, now)
            return check_card(row)

    async def end_due(self) -> None:
        """Write the counts under every check whose time is over, and forget it."""
        async with self._database.look() as session:
            over = await checks.due(session, self._clock.now())
        for row in over:
            if await self._end(row):
                async with self._database.turn() as session:
                    await checks.forget_check(session, row.id)

    async def _end(self, row: checks.CheckRow) -> bool:
        """Whether nothing is left to do: it was counted, or there is nothing to write the counts on.

        A message whose posting is under way may stand already, so it is waited for.
        """
        is_too_late = self._clock.now() > row.ends_at + MOST_LATE
        if row.message_id is None:
            async with self._database.look() as session:
                return is_too_late or not await outbox.waits(session, row.guild_id, row.number, ["check"])
        place = BallotPlace(row.guild_id, row.channel_id, row.message_id)
        try:
            counts = await self._box.reaction_counts(place, EMOJI)
            await self._board.show_check(check_card(row, counts))
        except Unreachable as fault:
            _log.warning("a temperature check could not be ended: %s", fault)
            return fault.is_gone or is_too_late
        return True


def check_card(row: checks.CheckRow, counts: tuple[int, ...] | None = None) -> CheckCard:
    """The card of a check, with its counts once it is over."""
    return CheckCard(
        guild_id=row.guild_id,
        number=row.number,
        question=row.question,
        ends_at=row.ends_at,
        channel_id=row.channel_id,
        message_id=row.message_id,
        language=row.language,
        counts=counts,
    )
