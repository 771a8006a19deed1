"""kill -9 of the real process while it reminds: each week one reminder and one digest, whatever place it dies at."""

import asyncio
import contextlib
import random
import re
import signal
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.reminders import Origin
from bot.domain.schedule import Schedule
from bot.sandbox.faults import Fault
from bot.sandbox.server import Sandbox
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.message_shapes import message_shape
from bot.sandbox.world.snowflakes import time_of
from bot.sandbox.world.world import World
from bot.services.digest_cards import A_PART
from bot.services.reminders import Wording, bear_reminder
from bot.story.driver import Message, SandboxClient
from bot.story.movement import ZONE, Movement, found
from db.tasks import TaskRow
from tests.chaos.crashing import CRASH_FILE, OUTBOX, SWEEP
from tests.chaos.process import BotProcess
from tests.conftest import opened
from tests.evidence import Evidence
from tests.sizes import SEED, tried

ROUNDS = tried(whole=10, in_a_check=0)
"""How often it dies at every place, and now and then once more while it recovers; 0 means at some, once."""

CRASH_AT = "crash-at"
START = datetime(2026, 3, 4, 9, tzinfo=UTC)
A_WEEK = timedelta(weeks=1)
PUNCTUAL = timedelta(minutes=5)
AWAY = timedelta(minutes=20)
"""Longer than Discord remembers nonces."""

LONGEST_RECOVERY = 60.0
DONE_A_WEEK = A_PART + 1
"""Tasks, of which the message of a digest does not hold all: it gets a thread with two messages."""

NOTICES = {1: "the reminder", 2: "the digest", 3: "the digest's thread"}
"""What the outbox delivers each week, in this order."""

SENDING = {
    "the reminder is under way": "/channels/{general}/messages",
    "the digest is under way": "/channels/{decisions}/messages",
    "the digest's thread is under way": r"/channels/{decisions}/messages/\d+/threads",
    "a message for the thread is under way": r"/channels/(?!{general}|{decisions})\d+/messages",
}
"""Requests that Discord has taken in and not acted upon, when the process dies."""

PLACES = [(name, 1) for name in (*SWEEP, *SENDING)] + [(name, times) for name in OUTBOX for times in NOTICES]


