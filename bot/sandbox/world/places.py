"""Where things happen: servers, channels, threads and direct messages."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from bot.sandbox.world.people import Member, Role
from bot.sandbox.world.posts import Message


class ChannelType(IntEnum):
    """Discord's kinds of channel that the sandbox knows."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


THREADS = frozenset({ChannelType.ANNOUNCEMENT_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD})
WRITABLE = frozenset({ChannelType.TEXT, ChannelType.DM, ChannelType.VOICE, ChannelType.ANNOUNCEMENT}) | THREADS


@dataclass(slots=True)
class Overwrite:
    """What one role or member is allowed or denied in one channel."""

    id: int
    is_member: bool
    allow: int
    deny: int


@dataclass(slots=True)
class ThreadState:
    """What a thread has beyond a channel."""

    owner_id: int
    archive_changed_at: datetime
    created_at: datetime
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    auto_archive_minutes: int = 1440
    member_since: dict[int, datetime] = field(default_factory=dict)
    total_sent: int = 0


@dataclass(slots=True)
class Channel:
    """A channel of any kind; `messages` are by id, `order` their ids ascending; ephemeral messages are elsewhere."""

    id: int
    type: ChannelType
    name: str
    guild_id: int | None = None
    position: int = 0
    topic: str | None = None
    parent_id: int | None = None
    nsfw: bool = False
    rate_limit_per_user: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipient_ids: tuple[int, ...] = ()
    thread: ThreadState | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    pinned_at: dict[int, datetime] = field(default_factory=dict)
    last_message_id: int | None = None

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread."""
        return self.thread is not None


@dataclass(slots=True)
class CustomEmoji:
    """An emoji a server made for itself."""

    id: int
    name: str
    animated: bool = False


@dataclass(slots=True)
class Guild:
    """A server."""

    id: int
    name: str
    owner_id: int
    locale: str = "en-GB"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    emojis: dict[int, CustomEmoji] = field(default_factory=dict)
    features: list[str] = field(default_factory=lambda: ["COMMUNITY", "NEWS"])
    available: bool = True
