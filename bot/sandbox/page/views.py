"""The world as one member sees it, in JSON for the page and for drivers."""

from itertools import islice
from typing import Any

from bot.sandbox.world.clock import iso
from bot.sandbox.world.message_shapes import message_shape, reaction_emoji_shape
from bot.sandbox.world.people import Member, Role
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import Channel, Guild
from bot.sandbox.world.posts import Message, Reaction
from bot.sandbox.world.world import World

Json = dict[str, Any]
NAMED_REACTORS = 12


def world_view(world: World, links: list[tuple[str, str]]) -> Json:
    """What the page knows before it has chosen a server."""
    return {
        "now": iso(world.now()),
        "offset_seconds": world.clock.offset.total_seconds(),
        "bot": {"id": str(world.bot.id), "name": world.bot.display_name},
        "links": [{"label": label, "url": url} for label, url in links],
        "guilds": [
            {
                "id": str(guild.id),
                "name": guild.name,
                "people": [str(user_id) for user_id, member in guild.members.items() if not member.user.bot],
            }
            for guild in world.guilds_by_id.values()
        ],
        "last_event": world.bus.last_number,
    }


def guild_view(world: World, guild: Guild, viewer_id: int) -> Json:
    """A server: its channels and threads that the viewer may see, its roles and members."""
    rooms = [*world.visible_channels(viewer_id, guild.id), *world.visible_threads(viewer_id, guild.id, archived=None)]
    granted = world.permissions_at(viewer_id, guild.id)
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "me": str(viewer_id),
        "may_kick": bool(granted & Permission.KICK_MEMBERS),
        "channels": [channel_view(world, channel, viewer_id) for channel in rooms],
        "roles": [role_view(role) for role in guild.roles.values()],
        "members": [member_view(member) for member in guild.members.values()],
        "absent": {str(user.id): user.display_name for user in world.users.values() if user.id not in guild.members},
        "last_event": world.bus.last_number,
    }


def member_view(member: Member) -> Json:
    """A member, by the name shown in this server."""
    until = member.timed_out_until
    return {
        "id": str(member.user.id),
        "name": member.display_name,
        "username": member.user.name,
        "bot": member.user.bot,
        "locale": member.user.locale,
        "roles": [str(role_id) for role_id in member.role_ids],
        "joined_at": iso(member.joined_at),
        "timed_out_until": iso(until) if until is not None else None,
    }


def role_view(role: Role) -> Json:
    """A role."""
    return {
        "id": str(role.id),
        "name": role.name,
        "position": role.position,
        "hoist": role.hoist,
        "permissions": str(int(role.permissions)),
    }


def channel_view(world: World, channel: Channel, viewer_id: int) -> Json:
    """A channel or thread, with what the viewer may do there."""
    granted = world.permissions_in(viewer_id, channel)
    archived = channel.thread is not None and channel.thread.archived
    sending = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    return {
        "id": str(channel.id),
        "type": int(channel.type),
        "name": channel.name,
        "topic": channel.topic,
        "parent_id": str(channel.parent_id) if channel.parent_id else None,
        "position": channel.position,
        "archived": archived,
        "locked": channel.thread is not None and channel.thread.locked,
        "may": {
            "send": bool(granted & sending),
            "react": bool(granted & Permission.ADD_REACTIONS) and not archived,
            "manage": bool(granted & Permission.MANAGE_MESSAGES),
            "thread": bool(granted & Permission.CREATE_PUBLIC_THREADS) and not channel.is_thread,
            "command": bool(granted & Permission.USE_APPLICATION_COMMANDS),
        },
    }


def reaction_view(reaction: Reaction, viewer_id: int) -> Json:
    """A reaction's counts, whether the viewer is among them, and the first of those who are."""
    reactors = reaction.normal | reaction.burst if reaction.burst else reaction.normal
    return {
        "emoji": reaction_emoji_shape(reaction),
        "count": len(reaction.normal) + len(reaction.burst),
        "burst_count": len(reaction.burst),
        "me": viewer_id in reaction.normal,
        "me_burst": viewer_id in reaction.burst,
        "people": [str(user_id) for user_id in sorted(islice(reactors, NAMED_REACTORS))],
    }


def reactions_view(message: Message, viewer_id: int) -> list[Json]:
    """All reactions of a message."""
    return [reaction_view(reaction, viewer_id) for reaction in message.reactions.values()]


def message_view(world: World, message: Message, viewer_id: int) -> Json:
    """A message as Discord writes it, but with the page's fuller reactions."""
    return message_shape(world, message, viewer_id) | {"reactions": reactions_view(message, viewer_id)}