@dataclass(slots=True)
class Weeks:
    """A movement with a weekly reminder and a digest at the same hour, and its bot, a process that dies."""

    sandbox: Sandbox
    movement: Movement
    bot: BotProcess
    folder: Path
    chance: random.Random
    hours: list[datetime] = field(default_factory=list)
    """The instants that have come at which both were due."""
    killed_again: int = 0

    async def prepare(self, weeks: int) -> None:
        """Have a reminder on the hour of the digest, and something to tell in each of so many digests."""
        guild_id, now = self.movement.guild_id, self.sandbox.world.now()
        schedule = Schedule(datetime.fromisoformat("2026-01-05T18:00"), ZONE, "FREQ=WEEKLY")
        wording = Wording("Bring the chairs.", self.movement.channels["general"])
        due_at = self._next("SELECT due_at FROM digests")
        async with opened(self._database) as database, database.turn() as session:
            await bear_reminder(session, guild_id, schedule, wording, now, origin=Origin.DECISION)
            for place in range(weeks * DONE_A_WEEK):
                done_at = due_at + A_WEEK * (place // DONE_A_WEEK) - timedelta(hours=2)
                row = TaskRow(guild_id=guild_id, number=place + 1, title="Print", created_at=now, done_at=done_at)
                session.add(row)

    def come_to_the_hour(self) -> None:
        """Let the time pass until a second after both are due."""
        due_at = self._next("SELECT next_at FROM reminders")
        assert due_at == self._next("SELECT due_at FROM digests WHERE state = 'waiting'")
        self.sandbox.world.clock.skip_to(due_at + timedelta(seconds=1))
        self.hours.append(due_at)

    def arm(self, name: str, times: int) -> Fault | None:
        """Have the process die when it comes to a place for the time that is said, or wait at Discord for its end."""
        if name in SENDING:
            path = SENDING[name].format_map(self.movement.channels)
            return self.sandbox.faults.hang(self.chance.uniform(0.1, 3.0), method="POST", path=path)
        new = self.folder / "new"
        new.write_text(f"{name}\n{times}\n")
        new.rename(self.folder / CRASH_AT)
        return None

    async def died(self, waits: Fault | None = None) -> bool:
        """Whether it dies where it was told to, before everything is told."""
        ended = asyncio.create_task(self.bot.ended())
        try:
            async with asyncio.timeout(LONGEST_RECOVERY):
                while True:
                    if waits is not None and waits.struck:
                        await self.bot.kill()
                    if ended.done() or self._is_all_told():
                        break
                    await asyncio.sleep(0.02)
            # What is written last leaves it a moment to die in.
            await asyncio.wait({ended}, timeout=1.0)
            return ended.done() and ended.result() == -signal.SIGKILL
        finally:
            ended.cancel()

    async def recover(self, away: timedelta) -> None:
        """Start it again after a while, and wait until what is due was found and nothing is owed."""
        self.sandbox.world.clock.skip(away)
        await self.bot.start()
        if ROUNDS and self.chance.random() < 1 / 3:
            self.arm(self.chance.choice((*SWEEP, *OUTBOX)), 1)
            if await self.died():
                self.killed_again += 1
                await self.bot.start()
            (self.folder / CRASH_AT).unlink(missing_ok=True)
        await self.all_told()

    async def all_told(self) -> None:
        """Wait until what is due was found and nothing is owed any more."""
        async with asyncio.timeout(LONGEST_RECOVERY):
            while True:
                if self._is_all_told():
                    break
                await asyncio.sleep(0.02)

    def _is_all_told(self) -> bool:
        now = self.sandbox.world.now().replace(tzinfo=None).isoformat(" ")
        # One statement, so that nothing is owed between two of them.
        return not self._read(f"""SELECT
            EXISTS (SELECT 1 FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL)
            OR EXISTS (SELECT 1 FROM reminders WHERE next_at <= '{now}')
            OR NOT EXISTS (SELECT 1 FROM digests WHERE state = 'waiting' AND due_at > '{now}')""")

    def _next(self, query: str) -> datetime:
        return datetime.fromisoformat(self._read(query)).replace(tzinfo=UTC)

    def _read(self, query: str) -> Any:
        with contextlib.closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchone()[0]

    @property
    def _database(self) -> Path:
        return self.folder / "minga.db"

    def faults(self) -> list[str]:
        """What stands twice, is missing, or says wrongly whether it is late."""
        reminders, digests = self._standing("general", "R-1"), self._standing("decisions", r"W-\d+")
        parts = [part for digest in digests for part in self._parts(digest)]
        found = {"reminders": len(reminders), "digests": len(digests), "messages in threads": len(parts) // 2}
        faults = [f"{times} {what}, not {len(self.hours)}" for what, times in found.items() if times != len(self.hours)]
        for standing in (reminders, digests):
            for hour, each in zip(self.hours, standing, strict=False):
                is_late = time_of(each.id) - hour > PUNCTUAL
                if ("This was due" in each.text) != is_late:
                    faults.append(f"due {hour}, came {time_of(each.id)}: {each.text}")
        return faults

    def _parts(self, digest: Message) -> list[str]:
        thread = self.sandbox.world.channels.get(digest.id)
        return [str(each.id) for each in thread.messages.values() if each.author_id == self._me] if thread else []

    @property
    def _me(self) -> int:
        return self.sandbox.world.bot.id

    def _standing(self, channel: str, mark: str) -> list[Message]:
        world = self.sandbox.world
        place = world.channels[self.movement.channels[channel]]
        seen = [Message(message_shape(world, each, self._me)) for each in place.messages.values()]
        return [each for each in seen if each.is_by_bot and re.match(f"### {mark} ·", each.text)]


@pytest.fixture
async def weeks(tmp_path: Path) -> AsyncIterator[Weeks]:
    """Founded, prepared for all kills, and running."""
    print(f"seed {SEED}")
    clock = Clock()
    clock.start_at(START)
    async with Sandbox(World(clock)) as sandbox, SandboxClient(sandbox.url) as client:
        bot = BotProcess(sandbox, tmp_path, program="tests.chaos.crashing", told={CRASH_FILE: str(tmp_path / CRASH_AT)})
        async with bot.running():
            weeks = Weeks(sandbox, await found(client), bot, tmp_path, random.Random(SEED))
            await weeks.all_told()
            await bot.kill()
            await weeks.prepare((ROUNDS + 1) * len(PLACES))
            await bot.start()
            yield weeks


async def test_whatever_it_does_when_it_is_killed_each_reminder_and_each_digest_comes_once(
    weeks: Weeks, evidence: Evidence
) -> None:
    places = [(turn, *each) for turn in range(ROUNDS) for each in PLACES]
    for turn, name, times in places or [(0, *each) for each in _some(weeks.chance)]:
        waits = weeks.arm(name, times)
        weeks.come_to_the_hour()
        assert await weeks.died(waits), f"nothing came to: {name}, {times}"
        # What Discord has taken in already it acts upon within seconds.
        await weeks.recover(timedelta(0) if name in SENDING or turn % 2 else AWAY)
        assert weeks.faults() == [], f"{name}, {times}"
    evidence.count("kills at a named place, while it reminds", len(weeks.hours))
    evidence.count("kills while it recovers", weeks.killed_again)


def _some(chance: random.Random) -> list[tuple[str, int]]:
    """Places of each kind."""
    return [
        *((name, 1) for name in chance.sample(sorted(SWEEP), 4)),
        *((name, chance.choice(sorted(NOTICES))) for name in OUTBOX),
        (chance.choice(sorted(SENDING)), 1),
    ]
