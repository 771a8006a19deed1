"""Taps: how many a second come from the gateway to the disk, beside a client that lets them fall."""

import random
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from bot.sandbox.server import Sandbox
from db.engine import Database
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import BALLOTS, Ground, plain_ground, tallies, voting_ground
from tests.benchmarks.subject import Failed, Subject, running
from tests.postgres import running_cluster

Lay = Callable[..., AbstractAsyncContextManager[Ground]]


@dataclass(frozen=True, slots=True)
class Runner:
    """One of those who are compared."""

    name: str
    module: str
    arguments: tuple[str, ...]
    lay: Lay
    knows_ballots: bool = False
    """Whether it answers what it counted."""
    on_postgres: bool = False


BARE = Runner("a client that lets taps fall", "bare", (), plain_ground)
TUNED = Runner("the same, collector tuned", "bare", ("tuned",), plain_ground)
WHOLE = Runner("the bot", "whole", (), voting_ground, knows_ballots=True)
ON_POSTGRES = Runner("the bot on PostgreSQL", "whole", (), voting_ground, knows_ballots=True, on_postgres=True)
ORM = Runner("one ORM transaction a tap", "neighbours", ("orm",), plain_ground)
TRIPS = Runner("three round trips and an edit a tap", "neighbours", ("trips",), plain_ground)

Speeds = dict[Runner, list[float]]


async def measure(folder: Path, *, rounds: int, voters: int, say: Callable[[str], None]) -> list[Figure]:
    """Taps written a second, and what one costs, in rounds of all three, each time begun by another of them.

    The cost is the processor time of the process with all its threads, in microseconds a tap: others who are at work
    on the machine hardly change it.
    """
    speeds, costs = await _in_turns([BARE, TUNED, WHOLE], folder, rounds=rounds, voters=voters, say=say)
    return [
        Figure.of_rounds("taps", "taps/s", speeds[WHOLE], BARE.name, speeds[BARE]),
        Figure.of_rounds("taps-tuned", "taps/s", speeds[WHOLE], TUNED.name, speeds[TUNED]),
        Figure.of_rounds("taps-cost", "µs", costs[WHOLE], BARE.name, costs[BARE]),
    ]


async def measure_postgres(folder: Path, *, rounds: int, voters: int, say: Callable[[str], None]) -> list[Figure]:
    """Taps written a second where the database is PostgreSQL, which waits for the disk; none where it is missing."""
    try:
        speeds, costs = await _in_turns([BARE, ON_POSTGRES], folder, rounds=rounds, voters=voters, say=say)
    except pytest.skip.Exception as missing:
        say(str(missing))
        return []
    return [
        Figure.of_rounds("taps-postgresql", "taps/s", speeds[ON_POSTGRES], BARE.name, speeds[BARE]),
        Figure.of_rounds("taps-postgresql-cost", "µs", costs[ON_POSTGRES], BARE.name, costs[BARE]),
    ]


async def measure_designs(folder: Path, *, rounds: int, voters: int, say: Callable[[str], None]) -> list[Figure]:
    """Taps written a second, beside the two designs that other bots use, which get as many taps in the same rounds."""
    speeds, _ = await _in_turns([WHOLE, ORM, TRIPS], folder, rounds=rounds, voters=voters, say=say)
    return [
        Figure.of_rounds(f"taps-{other.arguments[0]}", "taps/s", speeds[WHOLE], other.name, speeds[other])
        for other in (ORM, TRIPS)
    ]


async def _in_turns(
    runners: Sequence[Runner], folder: Path, *, rounds: int, voters: int, say: Callable[[str], None]
) -> tuple[Speeds, Speeds]:
    """Speeds and costs in rounds of all, each time begun by another of them."""
    speeds: Speeds = {runner: [] for runner in runners}
    costs: Speeds = {runner: [] for runner in runners}
    for number in range(rounds):
        for place in range(len(runners)):
            runner = runners[(number + place) % len(runners)]
            speed, busy = await _run(runner, folder, voters=voters, seed=number)
            speeds[runner].append(speed)
            costs[runner].append(busy / speed * 1_000_000)
            say(f"taps {number + 1}/{rounds}: {runner.name}: {speed:,.0f} taps/s, {busy:.0%} of a core")
    return speeds, costs


async def _run(runner: Runner, parent: Path, *, voters: int, seed: int) -> tuple[float, float]:
    if not runner.on_postgres:
        return await _run_on(runner, parent, None, voters=voters, seed=seed)
    with running_cluster(is_careful=True) as address:
        return await _run_on(runner, parent, address, voters=voters, seed=seed)


async def _run_on(runner: Runner, parent: Path, address: str | None, *, voters: int, seed: int) -> tuple[float, float]:
    """Taps a second, and how busy the process was, in parts of a core: under 1 it was kept waiting."""
    with TemporaryDirectory(dir=parent) as name:
        folder = Path(name)
        async with Sandbox(page=True) as sandbox:
            if runner.knows_ballots:
                child = running(runner.module, *runner.arguments, sandbox=sandbox, folder=folder, database=address)
                async with (
                    child as subject,
                    runner.lay(sandbox, voters=voters) as ground,
                ):
                    return await _tapped(runner, ground, subject, address or _sqlite(folder), seed)
            async with (
                runner.lay(sandbox, voters=voters) as ground,
                running(runner.module, *runner.arguments, sandbox=sandbox, folder=folder) as subject,
            ):
                return await _tapped(runner, ground, subject, _sqlite(folder), seed)


def _sqlite(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'minga.db'}"


async def _tapped(runner: Runner, ground: Ground, subject: Subject, address: str, seed: int) -> tuple[float, float]:
    touches = ground.touches(random.Random(seed))
    await subject.ask("watch")
    began = ground.send(touches)
    took = await subject.told()
    seconds = took["ended"] - began
    if runner.knows_ballots:
        written = await ledger_rows(address)
        if written != len(touches):
            raise Failed(f"{written} of {len(touches)} taps are in the ledger")
        counted = (await subject.ask(f"tallies {ground.guild_id}"))["tallies"]
        shown = {ballot: {part: n for part, n in parts.items() if n} for ballot, parts in counted.items()}
        if shown != tallies(touches):
            raise Failed(f"the tallies are {shown}, not {tallies(touches)}")
    assert len(touches) == BALLOTS * len(ground.voters)
    return len(touches) / seconds, took["cpu_seconds"] / seconds


async def ledger_rows(address: str) -> int:
    """How many acts were committed."""
    database = Database(address)
    try:
        async with database.look() as session:
            return int((await session.execute(text("SELECT count(*) FROM ledger"))).scalar_one())
    finally:
        await database.close()
