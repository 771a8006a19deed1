"""What happens to reactions: put, taken away, cleared by moderators, listed."""

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from bot.sandbox.world import shapes
from bot.sandbox.world.emoji import custom_emoji_id, is_unicode_emoji, reaction_key
from bot.sandbox.world.errors import refuse
from bot.sandbox.world.message_shapes import reaction_emoji_shape
from bot.sandbox.world.people import User
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import Channel
from bot.sandbox.world.posts import Message, Reaction

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

MAX_KINDS = 20
Json = dict[str, Any]


class ReactionActs:
    """The acts upon reactions; an emoji is itself, or `name:id` for a server's own."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def add(self, actor_id: int, channel_id: int, message_id: int, emoji: str, *, burst: bool = False) -> bool:
        """React to a message; answer whether anything changed."""
        world = self._world
        channel, message, granted = self._readable(actor_id, channel_id, message_id)
        self._check_not_timed_out(actor_id, channel, granted)
        key, fresh = self._kind(emoji)
        reaction = message.reactions.get(key)
        if reaction is None:
            if Permission.ADD_REACTIONS not in granted:
                raise refuse("missing_permissions")
            if len(message.reactions) >= MAX_KINDS:
                raise refuse("max_reactions")
            reaction = message.reactions[key] = fresh
        if not reaction.add(actor_id, burst):
            return False
        data = self._event(message, reaction, actor_id, burst)
        data["message_author_id"] = str(message.author_id)
        if channel.guild_id is not None:
            data["member"] = shapes.member_shape(world.guilds_by_id[channel.guild_id].members[actor_id])
        if burst:
            data["burst_colors"] = []
        self._tell("MESSAGE_REACTION_ADD", message, data)
        return True

    def remove(
        self,
        actor_id: int,
        channel_id: int,
        message_id: int,
        emoji: str,
        *,
        user_id: int | None = None,
        burst: bool | None = None,
    ) -> bool:
        """Take a reaction away: one's own, or with Manage Messages another's; both kinds if `burst` is None.

        The event does not tell who took it away. Answers whether anything changed.
        """
        channel, message, _ = self._readable(actor_id, channel_id, message_id)
        whose = actor_id if user_id is None else user_id
        if whose != actor_id:
            self._world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
        key, _ = self._kind(emoji)
        reaction = message.reactions.get(key)
        if reaction is None:
            raise refuse("unknown_emoji")
        kinds = (False, True) if burst is None else (burst,)
        removed = [kind for kind in kinds if reaction.remove(whose, kind)]
        if reaction.is_empty:
            del message.reactions[key]
        for kind in removed:
            self._tell("MESSAGE_REACTION_REMOVE", message, self._event(message, reaction, whose, kind))
        return bool(removed)

    def clear(self, actor_id: int, channel_id: int, message_id: int) -> None:
        """Take all reactions off a message."""
        channel, message, _ = self._readable(actor_id, channel_id, message_id)
        self._world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
        message.reactions.clear()
        self._tell("MESSAGE_REACTION_REMOVE_ALL", message, self._place(message))

    def clear_emoji(self, actor_id: int, channel_id: int, message_id: int, emoji: str) -> None:
        """Take all reactions with one emoji off a message."""
        channel, message, _ = self._readable(actor_id, channel_id, message_id)
        self._world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
        key, _ = self._kind(emoji)
        reaction = message.reactions.pop(key, None)
        if reaction is None:
            raise refuse("unknown_emoji")
        data = self._place(message) | {"emoji": reaction_emoji_shape(reaction)}
        self._tell("MESSAGE_REACTION_REMOVE_EMOJI", message, data)

    def users(
        self,
        actor_id: int,
        channel_id: int,
        message_id: int,
        emoji: str,
        *,
        after: int = 0,
        limit: int = 25,
        burst: bool = False,
    ) -> list[User]:
        """One page of who reacted, by ascending id; super reactions are listed apart."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        world.require(actor_id, channel, Permission.READ_MESSAGE_HISTORY)
        message = world.message_of(channel_id, message_id, actor_id)
        key, _ = self._kind(emoji)
        reaction = message.reactions.get(key)
        if reaction is None:
            return []
        ascending = reaction.ascending(burst)
        start = bisect_right(ascending, after)
        return [world.users[user_id] for user_id in ascending[start : start + limit]]

    def _readable(self, actor_id: int, channel_id: int, message_id: int) -> tuple[Channel, Message, Permission]:
        channel = self._world.channel_of(channel_id)
        granted = self._world.require(actor_id, channel, Permission.READ_MESSAGE_HISTORY)
        message = channel.messages.get(message_id)
        if message is None:
            raise refuse("unknown_message")
        if channel.thread is not None and channel.thread.archived:
            raise refuse("archived_thread")
        return channel, message, granted

    def _check_not_timed_out(self, actor_id: int, channel: Channel, granted: Permission) -> None:
        guild = self._world.guilds_by_id.get(channel.guild_id or 0)
        until = guild.members[actor_id].timed_out_until if guild else None
        if until is not None and until > self._world.now() and Permission.ADMINISTRATOR not in granted:
            raise refuse("missing_permissions")

    def _kind(self, emoji: str) -> tuple[str, Reaction]:
        emoji_id = custom_emoji_id(emoji)
        if emoji_id is None:
            if not is_unicode_emoji(emoji):
                raise refuse("unknown_emoji")
            return reaction_key(emoji, None), Reaction(None, emoji)
        for guild in self._world.guilds_by_id.values():
            if emoji_id in guild.emojis:
                custom = guild.emojis[emoji_id]
                return reaction_key(custom.name, emoji_id), Reaction(emoji_id, custom.name, custom.animated)
        raise refuse("unknown_emoji")

    def _place(self, message: Message) -> Json:
        place = {"channel_id": str(message.channel_id), "message_id": str(message.id)}
        return place | ({"guild_id": str(message.guild_id)} if message.guild_id is not None else {})

    def _event(self, message: Message, reaction: Reaction, user_id: int, burst: bool) -> Json:
        kind = {"user_id": str(user_id), "burst": burst, "type": int(burst)}
        return self._place(message) | kind | {"emoji": reaction_emoji_shape(reaction)}

    def _tell(self, name: str, message: Message, data: Json) -> None:
        self._world.bus.emit(name, data, guild_id=message.guild_id, channel_id=message.channel_id)
