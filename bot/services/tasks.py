"""Tasks: born from decisions or added by anybody, taken up, handed back and finished by their holder's own act."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.errors import NoSuchDecision
from bot.domain.phrases.folding import folded
from bot.domain.skills import skill_of
from bot.domain.tasks import (
    Effort,
    Wanted,
    check_may_claim,
    check_may_finish,
    check_may_release,
    check_task,
)
from bot.domain.texts import clean_text
from bot.services.cards import Person, TaskCard
from bot.services.owing import owe
from bot.services.ports import Clock, NoticeBoard, Unreachable
from bot.services.servers import founded, seen
from bot.services.standing import task_moved
from bot.services.task_cards import task_cards, work_of
from bot.services.typed_times import one_day
from bot.services.working import changed_task, existing_task, hands_of, let_go, take_up
from db import covers, decisions, members, openings, servers, task_skills, tasks
from db.engine import Database, Session


class TaskService:
    """Work by free choice: nobody gives a task to anybody."""

    def __init__(self, database: Database, clock: Clock, board: NoticeBoard) -> None:
        self._database = database
        self._clock = clock
        self._board = board

    async def add(
        self,
        person: Person,
        title: str,
        why: str = "",
        *,
        people_needed: int = 1,
        effort: Effort | None = None,
        decision_number: int | None = None,
        due_on: date | None = None,
        skills: Sequence[str] = (),
        is_first: bool = False,
    ) -> TaskCard:
        """Add a task, open to everybody, and owe its message; refuses with what the rules say of its text."""
        title, why = check_task(title, why, people_needed)
        now = self._clock.now()
        async with self._database.turn() as session:
            server = await founded(session, person.guild_id)
            if decision_number is not None and await decisions.get(session, person.guild_id, decision_number) is None:
                raise NoSuchDecision(decision_number)
            row = tasks.TaskRow(
                guild_id=person.guild_id,
                number=await servers.next_number(session, person.guild_id, "last_task"),
                title=title,
                why=why,
                people_needed=people_needed,
                effort=effort.value if effort else None,
                decision_number=decision_number,
                due_on=due_on,
                is_first=is_first,
                added_by=person.user_id,
                created_at=now,
            )
            session.add(row)
            await session.flush()
            await task_skills.put(session, row, skills)
            await members.remember(session, [seen(person, acted_at=now)])
            await owe(session, row.guild_id, server.tasks_channel_id, "task", row.number, now)
            await task_moved(session, server, row, now)
            return (await task_cards(session, [row], language=server.language))[0]

    async def due_day(self, guild_id: int, typed: str, language: str) -> date | None:
        """The day that was typed as a due date, None where none was; refuses with `UnclearDay`."""
        if not clean_text(typed):
            return None
        async with self._database.look() as session:
            server = await founded(session, guild_id)
        return one_day(clean_text(typed), server, language, self._clock.now())

    async def claim(self, person: Person, number: int) -> TaskCard:
        """Take a task up; refuses when it is done, full or theirs, or they hold too many. Source: charter, §6."""
        now = self._clock.now()
        async with self._database.turn() as session:
            await founded(session, person.guild_id, locked=True)
            row, holders = await existing_task(session, person.guild_id, number)
            held, limit = await hands_of(session, person)
            check_may_claim(work_of(row, holders), person.user_id, held=held, limit=limit)
            await take_up(session, row, person, now)
            return await changed_task(session, row, person, now)

    async def release(self, person: Person, number: int) -> TaskCard:
        """Hand a task back, without a reason."""
        now = self._clock.now()
        async with self._database.turn() as session:
            row, holders = await existing_task(session, person.guild_id, number)
            check_may_release(work_of(row, holders), person.user_id)
            await let_go(session, row, now, "released", member_id=person.user_id)
            return await changed_task(session, row, person, now)

    async def finish(self, person: Person, number: int) -> TaskCard:
        """Say that a task is done; whoever holds it may."""
        now = self._clock.now()
        async with self._database.turn() as session:
            row, holders = await existing_task(session, person.guild_id, number)
            check_may_finish(work_of(row, holders), person.user_id)
            await let_go(session, row, now, "finished")
            await tasks.finish(session, row.id, now)
            await session.refresh(row)
            return await changed_task(session, row, person, now)

    async def show(self, card: TaskCard) -> None:
        """Redraw the task's own message, now or as soon as it can be reached."""
        if card.message_id is None:
            return
        try:
            await self._board.show_task(card)
        except Unreachable:
            async with self._database.turn() as session:
                server = await founded(session, card.guild_id)
                await owe(session, card.guild_id, server.tasks_channel_id, "show-task", card.number, self._clock.now())

    async def card(self, guild_id: int, number: int) -> TaskCard:
        """One task; refuses with `NoSuchTask`."""
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            row, _ = await existing_task(session, guild_id, number)
            return (await task_cards(session, [row], language=server.language))[0]

    async def page(
        self,
        guild_id: int,
        wanted: Wanted = Wanted.ALL,
        *,
        of_decision: int = 0,
        skill: str = "",
        reader_id: int = 0,
        start: int = 0,
        limit: int,
    ) -> tuple[Sequence[TaskCard], int]:
        """A part of the unfinished tasks that are wanted, the oldest first, and how many there are in all.

        Of a decision, all that serve it, finished or not; refuses with `NoSuchDecision`.
        """
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            if of_decision:
                if await decisions.get(session, guild_id, of_decision) is None:
                    raise NoSuchDecision(of_decision)
                served = await tasks.of_decision(session, guild_id, of_decision)
                cards = await task_cards(session, served[start : start + limit], language=server.language)
                return cards, len(served)
            rows, total = await task_skills.listed(
                session,
                guild_id,
                looking=wanted is Wanted.LOOKING,
                in_hands=wanted is Wanted.IN_HANDS,
                first=wanted is Wanted.FIRST,
                holder_id=reader_id if wanted is Wanted.MINE else None,
                skill=skill_of(skill),
                start=start,
                limit=limit,
            )
            return await task_cards(session, rows, language=server.language), total

    async def suggest(self, guild_id: int, typed: str, *, limit: int) -> Sequence[tuple[int, str]]:
        """Unfinished tasks by number and title whose number or title holds what is typed; no title where it is covered.

        Accents and capitals make no difference.
        """
        wanted = folded(typed).strip()
        async with self._database.look() as session:
            found = [
                (number, title)
                for number, title in await openings.titles(session, guild_id)
                if wanted in f"t-{number} {folded(title)}"
            ][: 2 * limit]
            hidden = await covers.hidden_tasks(session, guild_id, [number for number, _title in found])
        # What is covered must not be found by its words.
        readable = [(number, "" if number in hidden else title) for number, title in found]
        return [each for each in readable if each[1] or wanted in f"t-{each[0]}"][:limit]

    async def unfinished(self, guild_id: int) -> Sequence[TaskCard]:
        """The tasks that are not done, the oldest first."""
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            return await task_cards(session, await tasks.unfinished(session, guild_id), language=server.language)


async def bear_tasks(
    session: Session, server: servers.ServerRow, titles: Sequence[str], *, decision_number: int, now: datetime
) -> Sequence[tasks.TaskRow]:
    """Give birth to the first tasks of a decision, open to everybody."""
    born = [
        tasks.TaskRow(
            guild_id=server.guild_id,
            number=await servers.next_number(session, server.guild_id, "last_task"),
            title=title,
            decision_number=decision_number,
            created_at=now,
        )
        for title in titles
    ]
    session.add_all(born)
    await session.flush()
    for row in born:
        await task_moved(session, server, row, now)
    return born
