"""The child's end of a benchmark: orders come in as lines, and answers go out as JSON."""

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
    """Wait for the mark behind the next taps, and until `finish` is through after it.

    Answers `ended`, the reading of `perf_counter`, which on one machine is the same for the parent, and the
    `cpu_seconds` of the process until then.
    """
    cpu = time.process_time()
    last = client.wait_for("guild_update", check=lambda _, after: after.name == LAST, timeout=LONGEST_RUN)
    tell(is_watching=True)
    await last
    await finish()
    return {"ended": time.perf_counter(), "cpu_seconds": time.process_time() - cpu}
