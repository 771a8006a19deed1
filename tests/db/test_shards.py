"""Two processes that share one database each look after their own servers, and no sweep of one touches the other's."""

import contextlib
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, create_engine, literal, select
from sqlalchemy.orm import Session

from bot.domain.ballots import Choice
from bot.domain.proposals import State, draft
from bot.domain.shards import Shards
from bot.services.cards import Person, ProposalCard
from db import servers
from db.base import mine
from db.engine import Database
from tests.conftest import url_of
from tests.factories import ANN, BEA, CAL, FOUNDED_AT, GUILD, PROPOSALS_CHANNEL, House
from tests.postgres import running_cluster
from tests.services.term import ask

THERE = GUILD + (1 << 22)
"""The server after which Discord deals to the other of two shards."""

DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)
"""When what `ask` asks for comes."""

MONDAY = datetime(2026, 5, 11, 20, tzinfo=UTC)
"""After the hour of the first digest, in any zone of the two servers."""

ENGINE = create_engine("sqlite://")

HERE_SHARD, THERE_SHARD = ((guild_id >> 22) % 2 for guild_id in (GUILD, THERE))


def over_there(person: Person) -> Person:
    """The same person in the other process's server."""
    return replace(person, guild_id=THERE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two processes on one database, and a proposal in the server of each."""

    here: House
    there: House
    ours: ProposalCard
    theirs: ProposalCard

    async def states(self) -> tuple[State, State]:
        """How the two proposals stand."""
        services = self.here.services
        ours = await services.proposals.card(self.ours.guild_id, self.ours.number)
        theirs = await services.proposals.card(self.theirs.guild_id, self.theirs.number)
        return ours.state, theirs.state


@contextlib.asynccontextmanager
async def process(path: Path, shard: int) -> AsyncIterator[House]:
    """A process that holds one of two shards."""
    database = Database(url_of(path), shards=Shards(2, frozenset({shard})))
    yield House.build(database)
    await database.close()


@pytest.fixture
async def pair(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Pair]:
    path = tmp_path / "shared.sqlite3"
    shutil.copyfile(migrated_file, path)
    async with process(path, HERE_SHARD) as here, process(path, THERE_SHARD) as there:
        await here.found(at=FOUNDED_AT)
        await there.found(
            over_there(ANN), at=FOUNDED_AT, name="Over there", proposals_channel_id=PROPOSALS_CHANNEL + 90
        )
        opened = []
        for house, author in ((here, ANN), (there, over_there(ANN))):
            house.register.member_counts[author.guild_id] = 3
            receipt = await house.services.proposals.propose(author, draft("Buy a projector", "For film nights.", ""))
            opened.append(await house.services.proposals.card(author.guild_id, receipt.number))
        yield Pair(here, there, *opened)


async def vote(pair: Pair) -> None:
    """Have everybody agree in both servers, and let the time to vote go by."""
    for house, people in ((pair.here, (ANN, BEA, CAL)), (pair.there, tuple(map(over_there, (ANN, BEA, CAL))))):
        await house.services.outbox.deliver_due()
        for person in people:
            await house.services.ballots.cast(person, 1, Choice.AGREE)
        house.clock.advance(timedelta(hours=73))


async def test_each_process_posts_the_ballots_of_its_own_servers(pair: Pair) -> None:
    await pair.here.services.outbox.deliver_due()
    assert {posted.notice.guild_id for posted in pair.here.board.posted} == {GUILD}
    await pair.there.services.outbox.deliver_due()
    assert {posted.notice.guild_id for posted in pair.there.board.posted} == {THERE}


async def test_each_process_settles_the_votes_of_its_own_servers(pair: Pair) -> None:
    await vote(pair)
    await pair.here.services.decisions.settle_due()
    assert await pair.states() == (State.SETTLED, State.OPEN)
    await pair.there.services.decisions.settle_due()
    assert await pair.states() == (State.SETTLED, State.SETTLED)


async def test_each_process_tells_in_time_what_its_own_servers_are_owed(pair: Pair) -> None:
    for house, person in ((pair.here, ANN), (pair.there, over_there(ANN))):
        await house.services.outbox.deliver_due()
        await ask(house, person)
    for house in (pair.here, pair.there):
        house.clock.move_to(pair.ours.closes_at - timedelta(hours=1))
    assert await pair.here.services.closings.tell_due() == 1
    assert await pair.there.services.closings.tell_due() == 1
    for house in (pair.here, pair.there):
        house.clock.move_to(DUE)
    assert await pair.here.services.personal_reminders.send_due() == 1
    assert await pair.there.services.personal_reminders.send_due() == 1
    for house in (pair.here, pair.there):
        await house.services.outbox.deliver_due()
        assert len(house.board.told) == 1


async def test_each_process_plans_and_gathers_the_digests_of_its_own_servers(pair: Pair) -> None:
    gathered = []
    await vote(pair)
    for house in (pair.here, pair.there):
        await house.services.decisions.settle_due()
        await house.services.digest.send_due()
        house.clock.move_to(MONDAY)
        gathered.append(await house.services.digest.send_due())
    assert gathered == [1, 1]


async def test_a_process_does_not_take_another_ones_servers_for_lost(pair: Pair) -> None:
    await pair.here.services.interruptions.lose_all_but({GUILD})
    assert await pair.states() == (State.OPEN, State.OPEN)
    await pair.here.services.interruptions.lose_all_but(set())
    assert await pair.states() == (State.INTERRUPTED, State.OPEN)


async def test_a_process_listens_in_its_own_servers_only(pair: Pair) -> None:
    await pair.here.services.servers.open()
    assert pair.here.services.servers.holds_ballots(PROPOSALS_CHANNEL)
    assert not pair.here.services.servers.holds_ballots(PROPOSALS_CHANNEL + 90)


@given(st.integers(0, 2**63 - 1), st.integers(1, 9), st.data())
def test_the_database_says_the_same_as_the_rule(guild_id: int, count: int, data: st.DataObject) -> None:
    ids = data.draw(st.frozensets(st.integers(0, count - 1), min_size=1))
    shards = Shards(count, ids)
    with Session(ENGINE, info={"shards": shards}) as session:
        told = session.scalar(select(mine(session, literal(guild_id, BigInteger))))
    assert bool(told) is shards.hold(guild_id)


@pytest.fixture
def cluster() -> Iterator[str]:
    with running_cluster() as address:
        yield address


async def test_postgresql_tells_whose_a_server_is_too(cluster: str) -> None:
    told = []
    for shard in (HERE_SHARD, THERE_SHARD):
        database = Database(cluster, shards=Shards(2, frozenset({shard})))
        await database.migrate()
        house = House.build(database)
        if not told:
            await house.found()
            await house.found(over_there(ANN))
        async with database.look() as session:
            told.append([row.guild_id for row in await servers.all_founded(session)])
        await house.services.outbox.deliver_due()
        await database.close()
    assert told == [[GUILD], [THERE]]
