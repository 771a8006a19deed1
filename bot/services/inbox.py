"""The inbox: taps and panel acts in Discord's order, written down in groups by one writer."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.domain.ballots import Act
from bot.services.cards import Person

_log = logging.getLogger(__name__)

GROUP = 1_000
"""The most acts written in one turn. Source: performance page, "Taps"."""

ROOM = 50_000
"""The most acts that wait; what finds no room is read from the message later."""

_RETRY_SECONDS = (0.05, 0.2, 1.0, 5.0)

_GROUP_ATTEMPTS = 3
"""After so many failures of a group its acts are written one by one, for one alone may be at fault."""


class Tap(NamedTuple):
    """A reaction that was added to or removed from a message in a proposals channel.

    On removal nobody is named as the one who did it, so `name` and `joined_at` are None. A named tuple is made several
    times as fast as a frozen dataclass, and one is made for every tap.
    """

    guild_id: int
    message_id: int
    user_id: int
    emoji: str
    is_super: bool
    is_removal: bool
    received_at: datetime
    name: str | None = None
    joined_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PanelAct:
    """Something that a person did by button or command; the only act that carries a future."""

    person: Person
    number: int
    act: Act
    received_at: datetime
    choice: str | None = None
    """What the whole ballot says from now on."""
    reason: str | None = None
    done: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


Writer = Callable[[Sequence[Tap | PanelAct]], Awaitable[None]]


class SetAside(Exception):
    """An act that can never be written, whatever the database's state; it was left out so that the others go on."""


class Inbox:
    """Takes acts without waiting and has them written, group by group, until none is left.

    While acts wait one task writes; it ends when the inbox is empty, so an idle bot has nothing parked. `is_outage`
    tells a database that refuses everything for now from an act that it will never take.
    """

    def __init__(
        self,
        write: Writer,
        *,
        room: int = ROOM,
        is_outage: Callable[[Exception], bool] = lambda fault: True,
        pauses: Sequence[float] = _RETRY_SECONDS,
    ) -> None:
        self._write = write
        self._room = room
        self._is_outage = is_outage
        self._pauses = pauses
        self._waiting: deque[Tap | PanelAct] = deque()
        self._under_way: deque[Tap | PanelAct] = deque()
        self._writer: asyncio.Task[None] | None = None
        self.has_overflown = False
        """Whether taps were turned away since this was last set to False; the ballots must be read."""
        self.written = 0
        """How many acts are on the disk."""
        self.turned_away = 0
        """How many found no room; they are read from their messages."""
        self.set_aside = 0
        """How many no database will ever take."""

    def put(self, act: Tap | PanelAct) -> None:
        """Take an act in, in order; called from the gateway's own call stack, so it never waits."""
        if len(self._waiting) >= self._room and isinstance(act, Tap):
            self.has_overflown = True
            self.turned_away += 1
            return
        self._waiting.append(act)
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write_all(), name="inbox")

    @property
    def waiting(self) -> int:
        """How many acts were taken in and are not on the disk yet."""
        return len(self._waiting) + len(self._under_way)

    @property
    def oldest(self) -> datetime | None:
        """When the first of those was received."""
        first = next(iter(self._under_way or self._waiting), None)
        return first.received_at if first is not None else None

    async def ask(self, act: PanelAct) -> None:
        """Take a panel act in and wait until it is written; raises the refusal it met."""
        self.put(act)
        await act.done

    async def drained(self) -> None:
        """Wait until everything taken in so far is written."""
        while self._writer is not None:
            await asyncio.shield(self._writer)

    def let_go(self) -> int:
        """Stop writing, because the process is about to end; returns how many acts were not written.

        Whoever waits for an answer gets `SetAside`; taps stand on their messages and can be read from there.
        """
        if self._writer is not None:
            self._writer.cancel()
        left = [*self._under_way, *self._waiting]
        self._waiting.clear()
        for act in left:
            if isinstance(act, PanelAct) and not act.done.done():
                act.done.set_exception(SetAside("the process ends"))
        return len(left)

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                self._under_way = deque(self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting))))
                await self._write_until_done(self._under_way)
                self._under_way = deque()
        finally:
            self._writer = None

    async def _write_until_done(self, left: deque[Tap | PanelAct]) -> None:
        """Write a group, again and again while the database refuses: Discord will not send these acts again."""
        attempt = 0
        while left:
            try:
                if attempt < _GROUP_ATTEMPTS:
                    await self._write(list(left))
                    self.written += len(left)
                    return
                await self._write_one_by_one(left)
            except Exception as fault:
                pause = self._pauses[min(attempt, len(self._pauses) - 1)]
                # The same fault again and again needs no more than a line each time.
                trace = fault if attempt == 0 or not self._is_outage(fault) else None
                _log.error("%d acts could not be written; trying again in %s s", len(left), pause, exc_info=trace)
                attempt += 1
                if attempt > _GROUP_ATTEMPTS:
                    for acts in (left, self._waiting):
                        _refuse_who_waits(acts, fault)
                await asyncio.sleep(pause)

    async def _write_one_by_one(self, left: deque[Tap | PanelAct]) -> None:
        """Write acts alone and in order, and set aside what no database will ever take; an outage is raised."""
        while left:
            try:
                await self._write([left[0]])
                self.written += 1
            except Exception as fault:
                if self._is_outage(fault):
                    raise
                self.set_aside += 1
                _set_aside(left[0], fault)
            left.popleft()


def _refuse_who_waits(acts: deque[Tap | PanelAct], fault: Exception) -> None:
    """Tell whoever pressed something that it was not written, rather than nothing; taps go on waiting."""
    waiting = [act for act in acts if isinstance(act, PanelAct)]
    for act in waiting:
        acts.remove(act)
        if not act.done.done():
            act.done.set_exception(fault)


def _set_aside(act: Tap | PanelAct, fault: Exception) -> None:
    """Let an act go, and say so with numbers and kinds only: what people wrote has no place in a log."""
    if isinstance(act, Tap):
        _log.error("a tap on message %d was set aside: %s", act.message_id, type(fault).__name__)
        return
    _log.error("%s on P-%d was set aside: %s", act.act.value, act.number, type(fault).__name__)
    if not act.done.done():
        act.done.set_exception(SetAside(type(fault).__name__))
