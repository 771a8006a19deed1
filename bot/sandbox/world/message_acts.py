"""What happens to messages: said, edited, deleted, pinned, published, read."""

from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.world.bodies import LEGACY_BESIDE_V2, check_allowed_mentions, read_body, resolve_mentions
from bot.sandbox.world.clock import iso
from bot.sandbox.world.errors import bad_form, refuse
from bot.sandbox.world.message_shapes import message_shape
from bot.sandbox.world.nonces import Nonces
from bot.sandbox.world.pages import page_of
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import Channel, ChannelType
from bot.sandbox.world.posting import check_may_post, refer
from bot.sandbox.world.posts import COMPONENTS_V2, CROSSPOSTED, EPHEMERAL, SUPPRESS_EMBEDS, Attachment, Message
from bot.sandbox.world.snowflakes import time_of

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]
MAX_PINS = 250
OLDEST_TO_BULK_DELETE = timedelta(days=14)


class MessageActs:
    """The acts upon messages."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._nonces = Nonces(world)

    def say(self, actor_id: int, channel_id: int, text: str, *, reply_to: int | None = None) -> Message:
        """Write a plain message."""
        body: Json = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to)}
        return self.post(actor_id, channel_id, body)

    def post(self, actor_id: int, channel_id: int, body: Json, attachments: tuple[Attachment, ...] = ()) -> Message:
        """Write a message from a body as the REST API takes it."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        check_may_post(world, actor_id, channel, body, attachments)
        repeated = self._nonces.find(actor_id, channel_id, body)
        if repeated is not None:
            return repeated
        message = self.compose(actor_id, channel, body, attachments)
        reference = body.get("message_reference")
        if isinstance(reference, dict):
            refer(message, channel, reference)
        message.nonce = body.get("nonce")
        self.put(channel, message)
        self._nonces.remember(message, body)
        return message

    def compose(
        self,
        actor_id: int,
        channel: Channel,
        body: Json,
        attachments: tuple[Attachment, ...] = (),
        *,
        allow_ephemeral: bool = False,
    ) -> Message:
        """Check a body and make a message of it that stands nowhere yet."""
        world = self._world
        check_allowed_mentions(body.get("allowed_mentions"))
        urls = {f"attachment://{each.filename}": each.url for each in attachments}
        parts = read_body(world, body, allow_ephemeral=allow_ephemeral, media_url=lambda url: urls.get(url, url))
        if not (parts.content or parts.embeds or parts.components or attachments):
            raise refuse("empty_message")
        message = Message(
            world.snowflakes.next(),
            channel.id,
            channel.guild_id,
            actor_id,
            world.now(),
            content=parts.content or "",
            embeds=parts.embeds or [],
            components=parts.components or [],
            attachments=list(attachments),
            flags=parts.flags,
            allowed_mentions=body.get("allowed_mentions"),
        )
        resolve_mentions(world, message)
        return message

    def put(self, channel: Channel, message: Message) -> None:
        """Let a composed message stand in its channel, or before its one reader, and tell so."""
        world = self._world
        if message.flags & EPHEMERAL:
            world.ephemerals[message.id] = message
        else:
            channel.messages[message.id] = message
            channel.order.append(message.id)
            channel.last_message_id = message.id
            if channel.thread is not None:
                channel.thread.total_sent += 1
                channel.thread.member_since.setdefault(message.author_id, world.now())
        self._tell("MESSAGE_CREATE", message)

    def edit(
        self,
        actor_id: int,
        channel_id: int,
        message_id: int,
        body: Json,
        attachments: tuple[Attachment, ...] | None = None,
    ) -> Message:
        """Change one's own message; others may only suppress its embeds, with Manage Messages."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        message = world.message_of(channel_id, message_id, actor_id)
        if channel.thread is not None and channel.thread.archived:
            raise refuse("archived_thread")
        if message.author_id != actor_id:
            if body.keys() - {"flags"}:
                raise refuse("other_author")
            world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
            suppressed = (body.get("flags") or 0) & SUPPRESS_EMBEDS
            message.flags = message.flags & ~SUPPRESS_EMBEDS | suppressed
            self.announce_edit(message)
            return message
        return self.rewrite(message, body, attachments)

    def rewrite(self, message: Message, body: Json, attachments: tuple[Attachment, ...] | None = None) -> Message:
        """Change a message as its author; the flag for components only is never taken back."""
        world = self._world
        check_allowed_mentions(body.get("allowed_mentions"))
        standing = message.attachments if attachments is None else list(attachments)
        urls = {f"attachment://{each.filename}": each.url for each in standing}
        parts = read_body(world, body, standing_flags=message.flags, media_url=lambda url: urls.get(url, url))
        content = message.content if parts.content is None else parts.content
        embeds = message.embeds if parts.embeds is None else parts.embeds
        components = message.components if parts.components is None else parts.components
        if not (content or embeds or components or standing):
            raise refuse("empty_message")
        if parts.flags & COMPONENTS_V2 and (content or embeds):
            raise bad_form("content" if content else "embeds", *LEGACY_BESIDE_V2)
        if "flags" in body and not parts.flags & SUPPRESS_EMBEDS:
            message.flags &= ~SUPPRESS_EMBEDS
        message.flags |= parts.flags
        message.content, message.embeds, message.components = content, embeds, components
        message.attachments = standing
        message.edited_at = world.now()
        message.allowed_mentions = body.get("allowed_mentions", message.allowed_mentions)
        resolve_mentions(world, message)
        self.announce_edit(message)
        return message

    def suppress_embeds(self, actor_id: int, channel_id: int, message_id: int, suppress: bool = True) -> Message:
        """Hide a message's embeds, or show them again."""
        return self.edit(actor_id, channel_id, message_id, {"flags": SUPPRESS_EMBEDS if suppress else 0})

    def delete(self, actor_id: int, channel_id: int, message_id: int) -> None:
        """Delete one's own message, or with Manage Messages another's; a reader may dismiss an ephemeral one."""
        world = self._world
        message = world.message_of(channel_id, message_id, actor_id)
        channel = world.channel_of(channel_id, actor_id)
        if message.author_id != actor_id and message.only_for != actor_id:
            world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
        self.remove(message)

    def remove(self, message: Message) -> None:
        """Take a message away and tell so."""
        if message.is_ephemeral:
            self._world.ephemerals.pop(message.id, None)
        else:
            self._drop(self._world.channel_of(message.channel_id), message.id)
        place = self._place(message.channel_id, message.guild_id) | {"id": str(message.id)}
        self._world.bus.emit(
            "MESSAGE_DELETE", place, guild_id=message.guild_id, channel_id=message.channel_id, to=message.only_for
        )

    def bulk_delete(self, actor_id: int, channel_id: int, message_ids: list[int]) -> None:
        """Delete 2 to 100 messages that are younger than 14 days at once."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
        if not 2 <= len(message_ids) <= 100:
            raise refuse("few_or_many_messages")
        if any(time_of(message_id) < world.now() - OLDEST_TO_BULK_DELETE for message_id in message_ids):
            raise refuse("message_too_old")
        for message_id in message_ids:
            self._drop(channel, message_id)
        place = self._place(channel.id, channel.guild_id) | {"ids": [str(each) for each in message_ids]}
        world.bus.emit("MESSAGE_DELETE_BULK", place, guild_id=channel.guild_id, channel_id=channel.id)

    def history(
        self,
        actor_id: int,
        channel_id: int,
        *,
        before: int | None = None,
        after: int | None = None,
        around: int | None = None,
        limit: int = 50,
    ) -> list[Message]:
        """One page of a channel's messages, newest first; empty for who may not read history."""
        channel = self._world.channel_of(channel_id, actor_id)
        if not self._world.permissions_in(actor_id, channel) & Permission.READ_MESSAGE_HISTORY:
            return []
        ids = page_of(channel.order, before=before, after=after, around=around, limit=limit)
        return [channel.messages[message_id] for message_id in reversed(ids)]

    def seen_by(self, user_id: int, channel_id: int, *, limit: int = 50) -> list[Message]:
        """What a person sees in a channel, oldest first: the newest messages and the ephemeral ones for them."""
        newest = self.history(user_id, channel_id, limit=limit)
        private = [m for m in self._world.ephemerals.values() if m.only_for == user_id and m.channel_id == channel_id]
        return sorted([*newest, *private], key=lambda message: message.id)

    def pin(self, actor_id: int, channel_id: int, message_id: int, pinned: bool = True) -> None:
        """Pin a message, or take it off the board."""
        world = self._world
        channel = world.channel_of(channel_id, actor_id)
        message = world.message_of(channel_id, message_id, actor_id)
        if not world.permissions_in(actor_id, channel) & (Permission.PIN_MESSAGES | Permission.MANAGE_MESSAGES):
            raise refuse("missing_permissions")
        if message.pinned is pinned:
            return
        if pinned and len(channel.pinned_at) >= MAX_PINS:
            raise refuse("max_pins")
        message.pinned = pinned
        if pinned:
            channel.pinned_at[message_id] = world.now()
        else:
            del channel.pinned_at[message_id]
        self.announce_edit(message)
        last = iso(max(channel.pinned_at.values())) if channel.pinned_at else None
        data = self._place(channel.id, channel.guild_id) | {"last_pin_timestamp": last}
        world.bus.emit("CHANNEL_PINS_UPDATE", data, guild_id=channel.guild_id, channel_id=channel.id)

    def crosspost(self, actor_id: int, channel_id: int, message_id: int) -> Message:
        """Publish a message of an announcement channel; a second time is refused with 40033."""
        channel = self._world.channel_of(channel_id, actor_id)
        message = self._world.message_of(channel_id, message_id, actor_id)
        needed = Permission.SEND_MESSAGES if message.author_id == actor_id else Permission.MANAGE_MESSAGES
        self._world.require(actor_id, channel, needed)
        if channel.type is not ChannelType.ANNOUNCEMENT:
            raise refuse("wrong_channel_type")
        if message.flags & CROSSPOSTED:
            raise refuse("already_crossposted")
        message.flags |= CROSSPOSTED
        self.announce_edit(message)
        return message

    def announce_edit(self, message: Message) -> None:
        """Tell that a message changed."""
        self._tell("MESSAGE_UPDATE", message)

    def _drop(self, channel: Channel, message_id: int) -> None:
        if channel.messages.pop(message_id, None) is not None:
            del channel.order[bisect_left(channel.order, message_id)]
            channel.pinned_at.pop(message_id, None)

    def _place(self, channel_id: int, guild_id: int | None) -> Json:
        return {"channel_id": str(channel_id)} | ({"guild_id": str(guild_id)} if guild_id is not None else {})

    def _tell(self, name: str, message: Message) -> None:
        world = self._world
        data = message_shape(world, message, message.only_for or world.bot.id)
        if message.guild_id is not None:
            data["guild_id"] = str(message.guild_id)
            member = world.guilds_by_id[message.guild_id].members.get(message.author_id)
            if member is not None:
                data["member"] = world.members.partial_shape(member)
        world.bus.emit(
            name,
            data,
            guild_id=message.guild_id,
            channel_id=message.channel_id,
            to=message.only_for,
            author_id=message.author_id,
        )
