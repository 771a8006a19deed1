"""Work: finding one among ten thousand tasks while somebody types, and those that fit somebody, on both databases."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import insert, text

from db import servers, task_skills, tasks
from tests.benchmarks.beside import Act, compared
from tests.benchmarks.figures import Figure
from tests.factories import ANN, CAST, GUILD, START, House, crowd

SKILLS = ("welding", "driving", "cooking", "french", "sewing", "sound", "drawing", "accounting", "childcare", "roofs")
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
    return await compared(
        on, folder, partial(_fill, count=count), _acts, f"{count} tasks", rounds=rounds, times=times, say=say
    )


def _acts(house: House, _database: str) -> list[tuple[str, Act, Act]]:
    async def bare(statement: str) -> object:
        async with house.database.engine.connect() as connection:
            asked = {"guild": GUILD, "me": ANN.user_id} if ":me" in statement else {"guild": GUILD}
            return (await connection.execute(text(statement), asked)).all()

    return [
        ("suggest", lambda: house.services.tasks.suggest(GUILD, "table 77", limit=25), lambda: bare(SUGGESTED)),
        ("for-me", lambda: house.services.abilities.fitting(ANN), lambda: bare(FITTING)),
    ]


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
