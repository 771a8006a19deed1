"""Latency: how long a tap waits from its dispatch to its commit at a steady pace, beside one bare transaction."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bot.sandbox.server import Sandbox
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import voting_ground
from tests.benchmarks.subject import Failed, running

PACE = 500
"""Taps a second."""

REFERENCE = "one bare transaction"
_TRANSACTIONS = 500


async def measure(folder: Path, *, rounds: int, seconds: int, say: Callable[[str], None]) -> list[Figure]:
    """The median and the 99th percentile, in milliseconds; each round measures the disk before and after."""
    waits: list[list[float]] = []
    bare: list[list[float]] = []
    for number in range(rounds):
        before = await asyncio.to_thread(transactions, folder)
        waits.append(await _waits(folder, seconds=seconds, seed=number))
        bare.append(before + await asyncio.to_thread(transactions, folder))
        say(f"latency {number + 1}/{rounds}: the bot: {_spoken(waits[-1])}; {REFERENCE}: {_spoken(bare[-1])}")
    return [
        Figure.of_rounds("latency-median", "ms", [*map(median, waits)], REFERENCE, [*map(median, bare)]),
        Figure.of_rounds("latency-p99", "ms", [*map(last, waits)], REFERENCE, [*map(last, bare)]),
    ]


def last(values: Sequence[float]) -> float:
    """The 99th percentile."""
    return quantiles(values, n=100)[98]


def _spoken(values: Sequence[float]) -> str:
    return f"median {median(values):.2f} ms, 99th percentile {last(values):.2f} ms"


async def _waits(parent: Path, *, seconds: int, seed: int) -> list[float]:
    """Milliseconds of every tap of a steady stream."""
    with TemporaryDirectory(dir=parent) as name:
        async with (
            Sandbox() as sandbox,
            running("whole", "timed", sandbox=sandbox, folder=Path(name)) as subject,
            voting_ground(sandbox, voters=PACE * seconds // 10) as ground,
        ):
            await subject.ask("watch")
            touches = ground.touches(random.Random(seed))
            await ground.send_steadily(touches, per_second=PACE)
            await subject.told()
            waits: list[float] = (await subject.ask("waits"))["milliseconds"]
    if len(waits) < len(touches):
        raise Failed(f"{len(waits)} of {len(touches)} taps were timed")
    return waits[-len(touches) :]


def transactions(folder: Path) -> list[float]:
    """Milliseconds of single inserts, each committed to the same disk with the same care."""
    took: list[float] = []
    with TemporaryDirectory(dir=folder) as name:
        connection = sqlite3.connect(Path(name) / "bare.db", isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("CREATE TABLE acts (id INTEGER PRIMARY KEY, member_id BIGINT, choice TEXT)")
            for member_id in range(_TRANSACTIONS):
                began = time.perf_counter()
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO acts (member_id, choice) VALUES (?, 'agree')", (member_id,))
                connection.execute("COMMIT")
                took.append((time.perf_counter() - began) * 1_000)
        finally:
            connection.close()
    return took
