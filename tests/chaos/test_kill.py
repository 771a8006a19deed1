"""kill -9 of the real process over the wire: during voting, and right at the deadline."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.story.driver import Message, NoAnswer, NothingCame, SandboxClient
from bot.story.movement import FOUNDER, NEIGHBOURS, Movement, found
from tests.chaos.process import BotProcess
from tests.evidence import Evidence
from tests.sizes import SEED, tried

TIMES = tried(whole=115, in_a_check=3)
VOTERS = (FOUNDER, *NEIGHBOURS)
LONGEST_RECOVERY = 30.0
LONGEST_PROLONGED = 8
"""How often a missed deadline is waited for anew."""


@dataclass(slots=True)
class Siege:
    """A founded movement whose bot is a process to be killed."""

    bot: BotProcess
    movement: Movement
    database: Path
    chance: random.Random

    async def counted(self, number: int, *expected: int) -> Message:
        """The ballot once it counts as many people; the world's time moves, so that redrawing need not wait."""
        last = ""
        try:
            async with asyncio.timeout(LONGEST_RECOVERY):
                while True:
                    await self.movement.client.skip(timedelta(seconds=16))
                    ballot = await self.movement.ballot(number)
                    last = ballot.text
                    if any(f"Counted: {people} people" in last for people in expected):
                        return ballot
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"expected {expected} people to be counted: {last}") from None

    async def all_told(self) -> None:
        """Wait until nothing is owed any more."""
        async with asyncio.timeout(LONGEST_RECOVERY):
            while self._count("SELECT count(*) FROM outbox WHERE delivered_at IS NULL"):
                await self.movement.client.skip(timedelta(seconds=2))
                await asyncio.sleep(0.1)

    def holds(self) -> None:
        """Whether the file is whole and its log's chain as well."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    def _count(self, query: str) -> int:
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return int(connection.execute(query).fetchone()[0])


@pytest.fixture
async def siege(tmp_path: Path) -> AsyncIterator[Siege]:
    print(f"seed {SEED}")
    async with Sandbox() as sandbox, SandboxClient(sandbox.url) as client:
        bot = BotProcess(sandbox, tmp_path)
        async with bot.running():
            yield Siege(bot, await found(client), tmp_path / "minga.db", random.Random(SEED))


async def test_kills_while_people_vote_and_kills_at_the_deadline_lose_no_ballot_and_double_no_announcement(
    siege: Siege, evidence: Evidence
) -> None:
    for number in range(1, TIMES + 1):
        await _kill_while_people_vote(siege, number)
        await _kill_at_the_deadline(siege, number)
        evidence.count("kills while people vote")
        evidence.count("kills at a deadline")
    siege.holds()


async def _kill_while_people_vote(siege: Siege, number: int) -> None:
    movement, chance = siege.movement, siege.chance
    await movement.propose(VOTERS[number % len(VOTERS)], f"Proposal {number}", "Because.")
    ballot = await movement.ballot(number)
    by_panel, *by_tap = chance.sample(VOTERS, len(VOTERS))
    before, after = by_tap[: chance.randrange(3, 8)], by_tap[chance.randrange(8, 10) :]
    while_dead = [name for name in by_tap if name not in before and name not in after]

    voting = asyncio.create_task(_vote(movement, ballot, by_panel, before))
    await asyncio.sleep(chance.uniform(0.0, 0.15))
    await siege.bot.kill()
    was_acknowledged = await voting
    for name in while_dead:
        await movement[name].react(ballot, "❌")
    await siege.bot.start()
    for name in after:
        await movement[name].react(ballot, "✅")
    # A panel vote whose answer was lost may have been written: it is the acknowledged ones that must stand.
    shown = await siege.counted(number, len(VOTERS), *([] if was_acknowledged else [len(by_tap)]))
    assert f"{len(while_dead)} disagree" in shown.text


async def _vote(movement: Movement, ballot: Message, by_panel: str, by_tap: list[str]) -> bool:
    """One person votes in the panel, the others tap; tells whether the panel acknowledged it before the bot died."""
    for name in by_tap:
        await movement[name].react(ballot, "✅")
    person = movement[by_panel]
    try:
        panel = await person.press(ballot, "My vote")
        answer = await person.press(panel.message, "Agree")
    except NoAnswer:
        return False
    return "Your vote" in answer.text


async def _kill_at_the_deadline(siege: Siege, number: int) -> None:
    movement = siege.movement
    await siege.all_told()
    await movement.client.skip_to_deadline(movement.guild_id)
    await asyncio.sleep(siege.chance.uniform(0.0, 1.4))
    await siege.bot.kill()
    await siege.bot.start()
    decision = await _decided(movement, number)
    await siege.all_told()
    announced = [
        message.text
        for message in await movement[FOUNDER].messages(movement.channels["decisions"])
        if message.text.startswith(f"### D-{number} ·")
    ]
    assert announced == [decision.text]


async def _decided(movement: Movement, number: int) -> Message:
    """The announcement; a vote whose deadline the bot missed lasts longer first.

    The clock was skipped, so the bot may look as if it had been away for days: up to 72 hours are added.
    """
    for _ in range(LONGEST_PROLONGED):
        try:
            return await movement.decision(number, timeout=3.0)
        except NothingCame:
            await movement.client.skip(timedelta(hours=73))
    raise AssertionError(f"D-{number} was never announced")
