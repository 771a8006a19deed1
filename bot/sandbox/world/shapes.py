"""People, roles, channels and servers as Discord writes them in JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.sandbox.world.clock import iso
from bot.sandbox.world.people import Member, Role, User
from bot.sandbox.world.places import Channel, ChannelType, CustomEmoji, Guild, Overwrite

Json = dict[str, Any]


def user_shape(user: User) -> Json:
    """A user as others see them."""
    shape: Json = {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0000" if user.bot else "0",
        "global_name": user.global_name,
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
    }
    if user.bot:
        shape["bot"] = True
    return shape


def own_user_shape(user: User) -> Json:
    """A user as the account itself sees it."""
    return user_shape(user) | {
        "mfa_enabled": True,
        "locale": user.locale,
        "premium_type": 0,
        "email": None,
        "verified": True,
    }


def member_shape(member: Member, *, with_user: bool = True) -> Json:
    """A member of a server."""
    shape: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": iso(member.timed_out_until) if member.timed_out_until else None,
        "flags": 0,
        "joined_at": iso(member.joined_at),
        "nick": member.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role_id) for role_id in member.role_ids],
        "mute": False,
        "deaf": False,
    }
    if with_user:
        shape["user"] = user_shape(member.user)
    return shape


def role_shape(role: Role) -> Json:
    """A role."""
    shape: Json = {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(int(role.permissions)),
        "position": role.position,
        "color": role.colour,
        "colors": {"primary_color": role.colour, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoist,
        "managed": role.managed,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if role.bot_id is not None:
        shape["tags"] = {"bot_id": str(role.bot_id)}
    return shape


def emoji_shape(emoji: CustomEmoji) -> Json:
    """A custom emoji of a server."""
    return {
        "id": str(emoji.id),
        "name": emoji.name,
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": emoji.animated,
        "available": True,
    }


def overwrite_shape(overwrite: Overwrite) -> Json:
    """What a channel allows and denies to one role or member."""
    return {
        "id": str(overwrite.id),
        "type": int(overwrite.is_member),
        "allow": str(int(overwrite.allow)),
        "deny": str(int(overwrite.deny)),
    }


def channel_shape(channel: Channel, recipients: Iterable[User] = ()) -> Json:
    """A channel, thread or direct-message channel; `recipients` are the other people of the latter."""
    shape: Json = {
        "id": str(channel.id),
        "type": int(channel.type),
        "flags": 0,
        "last_message_id": str(channel.last_message_id) if channel.last_message_id else None,
    }
    if channel.pinned_at:
        shape["last_pin_timestamp"] = iso(max(channel.pinned_at.values()))
    if channel.guild_id is None:
        return shape | {"recipients": [user_shape(user) for user in recipients]}
    shape |= {
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "parent_id": str(channel.parent_id) if channel.parent_id else None,
        "rate_limit_per_user": channel.rate_limit_per_user,
    }
    if channel.thread is not None:
        return shape | _thread_part(channel)
    shape |= {
        "position": channel.position,
        "topic": channel.topic,
        "nsfw": channel.nsfw,
        "permission_overwrites": [overwrite_shape(overwrite) for overwrite in channel.overwrites.values()],
    }
    if channel.type is ChannelType.VOICE:
        shape |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    return shape


def _thread_part(channel: Channel) -> Json:
    thread = channel.thread
    assert thread is not None
    metadata: Json = {
        "archived": thread.archived,
        "archive_timestamp": iso(thread.archive_changed_at),
        "auto_archive_duration": thread.auto_archive_minutes,
        "locked": thread.locked,
        "create_timestamp": iso(thread.created_at),
    }
    if channel.type is ChannelType.PRIVATE_THREAD:
        metadata["invitable"] = thread.invitable
    return {
        "owner_id": str(thread.owner_id),
        "thread_metadata": metadata,
        "message_count": len(channel.messages),
        "member_count": min(len(thread.member_since), 50),
        "total_message_sent": thread.total_sent,
    }


def thread_member_shape(channel: Channel, user_id: int, member: Member | None = None) -> Json:
    """That a user has joined a thread."""
    assert channel.thread is not None
    shape: Json = {
        "id": str(channel.id),
        "user_id": str(user_id),
        "join_timestamp": iso(channel.thread.member_since[user_id]),
        "flags": 0,
    }
    if member is not None:
        shape["member"] = member_shape(member)
    return shape


def guild_shape(guild: Guild) -> Json:
    """A server as the REST API answers it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": list(guild.features),
        "banner": None,
        "owner_id": str(guild.owner_id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "roles": [role_shape(role) for role in guild.roles.values()],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 2,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [emoji_shape(emoji) for emoji in guild.emojis.values()],
        "stickers": [],
        "incidents_data": None,
    }


def guild_create_shape(
    guild: Guild,
    channels: Iterable[Channel],
    threads: Iterable[Channel],
    members: Iterable[Member],
    joined_at: datetime,
) -> Json:
    """A server as the gateway introduces it: with what the receiver may see of it."""
    members = list(members)
    return guild_shape(guild) | {
        "joined_at": iso(joined_at),
        "large": len(guild.members) > 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [member_shape(member) for member in members],
        "channels": [channel_shape(channel) for channel in channels],
        "threads": [channel_shape(thread) for thread in threads],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
