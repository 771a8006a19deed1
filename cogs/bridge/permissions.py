"""Permissions: what the bot needs in its channels, and who in a server holds which of Discord's own."""

import discord

from bot.domain.powers import DISCORD_ACTS, DiscordAct
from cogs.ui.powers import Holders

NEEDED = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "embed_links",
    "read_message_history",
    "add_reactions",
)
"""What the bot needs in each of its channels. Source: integrity page, §3, "Permissions asked for"."""


def missing_in(guild: discord.Guild, channel_id: int) -> tuple[str, ...]:
    """What the bot lacks in a channel; everything where the channel is gone."""
    channel = guild.get_channel(channel_id)
    allowed = channel.permissions_for(guild.me) if channel else discord.Permissions.none()
    return tuple(name for name in NEEDED if not getattr(allowed, name))


def role_for_show(guild: discord.Guild | None, role_id: int | None) -> str | None:
    """The name of the role that shows who coordinates, None where none is bound or it is gone."""
    role = guild.get_role(role_id) if guild and role_id else None
    return role.name if role else None


def holders_of(guild: discord.Guild, channel_id: int) -> dict[DiscordAct, Holders]:
    """Who can do what by Discord's own permissions, in the channel where the ballots stand.

    The bot's own role is left out: what it may do there it does by these rules only.
    """
    channel = guild.get_channel(channel_id)
    return {act: _holders(guild, channel, flags) for act, flags in DISCORD_ACTS.items()}


def _holders(guild: discord.Guild, channel: discord.abc.GuildChannel | None, flags: tuple[str, ...]) -> Holders:
    mine = {role for role in guild.me.roles if role.managed}
    able = [role for role in reversed(guild.roles) if role not in mine and _may(role, channel, flags)]
    alone = 0
    if channel is not None:
        alone = sum(
            any(getattr(exception, flag) for flag in flags)
            for who, exception in channel.overwrites.items()
            if not isinstance(who, discord.Role) and getattr(who, "type", None) is not discord.Role
        )
    return Holders(
        roles=tuple(role.name for role in able if not role.is_default()),
        is_everybody=any(role.is_default() for role in able),
        alone=alone,
    )


def _may(role: discord.Role, channel: discord.abc.GuildChannel | None, flags: tuple[str, ...]) -> bool:
    """Whether a role allows any of these, here or in the whole server."""
    permissions = channel.permissions_for(role) if channel is not None else role.permissions
    return role.permissions.administrator or any(getattr(permissions, flag) for flag in flags)
