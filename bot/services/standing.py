"""Standing work: what follows from any change of a task, in the turn that changes it."""

from datetime import datetime

from bot.domain.lapses import question_due
from bot.services.boards import board_changed
from bot.services.owing import owe
from db import lapses, outbox, servers, tasks
from db.engine import Session


async def task_moved(
    session: Session, server: servers.ServerRow, row: tasks.TaskRow, now: datetime, *, by: int | None = None
) -> None:
    """Keep the board fresh, open the thread of a task at its first claim, and count an act of a holder's as one.

    `by` is who acted on the task, where somebody did.
    """
    if by is not None:
        await lapses.acted(session, row.id, by, question_due(now))
    await _open_thread(session, server, row, now)
    await board_changed(session, row.guild_id, now)


async def _open_thread(session: Session, server: servers.ServerRow, row: tasks.TaskRow, now: datetime) -> None:
    if row.thread_id is not None or row.done_at is not None or not await tasks.holders(session, [row.id]):
        return
    if not await outbox.waits(session, row.guild_id, row.number, ["task-thread"]):
        await owe(session, row.guild_id, row.channel_id or server.tasks_channel_id, "task-thread", row.number, now)
