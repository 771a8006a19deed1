"""`minga copy-database`: from SQLite to PostgreSQL and back, whole or not at all."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.copying import copy_database
from db import published_heads
from db.engine import Database
from db.lease import lease
from tests.conftest import opened
from tests.factories import GUILD, House
from tests.postgres import emptied, running_cluster
from tests.services.busy_world import PEOPLE, live_busily
from tests.services.knowing import share
from tests.test_command_line import DO_NOT_RESTART, Begin, Ended, begin, ended

__all__ = ["begin"]

LONGEST = 60.0
PROCESSES = ("leases",)
"""Whose rows are a process's, and stay where they are."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with running_cluster() as address:
        yield address


@pytest.fixture
async def postgres(cluster: str) -> AsyncIterator[Database]:
    """An empty database of PostgreSQL's with today's schema."""
    async with emptied(cluster) as database:
        yield database


@pytest.fixture
def file(tmp_path: Path, founded_file: Path) -> Path:
    """A founded SQLite database."""
    (tmp_path / "from.db").write_bytes(founded_file.read_bytes())
    return tmp_path / "from.db"


async def copied(begin: Begin, origin: str | Path, destination: str | Path, **settings: str) -> Ended:
    return await ended(await begin("copy-database", str(origin), str(destination), **settings))


def rows_in(file: Path) -> dict[str, list[Any]]:
    """Every row of every table in a file as SQLite itself has it, the index of words too."""
    connection = sqlite3.connect(file)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    # How FTS5 keeps its words depends on how they came; what it says of each page does not.
    plain = [name for name in names if not name.startswith("page_words_") and name not in PROCESSES]
    found = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in plain}
    found["page_words"] = sorted(connection.execute("SELECT rowid, * FROM page_words"))
    connection.close()
    return found


async def servers_in(database: Database) -> int:
    async with database.look() as session:
        return int((await session.execute(text("SELECT count(*) FROM servers"))).scalar_one())


async def go_on(house: House) -> None:
    """Propose, vote, decide and take work, as if nothing had been."""
    await house.services.servers.open()
    card = await house.open_proposal(PEOPLE[9], title="Go on", first_tasks="Tell everybody")
    await house.all_tap(PEOPLE, "✅", card)
    assert (await house.settle(card)).outcome == "passed"
    await share(house, title="Moving house", text="Label the boxes.")


async def test_a_busy_database_goes_to_postgresql_goes_on_there_and_comes_back_row_by_row(
    begin: Begin, house: House, tmp_path: Path, cluster: str, postgres: Database
) -> None:
    await live_busily(house)
    origin = tmp_path / "founded.sqlite3"
    there = await copied(begin, origin, cluster)
    assert (there.code, there.complained) == (0, "")
    assert "each was compared with FROM's" in there.printed
    assert "every chain holds" in there.printed
    assert f"HEADS_FILE={origin}.heads" in there.printed
    back = await copied(begin, cluster, "back.db", HEADS_FILE="told.heads")
    assert (back.code, back.complained) == (0, "")
    assert "DATABASE_URL=sqlite+aiosqlite:///back.db, and leave HEADS_FILE=told.heads as it is" in back.printed
    await house.database.close()
    assert rows_in(tmp_path / "back.db") == rows_in(origin)

    moved = House.build(postgres, now=house.clock.now())
    await go_on(moved)
    async with opened(tmp_path / "back.db") as database:
        await go_on(House.build(database, now=house.clock.now()))


async def test_what_is_copied_can_be_found_by_its_words(
    begin: Begin, house: House, tmp_path: Path, cluster: str, postgres: Database
) -> None:
    await share(house, title="Booking the hall", text="Ring the caretaker.", tags="keys")
    assert (await copied(begin, tmp_path / "founded.sqlite3", cluster)).code == 0
    async with postgres.look() as session:
        found = (await session.execute(text("SELECT words::text FROM page_words"))).scalars().all()
    assert ["caretaker" in each for each in found] == [True]
    again = await copied(begin, tmp_path / "founded.sqlite3", cluster)
    assert (again.code, "TO holds 1 server already." in again.complained) == (1, True)


