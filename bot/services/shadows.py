"""Shadows: saying that one would like to learn a task from those who do it."""

from datetime import datetime

from bot.domain.shadows import check_may_shadow
from bot.services.cards import Person, TaskCard
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.servers import founded, seen
from bot.services.standing_cards import LearnersCard
from bot.services.task_cards import task_cards, work_of
from bot.services.working import existing_task
from db import covers, members, outbox, servers, shadows, tasks
from db.engine import Database, Session


class ShadowService:
    """Going along with somebody's task; counted, and nobody is ranked by it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def toggle(self, person: Person, number: int) -> tuple[TaskCard, bool]:
        """Say that one would like to learn a task, or take that back; True for the first.

        Refuses with `NoSuchTask`, `TaskIsDone`, `NobodyToLearnFrom` or `YouDoIt`; taking back is never refused.
        """
        now = self._clock.now()
        async with self._database.turn() as session:
            server = await founded(session, person.guild_id)
            row, holders = await existing_task(session, person.guild_id, number)
            would = not await shadows.leave(session, person.guild_id, row.id, person.user_id)
            if would:
                check_may_shadow(work_of(row, holders), person.user_id)
                await shadows.toggle(session, person.guild_id, row.id, person.user_id, now)
            await members.remember(session, [seen(person, acted_at=now)])
            await _tell(session, server, row, now)
            return (await task_cards(session, [row], language=server.language))[0], would


async def _tell(session: Session, server: servers.ServerRow, row: tasks.TaskRow, now: datetime) -> None:
    """Owe the line in the task's thread: one that is on its way shows who is there when it is drawn."""
    kind = "show-learners" if row.learners_id is not None else "learners"
    if kind == "learners" and await outbox.waits(session, row.guild_id, row.number, ["learners"]):
        kind = "show-learners"
    await owe(session, row.guild_id, row.channel_id or server.tasks_channel_id, kind, row.number, now)


async def learners_card(session: Session, row: tasks.TaskRow) -> LearnersCard:
    """Who would like to learn a task now."""
    server = await founded(session, row.guild_id)
    who = await shadows.of_task(session, row.guild_id, row.id)
    people = await members.by_ids(session, row.guild_id, who)
    hidden = await covers.hidden_tasks(session, row.guild_id, [row.number])
    return LearnersCard(
        guild_id=row.guild_id,
        number=row.number,
        title=None if row.number in hidden else row.title,
        names=tuple(people[each].name if each in people else None for each in who),
        channel_id=row.thread_id or row.channel_id or server.tasks_channel_id,
        message_id=row.learners_id,
        language=server.language,
    )
