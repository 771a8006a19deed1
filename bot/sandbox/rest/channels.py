"""Channels and threads over REST."""

from typing import Any

from bot.sandbox.rest.call import Answer, Call, Routes, snowflake
from bot.sandbox.world.errors import bad_form
from bot.sandbox.world.places import Channel, ChannelType, Overwrite
from bot.sandbox.world.shapes import channel_shape, thread_member_shape

routes = Routes()
CHANNEL = "/channels/{channel_id}"
GUILD_CHANNELS = "/guilds/{guild_id}/channels"


def shape(call: Call, channel: Channel) -> dict[str, Any]:
    """A channel as the bot sees it."""
    others = [call.world.user_of(each) for each in channel.recipient_ids if each != call.bot_id]
    found = channel_shape(channel, others)
    if channel.thread is not None and call.bot_id in channel.thread.member_since:
        found["member"] = thread_member_shape(channel, call.bot_id)
    return found


@routes.add("GET", CHANNEL)
def get(call: Call) -> Answer:
    """One channel or thread."""
    return Answer(200, shape(call, call.world.channel_of(call.id("channel_id"), call.bot_id)))


@routes.add("PATCH", CHANNEL)
def edit(call: Call) -> Answer:
    """Change a channel or thread."""
    channel = call.world.channel_of(call.id("channel_id"), call.bot_id)
    if channel.is_thread:
        return Answer(200, shape(call, call.world.threads.edit(call.bot_id, channel.id, call.fields)))
    return Answer(200, shape(call, call.world.rooms.edit_channel(call.bot_id, channel.id, call.fields)))


@routes.add("DELETE", CHANNEL)
def delete(call: Call) -> Answer:
    """Delete a channel or thread."""
    channel = call.world.channel_of(call.id("channel_id"), call.bot_id)
    found = shape(call, channel)
    call.world.rooms.delete_channel(call.bot_id, channel.id)
    return Answer(200, found)


@routes.add("POST", CHANNEL + "/typing")
def typing(call: Call) -> Answer:
    """Show that the bot is typing."""
    call.world.rooms.show_typing(call.bot_id, call.id("channel_id"))
    return Answer(204)


@routes.add("GET", GUILD_CHANNELS)
def of_guild(call: Call) -> Answer:
    """A server's channels, hidden ones too."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    return Answer(200, [shape(call, channel) for channel in guild.channels.values()])


@routes.add("POST", GUILD_CHANNELS)
def create(call: Call) -> Answer:
    """Make a channel."""
    fields = call.fields
    kind = fields.get("type") or 0
    if kind not in set(ChannelType):
        raise bad_form("type", "BASE_TYPE_CHOICES", "Value must be one of the channel types.")
    parent = fields.get("parent_id")
    overwrites = tuple(
        Overwrite(
            snowflake(each.get("id"), "permission_overwrites"),
            each.get("type") in (1, "1", "member"),
            int(each.get("allow") or 0),
            int(each.get("deny") or 0),
        )
        for each in fields.get("permission_overwrites") or []
    )
    channel = call.world.rooms.create_channel(
        call.bot_id,
        call.id("guild_id"),
        name=fields.get("name") or "",
        type=ChannelType(kind),
        parent_id=snowflake(parent, "parent_id") if parent else None,
        topic=fields.get("topic"),
        overwrites=overwrites,
    )
    return Answer(201, shape(call, channel))


@routes.add("PUT", CHANNEL + "/permissions/{overwrite_id}")
def set_overwrite(call: Call) -> Answer:
    """Allow and deny permissions to one role or member."""
    fields = call.fields
    call.world.rooms.set_overwrite(
        call.bot_id,
        call.id("channel_id"),
        call.id("overwrite_id"),
        is_member=fields.get("type") in (1, "1", "member"),
        allow=int(fields.get("allow") or 0),
        deny=int(fields.get("deny") or 0),
    )
    return Answer(204)


@routes.add("DELETE", CHANNEL + "/permissions/{overwrite_id}")
def delete_overwrite(call: Call) -> Answer:
    """Take back what was allowed and denied."""
    call.world.rooms.delete_overwrite(call.bot_id, call.id("channel_id"), call.id("overwrite_id"))
    return Answer(204)
