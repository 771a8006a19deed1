"""The export tells nobody's name, and is the same from either database."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.services.knowhow_cards import Writing
from bot.services.public import build_public_services
from bot.web.export import export
from db.base import Base
from db.engine import Database
from db.reading import ReadingDatabase
from tests.factories import ANN, BEA, House, elsewhere
from tests.postgres import running_cluster
from tests.web.test_export import bytes_in
from tests.web.test_names import decide_with_everybody, without_hashes


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that this module has to itself."""
    with running_cluster() as address:
        yield address


async def test_no_file_tells_who_anybody_is(house: House, tmp_path: Path) -> None:
    forbidden = await decide_with_everybody(house)
    await export(house.services, tmp_path / "out")
    files = bytes_in(tmp_path / "out")
    assert len(files) > 20
    for name, body in files.items():
        told = without_hashes(body.decode())
        assert not [one for one in forbidden if re.search(rf"(?<!\d){one}(?!\d)", told)], name
        if not name.startswith("static/") and not name.endswith(".py"):
            assert not re.search(r"\b\d\d:\d\d", told.replace("T00:00:00Z", "")), name


async def test_either_database_makes_the_same_bytes_on_any_day(house: House, tmp_path: Path, cluster: str) -> None:
    await house.decide(title="Café au lait", first_tasks="Milk\nCups")
    await house.decide(BEA, title="Zebra crossings")
    await house.services.knowhow.share(BEA, Writing("Ärger", "Ring the *caretaker*."))
    await house.services.knowhow.share(ANN, Writing("zebra", "Stripes."))
    for guild, name in ((3, "éclair"), (4, "Zebra"), (5, "apple")):
        await house.found(elsewhere(ANN, guild), name=name)
    await export(house.services, tmp_path / "one")
    other = Database(cluster)
    await other.migrate()
    await copy_rows(house.database, other)
    await other.close()
    house.clock.advance(timedelta(days=400))
    reading = ReadingDatabase(cluster)
    async with reading.standing_still():
        await export(build_public_services(reading, house.clock), tmp_path / "other")
    await reading.close()
    assert bytes_in(tmp_path / "other") == bytes_in(tmp_path / "one")


async def copy_rows(house: Database, other: Database) -> None:
    """Put every row of one database into another."""
    async with house.look() as reader, other.turn() as writer:
        for table in Base.metadata.sorted_tables:
            rows = [dict(row) for row in (await reader.execute(select(table))).mappings()]
            if rows:
                await writer.execute(insert(table), rows)
