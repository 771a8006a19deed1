"""Two designs that other bots use for taps: one ORM transaction each, and three round trips to Discord each.

They are the shapes of well-known vote bots, written here with the same client and library as ours, and no more than
what a tap needs: neither knows who may vote, keeps a ledger, or looks after what was missed.
"""

import asyncio
import os
import sys
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from yarl import URL

from tests.benchmarks.bare import BareClient
from tests.benchmarks.talk import heard_all, orders, tell


class Base(DeclarativeBase):
    """The tables of the first design."""


class Vote(Base):
    """What somebody last said on a message."""

    __tablename__ = "votes"
    message_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    emoji: Mapped[str]


class Neighbour(BareClient, ABC):
    """Handles each tap by itself as soon as it is heard, as an event handler of the library does."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way: set[asyncio.Task[None]] = set()

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Take one tap in."""
        task = asyncio.current_task()
        assert task is not None, "a handler runs in a task of its own"
        self._under_way.add(task)
        try:
            await self.take(payload)
        finally:
            self._under_way.discard(task)

    @abstractmethod
    async def take(self, payload: discord.RawReactionActionEvent) -> None:
        """What the design does with a tap."""

    async def settled(self) -> None:
        """Wait until no tap is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)


class OneTransactionEach(Neighbour):
    """One ORM transaction a tap, with the care for the disk that the bot takes; SQLite has one writer at a time."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__()
        self._sessions = async_sessionmaker(engine)
        self._one_at_a_time = asyncio.Lock()

    async def take(self, payload: discord.RawReactionActionEvent) -> None:
        """Look for the vote, and write it anew or change it."""
        async with self._one_at_a_time, self._sessions.begin() as session:
            await self._write(session, payload)

    async def _write(self, session: AsyncSession, payload: discord.RawReactionActionEvent) -> None:
        mine = (Vote.message_id == payload.message_id, Vote.user_id == payload.user_id)
        vote = (await session.execute(select(Vote).where(*mine))).scalar_one_or_none()
        if vote is None:
            session.add(Vote(message_id=payload.message_id, user_id=payload.user_id, emoji=str(payload.emoji)))
        else:
            vote.emoji = str(payload.emoji)


class ThreeTripsEach(Neighbour):
    """Fetches the message and the member, and edits the message, for every tap; keeps nothing."""

    async def take(self, payload: discord.RawReactionActionEvent) -> None:
        """Count what the message shows, and write it into it."""
        guild = self.get_guild(payload.guild_id or 0)
        assert guild is not None, "there is one server"
        channel = guild.get_channel(payload.channel_id)
        assert isinstance(channel, discord.TextChannel), "ballots stand in a text channel"
        message = await channel.fetch_message(payload.message_id)
        await guild.fetch_member(payload.user_id)
        shown = Counter({str(each.emoji): each.count for each in message.reactions})
        await message.edit(content=" ".join(f"{emoji} {count}" for emoji, count in sorted(shown.items())))


async def main(design: str) -> None:
    """Connect, and do as the parent says until it closes the pipe."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["DISCORD_GATEWAY_URL"])
    engine = create_async_engine(os.environ["DATABASE_URL"])
    event.listen(engine.sync_engine, "connect", _be_careful)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with OneTransactionEach(engine) if design == "orm" else ThreeTripsEach() as client:
        await client.login(os.environ["DISCORD_TOKEN"])
        connected = asyncio.create_task(client.connect())
        await client.wait_until_ready()
        await _obey(client, client.settled)
        await client.close()
        await asyncio.wait({connected})
    await engine.dispose()


async def _obey(client: discord.Client, settled: Callable[[], Awaitable[None]]) -> None:
    tell(is_ready=True)
    async for order in orders():
        if order == "watch":
            tell(**await heard_all(client, settled))


def _be_careful(connection: object, _: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # what the driver gives has no type here
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
