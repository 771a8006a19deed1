"""What happens to the people of a server: they join, leave, are renamed, ranked, timed out, kicked."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.world import shapes
from bot.sandbox.world.errors import refuse
from bot.sandbox.world.people import Member
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import Guild

if TYPE_CHECKING:
    from bot.sandbox.world.world import World


class MemberActs:
    """The acts upon members."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def join(
        self,
        guild_id: int,
        user_id: int,
        *,
        joined_at: datetime | None = None,
        role_ids: Sequence[int] = (),
        nick: str | None = None,
    ) -> Member:
        """Let a user join a server, now or as of an earlier moment; who is in it already stays as they are."""
        world = self._world
        guild = world.guild_of(guild_id)
        if user_id in guild.members:
            return guild.members[user_id]
        member = Member(world.user_of(user_id), guild_id, joined_at or world.now(), nick, list(role_ids))
        guild.members[user_id] = member
        shape = shapes.member_shape(member) | {"guild_id": str(guild_id)}
        world.bus.emit("GUILD_MEMBER_ADD", shape, guild_id=guild_id)
        return member

    def leave(self, guild_id: int, user_id: int) -> None:
        """Let a member leave; the bot's leaving ends the server for it."""
        world = self._world
        member = world.member_of(guild_id, user_id)
        guild = world.guild_of(guild_id)
        if user_id == world.bot.id:
            world.bus.emit("GUILD_DELETE", {"id": str(guild_id)}, guild_id=guild_id)
            del guild.members[user_id]
            return
        del guild.members[user_id]
        for thread in guild.threads.values():
            if thread.thread is not None:
                thread.thread.member_since.pop(user_id, None)
        shape = {"guild_id": str(guild_id), "user": shapes.user_shape(member.user)}
        world.bus.emit("GUILD_MEMBER_REMOVE", shape, guild_id=guild_id)

    def kick(self, actor_id: int, guild_id: int, user_id: int) -> None:
        """Throw a member out."""
        guild = self._world.require_at(actor_id, guild_id, Permission.KICK_MEMBERS)
        self._world.member_of(guild_id, user_id)
        self._check_outranks(guild, actor_id, user_id)
        self.leave(guild_id, user_id)

    def time_out(self, actor_id: int, guild_id: int, user_id: int, until: datetime | None) -> Member:
        """Silence a member until a moment, or end that with None."""
        guild = self._world.require_at(actor_id, guild_id, Permission.MODERATE_MEMBERS)
        member = self._world.member_of(guild_id, user_id)
        self._check_outranks(guild, actor_id, user_id)
        member.timed_out_until = until
        self._announce_change(member)
        return member

    def rename(self, actor_id: int, guild_id: int, user_id: int, nick: str | None) -> Member:
        """Change a nickname: one's own, or with Manage Nicknames another's."""
        own = actor_id == user_id
        needed = Permission.CHANGE_NICKNAME if own else Permission.MANAGE_NICKNAMES
        guild = self._world.require_at(actor_id, guild_id, needed)
        member = self._world.member_of(guild_id, user_id)
        if not own:
            self._check_outranks(guild, actor_id, user_id)
        member.nick = nick or None
        self._announce_change(member)
        return member

    def set_roles(self, actor_id: int, guild_id: int, user_id: int, role_ids: Sequence[int]) -> Member:
        """Give a member exactly these roles; whoever does it must stand above every role that changes."""
        guild = self._world.require_at(actor_id, guild_id, Permission.MANAGE_ROLES)
        member = self._world.member_of(guild_id, user_id)
        for role_id in set(role_ids) ^ set(member.role_ids):
            if role_id not in guild.roles or role_id == guild_id:
                raise refuse("unknown_role")
            if not stands_above_role(guild, actor_id, guild.roles[role_id].position) or guild.roles[role_id].managed:
                raise refuse("missing_permissions")
        member.role_ids = list(dict.fromkeys(role_ids))
        self._announce_change(member)
        return member

    def add_role(self, actor_id: int, guild_id: int, user_id: int, role_id: int) -> Member:
        """Give a member one more role."""
        member = self._world.member_of(guild_id, user_id)
        return self.set_roles(actor_id, guild_id, user_id, [*member.role_ids, role_id])

    def remove_role(self, actor_id: int, guild_id: int, user_id: int, role_id: int) -> Member:
        """Take one role from a member."""
        member = self._world.member_of(guild_id, user_id)
        kept = [each for each in member.role_ids if each != role_id]
        return self.set_roles(actor_id, guild_id, user_id, kept)

    def partial_shape(self, member: Member) -> dict[str, Any]:
        """A member without the user, as events put it beside an author."""
        return shapes.member_shape(member, with_user=False)

    def _announce_change(self, member: Member) -> None:
        shape = shapes.member_shape(member) | {"guild_id": str(member.guild_id)}
        self._world.bus.emit("GUILD_MEMBER_UPDATE", shape, guild_id=member.guild_id)

    def _check_outranks(self, guild: Guild, actor_id: int, user_id: int) -> None:
        if user_id == guild.owner_id or not stands_above_role(guild, actor_id, top_position(guild, user_id)):
            raise refuse("missing_permissions")


def top_position(guild: Guild, user_id: int) -> int:
    """How high a member's highest role stands."""
    return max((guild.roles[role_id].position for role_id in guild.members[user_id].role_ids), default=0)


def stands_above_role(guild: Guild, user_id: int, position: int) -> bool:
    """Whether a member stands above a role's position; the owner stands above all."""
    return user_id == guild.owner_id or top_position(guild, user_id) > position
