"""Finds the next deadline that people can read in a server: the earliest timestamp still to come in any message."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.sandbox.world.places import Guild
from bot.sandbox.world.posts import Message
from bot.sandbox.world.world import World

_STAMP = re.compile(r"<t:(\d{1,11})(?::[a-zA-Z])?>")
PAST_IT = timedelta(seconds=1)


def next_deadline(world: World, guild: Guild) -> datetime | None:
    """The earliest moment after now that a standing message of the server shows, or nothing."""
    now = world.now().timestamp()
    stamps = (int(found) for text in _texts(world, guild) for found in _STAMP.findall(text))
    earliest = min((stamp for stamp in stamps if stamp > now), default=None)
    return datetime.fromtimestamp(earliest, UTC) if earliest is not None else None


def _texts(world: World, guild: Guild) -> Iterator[str]:
    for channel in (*guild.channels.values(), *guild.threads.values()):
        for message in channel.messages.values():
            yield from _texts_of(message)
    for message in world.ephemerals.values():
        if message.guild_id == guild.id:
            yield from _texts_of(message)


def _texts_of(message: Message) -> Iterator[str]:
    yield message.content
    waiting: list[object] = [message.embeds, message.components]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
