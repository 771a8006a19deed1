"""Backups, as whoever runs the bot makes them, puts them back, and is kept from forking a log by one."""

import os
import signal
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from db import published_heads
from db.lease import lease
from tests.conftest import opened
from tests.factories import GUILD, House
from tests.postgres import emptied, running_cluster
from tests.test_command_line import DO_NOT_RESTART, Begin, Ended, begin, ended, pointing_at
from tests.test_starting import heard, stopped

__all__ = ["begin"]


@pytest.fixture
def data(tmp_path: Path, founded_file: Path) -> Path:
    """The folder of a founded database, where the program looks for it by itself."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "minga.db").write_bytes(founded_file.read_bytes())
    return folder


async def decide(data: Path, how_many: int) -> None:
    """Let decisions be made and told, as the bot does."""
    async with opened(data / "minga.db") as database:
        house = House.build(database)
        await house.services.servers.open()
        for _ in range(how_many):
            decision = await house.decide()
        published_heads.write(data / "minga.db.heads", {GUILD: (decision.sequence, decision.hash)})


def spoil(file: Path) -> None:
    """Damage a file in its middle."""
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2] + b"\x55" * 9_000)


def bring_spoilt_files(folder: Path, founded_file: Path) -> None:
    """Put beside the data what nobody should put back."""
    (folder / "text").write_text("not a database")
    (folder / "spoilt").write_bytes(founded_file.read_bytes())
    spoil(folder / "spoilt")


def records_in(file: Path) -> int:
    """How many records the logs in a database have."""
    connection = sqlite3.connect(file)
    try:
        return int(connection.execute("SELECT count(*) FROM log").fetchone()[0])
    finally:
        connection.close()


def there(folder: Path) -> list[str]:
    """What stands in a folder, but for the lock."""
    return sorted(name for name in os.listdir(folder) if not name.endswith((".lock", "-shm", "-wal")))


async def run(begin: Begin, *words: str | Path, **settings: str) -> Ended:
    """Run a command to its end."""
    return await ended(await begin(*map(str, words), **settings))


async def test_a_backup_is_made_looked_at_and_put_back(begin: Begin, data: Path) -> None:
    await decide(data, 1)
    made = await run(begin, "backup", "copy.db")
    assert (made.code, made.complained) == (0, "")
    assert "copy.db: 1 log with 2 records. Every page of it was looked at, and every chain holds." in made.printed
    (data / "minga.db.heads").unlink()
    await decide(data, 1)
    (data / "minga.db.heads").unlink()
    asked = await run(begin, "restore", "copy.db")
    assert (asked.code, records_in(data / "minga.db")) == (1, 3)
    assert "would take the place of data/minga.db. To do that: minga restore copy.db --yes" in asked.complained
    put_back = await run(begin, "restore", "copy.db", "--yes")
    assert (put_back.code, records_in(data / "minga.db"), records_in(data / "minga.db.replaced")) == (0, 2, 3)
    assert "What stood there before is data/minga.db.replaced" in put_back.printed
    assert there(data) == ["minga.db", "minga.db.replaced"]


async def test_where_no_database_is_a_copy_is_put_without_a_question(begin: Begin, data: Path) -> None:
    await run(begin, "backup", "copy.db")
    (data / "minga.db").unlink()
    none = await run(begin, "backup", "other.db")
    assert (none.code, none.complained) == (1, "There is no database at data/minga.db yet.\n")
    assert (await run(begin, "restore", "copy.db")).code == 0
    assert records_in(data / "minga.db") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backup", "."), "is a folder; name another file."),
        (("backup", "data/minga.db"), "is the database itself; name another file."),
        (("backup", "nowhere/copy.db"), "nowhere/copy.db cannot be written (No such file or directory)."),
        (("restore", "nowhere.db"), "nowhere.db is no file; name a copy of it."),
        (("restore", "data/minga.db"), "is the database itself; name a copy of it."),
        (("restore", "text"), "is no copy of Minga's database, or a damaged one"),
        (("restore", "spoilt"), "is no copy of Minga's database, or a damaged one"),
    ],
)
async def test_what_cannot_be_done_is_said_and_changes_nothing(
    begin: Begin, data: Path, founded_file: Path, words: Sequence[str], said: str
) -> None:
    bring_spoilt_files(data.parent, founded_file)
    done = await run(begin, *words)
    assert (done.code, said in done.complained) == (1, True), done
    assert there(data) == ["minga.db"]
    assert records_in(data / "minga.db") == 1


async def test_a_damaged_database_is_not_copied_over_a_good_backup(begin: Begin, data: Path) -> None:
    await run(begin, "backup", "copy.db")
    spoil(data / "minga.db")
    again = await run(begin, "backup", "copy.db")
    assert (again.code, "The database itself is damaged" in again.complained) == (1, True)
    assert records_in(data.parent / "copy.db") == 1
    assert (await run(begin, "restore", "copy.db", "--yes")).code == 0
    assert records_in(data / "minga.db") == 1


async def test_nothing_is_put_back_while_minga_runs(begin: Begin, data: Path) -> None:
    await run(begin, "backup", "copy.db")
    with lease(data / "minga.db"):
        assert (await run(begin, "backup", "copy.db")).code == 0
        for words in (("restore", "copy.db", "--yes"), ("recover", "--yes")):
            refused = await run(begin, *words)
            assert (refused.code, "Minga runs on this database. Stop it first" in refused.complained) == (1, True)


async def test_for_postgresql_its_own_programs_are_named_without_the_password(begin: Begin) -> None:
    url = "postgresql+asyncpg://minga:secret@db.example:5433/minga"
    for words in (("backup", "copy.db"), ("restore", "copy.db")):
        told = await run(begin, *words, DATABASE_URL=url)
        assert told.code == 1
        assert 'pg_dump --format=custom --file=minga.dump "postgresql://minga@db.example:5433/minga"' in told.complained
        assert "secret" not in told.complained


async def test_a_wrong_address_of_the_database_is_a_fault_of_configuration(begin: Begin) -> None:
    told = await run(begin, "backup", "copy.db", DATABASE_URL="mysql://nowhere")
    assert (told.code, "DATABASE_URL must begin with" in told.complained) == (DO_NOT_RESTART, True)


async def test_minga_does_not_start_with_an_older_database_until_its_log_says_so(begin: Begin, data: Path) -> None:
    await run(begin, "backup", "copy.db")
    await decide(data, 2)
    put_back = await run(begin, "restore", "copy.db", "--yes")
    assert (put_back.code, f"- server {GUILD}: record 1 of 3" in put_back.printed) == (0, True)
    async with Sandbox() as sandbox:
        refused = await run(begin, "run", **pointing_at(sandbox))
        assert refused.code == DO_NOT_RESTART
        assert "was published up to record 3, and the database ends with record 1" in refused.complained
        assert "minga recover" in refused.complained
        asked = await run(begin, "recover")
        assert (asked.code, records_in(data / "minga.db")) == (1, 1)
        assert "To go on with it all the same: minga recover --yes" in asked.complained
        done = await run(begin, "recover", "--yes")
        assert (done.code, records_in(data / "minga.db")) == (0, 2)
        assert "there is nothing to recover" in (await run(begin, "recover")).printed
        process = await begin("run", **pointing_at(sandbox))
        await heard(process, "the public log is at")
        await stopped(process)


async def test_an_older_postgresql_database_is_noticed_where_a_file_of_heads_is_named(
    begin: Begin, tmp_path: Path
) -> None:
    with running_cluster() as address:
        settings = {"DATABASE_URL": address, "HEADS_FILE": str(tmp_path / "told.heads")}
        async with emptied(address) as database:
            house = House.build(database)
            await house.found()
            await house.decide()
        published_heads.write(tmp_path / "told.heads", {GUILD: (9, "ab" * 32)})
        async with Sandbox() as sandbox:
            refused = await run(begin, "run", **pointing_at(sandbox), **settings)
            assert refused.code == DO_NOT_RESTART
            assert "was published up to record 9, and the database ends with record 2" in refused.complained
            unnamed = await run(begin, "recover", "--yes", DATABASE_URL=address)
            assert (unnamed.code, "name a file for it by HEADS_FILE" in unnamed.complained) == (1, True)
            assert (await run(begin, "recover", "--yes", **settings)).code == 0
            assert published_heads.read(tmp_path / "told.heads")[GUILD][0] == 3
            process = await begin("run", **pointing_at(sandbox), **settings)
            await heard(process, "the public log is at")
            await stopped(process)
            careless = await begin("run", **pointing_at(sandbox), DATABASE_URL=address)
            await heard(careless, "HEADS_FILE names no file")
            await stopped(careless)


async def test_where_no_database_is_nothing_is_recovered_and_none_is_made(begin: Begin, data: Path) -> None:
    (data / "minga.db").unlink()
    refused = await run(begin, "recover", "--yes")
    assert (refused.code, refused.complained) == (1, "There is no database at data/minga.db yet.\n")
    assert there(data) == []


async def test_a_damaged_file_of_heads_is_named_and_not_believed(begin: Begin, data: Path) -> None:
    (data / "minga.db.heads").write_text("{")
    async with Sandbox() as sandbox:
        refused = await run(begin, "run", **pointing_at(sandbox))
    assert refused.code == DO_NOT_RESTART
    assert "data/minga.db.heads is damaged. Move it away" in refused.complained
    refused = await run(begin, "recover", "--yes")
    assert (refused.code, "data/minga.db.heads is damaged" in refused.complained) == (1, True)


async def test_a_second_minga_waits_until_the_first_one_has_ended(begin: Begin, data: Path) -> None:
    async with Sandbox() as sandbox:
        first = await begin("run", **pointing_at(sandbox))
        await heard(first, "the public log is at")
        second = await begin("run", **pointing_at(sandbox))
        await heard(second, "Another Minga works on this database. Trying again in 1 s.")
        first.send_signal(signal.SIGKILL)
        await heard(second, "the public log is at")
        await stopped(second)
