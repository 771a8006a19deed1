"""Forgetting on PostgreSQL: its triggers let a person go, and its files keep nothing of what rows have forgotten."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.domain.rules import Kind
from db.engine import Database
from tests.factories import ANN, BEA, CAST, GUILD, House
from tests.postgres import running_cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that this module has to itself."""
    with running_cluster() as address:
        yield address


@pytest.fixture
async def house(cluster: str) -> AsyncIterator[House]:
    """A founded house on PostgreSQL."""
    database = Database(cluster)
    await database.migrate()
    house = House.build(database)
    await house.found()
    yield house
    await database.close()


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
