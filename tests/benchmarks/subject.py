"""A child process under measurement, with its pipes: started, asked, and ended by its own handle."""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.sandbox.server import Sandbox
from tests.benchmarks.talk import LONGEST_RUN

ROOT = Path(__file__).parents[2]
LONGEST_END = 60.0
_LONGEST_LINE = 16 * 1024 * 1024


class Failed(Exception):
    """A child ended early, or said something that is not so."""


class Subject:
    """A child that takes orders as lines and answers each with a line of JSON."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log
        self.greeting: dict[str, Any] = {}
        """What it said first."""

    async def told(self) -> dict[str, Any]:
        """The next thing that the child says."""
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), LONGEST_RUN)
        if not line:
            raise Failed(f"the child ended early:\n{self.last_words()}")
        return dict(json.loads(line))

    def order(self, what: str) -> None:
        """Ask for something, whose answer is the next thing told."""
        assert self._process.stdin is not None
        self._process.stdin.write(what.encode() + b"\n")

    def last_words(self) -> str:
        """The end of its log."""
        return self._log.read_text(encoding="utf-8")[-3000:]

    async def ask(self, what: str) -> dict[str, Any]:
        """Ask for something and wait for the answer."""
        self.order(what)
        return await self.told()


@contextlib.asynccontextmanager
async def running(
    module: str, *arguments: str, folder: Path, sandbox: Sandbox | None = None, database: Path | str | None = None
) -> AsyncIterator[Subject]:
    """A child while the block runs, connected to a sandbox if there is one; log and database stand in `folder`.

    A `database` is a file of SQLite, or an address.
    """
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f"{module}-", suffix=".log", delete=False) as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            f"tests.benchmarks.{module}",
            *arguments,
            cwd=ROOT,
            env=environment(sandbox, database or folder / "minga.db") if sandbox else {"PATH": os.environ["PATH"]},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            limit=_LONGEST_LINE,
        )
    subject = Subject(process, Path(log.name))
    try:
        subject.greeting = await subject.told()
        yield subject
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), LONGEST_END)
        if process.returncode:
            raise Failed(f"the child ended with {process.returncode}:\n{subject.last_words()}")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def environment(sandbox: Sandbox, database: Path | str) -> dict[str, str]:
    """The settings with which a program finds the sandbox and its database."""
    return {
        "PATH": os.environ["PATH"],
        "DISCORD_TOKEN": sandbox.world.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DISCORD_GATEWAY_URL": sandbox.gateway_url,
        "DATABASE_URL": database if isinstance(database, str) else f"sqlite+aiosqlite:///{database}",
        "WEB_PORT": "0",
    }
