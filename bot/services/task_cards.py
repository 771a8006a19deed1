"""Task cards: a task with those who hold it."""

from collections.abc import Sequence

from bot.domain.tasks import Effort, Work
from bot.services.cards import Person, TaskCard
from db import covers, members, tasks
from db.engine import Session


async def task_cards(session: Session, rows: Sequence[tasks.TaskRow], *, language: str) -> list[TaskCard]:
    """The cards of tasks of one server, in the order given."""
    if not rows:
        return []
    guild_id = rows[0].guild_id
    held = await tasks.holders(session, [row.id for row in rows])
    hidden = await covers.hidden_tasks(session, guild_id, [row.number for row in rows])
    people = await members.by_ids(session, guild_id, {who for holders in held.values() for who in holders})
    return [
        TaskCard(
            guild_id=guild_id,
            number=row.number,
            title="" if row.number in hidden else row.title,
            why="" if row.number in hidden else row.why,
            is_covered=row.number in hidden,
            state=work_of(row, held.get(row.id, ())).state,
            people_needed=row.people_needed,
            holders=tuple(_holder(guild_id, who, people.get(who)) for who in held.get(row.id, ())),
            effort=Effort(row.effort) if row.effort else None,
            due_on=row.due_on,
            decision_number=row.decision_number,
            channel_id=row.channel_id,
            message_id=row.message_id,
            language=language,
        )
        for row in rows
    ]


def work_of(row: tasks.TaskRow, holders: Sequence[int]) -> Work:
    """The task as the rules see it."""
    return Work(row.number, row.people_needed, tuple(holders), row.done_at is not None)


def _holder(guild_id: int, user_id: int, member: members.MemberRow | None) -> Person:
    return Person(guild_id, user_id, (member.name if member else None) or "", member.joined_at if member else None)
