"""Couriers of decisions: announcing them, and redrawing the announcement."""

from datetime import datetime

from bot.services.cards import DecisionCard
from bot.services.couriers.courier import Poster, Redrawer
from bot.services.decision_cards import decision_cards
from bot.services.notices import Content
from db import decisions, outbox
from db.engine import Session


class DecisionPoster(Poster):
    """Announces a decision."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The decision."""
        return await _card(session, row)

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember where it was announced."""
        await decisions.announced(session, row.guild_id, row.subject, row.channel_id, message_id)


class DecisionRedrawer(Redrawer):
    """Redraws an announcement."""

    posted_by = ("decision",)

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """As the decision is told now."""
        async with self.desk.database.look() as session:
            card = await _card(session, row)
        await self.desk.board.show_decision(card)


async def _card(session: Session, row: outbox.NoticeRow) -> DecisionCard:
    decision = await decisions.get(session, row.guild_id, row.subject)
    assert decision is not None
    return (await decision_cards(session, row.guild_id, [decision]))[0]
