"""Fixtures: towns in an in-memory Discord, not founded yet and founded long ago."""

import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord
from discord.app_commands import CommandNotFound, CommandSignatureMismatch

from bot.domain.errors import Refusal
from tests.evidence import Evidence
from tests.stories.town import VOTERS, BotMaker, Town

# Its settling polls for 50 ms an action; a millisecond is enough here. Source: integrity page, §6.
simcord.Env._settle_internal.__kwdefaults__ = {"timeout": None, "idle": 0.001, "dispatch": None, "_deadline": None}
simcord.Env.settle.__defaults__ = (None, 0.001)


def is_told(error: BaseException) -> bool:
    """Whether it is one of the ways of saying no, which a command raises and the tree tells."""
    return isinstance(getattr(error, "original", error), Refusal | CommandNotFound | CommandSignatureMismatch)


@pytest.fixture
def make_bot(tmp_path: Path, migrated_file: Path) -> BotMaker:
    """Builds bots on a database file of this test's own."""
    file = tmp_path / "minga.sqlite3"
    shutil.copyfile(migrated_file, file)
    return BotMaker(file)


@pytest.fixture
async def env(make_bot: BotMaker, caplog: pytest.LogCaptureFixture) -> AsyncIterator[simcord.Env]:
    """An in-memory Discord with the bot connected to it; whatever breaks in the bot breaks the test."""
    world = simcord.Env(make_bot(), settle_timeout=60.0)
    make_bot.clock.env = world
    await world.start()
    yield world
    await world.bot.close()
    await world.shutdown()
    assert not [error for error in world.errors if not is_told(error)], "the bot raised errors"
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, "the bot logged errors"


@pytest.fixture
async def new_town(env: simcord.Env, make_bot: BotMaker, evidence: Evidence) -> Town:
    """A server that the bot has just come to; Mayor manages it, and the voters are there."""
    guild = env.create_guild(name="Nordstadt tenants")
    proposals, decisions = guild.create_text_channel("proposals"), guild.create_text_channel("decisions")
    town = Town(env, make_bot, guild, proposals, decisions, evidence=evidence)
    town.join("Mayor", manages=True)
    for name in VOTERS:
        town.join(name)
    await town.wait(minutes=1)
    return town


@pytest.fixture
async def town(new_town: Town) -> Town:
    """A town founded forty days ago; New joined two days ago, too late to vote on what opens now."""
    await new_town.found()
    await new_town.wait(days=38)
    new_town.join("New")
    await new_town.wait(days=2)
    return new_town
