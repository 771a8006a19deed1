"""Finds the next deadline that people can read in a server: the earliest timestamp still to come in any message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import itemgetter

from bot.sandbox.world.places import Guild
from bot.sandbox.world.posts import Message
from bot.sandbox.world.world import World

_HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
_STAMP = re.compile(r"<t:(\d{1,11})(?::[a-zA-Z])?>")
PAST_IT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment still to come, and the message that shows it."""

    moment: datetime
    shown_by: Message


def next_deadline(world: World, guild: Guild) -> Deadline | None:
    """The earliest moment after now that a standing message of the server shows, or nothing."""
    now = world.now().timestamp()
    stamps = (
        (int(found), message)
        for message in _messages(world, guild)
        for text in _texts_of(message)
        for found in _STAMP.findall(text)
    )
    earliest = min(((stamp, message) for stamp, message in stamps if stamp > now), key=itemgetter(0), default=None)
    return Deadline(datetime.fromtimestamp(earliest[0], UTC), earliest[1]) if earliest is not None else None


def heading_of(message: Message) -> str | None:
    """The heading of a message that everybody in its channel can read; None for one without, and for private ones."""
    if message.only_for is not None:
        return None
    headings = (_HEADING.search(text) for text in _texts_of(message))
    return next((found[1] for found in headings if found), None)


def _messages(world: World, guild: Guild) -> Iterator[Message]:
    for channel in (*guild.channels.values(), *guild.threads.values()):
        yield from channel.messages.values()
    for message in world.ephemerals.values():
        if message.guild_id == guild.id:
            yield message


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
