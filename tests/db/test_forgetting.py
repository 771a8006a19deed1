"""Forgetting on both databases: a person goes with their texts, and no file keeps what rows and indexes have let go."""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.covers import Covered, Holder
from bot.domain.rules import Kind
from bot.services.knowhow_cards import Writing
from db.engine import Database
from tests.conftest import opened
from tests.factories import ANN, BEA, CAL, CAST, GUILD, House
from tests.postgres import emptied, running_cluster
from tests.services.exposed import VOTE

WORD = "zaubernuss"
"""As it is folded for the index, and nowhere else."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that this module has to itself."""
    with running_cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> AsyncIterator[Database]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        shutil.copyfile(migrated_file, tmp_path / "minga.sqlite3")
        empty = opened(tmp_path / "minga.sqlite3")
    else:
        empty = emptied(request.getfixturevalue("cluster"))
    async with empty as database:
        yield database


@pytest.fixture
async def house(database: Database) -> House:
    """A founded house on it."""
    house = House.build(database)
    await house.found()
    return house


async def bytes_of(house: House) -> bytes:
    """All bytes of a database; of PostgreSQL those of its tables and indexes, for others keep its write-ahead log."""
    url = house.database.engine.url
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    async with house.database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("CHECKPOINT")
    files = (Path(str(url.query["host"])) / "data" / "base").rglob("*")
    return b"".join(file.read_bytes() for file in files if file.is_file())


async def places_of(house: House, word: str) -> int:
    """How often a word stands in the files, whatever its capitals."""
    return (await bytes_of(house)).lower().count(word.encode())


async def test_a_person_goes_with_their_texts_and_the_log_stands(house: House) -> None:
    decision = await house.decide(BEA, title="Buy chairs", first_tasks="Ask for prices")
    await house.services.tasks.claim(BEA, 1)
    running = await house.open_proposal(BEA, kind=Kind.CHOICE, options="Red\nBlue")
    await house.all_tap(CAST, "1️⃣", running)
    await house.services.members.show_name(BEA, "Bea")
    await house.services.members.forget(BEA, with_texts=True, withdraws=False)
    assert (await house.services.decisions.card(GUILD, decision.number)).title is None
    assert set((await house.services.members.data(BEA)).parts) == {"ballots", "acts", "proposals", "forgettings"}
    assert (await house.settle(running)).turnout == len(CAST)
    assert (await house.services.members.data(BEA)).parts == {}
    assert (await house.services.members.data(ANN)).parts.keys() == {"member", "ballots", "acts"}
    assert (await house.services.commons.verify(GUILD))[1] is None
    assert await house.database.scrub()


async def test_no_word_of_an_erased_page_is_left_in_the_index_or_in_the_files(house: House) -> None:
    know_how = house.services.knowhow
    await know_how.share(CAL, Writing("Garden", "Water the roses."))
    await know_how.share(BEA, Writing(WORD.title(), f"Cut the {WORD.title()} in March.", WORD))
    await know_how.share(BEA, Writing("Shed", f"Behind the {WORD.title()}."))
    now = await know_how.to_revise(GUILD, 3)
    await know_how.revise(CAL, replace(now, text="Behind the roses."))
    await know_how.keep(BEA, Writing("Not sent", WORD))
    assert await places_of(house, WORD) > 3, "a search that finds nothing before finds nothing after"
    await house.services.members.forget(BEA, with_texts=True, withdraws=False)
    await house.services.forgetting.scrub()
    assert await places_of(house, WORD) == 0
    assert [each.page.number for each in (await know_how.find(GUILD, "roses")).pages] == [3, 1]


async def test_no_word_of_a_covered_page_is_left_in_the_index(house: House) -> None:
    await house.services.knowhow.share(CAL, Writing("Garden", "Water the roses."))
    await house.services.knowhow.share(BEA, Writing("Shed", f"Behind the {WORD}."))
    assert WORD in await index_of(house)
    for person in (ANN, CAL):
        await house.services.covers.ask(person, Covered(Holder.PAGE, 2), VOTE)
    kept = await index_of(house)
    assert WORD not in kept
    assert "roses" in kept


async def index_of(house: House) -> str:
    """All that the index of words holds, in whatever tables it keeps that."""
    if house.database.engine.dialect.name == "postgresql":
        return str(await house.select("SELECT CAST(words AS text) FROM page_words"))
    return str(await house.select("SELECT block FROM page_words_data UNION ALL SELECT c2 FROM page_words_content"))
