"""Threads over REST: opened, joined, listed."""

from typing import Any

from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.rest.channels import CHANNEL, shape
from bot.sandbox.world.errors import refuse
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import Channel, ChannelType
from bot.sandbox.world.shapes import thread_member_shape

routes = Routes()
MEMBERS = CHANNEL + "/thread-members"


@routes.add("POST", CHANNEL + "/messages/{message_id}/threads")
def open_from_message(call: Call) -> Answer:
    """Open a thread on a message."""
    thread = call.world.threads.open_from_message(
        call.bot_id,
        call.id("channel_id"),
        call.id("message_id"),
        call.fields.get("name") or "",
        auto_archive_minutes=call.fields.get("auto_archive_duration") or 1440,
    )
    return Answer(201, shape(call, thread))


@routes.add("POST", CHANNEL + "/threads")
def open_alone(call: Call) -> Answer:
    """Open a thread that hangs on no message."""
    fields = call.fields
    kind = fields.get("type")
    thread = call.world.threads.open(
        call.bot_id,
        call.id("channel_id"),
        fields.get("name") or "",
        private=kind in (None, ChannelType.PRIVATE_THREAD),
        auto_archive_minutes=fields.get("auto_archive_duration") or 1440,
        invitable=fields.get("invitable") is not False,
    )
    return Answer(201, shape(call, thread))


@routes.add("GET", "/guilds/{guild_id}/threads/active")
def active(call: Call) -> Answer:
    """The open threads of a server."""
    guild = call.world.guild_of(call.id("guild_id"), call.bot_id)
    return Answer(200, _listing(call, call.world.visible_threads(call.bot_id, guild.id)))


@routes.add("GET", CHANNEL + "/threads/archived/public")
def archived_public(call: Call) -> Answer:
    """The archived threads of a channel, the latest first."""
    return Answer(200, _archived(call, private=False))


@routes.add("GET", CHANNEL + "/threads/archived/private")
def archived_private(call: Call) -> Answer:
    """The archived private threads of a channel, the latest first."""
    return Answer(200, _archived(call, private=True))


def _archived(call: Call, *, private: bool) -> dict[str, Any]:
    channel = call.world.channel_of(call.id("channel_id"), call.bot_id)
    call.world.require(call.bot_id, channel, Permission.READ_MESSAGE_HISTORY)
    if channel.guild_id is None:
        raise refuse("wrong_channel_type")
    found = [
        thread
        for thread in call.world.visible_threads(call.bot_id, channel.guild_id, archived=True)
        if thread.parent_id == channel.id and (thread.type is ChannelType.PRIVATE_THREAD) is private
    ]
    found.sort(key=lambda thread: thread.thread.archive_changed_at if thread.thread else 0, reverse=True)
    return _listing(call, found) | {"has_more": False}


def _listing(call: Call, threads: list[Channel]) -> dict[str, Any]:
    joined = [t for t in threads if t.thread is not None and call.bot_id in t.thread.member_since]
    members = [thread_member_shape(thread, call.bot_id) for thread in joined]
    return {"threads": [shape(call, thread) for thread in threads], "members": members, "has_more": False}


@routes.add("GET", MEMBERS)
def members(call: Call) -> Answer:
    """Who has joined a thread."""
    thread = _thread(call)
    assert thread.thread is not None
    return Answer(200, [thread_member_shape(thread, user_id) for user_id in thread.thread.member_since])


@routes.add("PUT", MEMBERS + "/@me")
def join(call: Call) -> Answer:
    """Join a thread."""
    call.world.threads.join(call.bot_id, _thread(call).id)
    return Answer(204)


@routes.add("DELETE", MEMBERS + "/@me")
def leave(call: Call) -> Answer:
    """Leave a thread."""
    call.world.threads.leave(call.bot_id, _thread(call).id)
    return Answer(204)


@routes.add("GET", MEMBERS + "/{user_id}")
def member(call: Call) -> Answer:
    """Whether somebody has joined a thread."""
    thread = _thread(call)
    if thread.thread is None or call.id("user_id") not in thread.thread.member_since:
        raise refuse("unknown_member")
    return Answer(200, thread_member_shape(thread, call.id("user_id")))


@routes.add("PUT", MEMBERS + "/{user_id}")
def add_member(call: Call) -> Answer:
    """Let somebody into a thread."""
    call.world.threads.join(call.bot_id, _thread(call).id, call.id("user_id"))
    return Answer(204)


@routes.add("DELETE", MEMBERS + "/{user_id}")
def remove_member(call: Call) -> Answer:
    """Let somebody out of a thread."""
    call.world.threads.leave(call.bot_id, _thread(call).id, call.id("user_id"))
    return Answer(204)


def _thread(call: Call) -> Channel:
    thread = call.world.channel_of(call.id("channel_id"), call.bot_id)
    if thread.thread is None:
        raise refuse("wrong_channel_type")
    return thread
