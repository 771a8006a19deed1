"""Turns the world's events into what one member's page must know, and leaves out what they may not see."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.page.views import message_view, reactions_view
from bot.sandbox.world.bus import Event
from bot.sandbox.world.posts import Message
from bot.sandbox.world.world import World

Json = dict[str, Any]
_MESSAGES = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})
_GONE = frozenset({"MESSAGE_DELETE", "MESSAGE_DELETE_BULK"})
_SERVERS = frozenset({"GUILD_CREATE", "GUILD_DELETE"})
_VIEWS = ("GUILD_", "CHANNEL_", "THREAD_")
_SILENT = frozenset({"CHANNEL_PINS_UPDATE", "THREAD_MEMBERS_UPDATE", "THREAD_MEMBER_UPDATE"})


def changes_for(world: World, events: Iterable[Event], guild_id: int, user_id: int) -> list[Json]:
    """What a member's page learns from events: {"id", "type", "data"}.

    Types: `message` (with `fresh` on its first appearance), `message-gone`, `reactions`, `view` (channels, roles or
    members changed), `world` (servers changed), `clock`. Messages are told as they stand now; several reactions to
    one message become one change, at the place of the last.
    """
    told: dict[tuple[str, int], Json] = {}
    for event in events:
        change = _change(world, event, guild_id, user_id)
        if change is None:
            continue
        kind = change["type"]
        single = int(change["data"]["message_id"]) if kind == "reactions" else event.number
        key = (kind, 0 if kind in ("view", "world", "clock") else single)
        told.pop(key, None)
        told[key] = change | {"id": event.number}
    return list(told.values())


def _change(world: World, event: Event, guild_id: int, user_id: int) -> Json | None:
    if event.name == "SANDBOX_CLOCK":
        return {"type": "clock", "data": event.data}
    if event.name in _SERVERS:
        return {"type": "world", "data": {}}
    if event.guild_id != guild_id or (event.to is not None and event.to != user_id):
        return None
    if event.name in _MESSAGES or event.name.startswith("MESSAGE_REACTION_"):
        return _message_change(world, event, user_id)
    if event.name in _GONE:
        if event.to is None and not _can_view(world, event, user_id):
            return None
        gone = event.data.get("ids") or [event.data["id"]]
        return {"type": "message-gone", "data": {"channel_id": str(event.channel_id), "ids": gone}}
    if event.name.startswith(_VIEWS) and event.name not in _SILENT:
        return {"type": "view", "data": {}}
    return None


def _message_change(world: World, event: Event, user_id: int) -> Json | None:
    if not _can_view(world, event, user_id):
        return None
    about_reactions = event.name not in _MESSAGES
    message = _standing(world, event, int(event.data["message_id" if about_reactions else "id"]))
    if message is None:
        return None
    if about_reactions:
        data: Json = {"channel_id": str(message.channel_id), "message_id": str(message.id)}
        return {"type": "reactions", "data": data | {"reactions": reactions_view(message, user_id)}}
    fresh = event.name == "MESSAGE_CREATE"
    return {"type": "message", "data": message_view(world, message, user_id) | {"fresh": fresh}}


def _can_view(world: World, event: Event, user_id: int) -> bool:
    channel = world.channels.get(event.channel_id or 0)
    return channel is not None and world.can_view(user_id, channel)


def _standing(world: World, event: Event, message_id: int) -> Message | None:
    channel = world.channels[event.channel_id or 0]
    return channel.messages.get(message_id) or world.ephemerals.get(message_id)
