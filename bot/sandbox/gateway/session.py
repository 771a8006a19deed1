"""A session of the gateway: what one client has been sent, so that it can resume after a break."""

import secrets
import time
from collections import deque
from typing import TYPE_CHECKING

import orjson

from bot.sandbox.gateway.intents import needed_intent
from bot.sandbox.world.bus import Event

if TYPE_CHECKING:
    from bot.sandbox.gateway.connection import Connection

KEPT_EVENTS = 20_000
RESUMABLE_SECONDS = 300.0


class Session:
    """One client's session: its intents and shard, its running number, and the last events for a replay."""

    def __init__(self, intents: int, shard_id: int, shard_count: int, large_threshold: int) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard_id = shard_id
        self.shard_count = shard_count
        self.large_threshold = large_threshold
        self.sequence = 0
        self.connection: Connection | None = None
        self.lost_at: float | None = None
        self._sent: deque[tuple[int, bytes]] = deque(maxlen=KEPT_EVENTS)

    def wants(self, event: Event, *, whatever_intents: bool = False) -> bool:
        """Whether the session's shard covers an event, and its intents too unless these do not matter."""
        shard_id = (event.guild_id >> 22) % self.shard_count if event.guild_id is not None else 0
        if shard_id != self.shard_id:
            return False
        needed = 0 if whatever_intents else needed_intent(event)
        return not needed or bool(self.intents & needed)

    def dispatch(self, name: str, data: bytes) -> None:
        """Number an event, keep it for a replay, and send it if the client is there."""
        self.sequence += 1
        frame = b'{"op":0,"t":"%b","s":%d,"d":%b}' % (name.encode(), self.sequence, data)
        self._sent.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.send(frame)

    def dispatch_json(self, name: str, data: object) -> None:
        """The same for data that is not written yet."""
        self.dispatch(name, orjson.dumps(data))

    def missed_since(self, sequence: int) -> list[bytes] | None:
        """The frames after a number, or None if they are not all kept any more."""
        if sequence > self.sequence or (self._sent and sequence + 1 < self._sent[0][0]):
            return None
        return [frame for number, frame in self._sent if number > sequence]

    def lose(self) -> None:
        """Note that the client is gone; its session waits for it."""
        self.connection = None
        self.lost_at = time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether the client has been gone for too long."""
        return self.lost_at is not None and time.monotonic() - self.lost_at > RESUMABLE_SECONDS
