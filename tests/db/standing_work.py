"""Standing work in two servers: rows that every query has something to show of, and the queries themselves."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.boards import Part
from db import abilities, boards, lapses, openings, shadows, task_skills, tasks
from tests.factories import ANN, BEA, LONG_AGO, START

NOUNS = (abilities, boards, lapses, openings, shadows)

Query = Callable[[AsyncSession, int], Awaitable[Any]]


async def tell(session: AsyncSession, guild_id: int) -> None:
    """Write down what somebody can do, what they would learn, and a kind of work that was done."""
    held = await tasks.get(session, guild_id, 1)
    done = await tasks.get(session, guild_id, 2)
    assert held is not None
    assert done is not None
    session.add(task_skills.TaskSkillRow(task_id=done.id, place=9, guild_id=guild_id, skill="welding"))
    session.add(tasks.TaskRow(guild_id=guild_id, number=900, title="Open", created_at=START))
    session.add(shadows.ShadowRow(task_id=held.id, member_id=ANN.user_id, guild_id=guild_id, said_at=START))
    await abilities.put(session, guild_id, BEA.user_id, ["welding"])


async def _claims(session: AsyncSession, guild: int) -> list[Any]:
    found = [await lapses.claim(session, guild, one) for one in range(1, 20)]
    return [claim for claim in found if claim is not None]


async def _shadows(session: AsyncSession, guild: int) -> list[Any]:
    return [found for one in range(1, 20) if (found := await shadows.of_task(session, guild, one))]


async def _shadow(session: AsyncSession, guild: int) -> None:
    own = await tasks.get(session, guild, 1)
    assert own is not None
    await shadows.toggle(session, guild, own.id, 5, START)


async def _part(session: AsyncSession, guild: int) -> Any:
    return (await openings.of_part(session, guild, Part.DONE, START, limit=9))[0]


async def _leave(session: AsyncSession, guild: int) -> None:
    for one in range(1, 20):
        await shadows.leave(session, guild, one, ANN.user_id)


QUERIES: dict[str, Query] = {
    "abilities.of_member": lambda session, guild: abilities.of_member(session, guild, BEA.user_id),
    "abilities.data_of": lambda session, guild: abilities.data_of(session, guild, BEA.user_id),
    "shadows.tasks_of": lambda session, guild: shadows.tasks_of(session, guild, ANN.user_id),
    "shadows.data_of": lambda session, guild: shadows.data_of(session, guild, ANN.user_id),
    "boards.get": boards.get,
    "lapses.claim": _claims,
    "openings.of_part": _part,
    "openings.how_many_fit": lambda session, guild: openings.how_many_fit(session, guild, BEA.user_id),
    "openings.titles": openings.titles,
    "openings.next_change": lambda session, guild: openings.next_change(session, guild, START),
    "openings.fitting": lambda session, guild: openings.fitting(session, guild, BEA.user_id, ["welding"], limit=9),
    "openings.known_by_one": lambda session, guild: openings.known_by_one(session, guild, LONG_AGO, least=1),
    "openings.readable_skills": lambda session, guild: openings.readable_skills(session, guild, ["welding"]),
    "shadows.of_task": _shadows,
    "shadows.how_many": lambda session, guild: shadows.how_many(session, guild, range(1, 20)),
}
WRITERS: dict[str, Query] = {
    "abilities.put": lambda session, guild: abilities.put(session, guild, BEA.user_id, ["french"]),
    "abilities.forget": lambda session, guild: abilities.forget(session, guild, BEA.user_id),
    "boards.begin": lambda session, guild: boards.begin(session, guild, 5),
    "shadows.toggle": _shadow,
    "shadows.leave": _leave,
    "shadows.forget": lambda session, guild: shadows.forget(session, guild, ANN.user_id),
}
