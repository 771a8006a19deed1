"""Published heads: an old database is noticed before anything is told from it, and a log that goes on so says it."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.chain import GENESIS
from bot.services import build_services
from bot.services.heads import HeadService, LogWasRolledBack, RolledBack
from bot.services.loss_cards import RestoredCard
from db import published_heads
from tests.conftest import standing
from tests.factories import ANN, GUILD, OTHER_GUILD, House, elsewhere
from tests.postgres import emptied, running_cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that this module has to itself."""
    with running_cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def house(request: pytest.FixtureRequest, house: House) -> AsyncIterator[House]:
    """A founded house on either database."""
    if request.param == "sqlite":
        yield house
        return
    async with emptied(request.getfixturevalue("cluster")) as database, standing(database) as other:
        await other.found()
        yield other


@pytest.fixture
def heads_file(tmp_path: Path) -> Path:
    """A file that is not there yet."""
    return tmp_path / "minga.heads"


def keeping(house: House, file: Path) -> House:
    """The same house after a restart, with its heads noted in a file."""
    services = build_services(
        house.database,
        house.clock,
        notice_board=house.board,
        ballot_box=house.box,
        register=house.register,
        heads_file=file,
    )
    return House(services, house.database, house.clock, house.board, house.box, house.register)


def is_private(file: Path) -> bool:
    """Whether only its owner can read it."""
    return not file.stat().st_mode & 0o077


async def roll_back(house: House, sequence: int) -> None:
    """Have the log end earlier, as in an older copy."""
    on_postgres = house.database.engine.dialect.name == "postgresql"
    if not on_postgres:
        await house.disarm("log", "decisions")
    for table in ("decisions", "log"):
        if on_postgres:
            await house.run_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        await house.run_sql(f"DELETE FROM {table} WHERE sequence > :sequence", sequence=sequence)


async def notes_of(house: House) -> list[dict[str, Any]]:
    """The integrity entries of the log."""
    rows = await house.select("SELECT body FROM log WHERE kind = 'integrity' ORDER BY sequence")
    return [json.loads(body) for (body,) in rows]


async def test_the_head_is_noted_before_a_decision_is_told_and_covers_it(house: House, heads_file: Path) -> None:
    house = keeping(house, heads_file)
    assert house.services.heads.are_kept
    seen: list[published_heads.Heads] = []

    async def look() -> None:
        seen.append(published_heads.read(heads_file))

    decision = await house.decide()
    house.board.meanwhile.append(look)
    await house.services.outbox.deliver_due()
    assert seen[0] == {GUILD: (decision.sequence, decision.hash)}
    assert is_private(heads_file)
    await house.services.heads.check()


async def test_an_older_database_is_noticed_at_the_start_and_tells_nothing(house: House, heads_file: Path) -> None:
    house = keeping(house, heads_file)
    for _ in range(3):
        await house.decide()
    await house.services.outbox.deliver_due()
    await roll_back(house, 2)
    older = keeping(house, heads_file)
    with pytest.raises(LogWasRolledBack) as rolled_back:
        await older.services.heads.check()
    assert rolled_back.value.logs == (RolledBack(GUILD, "Riverside Commons", 4, 2),)
    told = len(house.board.posted)
    await older.open_proposal()
    assert len(house.board.posted) == told
    assert published_heads.read(heads_file)[GUILD][0] == 4


async def test_a_log_that_went_on_differently_is_noticed_though_it_is_longer(house: House, heads_file: Path) -> None:
    for _ in range(3):
        await house.decide()
    published_heads.write(heads_file, {GUILD: (2, "ab" * 32)})
    with pytest.raises(LogWasRolledBack) as rolled_back:
        await keeping(house, heads_file).services.heads.check()
    assert rolled_back.value.logs[0].kept is None


async def test_going_on_is_said_in_the_log_and_in_discord(house: House, heads_file: Path) -> None:
    house = keeping(house, heads_file)
    for _ in range(3):
        await house.decide()
    await house.services.outbox.deliver_due()
    await roll_back(house, 2)
    assert [each.published for each in await keeping(house, heads_file).services.heads.go_on()] == [4]
    (note,) = await notes_of(house)
    assert (note["what"], note["kept"], note["published"], note["sequence"]) == ("restored", 2, 4, 3)
    started = keeping(house, heads_file)
    await started.services.heads.check()
    assert await started.services.heads.go_on() == ()
    await started.services.outbox.deliver_due()
    (card,) = [each.notice.content for each in house.board.posted if isinstance(each.notice.content, RestoredCard)]
    assert (card.number, card.kept, card.published) == (3, 2, 4)
    head, broken = await started.services.commons.verify(GUILD)
    assert (head.sequence, broken) == (3, None)
    assert published_heads.read(heads_file)[GUILD] == (3, head.hash)


async def test_a_server_that_the_older_copy_does_not_know_is_let_go_of(house: House, heads_file: Path) -> None:
    published_heads.write(heads_file, {OTHER_GUILD: (9, "ab" * 32)})
    heads = keeping(house, heads_file).services.heads
    assert await heads.go_on() == (RolledBack(OTHER_GUILD, str(OTHER_GUILD), 9, 0),)
    assert published_heads.read(heads_file) == {}
    assert await notes_of(house) == []


async def test_each_server_has_a_head_of_its_own(house: House, heads_file: Path) -> None:
    house = keeping(house, heads_file)
    await house.found(elsewhere(ANN), name="Elsewhere", proposals_channel_id=601, decisions_channel_id=602)
    await house.decide()
    await house.decide(elsewhere(ANN))
    await house.services.outbox.deliver_due()
    assert {guild: head[0] for guild, head in published_heads.read(heads_file).items()} == {GUILD: 2, OTHER_GUILD: 2}


async def test_without_a_file_nothing_is_noted_and_nothing_missed(house: House) -> None:
    await house.decide()
    heads = HeadService(house.database, house.clock, None)
    assert not heads.are_kept
    await heads.note(GUILD)
    assert await heads.behind() == ()


async def test_an_empty_log_has_no_head_to_note(unfounded_house: House, heads_file: Path) -> None:
    heads = HeadService(unfounded_house.database, unfounded_house.clock, heads_file)
    await heads.note(GUILD)
    assert published_heads.read(heads_file) == {}


@pytest.mark.parametrize("written", [b"", b"[]", b"{", b'{"1": {}}', b'{"x": {"sequence": 1, "hash": "a"}}', b"\xff"])
def test_a_damaged_file_is_not_taken_for_an_empty_one(heads_file: Path, written: bytes) -> None:
    heads_file.write_bytes(written)
    with pytest.raises(published_heads.Unintelligible):
        published_heads.read(heads_file)


def test_a_file_that_is_not_there_knows_nothing(heads_file: Path) -> None:
    assert published_heads.read(heads_file) == {}
    published_heads.write(heads_file, {GUILD: (0, GENESIS)})
    assert published_heads.read(heads_file) == {GUILD: (0, GENESIS)}
