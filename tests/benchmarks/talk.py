"""The child's end of a benchmark: orders come in as lines, answers go out as JSON, and taps are timed at the door."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord

LAST = "All taps were sent"
"""The name that the server gets after the last tap; the gateway keeps the order, so whoever hears it has heard all."""

LONGEST_RUN = 300.0


def tell(**facts: object) -> None:
    """Tell the parent something."""
    print(json.dumps(facts), flush=True)


async def orders() -> AsyncIterator[str]:
    """What the parent asks for, until it closes the pipe."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        yield line.decode().strip()


async def heard_all(client: discord.Client, finish: Callable[[], Awaitable[None]]) -> dict[str, Any]:
    """Wait for the next taps and until `finish` is through after the last; answer `seconds` and `cpu_seconds`.

    The first tap is timed inside the client's `dispatch`, where predicates of `wait_for` are asked at once, so that
    the taps need no listener of ours.
    """
    began: list[tuple[float, float]] = []

    def is_tap(event: str) -> bool:
        if event == "MESSAGE_REACTION_ADD":
            began.append((time.perf_counter(), time.process_time()))
        return bool(began)

    first = asyncio.create_task(client.wait_for("socket_event_type", check=is_tap, timeout=LONGEST_RUN))
    last = asyncio.create_task(
        client.wait_for("guild_update", check=lambda _, after: after.name == LAST, timeout=LONGEST_RUN)
    )
    await asyncio.sleep(0)
    tell(is_watching=True)
    await first
    await last
    await finish()
    ended, cpu = time.perf_counter(), time.process_time()
    return {"seconds": ended - began[0][0], "cpu_seconds": cpu - began[0][1]}
