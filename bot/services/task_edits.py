"""Task edits: what a task says is everybody's to change, with its whole history; dropping is undone by anybody."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import NoSuchDecision
from bot.domain.skills import A_TASKS_SKILLS, skills_of
from bot.domain.task_refusals import BornFromDecision, TaskIsCovered
from bot.domain.tasks import (
    REASON_LIMIT,
    Contents,
    Effort,
    TaskAct,
    changed,
    check_goes_on,
    check_may_drop,
    check_may_put_back,
    check_task,
    edited,
)
from bot.domain.texts import check_text, clean_text
from bot.services.cards import Person, TaskCard
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.servers import founded
from bot.services.task_cards import contents_of, work_of
from bot.services.typed_times import one_day
from bot.services.work_cards import HistoryCard, RevisionCard
from bot.services.working import changed_task, existing_task, let_go
from db import covers, decisions, members, task_revisions, task_skills, tasks
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class TypedTask:
    """What somebody wrote into the form of a task; what was picked beside it is None where it stays as it was."""

    title: str
    why: str
    people_needed: int
    skills: str
    due: str
    language: str
    effort: Effort | None = None
    is_first: bool | None = None
    decision_number: int | None = None


@dataclass(frozen=True, slots=True)
class EditReceipt:
    """The task after an edit, and the fields that somebody else changed while it was written."""

    task: TaskCard
    others: tuple[str, ...]


class TaskEditService:
    """Editing, dropping and putting back, each by anybody and each written down. Source: issue 5."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def contents(self, guild_id: int, number: int) -> tuple[int, Contents]:
        """What a task says now, for writing it anew, and which revision that is; refuses what cannot be edited."""
        async with self._database.look() as session:
            await founded(session, guild_id)
            row, holders = await existing_task(session, guild_id, number)
            await _check_readable(session, row)
            check_goes_on(work_of(row, holders))
            return row.revision, await _contents(session, row)

    async def edit(self, person: Person, number: int, typed: TypedTask, *, base: int) -> EditReceipt:
        """Write a task anew, beginning from the revision `base`; what others changed meanwhile stays.

        Refuses with `EditedMeanwhile` where they changed the same, and with what the rules say of the text.
        """
        title, why = check_task(typed.title, typed.why, typed.people_needed)
        skills = skills_of(typed.skills, most=A_TASKS_SKILLS)
        now = self._clock.now()
        async with self._database.turn() as session:
            row, holders = await existing_task(session, person.guild_id, number)
            await _check_readable(session, row)
            standing = await _contents(session, row)
            begun = await _begun(session, row, base) or standing
            wished = replace(
                begun,
                title=title,
                why=why,
                people_needed=typed.people_needed,
                skills=skills,
                due_on=begun.due_on
                if begun.due_on and clean_text(typed.due) == begun.due_on.isoformat()
                else one_day(clean_text(typed.due), await founded(session, row.guild_id), typed.language, now)
                if clean_text(typed.due)
                else None,
                effort=typed.effort or begun.effort,
                is_first=begun.is_first if typed.is_first is None else typed.is_first,
                decision_number=typed.decision_number or begun.decision_number,
            )
            await _check_decision(session, row, wished.decision_number)
            after = edited(work_of(row, holders), begun, standing, wished)
            await _revise(session, row, TaskAct.EDITED, person, now, before=standing, after=after)
            if after.title != standing.title:
                server = await founded(session, row.guild_id)
                channel_id = row.channel_id or server.tasks_channel_id
                await owe(session, row.guild_id, channel_id, "name-thread", row.number, now)
            return EditReceipt(await changed_task(session, row, person, now), changed(begun, standing))

    async def check_may_drop(self, person: Person, number: int) -> None:
        """Refuse to drop what others hold or is over, before a reason is typed; the same is asked again at the act."""
        async with self._database.look() as session:
            check_may_drop(work_of(*await existing_task(session, person.guild_id, number)), person.user_id)

    async def drop(self, person: Person, number: int, reason: str) -> TaskCard:
        """Drop a task that nobody else holds, with a reason; anybody puts it back within a week."""
        reason = check_text("reason", reason, REASON_LIMIT)
        now = self._clock.now()
        async with self._database.turn() as session:
            row, holders = await existing_task(session, person.guild_id, number)
            check_may_drop(work_of(row, holders), person.user_id)
            await let_go(session, row, now, "dropped")
            row.dropped_at, row.dropped_by, row.drop_reason = now, person.user_id, reason
            standing = await _contents(session, row)
            await _revise(session, row, TaskAct.DROPPED, person, now, before=standing, after=standing, reason=reason)
            return await changed_task(session, row, person, now)

    async def put_back(self, person: Person, number: int) -> TaskCard:
        """Undo that a task was dropped; it looks for hands again."""
        now = self._clock.now()
        async with self._database.turn() as session:
            row, holders = await existing_task(session, person.guild_id, number)
            check_may_put_back(work_of(row, holders), now)
            row.dropped_at = row.dropped_by = row.drop_reason = None
            standing = await _contents(session, row)
            await _revise(session, row, TaskAct.PUT_BACK, person, now, before=standing, after=standing)
            return await changed_task(session, row, person, now)

    async def history(self, guild_id: int, number: int) -> HistoryCard:
        """Everything that a task said, who changed it and when, the newest first; for every member."""
        async with self._database.look() as session:
            await founded(session, guild_id)
            row, _ = await existing_task(session, guild_id, number)
            await _check_readable(session, row)
            found = await task_revisions.of_task(session, row.id)
            who = {each.member_id for each in found if each.member_id} | ({row.added_by} if row.added_by else set())
            people = await members.by_ids(session, guild_id, who)
            names = {each: person.name or "" for each, person in people.items()}
            told: list[RevisionCard] = []
            before: Contents | None = None
            for each in found:
                after = contents_of(each, each.skills)
                by = names.get(each.member_id or 0, "")
                told.append(RevisionCard(TaskAct(each.act), by, each.at, before, after, each.reason or ""))
                before = after
            if not found:
                written = await _contents(session, row)
                by = names.get(row.added_by or 0, "")
                told.append(RevisionCard(TaskAct.WRITTEN, by, row.created_at, None, written, ""))
            return HistoryCard(guild_id, number, row.title, tuple(reversed(told)))


