"""Which event needs which intent, and what a client without the message content intent does not get to read."""

from typing import Any

from bot.sandbox.world.bus import Event

Json = dict[str, Any]

GUILDS, MEMBERS, EMOJIS = 1 << 0, 1 << 1, 1 << 3
GUILD_MESSAGES, GUILD_REACTIONS, GUILD_TYPING = 1 << 9, 1 << 10, 1 << 11
DM_MESSAGES, DM_REACTIONS, DM_TYPING = 1 << 12, 1 << 13, 1 << 14
MESSAGE_CONTENT = 1 << 15
KNOWN = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25

_IN_GUILDS = {
    "GUILD_MEMBER_ADD": MEMBERS,
    "GUILD_MEMBER_UPDATE": MEMBERS,
    "GUILD_MEMBER_REMOVE": MEMBERS,
    "THREAD_MEMBERS_UPDATE": MEMBERS,
    "GUILD_EMOJIS_UPDATE": EMOJIS,
    "TYPING_START": GUILD_TYPING,
}
_NEED_SIGHT = ("MESSAGE_", "THREAD_", "TYPING_", "CHANNEL_PINS_")
_HIDDEN: tuple[tuple[str, Any], ...] = (("content", ""), ("embeds", []), ("attachments", []), ("components", []))


def needed_intent(event: Event) -> int:
    """The intent without which a session is not told of an event; 0 for what everybody hears."""
    name = event.name
    if name == "INTERACTION_CREATE":
        return 0
    if event.guild_id is None:
        if name.startswith("MESSAGE_REACTION"):
            return DM_REACTIONS
        return DM_TYPING if name == "TYPING_START" else DM_MESSAGES
    if name in _IN_GUILDS:
        return _IN_GUILDS[name]
    if name.startswith("MESSAGE_REACTION"):
        return GUILD_REACTIONS
    return GUILD_MESSAGES if name.startswith("MESSAGE_") else GUILDS


def needs_sight(event: Event) -> bool:
    """Whether the bot must be able to see the channel; of hidden channels themselves Discord does tell."""
    return event.channel_id is not None and event.name.startswith(_NEED_SIGHT)


def hides_content(event: Event, bot_id: int) -> bool:
    """Whether an event carries a text that is for those with the message content intent only."""
    if event.name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or event.guild_id is None:
        return False
    if event.author_id == bot_id:
        return False
    return all(int(user["id"]) != bot_id for user in event.data["mentions"])


def without_content(data: Json) -> Json:
    """A message as a client without the message content intent gets it."""
    return data | dict(_HIDDEN)
