"""What stands: the database itself refuses to change or remove what was written for good, whoever asks."""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.proposals import draft
from db.engine import Database
from tests.conftest import url_of
from tests.factories import ANN, BEA, CAST, House
from tests.postgres import running_cluster

TRIGGERS = {
    "charters": {"charters_once", "charters_stands", "charters_stays"},
    "decisions": {"decisions_stand", "decisions_stays"},
    "ledger": {"ledger_once", "ledger_stands", "ledger_stays"},
    "log": {"log_once", "log_stands", "log_stays"},
    "proposals": {
        "proposals_close_no_sooner",
        "proposals_reminder_stands",
        "proposals_end_once",
        "proposals_rules_stand",
        "proposals_stays",
        "proposals_texts_are_only_erased",
        "proposals_texts_stand",
    },
    "sealed_texts": {"sealed_texts_once", "sealed_texts_stands"},
}
"""By table. A step that rebuilds one of these tables in SQLite takes its triggers away, and must make them anew."""


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that runs as long as the tests."""
    with running_cluster() as url:
        yield url


@dataclass(frozen=True, slots=True)
class Shop:
    """A house in which one vote runs that others took part in, P-2, and one is settled, P-1."""

    house: House

    @property
    def is_postgres(self) -> bool:
        return self.house.database.engine.dialect.name == "postgresql"

    async def is_refused(self, statement: str, says: str = "", **facts: Any) -> None:
        """Hold that the database refuses the statement with these words, and that nothing changed."""
        before = await self.everything()
        with pytest.raises(DBAPIError, match=says):
            await self.house.run_sql(statement, **facts)
        assert await self.everything() == before

    async def is_done(self, statement: str, **facts: Any) -> None:
        """Hold that the database does what the statement says."""
        before = await self.everything()
        await self.house.run_sql(statement, **facts)
        assert await self.everything() != before

    async def everything(self) -> list[Any]:
        """All that stands in the tables that are watched over."""
        return [await self.house.select(f"SELECT * FROM {table}") for table in TRIGGERS]


async def furnish(house: House) -> Shop:
    """Settle P-1 and have P-2 voted on."""
    await house.decide(first_tasks="Begin")
    running = await house.open_proposal(first_tasks="Begin")
    await house.all_tap(CAST, "✅", running)
    return Shop(house)


@pytest.fixture(params=["sqlite", "postgresql"])
async def shop(request: pytest.FixtureRequest, tmp_path: Path, founded_file: Path) -> AsyncIterator[Shop]:
    """The shop on each of the two databases."""
    if request.param == "sqlite":
        path = tmp_path / "shop.sqlite3"
        shutil.copyfile(founded_file, path)
        database = Database(url_of(path))
        house = House.build(database)
    else:
        database = Database(request.getfixturevalue("cluster"))
        async with database.engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
        await database.migrate()
        house = House.build(database)
        await house.found()
    yield await furnish(house)
    await database.close()


@pytest.mark.parametrize("table", TRIGGERS)
async def test_every_trigger_is_there_after_all_steps(shop: Shop, table: str) -> None:
    if shop.is_postgres:
        found = await shop.house.select(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:name AS regclass) AND NOT tgisinternal", name=table
        )
        whole = {f"{table}_stays_whole"}
    else:
        found = await shop.house.select(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name", name=table
        )
        whole = set()
    assert {name for (name,) in found} == TRIGGERS[table] | whole


@pytest.mark.parametrize(
    "change",
    [
        "body = '{}'",
        "hash = 'f'",
        "sequence = 99",
        "kind = 'power'",
        "guild_id = 5",
        "entered_at = entered_at",
    ],
)
async def test_no_entry_of_the_log_changes(shop: Shop, change: str) -> None:
    await shop.is_refused(f"UPDATE log SET {change}", "log: what is written does not change")


@pytest.mark.parametrize("change", ["rules = '{}'", "version = 7", "decision_number = 1"])
async def test_no_version_of_the_charter_changes(shop: Shop, change: str) -> None:
    await shop.is_refused(f"UPDATE charters SET {change}", "charters: what is written does not change")


@pytest.mark.parametrize("table", [table for table in TRIGGERS if table != "sealed_texts"])
async def test_nothing_goes(shop: Shop, table: str) -> None:
    await shop.house.run_sql("DELETE FROM ballots")
    await shop.is_refused(f"DELETE FROM {table}", f"{table}: what is written does not go")


@pytest.mark.parametrize("shop", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", TRIGGERS)
async def test_no_table_is_emptied_at_once_where_a_database_knows_how(shop: Shop, table: str) -> None:
    await shop.is_refused(f"TRUNCATE {table} CASCADE", "what is written does not go")


@pytest.mark.parametrize("table", ["log", "charters", "sealed_texts", "ledger"])
async def test_nothing_is_written_over_by_what_looks_like_adding(shop: Shop, table: str) -> None:
    says = f"{table}: what is written is not written over"
    if shop.is_postgres:
        await shop.is_refused(f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT DO NOTHING", says)
    else:
        await shop.is_refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", says)


async def test_a_sealed_text_does_not_change_and_can_be_erased(shop: Shop) -> None:
    says = "sealed_texts: what is written does not change"
    await shop.is_refused("UPDATE sealed_texts SET text = 'Buy a yacht'", says)
    await shop.is_refused("UPDATE sealed_texts SET salt = :salt", says, salt=b"0" * 16)
    await shop.is_done("DELETE FROM sealed_texts WHERE text = 'Buy a projector'")


@pytest.mark.parametrize(
    "change",
    [
        "choice = 'block'",
        "verdict = 'late'",
        "act = 'withdraw'",
        "source = 'panel'",
        "is_super = NOT is_super",
        "proposal_id = 3 - proposal_id",
        "id = id + 1000",
        "member_id = 99",
        "member_id = member_id",
        "received_at = '2026-01-01 00:00:00'",
        "member_id = -1, choice = 'block'",
    ],
)
async def test_no_line_of_the_ledger_changes(shop: Shop, change: str) -> None:
    await shop.is_refused(f"UPDATE ledger SET {change}", "ledger: a line does not change")


async def test_a_line_of_the_ledger_forgets_whose_it_is_once_the_vote_is_settled_and_never_learns_it_again(
    shop: Shop,
) -> None:
    says = "ledger: a line does not change"
    await shop.is_refused("UPDATE ledger SET member_id = -1 WHERE proposal_id = 2", says)
    await shop.is_done("UPDATE ledger SET member_id = -1 WHERE proposal_id = 1")
    await shop.is_refused("UPDATE ledger SET member_id = 11 WHERE proposal_id = 1", says)
    await shop.is_refused("UPDATE ledger SET member_id = -2 WHERE proposal_id = 1", says)


TEXT_CHANGES = [
    "title = 'Buy a yacht'",
    "body = ''",
    "first_tasks = '[]'",
    'options = \'["Yes", "No"]\'',
    "kind = 'lazy'",
    "author_id = 12",
    "number = 77",
    "reworks = 1",
    "follows = 1",
    "subject_id = 12",
    "meeting = '{}'",
    "change = '{}'",
]
RULE_CHANGES = [
    "rule = '{}'",
    "charter_version = 2",
    "tenure_days = 0",
    "opened_at = closes_at",
    "cut_off_at = closes_at",
]


@pytest.mark.parametrize("change", TEXT_CHANGES)
async def test_the_text_of_a_proposal_stands_once_another_member_has_voted(shop: Shop, change: str) -> None:
    says = "proposals: the text stands once another member has voted"
    await shop.is_refused(f"UPDATE proposals SET {change} WHERE number = 2", says)
    await shop.house.run_sql("DELETE FROM ballots")
    await shop.is_refused(f"UPDATE proposals SET {change} WHERE number = 2", says)


@pytest.mark.parametrize("change", RULE_CHANGES)
async def test_rule_and_roll_stand_once_another_member_has_voted(shop: Shop, change: str) -> None:
    says = "proposals: rule and roll stand once another member has voted"
    await shop.is_refused(f"UPDATE proposals SET {change} WHERE number = 2", says)


@pytest.mark.parametrize("change", [*TEXT_CHANGES[:4], *RULE_CHANGES])
async def test_until_another_member_has_voted_text_and_rule_can_change(shop: Shop, change: str) -> None:
    fresh = await shop.house.open_proposal(first_tasks="Begin")
    await shop.house.tap(ANN, "❌", fresh)
    await shop.is_done(f"UPDATE proposals SET {change} WHERE number = 3")


async def test_a_vote_closes_no_sooner_than_was_said(shop: Shop) -> None:
    says = "proposals: a vote does not close sooner"
    await shop.is_refused("UPDATE proposals SET closes_at = opened_at WHERE number = 2", says)
    await shop.is_done("UPDATE proposals SET closes_at = '2036-01-01 00:00:00' WHERE number = 2")


@pytest.mark.parametrize(
    "change",
    [
        "state = 'open'",
        "outcome = 'rejected'",
        "settled_at = NULL",
        "closes_at = '2036-01-01 00:00:00'",
        "rule = '{}'",
        "prolongations = '[1]'",
        "run_off = '[1, 2]'",
        "turned_at = closes_at",
    ],
)
async def test_what_is_settled_is_settled(shop: Shop, change: str) -> None:
    await shop.is_refused(f"UPDATE proposals SET {change} WHERE number = 1", "proposals: what is settled is settled")


async def test_a_settled_text_can_be_erased_and_not_changed(shop: Shop) -> None:
    says = "proposals: a settled text can be erased, not changed"
    for change in TEXT_CHANGES:
        if change not in ("body = ''", "first_tasks = '[]'"):
            await shop.is_refused(f"UPDATE proposals SET {change} WHERE number = 1", says)
    await shop.is_refused("UPDATE proposals SET title = '', kind = 'lazy' WHERE number = 1", says)
    await shop.is_done("UPDATE proposals SET title = '', body = '', first_tasks = '[]' WHERE number = 1")
    await shop.is_done("UPDATE proposals SET author_id = 0 WHERE number = 1")


async def test_a_proposals_reminder_stands_once_others_have_voted_and_is_then_only_erased(shop: Shop) -> None:
    says = "proposals: the reminder stands"
    for number in (1, 2):
        change = f"UPDATE proposals SET reminder = '{{}}' WHERE number = {number}"
        await shop.is_refused(change, says)
    await shop.house.open_proposal()
    await shop.is_done("UPDATE proposals SET reminder = '{}' WHERE number = 3")


@pytest.mark.parametrize("change", ["outcome = 'rejected'", "number = 9", "sequence = 1", "proposal_id = 2"])
async def test_a_decision_does_not_change(shop: Shop, change: str) -> None:
    await shop.is_refused(f"UPDATE decisions SET {change}", "decisions: what was decided is decided")


async def test_where_things_are_shown_can_change_at_any_time(shop: Shop) -> None:
    await shop.is_done("UPDATE proposals SET message_id = 5, thread_id = 6, is_covered = NOT is_covered")
    await shop.is_done("UPDATE decisions SET channel_id = 5, message_id = 6")


async def test_amending_turning_and_the_way_to_the_end_meet_no_trigger(shop: Shop) -> None:
    house = shop.house
    fresh = await house.open_proposal(BEA)
    amended = await house.services.amending.amend(BEA, fresh.number, draft("Buy two", "One for each door."))
    await house.all_tap(CAST, "✅", await house.proposal(amended))
    assert (await house.settle(amended)).title == "Buy two"
