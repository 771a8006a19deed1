"""Leases on PostgreSQL: one process works, and whoever lost its place writes nothing and tells nothing."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.shards import Shards
from bot.services.leases import LeaseInDoubt, LeaseLost, LeaseService
from db import starts
from db.engine import Database
from db.moving import is_worked_on
from db.schema import Newer, WorkedOn
from tests.postgres import emptied, running_cluster

SHORT = timedelta(milliseconds=1)
SOON = timedelta(milliseconds=20)
A_SECOND = timedelta(seconds=1)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with running_cluster() as address:
        yield address


@pytest.fixture
async def database(cluster: str) -> AsyncIterator[Database]:
    async with emptied(cluster) as database:
        yield database


@pytest.fixture
async def other(cluster: str, database: Database) -> AsyncIterator[Database]:
    other = Database(cluster)
    yield other
    await other.close()


def service(database: Database, *, lasting: timedelta = timedelta(minutes=1)) -> LeaseService:
    return LeaseService(database, Shards(), lasting=lasting)


async def test_a_second_process_stands_by_until_the_first_lets_go(database: Database, other: Database) -> None:
    first, second = service(database), service(other)
    assert await first.take() == Shards()
    assert await is_worked_on(other)
    assert await second.take() is None
    waiting = asyncio.create_task(second.wait_for(every=SOON))
    await asyncio.sleep(0)
    await first.release()
    await first.release()
    async with asyncio.timeout(30):
        assert await waiting == Shards()
    with pytest.raises(LeaseLost):
        await first.renew()


async def test_who_stands_by_says_so_once(
    database: Database, other: Database, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = service(database), service(other)
    await first.take()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await second.wait_for(every=SOON)
    assert [each.getMessage() for each in caplog.records if "stands by" in each.getMessage()] == [
        "another Minga works on this database: this one stands by, and takes its place"
    ]


async def test_who_lost_its_place_cannot_write(cluster: str, database: Database, other: Database) -> None:
    first, second = service(database, lasting=SHORT), service(other)
    working = Database(cluster)
    await first.take()
    working.fence = first.fence
    async with working.turn() as session:
        await starts.add(session, NOW)
    await second.wait_for(every=SOON)
    with pytest.raises(LeaseLost):
        async with working.turn() as session:
            await starts.add(session, NOW)
    async with working.look() as session:
        assert await starts.how_many(session) == 1
    with pytest.raises(LeaseLost):
        await first.keep(every=A_SECOND)
    await working.close()


async def test_who_was_stopped_finds_it_out_when_it_renews(database: Database, other: Database) -> None:
    first, second = service(database, lasting=SHORT), service(other)
    await first.take()
    await second.wait_for(every=SOON)
    with pytest.raises(LeaseLost):
        await first.keep(every=A_SECOND)


async def test_a_turn_under_way_ends_before_its_lease_changes_hands(
    cluster: str, database: Database, other: Database
) -> None:
    first, second = service(database, lasting=SHORT), service(other)
    working = Database(cluster)
    await first.take()
    working.fence = first.fence
    outside = copy_context()
    async with working.turn() as session:
        taking = asyncio.create_task(second.wait_for(every=SOON), context=outside)
        await asyncio.wait({taking}, timeout=0.3)
        assert not taking.done()
        await starts.add(session, NOW)
    await taking
    async with working.look() as session:
        assert await starts.how_many(session) == 1
    await working.close()


async def test_a_lease_that_is_kept_stays_and_discord_is_told_only_while_it_is_sure(database: Database) -> None:
    ticks = [100.0]
    first = LeaseService(database, Shards(), ticks=lambda: ticks[0])
    await first.take()
    first.check_sure()
    ticks[0] += 15.5
    with pytest.raises(LeaseInDoubt):
        first.check_sure()
    keeping = asyncio.create_task(first.keep(every=A_SECOND))
    before = database.turns
    async with asyncio.timeout(30):
        while True:
            if database.turns >= before + 2:
                break
            await asyncio.sleep(0.02)
    first.check_sure()
    keeping.cancel()
    await asyncio.wait({keeping})


async def test_a_renewal_that_fails_is_tried_again_and_one_that_cannot_be_is_raised(
    database: Database, other: Database, caplog: pytest.LogCaptureFixture
) -> None:
    first = service(database)
    await first.take()
    async with other.engine.begin() as connection:
        await connection.exec_driver_sql("SELECT * FROM leases FOR UPDATE")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await first.keep(every=timedelta(seconds=0.2))
    assert "the lease could not be renewed: TimeoutError" in caplog.text
    await first.renew()
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE leases DROP COLUMN expires_at")
    with pytest.raises(Exception, match="expires_at"):
        await first.keep(every=A_SECOND)


async def test_neither_an_older_nor_a_newer_version_works_beside_another(database: Database, other: Database) -> None:
    first, second = service(database), service(other)
    await first.take()
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0015'")
    with pytest.raises(WorkedOn):
        await other.migrate()
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Newer):
        await other.migrate()
    with pytest.raises(Newer):
        await second.take()
