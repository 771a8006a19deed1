"""The courier that tells people what they asked to be told, in the direct messages that they asked for."""

from bot.domain.reminders import State
from bot.services.couriers.courier import Courier
from bot.services.personal_reminders import personal_card
from bot.services.ports import NothingToTell, Unreachable
from db import outbox, personal_reminders
from db.engine import Session


class PersonalTeller(Courier):
    """Sends a direct message; where that is not possible it is kept for the person's next act."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Tell it once."""
        now = self.desk.clock.now()
        async with self.desk.database.look() as session:
            reminder = await personal_reminders.by_id(session, row.guild_id, row.subject)
            if reminder is None or reminder.state == State.CANCELLED:
                raise NothingToTell("the reminder was taken back")
            card = await personal_card(session, reminder, now, due_at=reminder.handled_at)
        await self.desk.board.tell(card, nonce=row.nonce, tried_since=row.first_tried_at)
        async with self.desk.database.turn() as session:
            await outbox.delivered(session, row.id, self.desk.clock.now())

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Keep it for their next act, unless they took it back."""
        reminder = await personal_reminders.by_id(session, row.guild_id, row.subject)
        if reminder is not None and reminder.state != State.CANCELLED:
            reminder.undelivered_at = reminder.handled_at
            await session.flush()
