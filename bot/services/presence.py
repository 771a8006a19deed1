"""Presence: when the bot was away, so that no vote ends while nobody could see it."""

from datetime import timedelta

from bot.services.ports import Clock
from bot.services.reading import ReadingService
from db import absences, proposals
from db.engine import Database

A_BEAT = timedelta(seconds=30)
"""How often the bot writes that it is there; a crash is known to this much."""


class PresenceService:
    """Keeps the spans in which the bot was not connected, or connected and not yet re-read. Source: charter, §4."""

    def __init__(self, database: Database, clock: Clock, reading: ReadingService) -> None:
        self._database = database
        self._clock = clock
        self._reading = reading
        self._is_connected = True
        self._departures = 0

    async def start(self) -> None:
        """A process begins: since the last beat of the one before, the bot was away."""
        self._is_connected = False
        async with self._database.turn() as session:
            last = await absences.last_beat(session)
            if last is not None:
                await absences.begin(session, last)

    async def leave(self) -> None:
        """The connection is gone."""
        self._is_connected = False
        self._departures += 1
        async with self._database.turn() as session:
            await absences.begin(session, self._clock.now())

    def arrive(self) -> None:
        """The connection is back; what happened since it was lost must still be read."""
        self._is_connected = True

    async def come_back(self) -> None:
        """Read every open ballot; where the bot was away and the connection held meanwhile, the absence is over.

        Ballots that could not be reached stay unseen each until it is read: one server that cannot be reached must
        not keep the votes of all others open.
        """
        departures = self._departures
        unread = await self._reading.read_open()
        async with self._database.look() as session:
            away = await absences.lasting(session)
        if away is None:
            return
        async with self._database.turn() as session:
            if self._is_connected and departures == self._departures:
                now = self._clock.now()
                await absences.end(session, now)
                for proposal_id in unread:
                    await absences.begin(session, away.since, proposal_id=proposal_id)
                await absences.beat(session, now)

    async def is_back(self) -> bool:
        """Whether the bot is connected and has read what it missed."""
        async with self._database.look() as session:
            return await absences.lasting(session) is None

    async def lose(self, guild_id: int) -> None:
        """Discord has an outage in one server: its ballots are unseen from now on, each until it is read."""
        now = self._clock.now()
        async with self._database.turn() as session:
            for row in await proposals.open_of(session, guild_id):
                if row.message_id is not None:
                    await absences.begin(session, now, proposal_id=row.id)

    async def regain(self, guild_id: int) -> None:
        """The outage is over: read what happened meanwhile."""
        self._reading.end_gap()
        await self._reading.read_open(guild_id)

    async def beat(self) -> None:
        """Write that the bot is there, now and then, unless it is away."""
        now = self._clock.now()
        async with self._database.look() as session:
            last, away = await absences.last_beat(session), await absences.lasting(session)
        if away is None and (last is None or now - last >= A_BEAT):
            async with self._database.turn() as session:
                await absences.beat(session, now)
