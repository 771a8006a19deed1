"""Two processes on one database, both sweeping: each digest is owed once, on SQLite and on PostgreSQL."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.engine import Database
from tests.conftest import url_of
from tests.factories import ANN, START, House, elsewhere
from tests.postgres import running_cluster

DUE = datetime(2026, 5, 4, 16, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
async def two_houses(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[tuple[House, House]]:
    """Two houses with nothing in common but their database."""
    with contextlib.ExitStack() as cluster:
        if request.param == "sqlite":
            shutil.copyfile(migrated_file, tmp_path / "minga.sqlite3")
            url = url_of(tmp_path / "minga.sqlite3")
        else:
            url = cluster.enter_context(running_cluster())
        one, other = Database(url), Database(url)
        await one.migrate()
        yield House.build(one, now=START), House.build(other, now=START)
        await one.close()
        await other.close()


async def test_both_plan_and_take_and_every_digest_is_owed_once(two_houses: tuple[House, House]) -> None:
    one, _ = two_houses
    guilds = range(1, 6)
    for guild in guilds:
        await one.found(elsewhere(ANN, guild), name=f"Server {guild}", proposals_channel_id=600 + guild)
    for week in range(6):
        for guild in guilds:
            await one.services.tasks.add(elsewhere(ANN, guild), "Print flyers")
        await both(two_houses)
        for house in two_houses:
            house.clock.move_to(DUE + timedelta(days=7 * week, minutes=1))
        await both(two_houses)
    rows = await one.select("SELECT guild_id, count(*) FROM digests WHERE state = 'owed' GROUP BY guild_id ORDER BY 1")
    assert rows == [(guild, 6) for guild in guilds]
    owed = await one.select("SELECT subject, count(*) FROM outbox WHERE kind = 'digest' GROUP BY subject")
    assert len(owed) == 30
    assert {count for _, count in owed} == {1}


async def both(houses: tuple[House, House]) -> None:
    """Have both look at the same time."""
    await asyncio.gather(*(house.services.digest.send_due() for house in houses))
