"""Fixtures: a sandbox to which discord.py's two addresses point, and a village with a bot in it."""

from collections.abc import AsyncIterator

import discord
import pytest
import yarl

from bot.sandbox.server import Sandbox
from tests.wire.sandbox.village import Bot, Village, connected, found


@pytest.fixture
async def sandbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sandbox]:
    async with Sandbox(page=False) as running:
        monkeypatch.setattr(discord.http.Route, "BASE", running.api_url)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(running.gateway_url))
        yield running
        assert running.failures == []


@pytest.fixture
def village(sandbox: Sandbox) -> Village:
    return found(sandbox)


@pytest.fixture
async def bot(village: Village) -> AsyncIterator[Bot]:
    async with connected(Bot()) as client:
        yield client
