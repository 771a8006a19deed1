"""The reference: a discord.py client set up like the bot's, which does nothing with the taps it hears."""

import asyncio
import gc
import os
import sys

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.benchmarks.talk import heard_all, orders, tell


class BareClient(discord.Client):
    """The same intents, caches and message store as `bot.client.MovementBot`, and an empty listener."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_reactions=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.2,
            max_messages=None,
            max_ratelimit_timeout=60.0,
        )

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Do nothing."""


async def main(*, is_tuned: bool) -> None:
    """Connect, and do as the parent says until it closes the pipe."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["DISCORD_GATEWAY_URL"])
    async with BareClient() as client:
        await client.login(os.environ["DISCORD_TOKEN"])
        connection = asyncio.create_task(client.connect())
        await client.wait_until_ready()
        if is_tuned:
            # As `bot.app` does at the end of the start.
            gc.collect()
            gc.freeze()
            gc.set_threshold(20_000, 50, 100)
        tell(is_ready=True)
        async for order in orders():
            if order == "watch":
                tell(**await heard_all(client, _nothing))
        await client.close()
        await connection


async def _nothing() -> None:
    pass


if __name__ == "__main__":
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    asyncio.run(main(is_tuned="tuned" in sys.argv[1:]))
