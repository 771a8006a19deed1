"""Work in two servers: offers, histories and skills that every query has something to show of, and the queries."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db import offers, task_revisions, task_skills, tasks
from tests.factories import ANN, BEA, CAL, LONG_AGO, START, House, elsewhere

NOUNS = (offers, task_revisions, task_skills)

Query = Callable[[AsyncSession, int], Awaitable[Any]]


async def tell(house: House, guild_id: int) -> None:
    """Add a task that takes a skill, have it dropped and put back, and offer it."""
    ann = elsewhere(ANN, guild_id)
    card = await house.add_task(ann, "Drive", skills=["drive"], is_first=True)
    await house.services.task_edits.drop(elsewhere(CAL, guild_id), card.number, "Not needed.")
    await house.services.task_edits.put_back(ann, card.number)
    await house.services.offers.ask(ann, card.number, BEA.user_id, hands_on=False, is_person=True)


async def _offers(session: AsyncSession, guild: int) -> Any:
    return [found for one in range(1, 20) if (found := await offers.get(session, guild, one)) is not None]


async def _listed(session: AsyncSession, guild: int) -> Any:
    found, _ = await task_skills.listed(session, guild, skill="drive", looking=True, first=True, limit=9)
    return found


async def _revise(session: AsyncSession, guild: int) -> None:
    own = await tasks.get(session, guild, 1)
    assert own is not None
    said = {"title": "X", "why": "", "people_needed": 1, "skills": [], "is_first": False}
    facts = {"act": "edited", "member_id": BEA.user_id, "at": START, **said}
    await task_revisions.add(session, guild_id=guild, task_id=own.id, number=99, **facts)


QUERIES: dict[str, Query] = {
    "offers.get": _offers,
    "offers.of_member": lambda session, guild: offers.of_member(session, guild, BEA.user_id),
    "offers.data_of": lambda session, guild: offers.data_of(session, guild, BEA.user_id),
    "task_revisions.revised_by": lambda session, guild: task_revisions.revised_by(session, guild, CAL.user_id),
    "task_revisions.data_of": lambda session, guild: task_revisions.data_of(session, guild, CAL.user_id),
    "offers.asked_of": lambda session, guild: offers.asked_of(session, guild, BEA.user_id, LONG_AGO),
    "offers.made_since": lambda session, guild: offers.made_since(session, guild, ANN.user_id, LONG_AGO),
    "task_skills.listed": _listed,
    "task_skills.in_use": task_skills.in_use,
}
WRITERS: dict[str, Query] = {
    "task_revisions.add": _revise,
    "task_revisions.erase_reasons": lambda session, guild: task_revisions.erase_reasons(session, guild, CAL.user_id),
    "tasks.erase_reasons": lambda session, guild: tasks.erase_reasons(session, guild, CAL.user_id),
    "task_revisions.forget": lambda session, guild: task_revisions.forget(session, guild, CAL.user_id),
    "offers.forget": lambda session, guild: offers.forget(session, guild, BEA.user_id),
    "tasks.forget": lambda session, guild: tasks.forget(session, guild, ANN.user_id),
}
