"""The index of words: SQLite and PostgreSQL find the same, in the same order, whatever is asked."""

import contextlib
import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.domain.knowhow_search import query_of
from bot.services.knowhow_cards import Writing
from db import knowhow_search
from db.engine import Database
from tests.cogs.hostile import PIECES
from tests.conftest import url_of
from tests.factories import ANN, BEA, GUILD, OTHER_GUILD, START, House, elsewhere
from tests.postgres import running_cluster

WORDS = (
    "café",
    "Cafe",
    "hall",
    "halls",
    "key",
    "Schlüssel",
    "钥匙在这里",
    "🔑",
    "the",
    "a",
    "No. 5",
    "don't",
    "x" * 60,
)


def corpus() -> list[Writing]:
    """Pages full of words that several of them share, and of hostile text."""
    chance = random.Random(5)
    written = []
    for _ in range(60):
        words = [chance.choice((*WORDS, *PIECES)) for _ in range(chance.randrange(1, 60))]
        tags = ", ".join({chance.choice(("hall", "küche", "key ring")) for _ in range(2)})
        written.append(Writing(" ".join(words[:3])[:90].strip() or "x", " ".join(words).strip() or "x", tags))
    return [writing for writing in written if writing.title.strip() and writing.text.strip()]


@pytest.fixture
async def both(tmp_path: Path, migrated_file: Path) -> AsyncIterator[tuple[House, House]]:
    """Two houses with the same pages, one on each database."""
    with contextlib.ExitStack() as cluster:
        shutil.copyfile(migrated_file, tmp_path / "minga.sqlite3")
        url = cluster.enter_context(running_cluster())
        databases = Database(url_of(tmp_path / "minga.sqlite3")), Database(url)
        houses = House.build(databases[0], now=START), House.build(databases[1], now=START)
        for house in houses:
            await house.database.migrate()
            await house.found()
            await house.found(elsewhere(ANN), name="Elsewhere", proposals_channel_id=701)
            for place, writing in enumerate(corpus()):
                await house.services.knowhow.share(elsewhere(BEA) if place % 7 == 3 else BEA, writing)
        yield houses
        for database in databases:
            await database.close()


async def test_both_databases_find_the_same(both: tuple[House, House]) -> None:
    chance = random.Random(6)
    asked = [*WORDS, *PIECES, "caf", "hal", "schl", "#ha", "#kuche", "key ring", "the key", "a key", "钥匙", "没有"]
    asked += [" ".join(chance.choice((*WORDS, *PIECES)) for _ in range(3)) for _ in range(100)]
    hits = 0
    for typed in asked:
        for guild_id in (GUILD, OTHER_GUILD):
            found = [await _found(house, guild_id, typed) for house in both]
            assert found[0] == found[1], typed
            hits += len(found[0])
    assert hits > 200


async def _found(house: House, guild_id: int, typed: str) -> list[int]:
    async with house.database.look() as session:
        found = await knowhow_search.search(session, guild_id, query_of(typed), limit=50)
        headings = await knowhow_search.search_headings(session, guild_id, query_of(typed), limit=50)
    assert set(headings) <= set(found) or query_of(typed).of_tags
    return list(found)


async def test_a_revision_takes_the_place_of_the_one_before_on_both(both: tuple[House, House]) -> None:
    for house in both:
        before = await house.services.knowhow.to_revise(GUILD, 1)
        await house.services.knowhow.revise(ANN, Writing("Zebra", "Zebra", "", 1, before.made_from))
        async with house.database.look() as session:
            rows = (await session.execute(text("SELECT count(*) FROM page_words"))).scalar_one()
            pages = (await session.execute(text("SELECT count(*) FROM pages"))).scalar_one()
            assert rows == pages
            assert not await knowhow_search.unindexed(session, limit=9)
        found = await house.services.knowhow.find(GUILD, "zebra")
        assert [each.page.number for each in found.pages] == [1]


async def test_postgres_finds_by_the_index_of_words_and_never_walks_all_pages(both: tuple[House, House]) -> None:
    asked: list[tuple[str, Any]] = []
    engine = both[1].database.engine

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        asked.append((statement, parameters))

    for typed in ("hall", "caf", "#kuche", "没有"):
        await _found(both[1], GUILD, typed)
    searches = [each for each in asked if "tsquery" in each[0]]
    assert len(searches) >= 8
    async with engine.connect() as connection:
        # There are so few pages that reading them all would be right; it may do so only where there is no other way.
        for way in ("enable_seqscan", "enable_sort"):
            await connection.execute(text(f"SET {way} = off"))
        for statement, parameters in searches:
            plan = str((await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)).all())
            assert "ix_page_words_words" in plan, plan
