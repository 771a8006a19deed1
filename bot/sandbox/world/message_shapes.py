"""Messages and reactions as Discord writes them in JSON."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.world.clock import iso
from bot.sandbox.world.posts import SUPPRESS_EMBEDS, Attachment, Message, Reaction
from bot.sandbox.world.shapes import channel_shape, user_shape

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]


def attachment_shape(attachment: Attachment) -> Json:
    """A file of a message or a form."""
    shape: Json = {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": len(attachment.data),
        "url": attachment.url,
        "proxy_url": attachment.url,
        "content_type": attachment.content_type,
    }
    if attachment.description:
        shape["description"] = attachment.description
    return shape


def reaction_emoji_shape(reaction: Reaction) -> Json:
    """The emoji of a reaction: `id` is null for an emoji of Unicode."""
    shape: Json = {"id": str(reaction.emoji_id) if reaction.emoji_id else None, "name": reaction.emoji_name}
    if reaction.animated:
        shape["animated"] = True
    return shape


def reaction_shape(reaction: Reaction, viewer_id: int) -> Json:
    """A reaction's counts, and whether the viewer is among them."""
    return {
        "emoji": reaction_emoji_shape(reaction),
        "count": len(reaction.normal) + len(reaction.burst),
        "count_details": {"burst": len(reaction.burst), "normal": len(reaction.normal)},
        "burst_colors": [],
        "me": viewer_id in reaction.normal,
        "me_burst": viewer_id in reaction.burst,
    }


def message_shape(world: "World", message: Message, viewer_id: int, *, deep: bool = True) -> Json:
    """A message as one viewer sees it; `deep` adds what it answers to and the thread that hangs on it."""
    shape: Json = {
        "id": str(message.id),
        "type": message.type,
        "channel_id": str(message.channel_id),
        "author": user_shape(world.users[message.author_id]),
        "content": message.content,
        "timestamp": iso(message.created_at),
        "edited_timestamp": iso(message.edited_at) if message.edited_at else None,
        "tts": False,
        "mention_everyone": message.mentions_everyone,
        "mentions": [user_shape(world.users[user_id]) for user_id in message.mention_ids],
        "mention_roles": [str(role_id) for role_id in message.mention_role_ids],
        "attachments": [attachment_shape(attachment) for attachment in message.attachments],
        "embeds": [] if message.flags & SUPPRESS_EMBEDS else message.embeds,
        "components": message.components,
        "pinned": message.pinned,
        "flags": message.flags,
    }
    if message.reactions:
        shape["reactions"] = [reaction_shape(reaction, viewer_id) for reaction in message.reactions.values()]
    if message.nonce is not None:
        shape["nonce"] = message.nonce
    if message.application_id is not None:
        shape["application_id"] = str(message.application_id)
    if message.webhook_id is not None:
        shape["webhook_id"] = str(message.webhook_id)
    if message.interaction is not None:
        shape["interaction_metadata"] = message.interaction
        if message.interaction_name is not None:
            shape["interaction"] = {
                "id": message.interaction["id"],
                "type": message.interaction["type"],
                "name": message.interaction_name,
                "user": message.interaction["user"],
            }
    if message.reference is not None:
        shape["message_reference"] = message.reference
    if deep:
        _add_neighbours(world, message, shape, viewer_id)
    return shape


def _add_neighbours(world: "World", message: Message, shape: Json, viewer_id: int) -> None:
    thread = world.channels.get(message.id)
    if thread is not None and thread.is_thread:
        shape["thread"] = channel_shape(thread)
    if message.reference is not None and "message_id" in message.reference:
        channel = world.channels.get(int(message.reference["channel_id"]))
        referenced = channel.messages.get(int(message.reference["message_id"])) if channel else None
        shape["referenced_message"] = (
            message_shape(world, referenced, viewer_id, deep=False) if referenced is not None else None
        )
