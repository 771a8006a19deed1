"""Boards: one message in each server's tasks channel that shows what there is to do, kept fresh."""

from dataclasses import replace
from datetime import datetime

from bot.domain.boards import LOOK_ANYWAY, Part, drawn_again, put_back
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.servers import founded
from bot.services.standing_cards import BoardCard, BoardPart
from bot.services.task_cards import task_cards
from db import boards, openings, outbox, servers, tasks
from db.engine import Database, Session

SHOWN = 5
"""Tasks of one part on the board itself; all of them are on its private pages."""

A_PAGE = 9
"""Tasks on one private page: each is a section with a button, and 40 components fit."""

_KINDS = ("board", "show-board")


class BoardService:
    """Keeps boards fresh, and shows anybody all of one part."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._knows_all = False

    async def draw_due(self) -> int:
        """Owe a new picture to every board that time alone has changed; returns to how many.

        Once in a process also to every server with tasks that has no board yet.
        """
        now = self._clock.now()
        async with self._database.look() as session:
            due = await boards.due(session, now)
        owed = 0
        for row in due:
            async with self._database.turn() as session:
                if not await boards.take(session, row):
                    continue
                await board_changed(session, row.guild_id, now)
                owed += 1
        if not self._knows_all:
            await self._begin_all(now)
            self._knows_all = True
        return owed

    async def _begin_all(self, now: datetime) -> None:
        async with self._database.look() as session:
            founded_ones = [row.guild_id for row in await servers.all_founded(session)]
            without = [guild_id for guild_id in founded_ones if await boards.get(session, guild_id) is None]
            idle = [guild_id for guild_id in without if await tasks.unfinished(session, guild_id)]
        for guild_id in idle:
            async with self._database.turn() as session:
                await board_changed(session, guild_id, now)

    async def page(self, guild_id: int, part: Part, start: int) -> BoardPart:
        """A page of one part of the board; refuses with `NotSetUp`."""
        now = self._clock.now()
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            return await _part(session, server, part, now, start=start, limit=A_PAGE)


async def board_changed(session: Session, guild_id: int, now: datetime) -> None:
    """Owe the server's board a new picture, once however much happens before it is drawn, or the board itself.

    There is none before the first task.
    """
    server = await founded(session, guild_id)
    row = await boards.get(session, guild_id, locked=True)
    if row is None:
        if not server.last_task:
            return
        await boards.begin(session, guild_id, server.tasks_channel_id)
        row = await boards.get(session, guild_id, locked=True)
        assert row is not None
    row.changes += 1
    await session.flush()
    if not await outbox.waits(session, guild_id, 0, _KINDS):
        await _owe(session, row, server, now)


async def _owe(session: Session, row: boards.BoardRow, server: servers.ServerRow, now: datetime) -> None:
    if row.message_id is None:
        row.channel_id, row.due_at = server.tasks_channel_id, None
        due_at = put_back(row.posted_at, now)
        await owe(session, row.guild_id, row.channel_id, "board", 0, now, due_at=due_at)
    else:
        due_at = drawn_again(row.shown_at, now)
        await owe(session, row.guild_id, row.channel_id, "show-board", 0, now, due_at=due_at)
    await session.flush()


async def board_drawn(session: Session, guild_id: int, changes: int, now: datetime) -> None:
    """Write down that the board shows what there was to show after so many changes; owe it again where there are more.

    The notice by which it was drawn is delivered before.
    """
    row = await existing_board(session, guild_id, locked=True)
    row.shown_at = now
    row.due_at = min(filter(None, [now + LOOK_ANYWAY, await openings.next_change(session, guild_id, now)]))
    await session.flush()
    server = await founded(session, guild_id)
    if row.changes != changes or row.channel_id != server.tasks_channel_id:
        await _owe(session, row, server, now)


async def board_gone(session: Session, guild_id: int, now: datetime, *, waits: bool) -> None:
    """Put another board in place of one that is gone; `waits` where there is no place for it, so that it waits."""
    server = await founded(session, guild_id)
    row = await existing_board(session, guild_id, locked=True)
    if row.message_id is not None:
        row.number, row.message_id = row.number + 1, None
    if row.channel_id != server.tasks_channel_id:
        row.posted_at = None
    elif waits:
        row.due_at = now + LOOK_ANYWAY
        await session.flush()
        return
    await _owe(session, row, server, now)


async def existing_board(session: Session, guild_id: int, *, locked: bool = False) -> boards.BoardRow:
    """The row of a board of which a notice tells."""
    row = await boards.get(session, guild_id, locked=locked)
    assert row is not None
    return row


async def board_card(session: Session, row: boards.BoardRow, now: datetime) -> BoardCard:
    """The board as it is now; one whose channel is not the tasks channel any more leads on to that one."""
    server = await founded(session, row.guild_id)
    card = BoardCard(
        guild_id=row.guild_id,
        number=row.number,
        parts={},
        channel_id=row.channel_id,
        message_id=row.message_id,
        language=server.language,
    )
    if row.channel_id != server.tasks_channel_id:
        return replace(card, goes_on_in=server.tasks_channel_id)
    parts = [await _part(session, server, part, now, start=0, limit=SHOWN) for part in Part]
    return replace(card, parts={each.part: each for each in parts})


async def _part(
    session: Session, server: servers.ServerRow, part: Part, now: datetime, *, start: int, limit: int
) -> BoardPart:
    rows, total = await openings.of_part(session, server.guild_id, part, now, start=start, limit=limit)
    return BoardPart(part, tuple(await task_cards(session, rows, language=server.language)), total, start)