async def test_who_is_killed_in_the_middle_leaves_the_target_empty(
    begin: Begin, file: Path, cluster: str, postgres: Database
) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'log'::regclass")
    async with postgres.engine.connect() as holder, postgres.engine.connect() as watcher:
        await holder.execute(text("LOCK TABLE log IN ACCESS EXCLUSIVE MODE"))
        process = await begin("copy-database", str(file), cluster)
        async with asyncio.timeout(LONGEST):
            while not (await watcher.execute(waiting)).scalar_one():  # noqa: ASYNC110  # it is PostgreSQL that knows
                await asyncio.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        await holder.rollback()
    assert await servers_in(postgres) == 0
    assert (await copied(begin, file, cluster)).code == 0
    assert await servers_in(postgres) == 1


async def test_what_postgresql_does_not_take_leaves_it_empty(
    begin: Begin, file: Path, cluster: str, postgres: Database
) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE servers SET language = ?", ("x" * 40,))
    refused = await copied(begin, file, cluster)
    assert (refused.code, "TO does not take what stands in FROM's table servers" in refused.complained) == (1, True)
    assert await servers_in(postgres) == 0


async def test_a_broken_chain_is_not_copied(begin: Begin, file: Path, cluster: str, postgres: Database) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER log_stands")
        connection.execute("UPDATE log SET body = replace(body, '1', '2')")
    refused = await copied(begin, file, cluster)
    assert f"FROM is damaged: the log of the server {GUILD} is broken at record 1" in refused.complained
    assert (refused.code, await servers_in(postgres)) == (1, 0)


async def test_a_database_in_use_is_not_copied(begin: Begin, file: Path, cluster: str, postgres: Database) -> None:
    with lease(file):
        refused = await copied(begin, file, cluster)
    assert (refused.code, "Minga runs on FROM. Stop it first" in refused.complained) == (1, True)
    columns = "shard_count integer, shard_id integer, holder text, epoch integer, expires_at timestamptz"
    async with postgres.turn() as session:
        await session.execute(text(f"CREATE TABLE IF NOT EXISTS leases ({columns})"))
        await session.execute(
            text(
                "INSERT INTO leases (shard_count, shard_id, holder, epoch, expires_at) "
                "VALUES (1, 0, 'somebody', 1, now() + interval '1 hour')"
            )
        )
    for origin, destination, name in ((file, cluster, "TO"), (cluster, "back.db", "FROM")):
        refused = await copied(begin, origin, destination)
        assert (refused.code, f"Minga runs on {name}. Stop it first" in refused.complained) == (1, True)


async def test_a_database_older_than_its_published_log_is_not_copied(begin: Begin, file: Path, cluster: str) -> None:
    published_heads.write(file.with_name("from.db.heads"), {GUILD: (9, "ab" * 32)})
    async with emptied(cluster):
        refused = await copied(begin, file, cluster)
    assert refused.code == 1
    assert "was published up to record 9, and the database ends with record 1" in refused.complained


def test_what_cannot_be_copied_is_said_and_nothing_is_made(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(file.parent)
    nowhere = f"postgresql://minga@/minga?host={file.parent}"
    with sqlite3.connect(file.with_name("empty.db")) as connection:
        connection.execute("VACUUM")
    for origin, destination, said in (
        (file, file, "FROM and TO are the same database."),
        (file, "other.db", "FROM and TO are both SQLite files."),
        (nowhere, nowhere, "FROM and TO are the same database."),
        ("nowhere.db", nowhere, "There is no database at nowhere.db."),
        ("empty.db", nowhere, "FROM is older than this Minga, or empty."),
        (file, nowhere, "TO cannot be reached"),
        (nowhere, "other.db", "FROM cannot be reached"),
    ):
        assert copy_database(str(origin), str(destination)) == 1
        assert said in capsys.readouterr().err
    assert "other.db" not in os.listdir(file.parent)


async def test_an_address_that_is_none_is_a_fault_of_configuration(begin: Begin, file: Path) -> None:
    refused = await copied(begin, file, "mysql://nowhere")
    assert (refused.code, "TO must begin with" in refused.complained) == (DO_NOT_RESTART, True)
