"""Couriers of digests: posting one, hanging what it has no room for in a thread on it, and redrawing both."""

from datetime import datetime

from bot.domain.digest import is_late
from bot.services.couriers.courier import Courier, Poster, Redrawer
from bot.services.digest import digest_card
from bot.services.digest_cards import DigestCard
from bot.services.notices import Content, Notice
from bot.services.owing import owe
from bot.services.ports import Unreachable
from bot.services.servers import founded
from db import digests, outbox
from db.engine import Session

_NONCE = 22
"""Characters of a notice's nonce that begin those of its parts; Discord takes 25."""


class DigestPoster(Poster):
    """Posts a digest; one that comes late says so."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The digest, by the contents that were fixed when it fell due."""
        digest = await _digest(session, row)
        return await digest_card(session, digest, is_late=is_late(digest.due_at, self.desk.clock.now()))

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember the message, and owe it a thread where it could not hold everything."""
        digest = await _digest(session, row)
        digest.state, digest.late = digests.DELIVERED, is_late(digest.due_at, now)
        digest.channel_id, digest.message_id = row.channel_id, message_id
        await session.flush()
        if (await digest_card(session, digest, is_late=digest.late)).parts:
            await owe(session, row.guild_id, row.channel_id, "furnish-digest", row.subject, now)

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Take it to the decisions channel of now where the old one is gone; else the next digest tells of it."""
        server = await founded(session, row.guild_id)
        digest = await _digest(session, row)
        if fault.is_place_gone and row.channel_id != server.decisions_channel_id:
            elsewhere, now = server.decisions_channel_id, self.desk.clock.now()
            await owe(session, row.guild_id, elsewhere, "digest", row.subject, now, expires_at=row.expires_at)
            return
        digest.state = digests.SKIPPED
        await session.flush()


class DigestFurnisher(Courier):
    """Opens the thread of a digest, and posts there what the message has no room for."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Open the thread and post every part; what an earlier attempt did is found again."""
        async with self.desk.database.look() as session:
            digest = await _digest(session, row)
            card = await digest_card(session, digest, is_late=digest.late)
        assert card.message_id is not None
        name = f"{card.prefix}-{card.number} · {card.first_on} – {card.last_on}"
        thread_id = await self.desk.board.open_thread(row.guild_id, row.channel_id, card.message_id, name)
        posted = [
            await self.desk.board.post(
                Notice(row.guild_id, thread_id, f"{row.nonce[:_NONCE]}.{part.number}", part),
                tried_since=row.first_tried_at,
            )
            for part in card.parts
        ]
        async with self.desk.database.turn() as session:
            present = await _digest(session, row)
            present.thread_id, present.parts = thread_id, posted
            await session.flush()
            await outbox.delivered(session, row.id, self.desk.clock.now())


class DigestRedrawer(Redrawer):
    """Redraws a digest and what hangs on it."""

    posted_by = ("digest", "furnish-digest")

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """With the texts as they may be shown now."""
        await self.desk.board.show_digest(await self._card(row))

    async def _card(self, row: outbox.NoticeRow) -> DigestCard:
        async with self.desk.database.look() as session:
            digest = await _digest(session, row)
            return await digest_card(session, digest, is_late=digest.late)


async def _digest(session: Session, row: outbox.NoticeRow) -> digests.DigestRow:
    found = await digests.get(session, row.guild_id, row.subject)
    assert found is not None
    return found
