"""Messages over REST: read, sent, edited, deleted, pinned, published."""

from typing import Any

from bot.sandbox.rest.call import Answer, Call, Routes, snowflake
from bot.sandbox.world.clock import iso
from bot.sandbox.world.errors import FormErrors, bad_form
from bot.sandbox.world.message_shapes import message_shape
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.posts import Message

routes = Routes()
CHANNEL = "/channels/{channel_id}"
MESSAGE = CHANNEL + "/messages/{message_id}"


def shape(call: Call, message: Message) -> dict[str, Any]:
    """A message as the bot sees it."""
    return message_shape(call.world, message, call.bot_id)


@routes.add("GET", CHANNEL + "/messages")
def history(call: Call) -> Answer:
    """One page of a channel's messages."""
    places = {name: call.optional_id(name) for name in ("before", "after", "around")}
    if sum(place is not None for place in places.values()) > 1:
        form = FormErrors()
        form.add("around", "MESSAGE_HISTORY_PLACES", "Only one of around, before and after may be given")
        form.check()
    limit = call.number("limit", 50, 1, 100)
    found = call.world.messages.history(call.bot_id, call.id("channel_id"), limit=limit, **places)
    return Answer(200, [shape(call, message) for message in found])


@routes.add("POST", CHANNEL + "/messages")
def send(call: Call) -> Answer:
    """Send a message."""
    message = call.world.messages.post(call.bot_id, call.id("channel_id"), call.fields, call.new_files())
    return Answer(200, shape(call, message))


@routes.add("POST", CHANNEL + "/messages/bulk-delete")
def bulk_delete(call: Call) -> Answer:
    """Delete many messages at once."""
    listed = call.fields.get("messages")
    if not isinstance(listed, list):
        raise bad_form("messages", "BASE_TYPE_REQUIRED", "This field is required")
    ids = [snowflake(each, "messages") for each in listed]
    call.world.messages.bulk_delete(call.bot_id, call.id("channel_id"), ids)
    return Answer(204)


@routes.add("GET", CHANNEL + "/messages/pins")
def pinned_page(call: Call) -> Answer:
    """One page of the pinned messages with the moments of their pinning, the latest first."""
    channel = call.world.channel_of(call.id("channel_id"), call.bot_id)
    limit = call.number("limit", 50, 1, 50)
    before = call.query.get("before")
    pinned = sorted(channel.pinned_at.items(), key=lambda item: item[1], reverse=True)
    if before is not None:
        pinned = [item for item in pinned if iso(item[1]) < before]
    items = [
        {"pinned_at": iso(pinned_at), "message": shape(call, channel.messages[message_id])}
        for message_id, pinned_at in pinned[:limit]
    ]
    return Answer(200, {"items": items, "has_more": len(pinned) > limit})


@routes.add("GET", CHANNEL + "/pins")
def pinned(call: Call) -> Answer:
    """All pinned messages, the latest first: the older form."""
    channel = call.world.channel_of(call.id("channel_id"), call.bot_id)
    latest_first = sorted(channel.pinned_at, key=lambda message_id: channel.pinned_at[message_id], reverse=True)
    return Answer(200, [shape(call, channel.messages[message_id]) for message_id in latest_first])


@routes.add("PUT", CHANNEL + "/messages/pins/{message_id}")
@routes.add("PUT", CHANNEL + "/pins/{message_id}")
def pin(call: Call) -> Answer:
    """Pin a message."""
    call.world.messages.pin(call.bot_id, call.id("channel_id"), call.id("message_id"))
    return Answer(204)


@routes.add("DELETE", CHANNEL + "/messages/pins/{message_id}")
@routes.add("DELETE", CHANNEL + "/pins/{message_id}")
def unpin(call: Call) -> Answer:
    """Take a message off the board."""
    call.world.messages.pin(call.bot_id, call.id("channel_id"), call.id("message_id"), pinned=False)
    return Answer(204)


@routes.add("GET", MESSAGE)
def get(call: Call) -> Answer:
    """Read one message."""
    channel = call.world.channel_of(call.id("channel_id"), call.bot_id)
    call.world.require(call.bot_id, channel, Permission.READ_MESSAGE_HISTORY)
    return Answer(200, shape(call, call.world.message_of(channel.id, call.id("message_id"), call.bot_id)))


@routes.add("PATCH", MESSAGE)
def edit(call: Call) -> Answer:
    """Edit a message."""
    channel_id, message_id = call.id("channel_id"), call.id("message_id")
    standing = call.world.message_of(channel_id, message_id, call.bot_id).attachments
    files = call.kept_files(standing)
    message = call.world.messages.edit(call.bot_id, channel_id, message_id, call.fields, files)
    return Answer(200, shape(call, message))


@routes.add("DELETE", MESSAGE)
def delete(call: Call) -> Answer:
    """Delete a message."""
    call.world.messages.delete(call.bot_id, call.id("channel_id"), call.id("message_id"))
    return Answer(204)


@routes.add("POST", MESSAGE + "/crosspost")
def crosspost(call: Call) -> Answer:
    """Publish a message of an announcement channel."""
    message = call.world.messages.crosspost(call.bot_id, call.id("channel_id"), call.id("message_id"))
    return Answer(200, shape(call, message))
