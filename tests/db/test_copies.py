"""Copies: made of one moment while others write, trusted only when they are whole, and put in place with care."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest

from db import copies
from db.lease import InUse, lease
from db.places import file_of, heads_file_of, plain_address
from tests.conftest import opened
from tests.factories import GUILD, House


def is_private_and_alone(file: Path) -> bool:
    """Whether only its owner can read it, and nothing belongs to it that stands beside."""
    return not file.stat().st_mode & 0o077 and not list(file.parent.glob(f"{file.name}-*"))


async def test_a_copy_made_while_the_bot_works_holds_all_that_was_committed(house: House, tmp_path: Path) -> None:
    decision = await house.decide()
    (name,) = {row[2] for row in await house.select("PRAGMA database_list") if row[2]}
    target = tmp_path / "copy.db"
    async with house.database.turn():
        await asyncio.to_thread(copies.copy, Path(name), target)
    assert copies.heads_in(target) == {GUILD: (decision.sequence, decision.hash)}
    assert is_private_and_alone(target)


async def test_a_chain_that_is_broken_is_no_copy_to_trust(house: House, tmp_path: Path) -> None:
    await house.decide()
    await house.disarm("log")
    await house.run_sql("UPDATE log SET body = replace(body, 'passed', 'failed') WHERE sequence = 2")
    (name,) = {row[2] for row in await house.select("PRAGMA database_list") if row[2]}
    copies.copy(Path(name), tmp_path / "copy.db")
    with pytest.raises(copies.NotWhole, match="broken at record 2"):
        copies.heads_in(tmp_path / "copy.db")


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x07" * 5_000])
def test_what_is_no_database_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "copy.db"
    file.write_bytes(content)
    with pytest.raises(copies.NotWhole):
        copies.heads_in(file)


def test_a_page_that_was_damaged_is_noticed(tmp_path: Path, founded_file: Path) -> None:
    file = tmp_path / "copy.db"
    whole = bytearray(founded_file.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 20_000] = b"\x55" * 20_000
    file.write_bytes(whole)
    with pytest.raises(copies.NotWhole):
        copies.heads_in(file)


def test_what_stood_there_is_put_aside_with_all_that_belongs_to_it(tmp_path: Path, founded_file: Path) -> None:
    target, copied = tmp_path / "minga.db", tmp_path / "copied"
    shutil.copyfile(founded_file, copied)
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).write_text(f"old{suffix}")
    aside = copies.put_in_place(copied, target)
    assert aside == tmp_path / "minga.db.replaced"
    assert aside.with_name("minga.db.replaced-wal").read_text() == "old-wal"
    assert sorted(path.name for path in tmp_path.glob("minga.db*")) == [
        "minga.db",
        "minga.db.replaced",
        "minga.db.replaced-shm",
        "minga.db.replaced-wal",
    ]
    assert copies.heads_in(target)[GUILD][0] == 1


def test_what_was_put_aside_before_stays_where_it_is(tmp_path: Path, founded_file: Path) -> None:
    target = tmp_path / "minga.db"
    target.write_text("the first")
    (tmp_path / "minga.db.replaced-2-wal").write_text("left over")
    asides = []
    for name in ("one", "two"):
        copied = tmp_path / name
        shutil.copyfile(founded_file, copied)
        asides.append(copies.put_in_place(copied, target))
    assert asides == [tmp_path / "minga.db.replaced", tmp_path / "minga.db.replaced-3"]
    assert (tmp_path / "minga.db.replaced").read_text() == "the first"
    assert (tmp_path / "minga.db.replaced-2-wal").read_text() == "left over"


async def test_what_was_put_in_place_can_be_worked_with(tmp_path: Path, founded_file: Path) -> None:
    target, copied = tmp_path / "minga.db", tmp_path / "copied"
    copies.copy(founded_file, copied)
    assert copies.put_in_place(copied, target) is None
    async with opened(target) as database:
        await database.migrate()
        house = House.build(database)
        await house.services.servers.open()
        assert (await house.decide()).number == 1


def test_one_at_a_time_holds_a_lease_and_a_killed_one_holds_none(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "minga.db"
    with lease(file), pytest.raises(InUse), lease(file):
        pass
    with lease(file):
        pass
    with lease(None):
        pass


def test_only_a_file_can_be_copied_as_one() -> None:
    assert file_of("sqlite+aiosqlite:///data/minga.db") == Path("data/minga.db")
    assert heads_file_of("sqlite+aiosqlite:////srv/minga.db") == Path("/srv/minga.db.heads")
    for url in ("sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "postgresql+asyncpg://minga@db/minga"):
        assert (file_of(url), heads_file_of(url)) == (None, None)
    address = plain_address("postgresql+asyncpg://minga:secret@db:5433/minga")
    assert address == "postgresql://minga@db:5433/minga"


def test_a_copy_of_a_file_that_is_none_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database, only text, and long enough to be read as a header of one" * 10)
    with pytest.raises(copies.NotWhole):
        copies.copy(tmp_path / "text", tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["text"]
    assert sqlite3.sqlite_version_info >= (3, 22), "older ones cannot read a file in WAL mode without writing"
