"""What happens to channels and roles: made, changed, deleted, opened and closed to people."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.world import shapes
from bot.sandbox.world.errors import FormErrors, refuse
from bot.sandbox.world.member_acts import stands_above_role
from bot.sandbox.world.people import Role
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import Channel, ChannelType, Guild, Overwrite

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

CREATABLE = (ChannelType.TEXT, ChannelType.VOICE, ChannelType.CATEGORY, ChannelType.ANNOUNCEMENT)


class RoomActs:
    """The acts upon channels and roles."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def create_channel(
        self,
        actor_id: int,
        guild_id: int,
        *,
        name: str,
        type: ChannelType = ChannelType.TEXT,
        parent_id: int | None = None,
        topic: str | None = None,
        overwrites: tuple[Overwrite, ...] = (),
    ) -> Channel:
        """Make a channel; without overwrites of its own it takes its category's."""
        world = self._world
        guild = world.require_at(actor_id, guild_id, Permission.MANAGE_CHANNELS)
        form = FormErrors()
        form.length("name", name, 100, 1)
        form.choice("type", type, CREATABLE)
        if topic is not None:
            form.length("topic", topic, 1024)
        if parent_id is not None and getattr(guild.channels.get(parent_id), "type", None) is not ChannelType.CATEGORY:
            form.add("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
        form.check()
        if type in (ChannelType.TEXT, ChannelType.ANNOUNCEMENT):
            name = name.lower().replace(" ", "-")
        inherited = guild.channels[parent_id].overwrites.values() if parent_id is not None and not overwrites else ()
        channel = Channel(
            world.snowflakes.next(), ChannelType(type), name, guild_id, len(guild.channels), topic, parent_id
        )
        for overwrite in overwrites or inherited:
            channel.overwrites[overwrite.id] = Overwrite(
                overwrite.id, overwrite.is_member, overwrite.allow, overwrite.deny
            )
        guild.channels[channel.id] = world.channels[channel.id] = channel
        self._announce("CHANNEL_CREATE", channel)
        return channel

    def edit_channel(self, actor_id: int, channel_id: int, changes: dict[str, Any]) -> Channel:
        """Change a channel's name, topic, position, nsfw or slow mode."""
        channel = self._world.channel_of(channel_id, actor_id)
        self._world.require(actor_id, channel, Permission.MANAGE_CHANNELS)
        form = FormErrors()
        if "name" in changes:
            form.length("name", changes["name"], 100, 1)
        if changes.get("topic") is not None:
            form.length("topic", changes["topic"], 1024)
        form.check()
        for key in ("name", "topic", "position", "nsfw", "rate_limit_per_user"):
            if key in changes:
                setattr(channel, key, changes[key])
        if "parent_id" in changes:
            channel.parent_id = int(changes["parent_id"]) if changes["parent_id"] else None
        self._announce("CHANNEL_UPDATE", channel)
        return channel

    def delete_channel(self, actor_id: int, channel_id: int) -> Channel:
        """Delete a channel or a thread, with what hangs on it."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        if channel.guild_id is None:
            return channel
        if channel.is_thread:
            return world.threads.delete(actor_id, channel_id)
        world.require(actor_id, channel, Permission.MANAGE_CHANNELS)
        guild = world.guild_of(channel.guild_id)
        for thread in [each for each in guild.threads.values() if each.parent_id == channel_id]:
            world.threads.forget(thread)
        self._announce("CHANNEL_DELETE", channel)
        for child in guild.channels.values():
            if child.parent_id == channel_id:
                child.parent_id = None
        del guild.channels[channel_id], world.channels[channel_id]
        return channel

    def set_overwrite(
        self, actor_id: int, channel_id: int, target_id: int, *, is_member: bool, allow: int = 0, deny: int = 0
    ) -> Channel:
        """Allow and deny permissions to one role or member in a channel; who loses sight of it is told it is gone."""
        channel = self._world.channel_of(channel_id, actor_id)
        self._world.require(actor_id, channel, Permission.MANAGE_ROLES)
        channel.overwrites[target_id] = Overwrite(target_id, is_member, allow, deny)
        self._announce("CHANNEL_UPDATE", channel)
        return channel

    def delete_overwrite(self, actor_id: int, channel_id: int, target_id: int) -> None:
        """Take back what was allowed and denied to one role or member in a channel."""
        channel = self._world.channel_of(channel_id, actor_id)
        self._world.require(actor_id, channel, Permission.MANAGE_ROLES)
        if channel.overwrites.pop(target_id, None) is None:
            raise refuse("unknown_overwrite")
        self._announce("CHANNEL_UPDATE", channel)

    def show_typing(self, actor_id: int, channel_id: int) -> None:
        """Show that somebody is typing in a channel."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        world.require(actor_id, channel, Permission.SEND_MESSAGES)
        shape = {"channel_id": str(channel.id), "user_id": str(actor_id), "timestamp": int(world.now().timestamp())}
        world.bus.emit("TYPING_START", shape, guild_id=channel.guild_id, channel_id=channel.id)

    def open_dm(self, user_id: int, other_id: int) -> Channel:
        """Find or make the channel for direct messages between two users."""
        world = self._world
        world.user_of(other_id)
        pair = {user_id, other_id}
        for channel in world.channels.values():
            if channel.type is ChannelType.DM and set(channel.recipient_ids) == pair:
                return channel
        channel = Channel(world.snowflakes.next(), ChannelType.DM, "", recipient_ids=(user_id, other_id))
        world.channels[channel.id] = channel
        return channel

    def create_role(
        self,
        actor_id: int,
        guild_id: int,
        *,
        name: str = "new role",
        permissions: int = 0,
        colour: int = 0,
        position: int | None = None,
        hoist: bool = False,
        mentionable: bool = False,
    ) -> Role:
        """Make a role; it stands lowest above @everyone unless a position is given."""
        world = self._world
        guild = world.require_at(actor_id, guild_id, Permission.MANAGE_ROLES)
        form = FormErrors()
        form.length("name", name, 100)
        form.check()
        place = 1 if position is None else position
        for each in guild.roles.values():
            if each.position >= place and each.id != guild_id:
                each.position += 1
        role = Role(world.snowflakes.next(), name, permissions, place, colour, hoist, mentionable)
        guild.roles[role.id] = role
        self._announce_role("GUILD_ROLE_CREATE", guild, role)
        return role

    def edit_role(self, actor_id: int, guild_id: int, role_id: int, changes: dict[str, Any]) -> Role:
        """Change a role's name, permissions, colour, hoist or mentionable."""
        guild, role = self._role_below(actor_id, guild_id, role_id)
        if "permissions" in changes:
            role.permissions = int(changes["permissions"])
        if "color" in changes:
            role.colour = int(changes["color"])
        for key in ("name", "hoist", "mentionable"):
            if key in changes:
                setattr(role, key, changes[key])
        self._announce_role("GUILD_ROLE_UPDATE", guild, role)
        return role

    def delete_role(self, actor_id: int, guild_id: int, role_id: int) -> None:
        """Delete a role; everybody loses it, and every channel forgets it."""
        guild, role = self._role_below(actor_id, guild_id, role_id)
        del guild.roles[role.id]
        for member in guild.members.values():
            if role_id in member.role_ids:
                member.role_ids.remove(role_id)
        for channel in guild.channels.values():
            channel.overwrites.pop(role_id, None)
        shape = {"guild_id": str(guild_id), "role_id": str(role_id)}
        self._world.bus.emit("GUILD_ROLE_DELETE", shape, guild_id=guild_id)

    def _role_below(self, actor_id: int, guild_id: int, role_id: int) -> tuple[Guild, Role]:
        guild = self._world.require_at(actor_id, guild_id, Permission.MANAGE_ROLES)
        if role_id not in guild.roles:
            raise refuse("unknown_role")
        if not stands_above_role(guild, actor_id, guild.roles[role_id].position):
            raise refuse("missing_permissions")
        return guild, guild.roles[role_id]

    def _announce(self, name: str, channel: Channel) -> None:
        shape = shapes.channel_shape(channel)
        self._world.bus.emit(name, shape, guild_id=channel.guild_id, channel_id=channel.id)

    def _announce_role(self, name: str, guild: Guild, role: Role) -> None:
        shape = {"guild_id": str(guild.id), "role": shapes.role_shape(role)}
        self._world.bus.emit(name, shape, guild_id=guild.id)
