"""Couriers to the threads of tasks: opening one on the task's own message, naming it anew, and posting in it."""

from bot.services.couriers.courier import Courier, Desk, Poster, Redrawer
from bot.services.owing import owe
from bot.services.ports import NothingToTell, Unreachable
from bot.services.servers import founded
from db import covers, outbox, tasks
from db.engine import Session


class TaskThreadOpener(Courier):
    """Opens the thread of a task; that it is open already is success."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Open it where it is missing, while somebody holds the task."""
        async with self.desk.database.look() as session:
            task = await tasks.get(session, row.guild_id, row.subject)
            is_held = task is not None and task.done_at is None and await tasks.holders(session, [task.id])
        if task is None or not is_held:
            raise NothingToTell("nobody holds the task any more")
        await thread_of(self.desk, row, task)
        async with self.desk.database.turn() as session:
            await outbox.delivered(session, row.id, self.desk.clock.now())


class TaskThreadNamer(Redrawer):
    """Names the thread of a task after its title as it is, and after no title that is covered; where it has one."""

    posted_by = ("task-thread",)

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """As the task is called now."""
        async with self.desk.database.look() as session:
            server = await founded(session, row.guild_id)
            task = await tasks.get(session, row.guild_id, row.subject)
            name = await _name(session, task) if task is not None else ""
        # A channel that stands in for a thread keeps its own name.
        if task is None or task.thread_id in (None, task.channel_id, row.channel_id, server.tasks_channel_id):
            return
        try:
            await self.desk.board.name_thread(task.thread_id, name)
        except Unreachable as fault:
            # A thread that somebody locked keeps its name, however often one asks.
            if not (fault.is_gone or fault.is_refused):
                raise


class TaskThreadPoster(Poster):
    """Posts in the thread of a task, which is opened where it is missing.

    Where the thread is gone, or the message on which it would hang, the channel stands in for it.
    """

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Open the thread where it is missing, then post in it."""
        async with self.desk.database.look() as session:
            await self.card(session, row)
            task = await self.task(session, row)
        await thread_of(self.desk, row, task)
        await super().deliver(row)

    async def task(self, session: Session, row: outbox.NoticeRow) -> tasks.TaskRow:
        """The task that the notice is about."""
        task = await tasks.get(session, row.guild_id, row.subject)
        assert task is not None
        return task

    async def channel(self, session: Session, row: outbox.NoticeRow) -> int:
        """The task's thread."""
        return (await self.task(session, row)).thread_id or row.channel_id

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Owe it to the channel where the thread is gone."""
        if not fault.is_place_gone:
            return
        task = await self.task(session, row)
        if task.thread_id in (None, row.channel_id):
            return
        await tasks.threaded(session, row.guild_id, task.number, row.channel_id)
        now = self.desk.clock.now()
        await owe(session, row.guild_id, row.channel_id, row.kind, row.subject, now, expires_at=row.expires_at)


async def thread_of(desk: Desk, row: outbox.NoticeRow, task: tasks.TaskRow) -> int:
    """The thread of a task, opened and written down where it has none; a covered task's is named by its number.

    Raises `Unreachable` while the task's message does not stand.
    """
    if task.thread_id is not None:
        return task.thread_id
    if task.message_id is None:
        raise Unreachable("the task's message does not stand yet")
    async with desk.database.look() as session:
        name = await _name(session, task)
    channel_id = task.channel_id or row.channel_id
    try:
        thread_id = await desk.board.open_thread(row.guild_id, channel_id, task.message_id, name)
    except Unreachable as fault:
        if not fault.is_gone or fault.is_place_gone:
            raise
        thread_id = channel_id
    async with desk.database.turn() as session:
        await tasks.threaded(session, row.guild_id, task.number, thread_id)
    return thread_id


async def _name(session: Session, task: tasks.TaskRow) -> str:
    is_covered = task.number in await covers.hidden_tasks(session, task.guild_id, [task.number])
    return f"T-{task.number}" if is_covered or not task.title else f"T-{task.number} · {task.title}"
