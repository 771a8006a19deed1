"""Interruptions: where the server, the channel or the bot is gone the clock stops until they are back."""

from collections.abc import Collection

from bot.domain.decisions import Outcome
from bot.domain.integrity import MOST_INTERRUPTED
from bot.domain.proposals import State
from bot.services.agendas import draw_agendas_again
from bot.services.integrity import interrupt, lose_channel, resume
from bot.services.ports import Clock, Register
from bot.services.reading import ReadingService
from bot.services.settling import conclude
from bot.services.tally_board import TallyBoard
from db import proposals, servers
from db.engine import Database


class InterruptionService:
    """Interrupts, resumes and lets lapse. Source: charter, §4, "Server, channel or bot gone"."""

    def __init__(
        self, database: Database, clock: Clock, register: Register, reading: ReadingService, board: TallyBoard
    ) -> None:
        self._database = database
        self._clock = clock
        self._register = register
        self._reading = reading
        self._board = board

    async def lose_server(self, guild_id: int) -> None:
        """The bot is not in a server any more, or the server is gone."""
        async with self._database.turn() as session:
            await interrupt(session, guild_id, self._clock.now())

    async def lose_channel(self, guild_id: int, channel_id: int) -> None:
        """A channel in which ballots stand is gone."""
        async with self._database.turn() as session:
            lost = await lose_channel(session, guild_id, channel_id, self._clock.now())
            await draw_agendas_again(session, guild_id, self._clock.now())
        self._mark_stale(lost)

    async def lose_all_but(self, present: Collection[int]) -> None:
        """The bot was away, and is in these servers now: it was taken out of all others meanwhile."""
        async with self._database.look() as session:
            gone = [row.guild_id for row in await servers.all_founded(session) if row.guild_id not in present]
        for guild_id in gone:
            await self.lose_server(guild_id)

    async def resume_due(self) -> None:
        """Let go on whatever was interrupted in servers where the bot and the channel are back."""
        async with self._database.look() as session:
            interrupted = await proposals.interrupted(session)
        for guild_id in dict.fromkeys(row.guild_id for row in interrupted):
            await self.resume_in(guild_id)

    async def resume_in(self, guild_id: int) -> None:
        """Let go on what was interrupted in one server, as far as its channels are there, and read what was tapped."""
        async with self._database.look() as session:
            waiting = [row for row in await proposals.interrupted(session) if row.guild_id == guild_id]
        back = [row.id for row in waiting if await self._register.has_channel(guild_id, row.channel_id)]
        if not back:
            return
        async with self._database.turn() as session:
            for row in (await proposals.by_ids(session, back)).values():
                if row.state == State.INTERRUPTED:
                    await resume(session, row, self._clock.now())
            await draw_agendas_again(session, guild_id, self._clock.now())
        self._mark_stale(back)
        await self._reading.read_open(guild_id)

    async def lapse_due(self) -> None:
        """End what has been interrupted for too long: it has lapsed."""
        now = self._clock.now()
        async with self._database.look() as session:
            interrupted = await proposals.interrupted(session)
        for row in interrupted:
            if row.interrupted_at is None or row.interrupted_at + MOST_INTERRUPTED > now:
                continue
            async with self._database.turn() as session:
                present = (await proposals.by_ids(session, [row.id]))[row.id]
                if present.state == State.INTERRUPTED:
                    await conclude(session, present, Outcome.LAPSED, now)
            self._board.mark_stale(row.id)

    def _mark_stale(self, proposal_ids: Collection[int]) -> None:
        for proposal_id in proposal_ids:
            self._board.mark_stale(proposal_id)
