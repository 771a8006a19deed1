"""Fixtures: a database file migrated once and copied for each test, and the houses that stand on it."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from db.engine import Database
from tests.evidence import Evidence, keep
from tests.factories import GUILD, House
from tests.sizes import IS_WHOLE
from tests.thrift import look_for_litter_less_often, share_what_is_compiled

settings.register_profile(
    "house",
    max_examples=50,
    deadline=None,
    derandomize=not IS_WHOLE,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")
share_what_is_compiled()


def pytest_collection_finish() -> None:
    look_for_litter_less_often()


@pytest.fixture
def evidence(request: pytest.FixtureRequest) -> Iterator[Evidence]:
    """What the test counts; kept when it comes to its end."""
    figures = Evidence()
    failed_before = request.session.testsfailed
    yield figures
    if request.session.testsfailed == failed_before:
        keep(figures)


def url_of(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file with today's schema, to be copied and never opened."""
    path = tmp_path_factory.mktemp("schema") / "minga.sqlite3"

    async def migrate() -> None:
        async with opened(path) as database:
            await database.migrate()

    asyncio.run(migrate())
    return path


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A database file in which the cast's server was founded, to be copied and never opened."""
    path = tmp_path_factory.mktemp("founded") / "minga.sqlite3"

    async def found() -> None:
        shutil.copyfile(migrated_file, path)
        async with opened(path) as database:
            await House.build(database).found()

    asyncio.run(found())
    return path


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """The database in a file, closed in the end, so that the file holds all of it."""
    database = Database(url_of(path))
    yield database
    await database.close()


@contextlib.asynccontextmanager
async def standing(database: Database) -> AsyncIterator[House]:
    """A house whose fakes must not have been asked from inside a transaction."""
    house = House.build(database)
    yield house
    await house.services.inbox.drained()
    asked_in_a_turn = [*house.board.asked_in_a_turn, *house.box.asked_in_a_turn, *house.register.asked_in_a_turn]
    assert not asked_in_a_turn, "nobody talks to the world outside from inside a transaction"


@pytest.fixture
async def database(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Database]:
    """A migrated SQLite file of this test's own."""
    path = tmp_path / "minga.sqlite3"
    shutil.copyfile(migrated_file, path)
    async with opened(path) as database:
        yield database


@pytest.fixture
async def unfounded_house(database: Database) -> AsyncIterator[House]:
    """Services over a database that knows no server yet."""
    async with standing(database) as house:
        yield house


@pytest.fixture
async def house(tmp_path: Path, founded_file: Path) -> AsyncIterator[House]:
    """A house whose server was founded long before the tests begin."""
    path = tmp_path / "founded.sqlite3"
    shutil.copyfile(founded_file, path)
    async with opened(path) as database, standing(database) as house:
        await house.services.servers.open()
        house.register.member_counts[GUILD] = 40
        yield house
