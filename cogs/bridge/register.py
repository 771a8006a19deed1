"""The register over Discord: who is in a server since when."""

from datetime import datetime

import discord

from cogs.bridge.reach import reaching

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

    def member_count(self, guild_id: int) -> int:
        """The count that Discord gave with the server; 0 while the server is unknown."""
        guild = self._client.get_guild(guild_id)
        return (guild.member_count or 0) if guild else 0
