"""Couriers of temperature checks: putting them up, and furnishing them with reactions."""

from datetime import datetime

from bot.services.cards import CheckCard
from bot.services.checks import check_card
from bot.services.couriers.courier import Courier, Poster
from bot.services.notices import Content
from bot.services.owing import owe
from bot.services.ports import NothingToTell
from db import checks, outbox
from db.engine import Session


class CheckPoster(Poster):
    """Puts a temperature check up."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The check, while it runs."""
        return await _running(session, row)

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember the message, and owe it reactions."""
        await checks.posted(session, row.guild_id, row.subject, message_id)
        await owe(session, row.guild_id, row.channel_id, "furnish-check", row.subject, now)


class CheckFurnisher(Courier):
    """Reactions for a posted temperature check."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Put the reactions on."""
        async with self.desk.database.look() as session:
            card = await _running(session, row)
        await self.desk.board.furnish_check(card)
        async with self.desk.database.turn() as session:
            await outbox.delivered(session, row.id, self.desk.clock.now())


async def _running(session: Session, row: outbox.NoticeRow) -> CheckCard:
    """The check that a notice is about; raises `Unreachable` where its time is over."""
    check = await checks.get(session, row.guild_id, row.subject)
    if check is None:
        raise NothingToTell("the temperature check is over")
    return check_card(check)
