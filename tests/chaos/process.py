"""The real bot as a process of its own, which can be killed at any moment and started again."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from bot.sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]
UP_WITHIN = 30.0


class BotProcess:
    """`python -m bot run` against a sandbox, its database in a folder, its log in `bot.log` beside it.

    `program` is the module that is run instead of `bot`, and `told` what else stands in its environment.
    """

    def __init__(
        self, sandbox: Sandbox, folder: Path, *, program: str = "bot", told: Mapping[str, str] | None = None
    ) -> None:
        self._sandbox = sandbox
        self._program = program
        self._log = folder / "bot.log"
        self._environment = {
            "PATH": os.environ["PATH"],
            "DISCORD_TOKEN": sandbox.world.token,
            "DISCORD_API_URL": sandbox.api_url,
            "DISCORD_GATEWAY_URL": sandbox.gateway_url,
            "SANDBOX_CLOCK_URL": f"{sandbox.url}/sandbox/clock",
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'minga.db'}",
            "WEB_PORT": "0",
            **(told or {}),
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *, within: float = UP_WITHIN) -> None:
        """Start it and wait until it is connected."""
        before = self._sandbox.hub.identified
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._program, "run", cwd=ROOT, env=self._environment, stderr=log, stdout=log
            )
        async with asyncio.timeout(within):
            while self._sandbox.hub.identified == before:
                if self._process.returncode is not None:
                    raise RuntimeError(
                        f"the bot ended with {self._process.returncode}:\n{self._log.read_text()[-2000:]}"
                    )
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """SIGKILL: nothing of it runs any more when this returns."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def gone(self) -> None:
        """Dead, whatever it does."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, like SIGSTOP, and wait for nothing."""
        assert self._process is not None
        self._process.send_signal(number)

    async def ended(self) -> int:
        """The exit code, once it has ended by itself."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM, and the exit code."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        return await self.ended()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["BotProcess"]:
        """Started at the beginning of the block and dead at its end, however that comes."""
        await self.start()
        try:
            yield self
        finally:
            await self.gone()
