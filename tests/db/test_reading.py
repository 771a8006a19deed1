"""The window to a database that another process writes, on both databases: it sees everything and changes nothing."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.engine import Database
from db.reading import NoDatabase, OtherForm, ReadingDatabase
from tests.conftest import url_of
from tests.factories import GUILD, House
from tests.postgres import running_cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that this module has to itself."""
    with running_cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        shutil.copyfile(migrated_file, tmp_path / "ours & theirs #1.sqlite3")
        return url_of(tmp_path / "ours & theirs #1.sqlite3")
    return str(request.getfixturevalue("cluster"))


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    """A founded house on it."""
    database = Database(url)
    async with database.engine.begin() as connection:
        if "postgresql" in url:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    await database.migrate()
    house = House.build(database)
    await house.found()
    yield house
    await database.close()


@pytest.fixture
async def reading(house: House, url: str) -> AsyncIterator[ReadingDatabase]:
    """The window to the house's database."""
    reading = ReadingDatabase(url)
    yield reading
    await reading.close()


async def decided(reading: ReadingDatabase) -> int:
    async with reading.look() as session:
        return int((await session.execute(text("SELECT count(*) FROM decisions"))).scalar_one())


async def test_what_the_other_process_writes_is_seen(house: House, reading: ReadingDatabase) -> None:
    await reading.check()
    assert await decided(reading) == 0
    await house.decide()
    assert await decided(reading) == 1


async def test_nothing_can_be_written(house: House, reading: ReadingDatabase) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with reading.turn() as session:
            await session.execute(text("DELETE FROM members"))
    async with reading.look() as session:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await session.execute(text("CREATE TABLE ours (number INTEGER)"))
    await house.decide()


async def test_while_it_stands_still_nothing_moves_and_nobody_waits(house: House, reading: ReadingDatabase) -> None:
    await house.decide()
    async with reading.standing_still():
        assert await decided(reading) == 1
        await house.decide(title="Another")
        assert await decided(reading) == 1
    assert await decided(reading) == 2


async def test_scrubbing_waits_for_no_reader_and_is_made_up_for(house: House, reading: ReadingDatabase) -> None:
    await house.decide()
    async with reading.standing_still():
        await decided(reading)
        async with reading.look() as session:
            await session.execute(text("SELECT * FROM ballots"))
        assert not await house.database.scrub()
        assert (await house.services.decisions.card(GUILD, 1)).number == 1
    assert await house.database.scrub()


@pytest.mark.parametrize(("form", "is_older"), [("0001", True), ("9999", False)])
async def test_another_form_is_not_read(house: House, reading: ReadingDatabase, form: str, is_older: bool) -> None:
    await house.run_sql(f"UPDATE alembic_version SET version_num = '{form}'")
    with pytest.raises(OtherForm) as fault:
        await reading.check()
    assert fault.value.is_older is is_older


async def test_a_database_that_nobody_has_filled_is_older(house: House, reading: ReadingDatabase) -> None:
    await house.run_sql("DROP TABLE alembic_version")
    with pytest.raises(OtherForm) as fault:
        await reading.check()
    assert fault.value.is_older


async def test_no_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    reading = ReadingDatabase(url_of(tmp_path / "nowhere" / "minga.db"))
    with pytest.raises(NoDatabase):
        await reading.check()
    await reading.close()
    assert not (tmp_path / "nowhere").exists()
