"""Discord's memory for nonces: a message sent twice within minutes is the first one again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.world.errors import FormErrors
from bot.sandbox.world.posts import Message

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]
REMEMBERED_FOR = timedelta(minutes=5)


class Nonces:
    """Remembers who sent which nonce where, for a few minutes of the world's clock."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._seen: dict[tuple[int, int, str], tuple[datetime, Message]] = {}

    def find(self, author_id: int, channel_id: int, body: Json) -> Message | None:
        """The message already sent with the body's nonce, if the body asks for that to be enforced."""
        nonce = body.get("nonce")
        if isinstance(nonce, str) and len(nonce) > 25:
            form = FormErrors()
            form.add("nonce", "NONCE_TYPE_TOO_LONG", "Nonce must be 25 or fewer in length.")
            form.check()
        if nonce is None or not body.get("enforce_nonce"):
            return None
        found = self._seen.get((author_id, channel_id, str(nonce)))
        if found is None or found[0] + REMEMBERED_FOR <= self._world.now():
            return None
        return found[1]

    def remember(self, message: Message, body: Json) -> None:
        """Keep a message's nonce; forget those whose time is over."""
        if body.get("nonce") is None:
            return
        now = self._world.now()
        while self._seen:
            oldest = next(iter(self._seen))
            if self._seen[oldest][0] + REMEMBERED_FOR > now:
                break
            del self._seen[oldest]
        key = (message.author_id, message.channel_id, str(message.nonce))
        self._seen.pop(key, None)
        self._seen[key] = (now, message)
