"""The door to the database: turns that take turns, looks that only read, and rows that keep their form."""

import asyncio
import os
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from db.engine import Database, in_turn
from db.members import MemberRow, remember
from db.servers import ServerRow

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
GUILD = 2**63 - 1


def server(guild_id: int = GUILD, slug: str = "river") -> ServerRow:
    """A founded server's row."""
    return ServerRow(
        guild_id=guild_id,
        name="River",
        slug=slug,
        founded_at=NOON,
        language="en",
        time_zone="UTC",
        publishes=False,
        proposals_channel_id=1,
        decisions_channel_id=2,
        tasks_channel_id=3,
    )


async def slugs(database: Database) -> list[str]:
    async with database.look() as session:
        return list(await session.scalars(select(ServerRow.slug).order_by(ServerRow.slug)))


async def test_a_turn_that_ends_well_is_written_and_counted(database: Database) -> None:
    async with database.turn() as session:
        session.add(server())
    assert await slugs(database) == ["river"]
    assert database.turns == 1


async def test_a_turn_that_raises_leaves_nothing_and_the_next_one_works(database: Database) -> None:
    async def write_and_stumble() -> None:
        async with database.turn() as session:
            session.add(server())
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_stumble()
    assert await slugs(database) == []
    assert database.turns == 0
    async with database.turn() as session:
        session.add(server())
    assert await slugs(database) == ["river"]


async def test_whoever_stands_inside_a_turn_can_be_told(database: Database) -> None:
    assert not in_turn()
    async with database.turn():
        assert in_turn()
    assert not in_turn()
    with pytest.raises(ZeroDivisionError):
        async with database.turn():
            raise ZeroDivisionError
    assert not in_turn()
    async with database.look():
        assert not in_turn()


async def test_a_turn_inside_a_turn_is_refused_instead_of_waiting_for_itself(database: Database) -> None:
    async with database.turn():
        with pytest.raises(RuntimeError):
            async with database.turn():
                pytest.fail("nobody gets in")


async def test_writers_take_turns(database: Database) -> None:
    steps: list[str] = []

    async def write(name: str) -> None:
        async with database.turn() as session:
            steps.append(f"{name} begins")
            session.add(server(len(steps), name))
            await session.flush()
            steps.append(f"{name} ends")

    await asyncio.gather(write("a"), write("b"), write("c"))
    assert steps == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


async def test_a_look_does_not_see_what_is_not_committed_yet(database: Database) -> None:
    async with database.turn() as session:
        session.add(server())
        await session.flush()
        assert await slugs(database) == []
    assert await slugs(database) == ["river"]


async def test_a_turn_waits_for_a_writer_in_another_process(database: Database) -> None:
    path = database.engine.url.database
    assert path
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute(
        "INSERT INTO servers (guild_id, name, slug, founded_at, language, time_zone, publishes, proposals_channel_id, "
        "decisions_channel_id, tasks_channel_id, charter_version, last_proposal, last_decision, last_task) VALUES "
        "(1,'Other','other','2026-05-04 12:00:00.000000','en','UTC',0,1,2,3,1,0,0,0)"
    )

    async def write() -> None:
        async with database.turn() as session:
            assert list(await session.scalars(select(ServerRow.slug))) == ["other"]
            session.add(server())

    writing = asyncio.create_task(write())
    done, _ = await asyncio.wait([writing], timeout=0.1)
    assert not done
    other.execute("COMMIT")
    other.close()
    await writing
    assert await slugs(database) == ["other", "river"]


async def test_sqlite_is_told_to_keep_what_it_acknowledges_and_to_hold_references(database: Database) -> None:
    async with database.look() as session:
        for pragma, value in (
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("busy_timeout", 10_000),
        ):
            assert (await session.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value
    with pytest.raises(IntegrityError):
        async with database.turn() as session:
            session.add(MemberRow(guild_id=404, user_id=1))


async def test_an_instant_comes_back_aware_and_in_utc_from_whichever_zone_it_came(database: Database) -> None:
    paris = timezone(timedelta(hours=2))
    row = server()
    row.founded_at = datetime(2026, 5, 4, 14, 0, 0, 1, tzinfo=paris)
    async with database.turn() as session:
        session.add(row)
    async with database.look() as session:
        kept = (await session.scalars(select(ServerRow.founded_at))).one()
    assert kept == NOON + timedelta(microseconds=1)
    assert kept.utcoffset() == timedelta()


async def test_an_instant_without_a_zone_is_refused_by_whichever_road_it_comes(database: Database) -> None:
    row = server()
    row.founded_at = datetime(2026, 5, 4, 12)  # noqa: DTZ001 - it is the point of the test
    with pytest.raises(StatementError, match="time zone"):
        async with database.turn() as session:
            session.add(row)
    async with database.turn() as session:
        session.add(server())
    nobody = {"guild_id": GUILD, "user_id": 1, "name": None, "joined_at": row.founded_at, "acted_at": None}
    with pytest.raises(TypeError, match="time zone"):
        async with database.turn() as session:
            await remember(session, [nobody])


async def test_an_id_of_sixty_four_bits_comes_back_whole(database: Database) -> None:
    async with database.turn() as session:
        session.add(server())
        await session.flush()
        await remember(
            session,
            [{"guild_id": GUILD, "user_id": GUILD - 1, "name": "Zoë 🌻", "joined_at": NOON, "acted_at": None}],
        )
    async with database.look() as session:
        (row,) = (await session.scalars(select(MemberRow))).all()
    assert (row.guild_id, row.user_id, row.name, row.joined_at) == (GUILD, GUILD - 1, "Zoë 🌻", NOON)


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/deep/down/minga.sqlite3")
    await database.migrate()
    assert await slugs(database) == []
    await database.close()


async def test_a_database_in_memory_needs_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database("sqlite+aiosqlite:///:memory:")
    await database.close()
    assert os.listdir() == []