async def _check_readable(session: Session, row: tasks.TaskRow) -> None:
    """Refuse with `TaskIsCovered` where no card holds the text."""
    if await covers.hidden_tasks(session, row.guild_id, [row.number]):
        raise TaskIsCovered(row.number)


async def _check_decision(session: Session, row: tasks.TaskRow, decision_number: int | None) -> None:
    """Refuse another decision than the one that bore the task, or one that does not exist."""
    if decision_number == row.decision_number or decision_number is None:
        return
    if row.added_by is None and row.decision_number is not None:
        raise BornFromDecision(row.number, row.decision_number)
    if await decisions.get(session, row.guild_id, decision_number) is None:
        raise NoSuchDecision(decision_number)


async def _contents(session: Session, row: tasks.TaskRow) -> Contents:
    return contents_of(row, (await task_skills.of_tasks(session, [row.id])).get(row.id, ()))


async def _begun(session: Session, row: tasks.TaskRow, base: int) -> Contents | None:
    """What a task said in a revision, None where that is the one that stands, or there is none."""
    if base == row.revision:
        return None
    found = await task_revisions.get(session, row.id, base)
    return contents_of(found, found.skills) if found else None


async def _revise(
    session: Session,
    row: tasks.TaskRow,
    act: TaskAct,
    person: Person,
    now: datetime,
    *,
    before: Contents,
    after: Contents,
    reason: str | None = None,
) -> None:
    """Write the next revision, with the first text before it where this is the first change."""
    if row.revision == 0:
        await _write(session, row, 0, TaskAct.WRITTEN, row.added_by, row.created_at, before, None)
    row.revision += 1
    row.title, row.why, row.people_needed = after.title, after.why, after.people_needed
    row.effort = after.effort.value if after.effort else None
    row.is_first, row.due_on, row.decision_number = after.is_first, after.due_on, after.decision_number
    await session.flush()
    if before.skills != after.skills:
        await task_skills.put(session, row, after.skills)
    await _write(session, row, row.revision, act, person.user_id, now, after, reason)


async def _write(
    session: Session,
    row: tasks.TaskRow,
    number: int,
    act: TaskAct,
    member_id: int | None,
    at: datetime,
    said: Contents,
    reason: str | None,
) -> None:
    await task_revisions.add(
        session,
        guild_id=row.guild_id,
        task_id=row.id,
        number=number,
        act=act.value,
        member_id=member_id,
        at=at,
        title=said.title,
        why=said.why,
        people_needed=said.people_needed,
        skills=list(said.skills),
        effort=said.effort.value if said.effort else None,
        is_first=said.is_first,
        due_on=said.due_on,
        decision_number=said.decision_number,
        reason=reason,
    )
