"""A simulated stretch of time for many servers: reminders and digests, while the bot is restarted, cut off and away."""

import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.domain.reminders import Origin
from bot.domain.schedule import Schedule
from bot.services.reminders import Wording, bear_reminder
from db import tasks
from db.engine import Database
from tests.chaos.due import BEGINS, RULES, ZONES, all_due, done_at
from tests.conftest import url_of
from tests.factories import ANN, House, elsewhere
from tests.fake_clock import FakeClock

CHANNELS = ("proposals", "decisions", "tasks")

A_MINUTE = timedelta(minutes=1)
OUTAGES = (0, 0.01, 0.5, 4, 9, 30, 44, 60)
"""Hours for which the bot is away, once a week."""

CUT_SHORT, ANSWER_LOST, UNREACHABLE = 0.06, 0.04, 0.04
"""How probable it is that a look is cut off, that an answer is lost, and that Discord cannot be reached."""


class CutOffError(BaseException):
    """The end of a process in the middle of what it does: nothing of ours catches it."""


@dataclass(slots=True)
class Year:
    """Servers, a Discord that outlives the bot, and the bot, which does not."""

    house: House
    file: Path
    chance: random.Random
    weeks: int
    cut: int = 0
    looks: list[datetime] = field(default_factory=list)
    """When the bot looked at what was due, and came to the end of it."""
    _connections: list[object] = field(default_factory=list)
    _statements: int = 0
    _cut_at: int | None = None

    @classmethod
    @contextlib.asynccontextmanager
    async def begun(cls, file: Path, *, weeks: int, seed: int) -> AsyncIterator["Year"]:
        """A year whose servers are founded, each with reminders, and with a task that is done each Saturday."""
        house = House.build(Database(url_of(file)), now=BEGINS)
        year = cls(house, file, random.Random(seed), weeks)
        year._listen()
        for guild, zone in enumerate(ZONES, 1):
            await year._found(guild, zone)
        try:
            await year.look()
            yield year
        finally:
            await year.house.database.close()

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return BEGINS + timedelta(weeks=self.weeks)

    @property
    def clock(self) -> FakeClock:
        """What time it is for everybody."""
        return self.house.clock

    async def _found(self, guild: int, zone: str) -> None:
        channels = {f"{what}_channel_id": 10 * guild + place for place, what in enumerate(CHANNELS)}
        await self.house.found(elsewhere(ANN, guild), at=BEGINS, name=f"Server {guild}", time_zone=zone, **channels)
        async with self.house.database.turn() as session:
            for starts, rule in RULES:
                schedule = Schedule(datetime.fromisoformat(starts), zone, rule)
                wording = Wording("Bring the chairs.", channels["decisions_channel_id"])
                await bear_reminder(session, guild, schedule, wording, BEGINS, origin=Origin.DECISION)
            for week in range(self.weeks):
                row = tasks.TaskRow(guild_id=guild, number=week + 1, title=f"Task {week + 1}", created_at=BEGINS)
                row.done_at = done_at(week)
                session.add(row)

    async def live(self) -> None:
        """Let the time pass: the bot looks whenever something is due, is restarted each week, and often cut off."""
        week, away_until = BEGINS, BEGINS
        outage = self._outage(week)
        is_away = False
        for instant in all_due(self.ends):
            while instant >= outage[0]:
                away_until, is_away = max(away_until, outage[1]), True
                await self._restart()
                week += timedelta(weeks=1)
                outage = self._outage(week)
            if instant < away_until:
                continue
            if is_away:
                await self._look_until_quiet(away_until)
            is_away = False
            await self._look_until_quiet(instant)
        await self._look_until_quiet(max(self.ends, away_until))

    def _outage(self, week: datetime) -> tuple[datetime, datetime]:
        """When the bot goes in a week, and when it comes back."""
        goes = week + timedelta(days=7) * self.chance.random()
        return goes, goes + timedelta(hours=self.chance.choice(OUTAGES))

    async def _look_until_quiet(self, instant: datetime) -> None:
        """Look at an instant, and each minute after it until nothing is owed any more."""
        self.clock.move_to(max(self.clock.now(), instant))
        for _ in range(30):
            await self.look(is_troubled=True)
            if self.looks[-1:] == [self.clock.now()] and not await self._owes():
                return
            self.clock.advance(A_MINUTE)
        raise AssertionError("after half an hour something is still owed")

    async def look(self, *, is_troubled: bool = False) -> None:
        """One look, which may be cut off at any statement; then the bot is a new one."""
        chance, board = self.chance, self.house.board
        board.recover()
        if is_troubled and chance.random() < ANSWER_LOST:
            board.lose_answers()
        if is_troubled and chance.random() < UNREACHABLE:
            board.fail()
        self._statements, self._cut_at = 0, None
        if is_troubled and chance.random() < CUT_SHORT:
            self._cut_at = chance.randrange(1, 40)
        try:
            await self._do_what_is_due()
            self.looks.append(self.clock.now())
        except CutOffError:
            self.cut += 1
            await self._restart()
        self._cut_at = None

    async def _do_what_is_due(self) -> None:
        services = self.house.services
        await services.reminders.send_due()
        await services.digest.send_due()
        await services.outbox.deliver_due()

    async def _restart(self) -> None:
        """Nothing in memory stays."""
        await self.house.database.close()
        old = self.house
        fresh = House.build(Database(url_of(self.file)), now=old.clock.now())
        self.house = House(fresh.services, fresh.database, old.clock, old.board, old.box, old.register).restarted()
        self._listen()

    def _listen(self) -> None:
        """Count statements, and cut the look off at the one that was chosen."""

        def before(*facts: Any) -> None:
            # What begins a transaction has no effect yet, and its failure would leave the driver's thread alone.
            if facts[2:] and facts[2].startswith("BEGIN"):
                return
            self._statements += 1
            if self._statements == self._cut_at:
                raise CutOffError

        def connected(connection: Any, _: Any) -> None:
            # A connection that is cut off closes in a thread of its own, and must not be dropped before it has.
            self._connections.append(connection.driver_connection)
            # No machine fails here, only what runs on it, so nothing need wait for the disk.
            connection.execute("PRAGMA synchronous=OFF")

        engine = self.house.database.engine.sync_engine
        event.listen(engine, "connect", connected)
        event.listen(engine, "before_cursor_execute", before)

    async def _owes(self) -> bool:
        return bool(
            await self.house.select("SELECT 1 FROM outbox WHERE delivered_at IS NULL AND given_up_at IS NULL LIMIT 1")
        )
