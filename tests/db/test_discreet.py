"""Discreet: whatever the database refuses, no log can tell from it who said what."""

import traceback
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import Refusal
from db import ballots, ledger, members
from db.engine import Database, Session, is_outage
from tests.factories import ANN, GUILD, START, House, founding
from tests.postgres import running_cluster

VOTER = 987_654_321_012_345_678
SAID = "a-choice"
NAME = "Ada Lovelace"


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that this module has to itself."""
    with running_cluster() as address:
        yield address


@pytest.fixture
async def database(cluster: str) -> AsyncIterator[Database]:
    """A PostgreSQL in which one vote is open."""
    database = Database(cluster)
    await database.migrate()
    house = House.build(database)
    if await house.services.servers.find(GUILD) is None:
        await house.services.servers.found(ANN, founding(), manages_server=True)
        await house.open_proposal(is_posted=False)
    yield database
    await database.close()


def line(**changes: Any) -> dict[str, Any]:
    """A line of the ledger."""
    known = {"proposal_id": 1, "member_id": VOTER, "act": "cast", "choice": SAID, "source": "tap"}
    return known | {"is_super": False, "verdict": "counted", "received_at": START} | changes


async def a_line_without_its_verdict(session: Session) -> None:
    await ledger.append(session, [line(), line(verdict=None)])


async def a_ballot_on_nothing(session: Session) -> None:
    session.add(ballots.BallotRow(proposal_id=404, member_id=VOTER, choice=SAID, standing="on_roll", cast_at=START))
    await session.flush()


async def a_person_twice(session: Session) -> None:
    for _ in range(2):
        told = {"who": VOTER, "name": NAME, "guild": GUILD}
        await session.execute(text("INSERT INTO members (guild_id, user_id, name) VALUES (:guild, :who, :name)"), told)


async def a_person_whose_id_is_a_word(session: Session) -> None:
    person = {"guild_id": GUILD, "user_id": f"{VOTER}!", "name": NAME, "joined_at": None, "acted_at": None}
    await members.remember(session, [person])


async def a_choice_too_long(session: Session) -> None:
    await ledger.append(session, [line(choice=SAID * 20)])


async def a_word_read_as_a_number(session: Session) -> None:
    await session.execute(text("SELECT CAST(CAST(:said AS text) AS integer)"), {"said": SAID})


@pytest.mark.parametrize(
    "act",
    [
        a_line_without_its_verdict,
        a_ballot_on_nothing,
        a_person_twice,
        a_person_whose_id_is_a_word,
        a_choice_too_long,
        a_word_read_as_a_number,
    ],
)
async def test_a_refused_row_shows_up_in_no_traceback(database: Database, act: Any) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with database.turn() as session:
            await act(session)
    told = "".join(traceback.format_exception(refused.value))
    assert not [secret for secret in (str(VOTER), SAID, NAME) if secret in told.replace('Ada Lovelace"', "")], told
    assert "DETAIL" not in told
    assert "Error" in str(refused.value)
    assert not is_outage(refused.value), "the inbox sets it aside, for no trying again helps"


async def test_the_constraint_and_what_a_trigger_says_are_still_told(database: Database) -> None:
    with pytest.raises(DBAPIError, match="UniqueViolationError 23505 pk_members"):
        async with database.turn() as session:
            await a_person_twice(session)
    with pytest.raises(DBAPIError, match="what is written does not go"):
        await take_a_line_out(database)


async def take_a_line_out(database: Database) -> None:
    """Do what a trigger refuses."""
    async with database.turn() as session:
        await ledger.append(session, [line()])
        await session.execute(text("DELETE FROM ledger"))


async def test_a_refusal_of_ours_goes_through_as_it_is(database: Database) -> None:
    with pytest.raises(Refusal):
        async with database.turn():
            raise Refusal
