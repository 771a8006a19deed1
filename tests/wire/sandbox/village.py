"""A small server in the sandbox with a bot connected to it by the real discord.py, for the tests beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.sandbox.server import Sandbox
from bot.sandbox.world import Permission, World
from bot.sandbox.world.people import User
from bot.sandbox.world.places import Channel, Guild

BOT_PERMISSIONS = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.EMBED_LINKS
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.MANAGE_MESSAGES
    | Permission.MANAGE_ROLES
    | Permission.MANAGE_CHANNELS
    | Permission.MENTION_EVERYONE
)


@dataclass
class Village:
    """A server with an owner, two members, a bot and one channel."""

    sandbox: Sandbox
    guild: Guild
    channel: Channel
    owner: User
    ann: User
    bea: User

    @property
    def world(self) -> World:
        return self.sandbox.world


def found(sandbox: Sandbox) -> Village:
    """Build the village in a sandbox's world."""
    world = sandbox.world
    owner = world.add_user("olga", global_name="Olga")
    guild = world.add_guild("Village", owner_id=owner.id, with_bot=False)
    channel = world.add_channel(guild.id, "square")
    world.guilds.invite_bot(guild.id, int(BOT_PERMISSIONS))
    ann, bea = world.add_member(guild.id, "Ann"), world.add_member(guild.id, "Bea")
    return Village(sandbox, guild, channel, owner, ann.user, bea.user)


class Bot(discord.Client):
    """A client that keeps what it heard."""

    def __init__(self, intents: discord.Intents | None = None, **options: Any) -> None:
        options = {"guild_ready_timeout": 0.02, "chunk_guilds_at_startup": False} | options
        super().__init__(intents=intents or discord.Intents.all(), **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, Any]] = []
        self._news = asyncio.Event()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.heard.append((event, args[0] if args else None))
        self._news.set()
        super().dispatch(event, *args, **kwargs)

    async def hears(self, event: str, matching: Callable[[Any], bool] = lambda _: True, times: int = 1) -> list[Any]:
        """Wait until an event was heard so often, and answer what came with it."""
        async with asyncio.timeout(10):
            while True:
                self._news.clear()
                got = [payload for name, payload in self.heard if name == event and matching(payload)]
                if len(got) >= times:
                    return got
                await self._news.wait()

    @property
    def own_id(self) -> int:
        """The bot's own id."""
        assert self.user is not None
        return self.user.id

    def home(self, village: Village) -> discord.Guild:
        """The village as the client knows it."""
        guild = self.get_guild(village.guild.id)
        assert guild is not None
        return guild

    def square(self, village: Village) -> discord.TextChannel:
        """The village's channel as the client knows it."""
        channel = self.get_channel(village.channel.id)
        assert isinstance(channel, discord.TextChannel)
        return channel


@asynccontextmanager
async def connected(client: Bot, token: str = "sandbox-token") -> AsyncIterator[Bot]:
    """Run a client until the block ends; what goes wrong in starting comes out here."""
    async with client:
        running = asyncio.create_task(client.start(token))
        ready = asyncio.create_task(client.hears("ready"))
        done, _ = await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if running in done:
            ready.cancel()
            running.result()
        ready.result()
        await client.hears("guild_available", times=sum(guild.unavailable for guild in client.guilds))
        try:
            yield client
        finally:
            await client.close()
            await asyncio.wait({running})
            running.exception()
