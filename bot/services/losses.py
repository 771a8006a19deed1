"""Losses: where Discord refused us, members are told once a day which permissions are missing in which channel."""

import logging
from datetime import timedelta

from bot.services.loss_cards import LossCard
from bot.services.owing import owe
from bot.services.ports import Clock, Register
from bot.services.servers import founded
from db import outbox, servers
from db.engine import Database, Session

_log = logging.getLogger(__name__)

AT_MOST_EACH = timedelta(days=1)
"""A loss in one channel is told once in this span. Source: integrity page, §2, "missing permission"."""

_PLACES = ("proposals_channel_id", "decisions_channel_id", "tasks_channel_id")
"""The bound channels; a notice names the one it is about by its place here, from 1."""


class LossService:
    """Remembers what refused us until it is looked into; what the bot then lacks nothing in was no loss."""

    def __init__(self, database: Database, clock: Clock, register: Register) -> None:
        self._database = database
        self._clock = clock
        self._register = register
        self._refused: set[int] = set()

    def note(self, channel_id: int) -> None:
        """Discord refused something in this channel."""
        self._refused.add(channel_id)

    async def tell(self) -> None:
        """Owe a notice for each channel that refused and in which permissions are missing, where we may still speak."""
        refused, self._refused = self._refused, set()
        for channel_id in refused:
            async with self._database.look() as session:
                server = await servers.by_channel(session, channel_id)
            if server is not None:
                await self._look_into(server, channel_id)

    async def _look_into(self, server: servers.ServerRow, channel_id: int) -> None:
        if not await self._register.missing_permissions(server.guild_id, channel_id):
            return
        others = [bound for bound in channels_of(server) if bound != channel_id]
        place = await self._register.where_to_speak(server.guild_id, others)
        if place is None or place == channel_id:
            _log.warning("permissions are missing in the channel %d, and nowhere to say so", channel_id)
            return
        now, subject = self._clock.now(), channels_of(server).index(channel_id) + 1
        async with self._database.turn() as session:
            if not await outbox.owed_since(session, server.guild_id, "loss", subject, now - AT_MOST_EACH):
                await owe(session, server.guild_id, place, "loss", subject, now)


def channels_of(server: servers.ServerRow) -> list[int]:
    """The bound channels of a server, in the order by which notices name them."""
    return [getattr(server, column) for column in _PLACES]


async def loss_card(session: Session, register: Register, guild_id: int, subject: int) -> LossCard | None:
    """What is missing now, None where nothing is any more."""
    server = await founded(session, guild_id)
    channel_id = channels_of(server)[subject - 1]
    missing = await register.missing_permissions(guild_id, channel_id)
    return LossCard(guild_id, subject, channel_id, missing, server.language) if missing else None
