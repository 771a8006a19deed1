"""What is said: messages, their reactions and their attachments."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CROSSPOSTED = 1 << 0
SUPPRESS_EMBEDS = 1 << 2
HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15


class MessageType:
    """Discord's numbers for the kinds of message that occur here."""

    DEFAULT = 0
    PIN = 6
    THREAD_CREATED = 18
    REPLY = 19
    COMMAND = 20


@dataclass(slots=True)
class Attachment:
    """A file that came with a message or a form."""

    id: int
    filename: str
    data: bytes
    content_type: str
    url: str
    description: str | None = None


@dataclass(slots=True)
class Reaction:
    """One emoji under a message: who put it there, normally and as a super reaction."""

    emoji_id: int | None
    emoji_name: str
    animated: bool = False
    normal: set[int] = field(default_factory=set)
    burst: set[int] = field(default_factory=set)
    _sorted: dict[bool, list[int]] = field(default_factory=dict)

    def of_kind(self, burst: bool) -> set[int]:
        """The users of one kind of this reaction; change it through `add` and `remove` only."""
        return self.burst if burst else self.normal

    def add(self, user_id: int, burst: bool) -> bool:
        """Put a user's reaction; answer whether that changed anything."""
        users = self.of_kind(burst)
        if user_id in users:
            return False
        users.add(user_id)
        self._sorted.pop(burst, None)
        return True

    def remove(self, user_id: int, burst: bool) -> bool:
        """Take a user's reaction away; answer whether that changed anything."""
        users = self.of_kind(burst)
        if user_id not in users:
            return False
        users.remove(user_id)
        self._sorted.pop(burst, None)
        return True

    def ascending(self, burst: bool) -> list[int]:
        """The users of one kind by ascending id; sorted anew only after a change."""
        if burst not in self._sorted:
            self._sorted[burst] = sorted(self.of_kind(burst))
        return self._sorted[burst]

    @property
    def is_empty(self) -> bool:
        """Whether nobody reacts so any more."""
        return not self.normal and not self.burst


@dataclass(slots=True)
class Message:
    """A message; `only_for` names the one reader of an ephemeral message, `allowed_mentions` is recorded as sent."""

    id: int
    channel_id: int
    guild_id: int | None
    author_id: int
    created_at: datetime
    type: int = MessageType.DEFAULT
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    edited_at: datetime | None = None
    nonce: str | int | None = None
    allowed_mentions: dict[str, Any] | None = None
    mention_ids: list[int] = field(default_factory=list)
    mention_role_ids: list[int] = field(default_factory=list)
    mentions_everyone: bool = False
    reference: dict[str, Any] | None = None
    reactions: dict[str, Reaction] = field(default_factory=dict)
    pinned: bool = False
    only_for: int | None = None
    application_id: int | None = None
    webhook_id: int | None = None
    interaction: dict[str, Any] | None = None
    interaction_name: str | None = None

    @property
    def is_components_v2(self) -> bool:
        """Whether the message is made of components only; once true, it stays so."""
        return bool(self.flags & COMPONENTS_V2)

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person can see the message."""
        return bool(self.flags & EPHEMERAL)
