"""Task cards: a task with those who hold it, and with the decision that it serves."""

from collections.abc import Sequence

from bot.domain.tasks import Contents, Effort, Work
from bot.services.cards import Drop, Person, TaskCard
from db import covers, decisions, knowhow, members, shadows, task_revisions, task_skills, tasks
from db.engine import Session


async def task_cards(session: Session, rows: Sequence[tasks.TaskRow], *, language: str) -> list[TaskCard]:
    """The cards of tasks of one server, in the order given."""
    if not rows:
        return []
    guild_id = rows[0].guild_id
    held = await tasks.holders(session, [row.id for row in rows])
    hidden = await covers.hidden_tasks(session, guild_id, [row.number for row in rows])
    pages = await knowhow.numbers_of_tasks(session, guild_id, [row.id for row in rows])
    skills = await task_skills.of_tasks(session, [row.id for row in rows])
    learners = await shadows.how_many(session, guild_id, [row.id for row in rows])
    served = {row.decision_number for row in rows if row.decision_number}
    decided = {row.number: row for row in await decisions.by_numbers(session, guild_id, served)} if served else {}
    named = {who for holders in held.values() for who in holders} | {row.dropped_by for row in rows if row.dropped_by}
    people = await members.by_ids(session, guild_id, named)
    cards = []
    for row in rows:
        is_hidden = row.number in hidden
        decision = decided.get(row.decision_number or 0)
        cards.append(
            TaskCard(
                guild_id=guild_id,
                number=row.number,
                title="" if is_hidden else row.title,
                why="" if is_hidden else row.why,
                is_covered=is_hidden,
                state=work_of(row, held.get(row.id, ())).state,
                people_needed=row.people_needed,
                holders=tuple(_holder(guild_id, who, people.get(who)) for who in held.get(row.id, ())),
                effort=Effort(row.effort) if row.effort else None,
                due_on=row.due_on,
                decision_number=row.decision_number,
                channel_id=row.channel_id,
                message_id=row.message_id,
                language=language,
                pages=tuple(pages.get(row.id, ())),
                skills=() if is_hidden else tuple(skills.get(row.id, ())),
                is_first=row.is_first,
                learners=learners.get(row.id, 0),
                drop=_drop(row, people, is_hidden=is_hidden),
                revision=row.revision,
                is_overdue=_is_overdue(row),
                decision_channel_id=decision.channel_id if decision else None,
                decision_message_id=decision.message_id if decision else None,
            )
        )
    return cards


def work_of(row: tasks.TaskRow, holders: Sequence[int]) -> Work:
    """The task as the rules see it."""
    return Work(row.number, row.people_needed, tuple(holders), row.done_at is not None, row.dropped_at)


def contents_of(row: tasks.TaskRow | task_revisions.TaskRevisionRow, skills: Sequence[str]) -> Contents:
    """What a task says, or said."""
    return Contents(
        title=row.title,
        why=row.why,
        people_needed=row.people_needed,
        skills=tuple(skills),
        effort=Effort(row.effort) if row.effort else None,
        is_first=row.is_first,
        due_on=row.due_on,
        decision_number=row.decision_number,
    )


def _is_overdue(row: tasks.TaskRow) -> bool:
    """Whether its day has passed, of a task that still matters."""
    return row.done_at is None and row.dropped_at is None and row.due_on is not None and row.overdue_on == row.due_on


def _drop(row: tasks.TaskRow, people: dict[int, members.MemberRow], *, is_hidden: bool) -> Drop | None:
    if row.dropped_at is None:
        return None
    by = people.get(row.dropped_by or 0)
    return Drop((by.name if by else None) or "", row.dropped_at, "" if is_hidden else row.drop_reason or "")


def _holder(guild_id: int, user_id: int, member: members.MemberRow | None) -> Person:
    return Person(guild_id, user_id, (member.name if member else None) or "", member.joined_at if member else None)
