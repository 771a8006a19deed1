"""Bindings: where a bound channel is gone, somebody with Manage Server may bind another one in its place."""

import logging
from collections.abc import Mapping
from enum import StrEnum

from bot.domain.errors import AlreadySetUp, NotAFounder
from bot.domain.integrity import binding_facts
from bot.domain.proposals import State
from bot.services.boards import board_changed
from bot.services.cards import Person, ServerCard
from bot.services.days import local_day
from bot.services.entering import enter
from bot.services.integrity import move, resume
from bot.services.ports import Clock, Register, Unreachable
from bot.services.servers import ServerService, card_of, founded, seen
from db import members, outbox, proposals, servers
from db.engine import Database, Session

_log = logging.getLogger(__name__)


class Binding(StrEnum):
    """What a channel is bound to."""

    PROPOSALS = "proposals"
    DECISIONS = "decisions"
    TASKS = "tasks"


_COLUMNS = {
    Binding.PROPOSALS: "proposals_channel_id",
    Binding.DECISIONS: "decisions_channel_id",
    Binding.TASKS: "tasks_channel_id",
}

_KINDS = {
    Binding.PROPOSALS: ("ballot", "run-off", "ballot-again"),
    Binding.DECISIONS: ("decision", "digest"),
    Binding.TASKS: ("task",),
}
"""The notices that go where each binding points."""


class BindingService:
    """The one thing that may be set again without a vote. Source: charter, §2, "A binding whose channel is gone"."""

    def __init__(self, database: Database, clock: Clock, register: Register, server_service: ServerService) -> None:
        self._database = database
        self._clock = clock
        self._register = register
        self._servers = server_service

    async def check_may_bind(self, guild_id: int, *, manages_server: bool) -> frozenset[Binding]:
        """The bindings of a founded server whose channels are gone.

        Refuses with `AlreadySetUp` where all channels are there or Discord does not say, else with `NotAFounder`.
        """
        server = await self._servers.get(guild_id)
        lost = {
            binding for binding, column in _COLUMNS.items() if await self._is_gone(guild_id, getattr(server, column))
        }
        if not lost:
            raise AlreadySetUp
        if not manages_server:
            raise NotAFounder
        return frozenset(lost)

    async def _is_gone(self, guild_id: int, channel_id: int) -> bool:
        try:
            return await self._register.is_channel_gone(guild_id, channel_id)
        except Unreachable as fault:
            _log.warning("whether a channel is gone is not known: %s", fault)
            return False

    async def bind(self, person: Person, chosen: Mapping[Binding, int], *, manages_server: bool) -> ServerCard:
        """Bind other channels in place of those that are gone; what else was chosen is left as it is.

        Ballots move to their new channel, what was interrupted goes on, and what could not be delivered is owed there.
        """
        lost = await self.check_may_bind(person.guild_id, manages_server=manages_server)
        wanted = {binding: channel_id for binding, channel_id in chosen.items() if binding in lost}
        now = self._clock.now()
        async with self._database.turn() as session:
            server = await founded(session, person.guild_id)
            before = {binding: getattr(server, _COLUMNS[binding]) for binding in wanted}
            await servers.bind(session, person.guild_id, **{_COLUMNS[key]: value for key, value in wanted.items()})
            await session.refresh(server)
            facts = binding_facts([binding.value for binding in wanted], on=local_day(now, server.time_zone))
            await enter(session, person.guild_id, "integrity", facts, now)
            await members.remember(session, [seen(person, acted_at=now)])
            for binding, channel_id in wanted.items():
                await outbox.move(session, person.guild_id, _KINDS[binding], before[binding], channel_id, now)
            if Binding.PROPOSALS in wanted:
                await self._move_ballots(session, server, before[Binding.PROPOSALS])
            await board_changed(session, person.guild_id, now)
            card = card_of(server)
        await self._servers.open()
        return card

    async def _move_ballots(self, session: Session, server: servers.ServerRow, before: int) -> None:
        now = self._clock.now()
        for row in await proposals.alive_of(session, server.guild_id):
            if row.channel_id == before:
                await move(session, row, server.proposals_channel_id, now)
            if row.state == State.INTERRUPTED:
                await resume(session, row, now)
