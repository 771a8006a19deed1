"""Task words: which words of tasks are somebody's own, and erasing those without touching what others wrote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.forgetting import own_words
from db import task_revisions, tasks
from db.engine import Session

_FIELDS = ("title", "why")
"""What of a task is a text."""


@dataclass(frozen=True, slots=True)
class TaskWords:
    """One field of a task as somebody's words: the revisions that they stand in, and those in which they stood."""

    task: tasks.TaskRow
    field: str
    standing: Sequence[task_revisions.TaskRevisionRow]
    earlier: Sequence[task_revisions.TaskRevisionRow]
    stands: bool
    is_theirs: bool
    """Whether they put the task up: only then what stands goes."""


async def own_words_on_tasks(
    session: Session, guild_id: int, member_id: int, *, is_locked: bool = False
) -> list[TaskWords]:
    """Somebody's words on every task that they wrote on; `is_locked` holds the tasks until the turn ends."""
    revised = await task_revisions.revised_by(session, guild_id, member_id)
    rows = [
        *await tasks.added_by(session, guild_id, member_id),
        *await tasks.by_ids(session, guild_id, revised),
    ]
    found = []
    for row in sorted({row.id: row for row in rows}.values(), key=lambda row: row.number):
        found += await words_on(session, row, member_id, is_theirs=row.added_by == member_id, is_locked=is_locked)
    return found


async def words_on(
    session: Session, row: tasks.TaskRow, member_id: int, *, is_theirs: bool, is_locked: bool = False
) -> list[TaskWords]:
    """Somebody's words on one task; `is_theirs` says that they put it up, also by a proposal that bore it."""
    if is_locked:
        await session.refresh(row, with_for_update=True)
    revisions = await task_revisions.of_task(session, row.id) if row.revision else ()
    return [_words_of(row, revisions, field, member_id, is_theirs=is_theirs) for field in _FIELDS]


async def erase_words(session: Session, words: Iterable[TaskWords]) -> list[tasks.TaskRow]:
    """Erase somebody's words; the tasks that say something else now."""
    changed = []
    for each in words:
        for row in [*each.earlier, *(each.standing if each.is_theirs else ())]:
            setattr(row, each.field, "")
        if each.is_theirs and each.stands:
            setattr(each.task, each.field, "")
            changed.append(each.task)
    await session.flush()
    return changed


def _words_of(
    task: tasks.TaskRow,
    revisions: Sequence[task_revisions.TaskRevisionRow],
    field: str,
    member_id: int,
    *,
    is_theirs: bool,
) -> TaskWords:
    text = getattr(task, field)
    # The first text of what a decision bore is in nobody's name: it is its proposer's.
    nameless = member_id if is_theirs else None
    said = [(nameless if row.member_id is None else row.member_id, getattr(row, field)) for row in revisions]
    whose = own_words(said or [(member_id if is_theirs else task.added_by, text)], member_id)
    last = max((place + 1 for place, (_, each) in enumerate(said) if each != text), default=0)
    mine = [(place, row) for place, row in enumerate(revisions) if whose[place] and getattr(row, field)]
    return TaskWords(
        task=task,
        field=field,
        standing=[row for place, row in mine if place >= last],
        earlier=[row for place, row in mine if place < last],
        stands=whose[-1] and bool(text),
        is_theirs=is_theirs,
    )
