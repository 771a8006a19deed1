"""Fixtures: the union's hall with the real bot in it, and what must be true of every test there."""

import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.app import point_at
from bot.config import Settings
from bot.sandbox.server import Sandbox
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.world import World
from bot.story.driver import SandboxClient
from tests.wire.bot.hall import START, Hall


@pytest.fixture
async def empty_hall(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Hall]:
    """A sandbox and a connected bot that has no server yet."""
    database = tmp_path / "minga.sqlite3"
    shutil.copyfile(migrated_file, database)
    async with Sandbox(World(Clock(START))) as sandbox, SandboxClient(sandbox.url) as client:
        monkeypatch.setattr(discord.http.Route, "BASE", "")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", None)
        point_at(Settings(sandbox.world.token, sandbox.api_url, sandbox.gateway_url))
        hall = Hall(sandbox, client, database)
        await hall.wake()
        try:
            yield hall
        finally:
            await hall.stop()
        assert sandbox.unknown_routes == []
        assert sandbox.failures == []
        assert hall.unexcused() == []
        assert len(hall.refusals()) < 10
        records = [*caplog.get_records("setup"), *caplog.get_records("call"), *caplog.records]
        assert [record.getMessage() for record in records if record.levelno >= logging.ERROR] == []


@pytest.fixture
async def hall(empty_hall: Hall) -> Hall:
    """The founded union, where Bea has opened P-1."""
    await empty_hall.found()
    await empty_hall.propose()
    return empty_hall
