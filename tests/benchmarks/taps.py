"""Taps: how many a second come from the gateway to the disk, beside a client that lets them fall."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox.server import Sandbox
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import BALLOTS, Ground, plain_ground, tallies, voting_ground
from tests.benchmarks.subject import Failed, Subject, running

Lay = Callable[..., AbstractAsyncContextManager[Ground]]


@dataclass(frozen=True, slots=True)
class Runner:
    """One of those who are compared."""

    name: str
    module: str
    arguments: tuple[str, ...]
    lay: Lay


BARE = Runner("a client that lets taps fall", "bare", (), plain_ground)
TUNED = Runner("the same, collector tuned", "bare", ("tuned",), plain_ground)
WHOLE = Runner("the bot", "whole", (), voting_ground)


async def measure(folder: Path, *, rounds: int, voters: int, say: Callable[[str], None]) -> list[Figure]:
    """Taps written a second, and what one costs, in rounds of all three, each time begun by another of them.

    The cost is the processor time of the process with all its threads, in microseconds a tap: others who are at work
    on the machine hardly change it.
    """
    runners = [BARE, TUNED, WHOLE]
    speeds: dict[Runner, list[float]] = {runner: [] for runner in runners}
    costs: dict[Runner, list[float]] = {runner: [] for runner in runners}
    for number in range(rounds):
        for place in range(len(runners)):
            runner = runners[(number + place) % len(runners)]
            speed, busy = await _run(runner, folder, voters=voters, seed=number)
            speeds[runner].append(speed)
            costs[runner].append(busy / speed * 1_000_000)
            say(f"taps {number + 1}/{rounds}: {runner.name}: {speed:,.0f} taps/s, {busy:.0%} of a core")
    return [
        Figure.of_rounds("taps", "taps/s", speeds[WHOLE], BARE.name, speeds[BARE]),
        Figure.of_rounds("taps-tuned", "taps/s", speeds[WHOLE], TUNED.name, speeds[TUNED]),
        Figure.of_rounds("taps-cost", "µs", costs[WHOLE], BARE.name, costs[BARE]),
    ]


async def _run(runner: Runner, parent: Path, *, voters: int, seed: int) -> tuple[float, float]:
    """Taps a second, and how busy the process was, in parts of a core: under 1 it was kept waiting."""
    with TemporaryDirectory(dir=parent) as name:
        folder = Path(name)
        async with Sandbox(page=True) as sandbox:
            if runner is WHOLE:
                async with (
                    running(runner.module, *runner.arguments, sandbox=sandbox, folder=folder) as subject,
                    runner.lay(sandbox, voters=voters) as ground,
                ):
                    return await _tapped(runner, ground, subject, folder, seed)
            async with (
                runner.lay(sandbox, voters=voters) as ground,
                running(runner.module, *runner.arguments, sandbox=sandbox, folder=folder) as subject,
            ):
                return await _tapped(runner, ground, subject, folder, seed)


async def _tapped(runner: Runner, ground: Ground, subject: Subject, folder: Path, seed: int) -> tuple[float, float]:
    touches = ground.touches(random.Random(seed))
    await subject.ask("watch")
    began = ground.send(touches)
    took = await subject.told()
    seconds = took["ended"] - began
    if runner is WHOLE:
        written = ledger_rows(folder / "minga.db")
        if written != len(touches):
            raise Failed(f"{written} of {len(touches)} taps are in the ledger")
        counted = (await subject.ask(f"tallies {ground.guild_id}"))["tallies"]
        shown = {ballot: {part: n for part, n in parts.items() if n} for ballot, parts in counted.items()}
        if shown != tallies(touches):
            raise Failed(f"the tallies are {shown}, not {tallies(touches)}")
    assert len(touches) == BALLOTS * len(ground.voters)
    return len(touches) / seconds, took["cpu_seconds"] / seconds


def ledger_rows(database: Path) -> int:
    """How many acts were committed."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM ledger").fetchone()[0])
    finally:
        connection.close()
