"""The register over Discord: who is in a server since when."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import aiohttp
import discord

from cogs.bridge.permissions import missing_in
from cogs.bridge.reach import reaching

_PATIENCE = 1.5
"""Seconds: half of what an answer to a member may take."""

_UNKNOWN_CHANNEL = 10003
_UNKNOWN_MEMBER = 10007
_UNKNOWN_USER = 10013


class DiscordRegister:
    """The port `Register` over discord.py's client."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def joined_at(self, guild_id: int, user_id: int) -> datetime | None:
        """When the person joined; None for somebody who has left."""
        with reaching():
            try:
                member = await self._client.http.get_member(guild_id, user_id)
            except discord.NotFound as fault:
                if fault.code in (_UNKNOWN_MEMBER, _UNKNOWN_USER):
                    return None
                raise
        return discord.utils.parse_time(member.get("joined_at"))

    async def member_count(self, guild_id: int) -> int:
        """The count that Discord gives now: without the members intent, the one of the gateway grows old.

        Where Discord is slow the old one must do: an answer to a member waits for this.
        """
        cached = self._client.get_guild(guild_id)
        with reaching():
            try:
                async with asyncio.timeout(_PATIENCE):
                    guild: Any = await self._client.http.get_guild(guild_id, with_counts=True)
            except (TimeoutError, discord.HTTPException, aiohttp.ClientError, OSError):
                if cached is None or cached.member_count is None:
                    raise
                return cached.member_count
        return int(guild.get("approximate_member_count") or 0)

    async def has_channel(self, guild_id: int, channel_id: int) -> bool:
        """What the gateway told of the server says so; during an outage it tells nothing."""
        guild = self._client.get_guild(guild_id)
        return guild is not None and guild.get_channel(channel_id) is not None

    async def missing_permissions(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        """The gateway keeps roles, exceptions and the bot's own membership up to date."""
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.get_channel(channel_id) is None:
            return ()
        return missing_in(guild, channel_id)

    async def where_to_speak(self, guild_id: int, preferred: Sequence[int]) -> int | None:
        """A channel where the bot may view and send."""
        guild = self._client.get_guild(guild_id)
        if guild is None:
            return None
        for channel in (*map(guild.get_channel, preferred), guild.system_channel):
            if channel is not None:
                allowed = channel.permissions_for(guild.me)
                if allowed.view_channel and allowed.send_messages:
                    return channel.id
        return None

    async def is_channel_gone(self, guild_id: int, channel_id: int) -> bool:
        """Asked for only where the gateway told of no such channel; one that may not be seen is there."""
        if await self.has_channel(guild_id, channel_id):
            return False
        with reaching():
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._client.http.get_channel(channel_id)
            except discord.NotFound as fault:
                return fault.code == _UNKNOWN_CHANNEL
            except discord.Forbidden:
                return False
        return False
