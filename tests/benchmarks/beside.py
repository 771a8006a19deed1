"""Beside: what the bot does on a database filled for it, timed turn by turn with the bare statement behind it."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from db.engine import Database
from tests.benchmarks.figures import Figure
from tests.benchmarks.latency import last
from tests.factories import House
from tests.postgres import running_cluster

REFERENCE = "the bare statement"

Act = Callable[[], Awaitable[object]]
Acts = Callable[[House, str], list[tuple[str, Act, Act]]]
"""What is measured in a house on a database of this name: each with its own name and with the bare statement."""

Fill = Callable[[House], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each time that something was done, and of the bare statement in between."""

    ours: Sequence[float]
    bare: Sequence[float]


async def compared(
    on: Sequence[str],
    folder: Path,
    fill: Fill,
    acts: Acts,
    among: str,
    *,
    rounds: int,
    times: int,
    say: Callable[[str], None],
) -> list[Figure]:
    """Median and 99th percentile of every act on every database, in milliseconds; one that is missing is said."""
    figures: list[Figure] = []
    for name in on:
        try:
            async with _ground(name, folder, fill) as house:
                for what, ours, bare in acts(house, name):
                    found = [await _measured(ours, bare, times) for _ in range(rounds)]
                    figures += _figures_of(f"{what}-{name}", found)
                    spoken = ", ".join(f"{median(one.ours):.1f} ms" for one in found)
                    say(f"{what} on {name}, {among}: {spoken}")
        except pytest.skip.Exception as missing:
            say(str(missing))
    return figures


def _figures_of(name: str, found: Sequence[Measured]) -> list[Figure]:
    """Median and 99th percentile of what was measured in rounds, each beside the bare statement's."""
    return [
        Figure.of_rounds(
            f"{name}-{which}", "ms", [of(one.ours) for one in found], REFERENCE, [of(one.bare) for one in found]
        )
        for which, of in (("median", median), ("p99", last))
    ]


async def _measured(ours: Act, bare: Act, times: int) -> Measured:
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


@asynccontextmanager
async def _ground(name: str, folder: Path, fill: Fill) -> AsyncIterator[House]:
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
