"""The one event bus of the world: the gateway and the page both listen to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Event:
    """Something that happened, in Discord's own words.

    `name` is a gateway event's name, or begins with `SANDBOX_` for what only the page is told (a form opened, an
    interaction failed, the clock moved). `to` names the only user the event is for: the bot for an
    INTERACTION_CREATE, a member for an ephemeral message. `data` must not be changed by listeners.
    """

    number: int
    name: str
    data: dict[str, Any]
    guild_id: int | None
    channel_id: int | None
    to: int | None
    author_id: int | None = None


class Bus:
    """Calls every listener, in the order of their subscription, synchronously with the act."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []
        self.last_number = 0

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Add a listener; call what is answered to remove it again."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def emit(
        self,
        name: str,
        data: dict[str, Any],
        *,
        guild_id: int | None = None,
        channel_id: int | None = None,
        to: int | None = None,
        author_id: int | None = None,
    ) -> Event:
        """Number an event and tell it to all listeners."""
        self.last_number += 1
        event = Event(self.last_number, name, data, guild_id, channel_id, to, author_id)
        for listener in tuple(self._listeners):
            listener(event)
        return event
