"""Two real processes on one PostgreSQL: the other works on when one is killed, halted or stopped."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.cli import TAKEN_OVER
from bot.sandbox.server import Sandbox
from bot.story.driver import SandboxClient
from bot.story.movement import FOUNDER, NEIGHBOURS, Movement, found
from tests.chaos.process import BotProcess
from tests.evidence import Evidence
from tests.postgres import running_cluster
from tests.sizes import SEED, tried

ROUNDS = tried(whole=100, in_a_check=3)
LEASE_SECONDS = tried(whole=20, in_a_check=3)
TAKEN_WITHIN = LEASE_SECONDS + 10
"""Seconds. With the lease that is usual it makes 30. Source: integrity, "two processes on one PostgreSQL"."""

READ_WITHIN = 60
ENDS = ("killed", "halted", "stopped")


@dataclass(slots=True)
class Pair:
    """A founded movement, the process that works, and how the others are started."""

    sandbox: Sandbox
    address: str
    folder: Path
    movement: Movement
    working: BotProcess
    started: int = 1
    everybody: list[BotProcess] = field(default_factory=list)

    async def another(self) -> tuple[BotProcess, "asyncio.Task[None]"]:
        """A process that stands by, and what ends once it works."""
        self.started += 1
        bot, log = _process(self.sandbox, self.address, self.folder / str(self.started))
        self.everybody.append(bot)
        taking = asyncio.create_task(bot.start(within=TAKEN_WITHIN + 60))
        await _standing_by(log)
        return bot, taking

    async def announced(self, number: int) -> list[str]:
        """The announcements of a decision that stand."""
        movement = self.movement
        standing = await movement[FOUNDER].messages(movement.channels["decisions"])
        return [each.text for each in standing if each.text.startswith(f"### D-{number} ·")]


def _process(sandbox: Sandbox, address: str, folder: Path) -> tuple[BotProcess, Path]:
    folder.mkdir()
    told = {"DATABASE_URL": address, "LEASE_SECONDS": str(LEASE_SECONDS), "HEADS_FILE": str(folder.parent / "heads")}
    log = folder / "bot.log"
    log.touch()
    return BotProcess(sandbox, folder, told=told), log


def _says_so(log: Path) -> bool:
    return "stands by" in log.read_text()


async def _standing_by(log: Path) -> None:
    async with asyncio.timeout(READ_WITHIN):
        while True:
            if _says_so(log):
                return
            await asyncio.sleep(0.05)


@asynccontextmanager
async def paired(folder: Path) -> AsyncIterator[Pair]:
    with running_cluster() as address:
        async with Sandbox() as sandbox, SandboxClient(sandbox.url) as client:
            first, _ = _process(sandbox, address, folder / "1")
            async with first.running():
                pair = Pair(sandbox, address, folder, await found(client), first, everybody=[first])
                try:
                    yield pair
                finally:
                    for bot in pair.everybody:
                        await bot.gone()


async def test_whoever_is_killed_halted_or_stopped_the_other_works_on_and_nothing_is_said_twice(
    tmp_path: Path, evidence: Evidence
) -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    async with paired(tmp_path) as pair:
        for number in range(1, ROUNDS + 1):
            how = ENDS[number % len(ENDS)]
            took = await _change(pair, number, how, chance)
            evidence.count(f"took over from one that was {how}")
            evidence.count(f"longest until it worked, {how}, s", round(took, 1))


async def _change(pair: Pair, number: int, how: str, chance: random.Random) -> float:
    """Have a vote, take the process that works away in the middle of it, and see it decided once, by the other."""
    movement, first = pair.movement, pair.working
    second, taking = await pair.another()
    await movement.propose("Bea", f"Proposal {number}", "Because.")
    before, after = NEIGHBOURS[: number % 8], NEIGHBOURS[number % 8 :]
    await movement.vote(number, agree=before)
    await asyncio.sleep(chance.uniform(0.0, 0.1))
    ended_at = time.monotonic()
    match how:
        case "killed":
            await first.kill()
        case "halted":
            first.send(signal.SIGSTOP)
        case _:
            assert await first.stop() == 0
    await taking
    took = time.monotonic() - ended_at
    assert took <= TAKEN_WITHIN, how
    pair.working = second
    if how == "halted":
        first.send(signal.SIGCONT)
    await movement.vote(number, agree=after)
    if how == "halted":
        async with asyncio.timeout(READ_WITHIN):
            assert await first.ended() == TAKEN_OVER
    await movement.client.skip(timedelta(seconds=30))
    await movement.ballot_showing(number, f"Counted: {len(NEIGHBOURS)} people")
    await movement.client.skip_to_deadline(movement.guild_id)
    decision = await movement.decision(number, timeout=30.0)
    await movement.client.skip(timedelta(seconds=30))
    assert await pair.announced(number) == [decision.text], how
    return took
