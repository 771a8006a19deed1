"""Remembers the world's latest events, so that pages can resume and drivers can wait for what comes."""

import asyncio
from collections import deque
from itertools import islice

from bot.sandbox.world.bus import Event
from bot.sandbox.world.world import World

KEPT = 5_000


class Journal:
    """The latest events by their numbers, and a way to be woken by the next."""

    def __init__(self, world: World) -> None:
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._waiting: set[asyncio.Future[None]] = set()
        self._leave = world.subscribe(self._hear)
        self.is_closed = False

    def _hear(self, event: Event) -> None:
        self._events.append(event)
        if self._waiting:
            self._wake()

    def _wake(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def close(self) -> None:
        """Hear no more, and send home whoever waits."""
        self.is_closed = True
        self._leave()
        self._wake()

    def since(self, number: int) -> list[Event] | None:
        """The events after a number, oldest first; None if some of them are forgotten."""
        events = self._events
        if not events or events[-1].number <= number:
            return []
        first = events[0].number
        if first > number + 1:
            return None
        return list(islice(events, number + 1 - first, None))

    async def next_after(self, number: int, seconds: float) -> list[Event] | None:
        """As `since`, but waits a bounded time for the first event if there is none yet."""
        found = self.since(number)
        if found != [] or self.is_closed:
            return found
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return []
        finally:
            self._waiting.discard(future)
        return self.since(number)
