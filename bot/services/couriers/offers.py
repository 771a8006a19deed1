"""Couriers of offers: asking somebody about a task, once, and redrawing the question when it is over."""

from datetime import datetime

from bot.domain.offers import State
from bot.services.couriers.courier import Poster, Redrawer
from bot.services.notices import Content
from bot.services.offers import offer_card
from bot.services.owing import owe
from bot.services.ports import NothingToTell, Unreachable
from bot.services.servers import founded
from bot.services.work_cards import OfferCard
from db import offers, outbox, tasks
from db.engine import Session


class OfferPoster(Poster):
    """Asks in the task's thread, or in the channel where there is none; mentions the one who is asked."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The question, while it stands."""
        return await _standing(session, row)

    async def channel(self, session: Session, row: outbox.NoticeRow) -> int:
        """The task's thread, where one is."""
        return (await _task(session, row)).thread_id or row.channel_id

    async def mentions(self, session: Session, row: outbox.NoticeRow) -> tuple[int, ...]:
        """Who is asked. Source: charter, §9."""
        asked = (await _standing(session, row)).to
        assert asked is not None, "what was asked of somebody who was forgotten is over"
        return (asked,)

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember where it stands, and redraw it where it ended on the way."""
        channel_id = await self.channel(session, row)
        await offers.posted(session, row.subject, channel_id, message_id)
        if (await _offer(session, row)).state != State.OFFERED:
            await owe(session, row.guild_id, channel_id, "show-offer", row.subject, now)

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Ask in the tasks channel where the thread is gone."""
        if not fault.is_place_gone:
            return
        tasks_channel_id = (await founded(session, row.guild_id)).tasks_channel_id
        task = await _task(session, row)
        if task.thread_id in (None, tasks_channel_id):
            return
        await tasks.threaded(session, row.guild_id, task.number, tasks_channel_id)
        now = self.desk.clock.now()
        await owe(session, row.guild_id, tasks_channel_id, "offer", row.subject, now, expires_at=row.expires_at)


class OfferRedrawer(Redrawer):
    """Redraws a question."""

    posted_by = ("offer",)

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """As it is now."""
        async with self.desk.database.look() as session:
            card = await offer_card(session, await _offer(session, row))
        await self.desk.board.show_offer(card)


async def _standing(session: Session, row: outbox.NoticeRow) -> OfferCard:
    offer = await _offer(session, row)
    if offer.state != State.OFFERED:
        raise NothingToTell("the offer is over")
    return await offer_card(session, offer)


async def _task(session: Session, row: outbox.NoticeRow) -> tasks.TaskRow:
    offer = await _offer(session, row)
    return (await tasks.by_ids(session, offer.guild_id, [offer.task_id]))[0]


async def _offer(session: Session, row: outbox.NoticeRow) -> offers.OfferRow:
    offer = await offers.get(session, row.guild_id, row.subject)
    assert offer is not None, "offers end, and are never deleted"
    return offer
