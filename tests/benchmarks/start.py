"""The cost of a start: how long until the bot is ready, and how much memory it keeps, beside a bare client."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from bot.sandbox.server import Sandbox
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import voting_ground
from tests.benchmarks.subject import LONGEST_END, ROOT, Failed, environment

REFERENCE = "a bare client"
_BOT = ("-m", "bot", "run")
_BARE = ("-m", "tests.benchmarks.bare")
_READY = (b"ready in ", b"is_ready")
"""What the bot's log says once it is connected, by which time its commands are told; and what the bare client says."""

_IDLE_SECONDS = 3.0
_LONGEST_START = 60.0


async def measure(
    folder: Path, *, rounds: int, say: Callable[[str], None], rest: float = _IDLE_SECONDS
) -> list[Figure]:
    """Seconds from the start of the process to its being ready; then resident memory after `rest` seconds, in MB.

    The bot starts again on the database of a server with ten open proposals; its first start does not count.
    """
    seconds: dict[Sequence[str], list[float]] = {_BOT: [], _BARE: []}
    memory: dict[Sequence[str], list[float]] = {_BOT: [], _BARE: []}
    async with Sandbox() as sandbox:
        async with _started(_BOT, sandbox, folder), voting_ground(sandbox, voters=0):
            pass
        for number in range(rounds):
            for program in (_BOT, _BARE) if number % 2 else (_BARE, _BOT):
                began = time.perf_counter()
                async with _started(program, sandbox, folder) as process:
                    seconds[program].append(time.perf_counter() - began)
                    await asyncio.sleep(rest)
                    memory[program].append(resident(process.pid))
                took, kept = seconds[program][-1], memory[program][-1]
                say(f"start {number + 1}/{rounds}: {program[1]}: {took:.2f} s, {kept:.0f} MB")
    return [
        Figure.of_rounds("start", "s", seconds[_BOT], REFERENCE, seconds[_BARE]),
        Figure.of_rounds("memory", "MB", memory[_BOT], REFERENCE, memory[_BARE]),
    ]


def resident(pid: int) -> float:
    """The memory that a process keeps, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1_024


@contextlib.asynccontextmanager
async def _started(program: Sequence[str], sandbox: Sandbox, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program from its start to its SIGTERM; the block begins when it says that it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *program,
        cwd=ROOT,
        env=environment(sandbox, folder / "minga.db"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        await asyncio.wait_for(_until_ready(process), _LONGEST_START)
        # Whatever it says from now on, the pipe must not fill up.
        ending = asyncio.create_task(process.communicate())
        yield process
        process.terminate()
        await asyncio.wait_for(ending, LONGEST_END)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _until_ready(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    said = b""
    async for line in process.stdout:
        if any(mark in line for mark in _READY):
            return
        said += line
    raise Failed(f"it never got ready:\n{said.decode(errors='replace')[-3000:]}")
