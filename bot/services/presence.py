"""Presence: when the bot was away, so that no vote ends while nobody could see it."""

from datetime import timedelta

from bot.services.ports import Clock
from db import absences
from db.engine import Database

A_BEAT = timedelta(seconds=30)
"""How often the bot writes that it is there; a crash is known to this much."""


class PresenceService:
    """Keeps the spans in which the bot was not connected, or connected and not yet re-read. Source: charter, §4."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def start(self) -> None:
        """A process begins: since the last beat of the one before, the bot was away."""
        async with self._database.turn() as session:
            last = await absences.last_beat(session)
            if last is not None:
                await absences.begin(session, last)

    async def leave(self) -> None:
        """The connection is gone."""
        async with self._database.turn() as session:
            await absences.begin(session, self._clock.now())

    async def come_back(self) -> None:
        """The connection is back and every open ballot was read."""
        now = self._clock.now()
        async with self._database.turn() as session:
            await absences.end(session, now)
            await absences.beat(session, now)

    async def beat(self) -> None:
        """Write that the bot is there, now and then, unless it is away."""
        now = self._clock.now()
        async with self._database.look() as session:
            last, away = await absences.last_beat(session), await absences.lasting(session)
        if away is None and (last is None or now - last >= A_BEAT):
            async with self._database.turn() as session:
                await absences.beat(session, now)
