"""Work: finding one among ten thousand tasks while somebody types, and those that fit somebody, on both databases."""

import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import insert, text

from db import servers, task_skills, tasks
from db.engine import Database
from tests.benchmarks.figures import Figure
from tests.benchmarks.latency import last
from tests.factories import ANN, CAST, GUILD, START, House, crowd
from tests.postgres import running_cluster

SKILLS = ("welding", "driving", "cooking", "french", "sewing", "sound", "drawing", "accounting", "childcare", "roofs")
REFERENCE = "the bare statement"
_HELD = 300

SUGGESTED = "SELECT number, title FROM tasks WHERE guild_id = :guild AND done_at IS NULL AND dropped_at IS NULL"
"""What suggestions cannot do without: the titles, since neither database compares letters as people do."""

FITTING = """
SELECT t.* FROM tasks t
LEFT JOIN (
  SELECT task_id, count(*) AS held FROM claims WHERE guild_id = :guild AND ended_at IS NULL GROUP BY task_id
) h ON h.task_id = t.id
LEFT JOIN (
  SELECT task_id, count(*) AS known FROM task_skills
  WHERE guild_id = :guild AND skill IN ('welding', 'french') GROUP BY task_id
) s ON s.task_id = t.id
WHERE t.guild_id = :guild AND t.done_at IS NULL AND t.dropped_at IS NULL AND t.people_needed > coalesce(h.held, 0)
  AND t.id NOT IN (SELECT task_id FROM claims WHERE guild_id = :guild AND member_id = :me AND ended_at IS NULL)
ORDER BY coalesce(s.known, 0) DESC, t.due_on IS NULL, t.due_on, t.created_at, t.id
LIMIT 9
"""
"""The ranking alone, without the cards of what it finds."""

Act = Callable[[], Awaitable[object]]
Fill = Callable[[House], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each time that something was done, and of the bare statement in between."""

    ours: Sequence[float]
    bare: Sequence[float]


async def measure(
    folder: Path,
    *,
    rounds: int,
    count: int,
    times: int,
    say: Callable[[str], None],
    on: Sequence[str] = ("sqlite", "postgresql"),
) -> list[Figure]:
    """Median and 99th percentile of suggestions and of `/task for-me`, in milliseconds, beside the bare statement."""
    figures: list[Figure] = []
    for name in on:
        try:
            async with ground(name, folder, partial(_fill, count=count)) as house:
                for what, ours, bare in _acts(house):
                    found = [await measured(ours, bare, times) for _ in range(rounds)]
                    figures += figures_of(f"{what}-{name}", found)
                    spoken = ", ".join(f"{median(one.ours):.1f} ms" for one in found)
                    say(f"{what} on {name}, {count} tasks: {spoken}")
        except pytest.skip.Exception as missing:
            say(str(missing))
    return figures


def figures_of(name: str, found: Sequence[Measured]) -> list[Figure]:
    """Median and 99th percentile of what was measured in rounds, each beside the bare statement's."""
    return [
        Figure.of_rounds(
            f"{name}-{which}", "ms", [of(one.ours) for one in found], REFERENCE, [of(one.bare) for one in found]
        )
        for which, of in (("median", median), ("p99", last))
    ]


async def measured(ours: Act, bare: Act, times: int) -> Measured:
    """How long each took, turn by turn, so that both meet the same machine."""
    took: dict[Act, list[float]] = {ours: [], bare: []}
    for act in (ours, bare):
        await act()
    for _ in range(times):
        for act in (ours, bare):
            began = time.perf_counter()
            await act()
            took[act].append((time.perf_counter() - began) * 1_000)
    return Measured(took[ours], took[bare])


def _acts(house: House) -> list[tuple[str, Act, Act]]:
    async def bare(statement: str) -> object:
        async with house.database.engine.connect() as connection:
            asked = {"guild": GUILD, "me": ANN.user_id} if ":me" in statement else {"guild": GUILD}
            return (await connection.execute(text(statement), asked)).all()

    return [
        ("suggest", lambda: house.services.tasks.suggest(GUILD, "table 77", limit=25), lambda: bare(SUGGESTED)),
        ("for-me", lambda: house.services.abilities.fitting(ANN), lambda: bare(FITTING)),
    ]


@asynccontextmanager
async def ground(name: str, folder: Path, fill: Fill) -> AsyncIterator[House]:
    """A server on one of the databases, filled with what is to be measured."""
    if name == "sqlite":
        with TemporaryDirectory(dir=folder) as there:
            async with _filled(f"sqlite+aiosqlite:///{there}/work.sqlite3", fill) as house:
                yield house
    else:
        with running_cluster() as url:
            async with _filled(url, fill) as house:
                yield house


@asynccontextmanager
async def _filled(url: str, fill: Fill) -> AsyncIterator[House]:
    database = Database(url)
    try:
        await database.migrate()
        house = House.build(database)
        await house.found()
        await fill(house)
        if house.database.engine.dialect.name == "postgresql":
            async with house.database.engine.connect() as connection:
                await connection.execute(text("ANALYZE"))
                await connection.commit()
        yield house
    finally:
        await database.close()


async def _fill(house: House, *, count: int) -> None:
    """So many unfinished tasks, some of them held."""
    chance = random.Random(7)
    rows = [
        {
            "guild_id": GUILD,
            "number": number,
            "title": f"Carry table {number} to the hall",
            "why": "",
            "people_needed": chance.randint(1, 3),
            "due_on": date(2026, 6, 1) + timedelta(days=chance.randint(0, 90)) if chance.random() < 0.5 else None,
            "created_at": START - timedelta(minutes=count - number),
            "is_covered": False,
        }
        for number in range(1, count + 1)
    ]
    async with house.database.turn() as session:
        await servers.bind(session, GUILD, last_task=count)
        await session.execute(insert(tasks.TaskRow), rows)
        ids = list(await session.scalars(text("SELECT id FROM tasks ORDER BY number")))
        taken = [
            {"guild_id": GUILD, "task_id": task_id, "place": place, "skill": skill}
            for task_id in ids
            for place, skill in enumerate(chance.sample(SKILLS, chance.randint(0, 3)))
        ]
        await session.execute(insert(task_skills.TaskSkillRow), taken)
        holders = [*CAST, *crowd(_HELD // 3)]
        held = [
            {"guild_id": GUILD, "task_id": task_id, "member_id": chance.choice(holders).user_id, "claimed_at": START}
            for task_id in chance.sample(ids, min(_HELD, count))
        ]
        await session.execute(insert(tasks.ClaimRow), held)
    await house.services.abilities.write(ANN, "welding, french")
