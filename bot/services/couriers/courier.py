"""What couriers have in common: posting a card once, or redrawing one that stands."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.notices import Content, Notice
from bot.services.ports import Clock, NoticeBoard, Register, Unreachable
from bot.services.reading import ReadingService
from db import outbox
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class Desk:
    """Where couriers come from: the record, the time, and the ways to the world outside."""

    database: Database
    clock: Clock
    board: NoticeBoard
    register: Register
    reading: ReadingService


class Courier(ABC):
    """Takes one kind of notice to where it belongs."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @abstractmethod
    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Deliver a notice and write down that it is; raises `Unreachable`, gone where it never can be."""

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Do what has to be done, in the turn that stops trying, for what cannot be delivered any more."""
        return


class Poster(Courier):
    """Posts a card."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Post the card as it is now, and write down where it stands."""
        async with self.desk.database.look() as session:
            card = await self.card(session, row)
            mentions = await self.mentions(session, row)
            channel_id = await self.channel(session, row)
        notice = Notice(row.guild_id, channel_id, row.nonce, card, mentions)
        message_id = await self.desk.board.post(notice, tried_since=row.first_tried_at)
        now = self.desk.clock.now()
        async with self.desk.database.turn() as session:
            await outbox.delivered(session, row.id, now, channel_id=channel_id, message_id=message_id)
            await self.posted(session, row, message_id, now)

    @abstractmethod
    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """What the notice shows, as it is now; raises `NothingToTell` where there is nothing any more."""

    async def mentions(self, session: Session, row: outbox.NoticeRow) -> tuple[int, ...]:
        """Whom the notice mentions; almost always nobody."""
        return ()

    async def channel(self, session: Session, row: outbox.NoticeRow) -> int:
        """Where it is posted."""
        return row.channel_id

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Write down where the card stands, and owe what follows."""


class Redrawer(Courier):
    """Redraws a message; one whose posting is under way may stand already, so it is waited for."""

    posted_by: Sequence[str] = ()
    """The notices by which the message that is to be redrawn comes to stand."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Redraw the message as it is now."""
        async with self.desk.database.look() as session:
            may_not_stand = await outbox.waits(session, row.guild_id, row.subject, self.posted_by)
        if may_not_stand:
            raise Unreachable("what is to be redrawn may not stand yet")
        await self.redraw(row)
        async with self.desk.database.turn() as session:
            await outbox.delivered(session, row.id, self.desk.clock.now())

    @abstractmethod
    async def redraw(self, row: outbox.NoticeRow) -> None:
        """Read what there is to show now, and show it."""
