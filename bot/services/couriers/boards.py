"""Couriers of boards: posting one, and drawing it again."""

from bot.services.boards import board_card, board_drawn, board_gone, existing_board
from bot.services.couriers.courier import Courier
from bot.services.notices import Notice
from bot.services.ports import NothingToTell, Unreachable
from db import outbox
from db.engine import Session


class BoardPoster(Courier):
    """Posts the board of a server."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Post it, and draw it again soon where something happened meanwhile."""
        async with self.desk.database.look() as session:
            board = await existing_board(session, row.guild_id)
            card = await board_card(session, board, self.desk.clock.now())
        if board.message_id is not None:
            raise NothingToTell("the board stands already")
        if card.goes_on_in is not None:
            raise Unreachable("the tasks channel is another one by now", is_place_gone=True)
        notice = Notice(row.guild_id, row.channel_id, row.nonce, card)
        message_id = await self.desk.board.post(notice, tried_since=row.first_tried_at)
        now = self.desk.clock.now()
        async with self.desk.database.turn() as session:
            await outbox.delivered(session, row.id, now)
            present = await existing_board(session, row.guild_id, locked=True)
            present.channel_id, present.message_id, present.posted_at = row.channel_id, message_id, now
            await board_drawn(session, row.guild_id, board.changes, now)

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Where its channel is gone, wait for another one."""
        if fault.is_place_gone:
            await board_gone(session, row.guild_id, self.desk.clock.now(), waits=True)


class BoardRedrawer(Courier):
    """Draws the board of a server again."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """As it is now; where the tasks channel is another one by now, the board leads on and stands there anew."""
        async with self.desk.database.look() as session:
            board = await existing_board(session, row.guild_id)
            card = await board_card(session, board, self.desk.clock.now())
        try:
            await self.desk.board.show_board(card)
        except Unreachable as fault:
            if card.goes_on_in is None or not fault.is_gone:
                raise
        now = self.desk.clock.now()
        async with self.desk.database.turn() as session:
            await outbox.delivered(session, row.id, now)
            if card.goes_on_in is not None:
                await board_gone(session, row.guild_id, now, waits=False)
            else:
                await board_drawn(session, row.guild_id, board.changes, now)

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Put another board in place of one that is gone."""
        await board_gone(session, row.guild_id, self.desk.clock.now(), waits=fault.is_place_gone)
