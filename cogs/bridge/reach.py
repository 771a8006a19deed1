"""Reaching Discord: its faults become `Unreachable`, and a place that refused or failed is left alone for a while."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, cast

import aiohttp
import discord
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.services.ports import Unreachable
from cogs.bridge.host import Host

_PLACE_GONE = {10003, 10004}
"""Unknown channel, server."""

_UNKNOWN_MESSAGE = 10008

_FORBIDDEN_REST = timedelta(hours=1)
"""After a refusal a channel rests: refusals count towards a ban of the address. Source: integrity page, §2."""

_HANGING_REST = timedelta(minutes=1)
"""Where no answer came, what else is to go there waits, so that it does not hold up what goes elsewhere."""

ANSWER_WITHIN = 15.0
"""Seconds after which an answer of Discord's is not waited for any longer; discord.py would wait five minutes."""

_LONGEST_PAUSE = timedelta(minutes=1)


@contextlib.contextmanager
def reaching() -> Iterator[None]:
    """Turn whatever goes wrong on the way to Discord into `Unreachable`."""
    try:
        yield
    except discord.NotFound as fault:
        raise Unreachable(
            str(fault), is_gone=fault.code == _UNKNOWN_MESSAGE, is_place_gone=fault.code in _PLACE_GONE
        ) from fault
    except discord.Forbidden as fault:
        raise Unreachable(str(fault), is_refused=True, rest=_FORBIDDEN_REST) from fault
    except discord.RateLimited as fault:
        raise Unreachable(str(fault), rest=timedelta(seconds=fault.retry_after)) from fault
    except TimeoutError as fault:
        raise Unreachable("no answer came", rest=_HANGING_REST) from fault
    except (discord.HTTPException, aiohttp.ClientError, OSError) as fault:
        raise Unreachable(str(fault) or type(fault).__name__) from fault


class NotAnswered(Unreachable):
    """An answer to somebody who pressed or typed did not get through in time, so no sentence would either."""


class _BoundedAnswers(AsyncWebhookAdapter):
    """The library's road for answers to interactions, on which none is waited for longer than on any other."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library says nothing of what its own returns
        self._seconds = seconds

    async def request(self, *route: Any, **options: Any) -> Any:
        """Send an answer, and give it up where Discord says nothing to it."""
        try:
            async with asyncio.timeout(self._seconds()):
                return await super().request(*route, **options)
        except TimeoutError as fault:
            raise NotAnswered("no answer came") from fault


def bound_answers(seconds: Callable[[], float]) -> None:
    """Have whatever the present task begins wait no longer than this for an answer to an interaction to be taken."""
    async_context.set(_BoundedAnswers(seconds))


class Rests:
    """Remembers what Discord refused, and asks for it no sooner than it may be granted.

    What rests is one kind of act in one channel: a bot that may not tidy reactions may still redraw its ballots.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._until: dict[tuple[str, int], datetime] = {}
        self._failures: dict[tuple[str, int], int] = {}

    @contextlib.contextmanager
    def reaching(self, act: str, channel_id: int, message_id: int | None = None) -> Iterator[None]:
        """The same as `reaching`, and `Unreachable` without asking while the act rests in the channel.

        Where a message is named the act is one that is tried every second: after a fault that is no refusal it rests
        for that message, a second first and twice as long each time.
        """
        here = (act, channel_id)
        there = (act, message_id) if message_id is not None else None
        self._check_rested(here)
        self._check_rested(there)
        try:
            with reaching():
                yield
        except Unreachable as fault:
            if fault.is_refused:
                cast(Host, self._client).services.losses.note(channel_id)
            if fault.rest is not None:
                self._until[here] = self._now() + fault.rest
            elif there is not None and not fault.is_gone:
                self._failures[there] = failures = self._failures.get(there, 0) + 1
                self._until[there] = self._now() + min(_LONGEST_PAUSE, timedelta(seconds=2 ** min(failures - 1, 6)))
            raise
        for place in (here, there):
            if place is not None:
                self._until.pop(place, None)
                self._failures.pop(place, None)

    def _check_rested(self, place: tuple[str, int] | None) -> None:
        until = self._until.get(place) if place is not None else None
        if place is not None and until is not None and (left := until - self._now()) > timedelta(0):
            raise Unreachable(f"resting: {place[0]} at {place[1]}", rest=left)

    def _now(self) -> datetime:
        return cast(Host, self._client).services.clock.now()
