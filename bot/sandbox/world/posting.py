"""Who may write what in a channel, and what a reply points to."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.world.errors import bad_form, refuse
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import WRITABLE, Channel
from bot.sandbox.world.posts import Attachment, Message, MessageType

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]

_NOT_SLOWED = Permission.MANAGE_MESSAGES | Permission.MANAGE_CHANNELS | Permission.BYPASS_SLOWMODE


def check_may_post(
    world: "World", actor_id: int, channel: Channel, body: Json, attachments: tuple[Attachment, ...]
) -> None:
    """Refuse who may not write, embed, attach or answer here; an archived thread is opened by writing in it."""
    if channel.type not in WRITABLE:
        raise refuse("wrong_channel_type")
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if body.get("embeds"):
        needed |= Permission.EMBED_LINKS
    if attachments:
        needed |= Permission.ATTACH_FILES
    world.require(actor_id, channel, needed)
    granted = world.permissions_in(actor_id, channel)
    if body.get("message_reference") and not granted & Permission.READ_MESSAGE_HISTORY:
        raise refuse("blind_reply")
    if not granted & _NOT_SLOWED:
        _check_slow_mode(world, actor_id, channel)
    if channel.thread is None:
        return
    if channel.thread.locked and not granted & Permission.MANAGE_THREADS:
        raise refuse("thread_locked")
    if channel.thread.archived:
        world.threads.reopen(channel)


def _check_slow_mode(world: "World", actor_id: int, channel: Channel) -> None:
    """Refuse a member who wrote here a moment ago; bots are never slowed."""
    since = world.now() - timedelta(seconds=channel.rate_limit_per_user)
    if not channel.rate_limit_per_user or world.user_of(actor_id).bot:
        return
    for message_id in reversed(channel.order):
        message = channel.messages.get(message_id)
        if message is not None and message.created_at <= since:
            return
        if message is not None and message.author_id == actor_id:
            raise refuse("slow_mode")


def refer(message: Message, channel: Channel, reference: Json) -> None:
    """Make a message a reply; its author is called unless that is not allowed."""
    message_id = int(reference.get("message_id") or 0)
    if message_id not in channel.messages:
        if reference.get("fail_if_not_exists") is False:
            return
        raise bad_form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    message.type = MessageType.REPLY
    message.reference = {"type": 0, "message_id": str(message_id), "channel_id": str(channel.id)}
    if channel.guild_id is not None:
        message.reference["guild_id"] = str(channel.guild_id)
    author_id = channel.messages[message_id].author_id
    allowed = message.allowed_mentions
    if (allowed is None or allowed.get("replied_user")) and author_id not in message.mention_ids:
        message.mention_ids.append(author_id)
