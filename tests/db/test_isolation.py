"""Isolation: no query that takes a server's id ever shows or touches a row of another server."""

import inspect
from typing import Any

from db import base
from tests.db.living import live
from tests.db.queries import MUST_EXIST, NOUNS, NOWHERE, QUERIES, WRITERS
from tests.factories import ANN, BEA, CAST, GUILD, OTHER_GUILD, House, crowd, elsewhere, member


def plain(found: Any) -> Any:
    """A result that can be compared after its session has gone: rows as their columns."""
    if isinstance(found, base.Base):
        return {column.key: getattr(found, column.key) for column in found.__table__.columns}
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [plain(one) for one in found]
    return found


async def ask_all(house: House, guild_id: int) -> dict[str, Any]:
    async with house.database.look() as session:
        return {name: plain(await ask(session, guild_id)) for name, ask in QUERIES.items()}


def with_guild_id() -> set[str]:
    """Every function of the nouns that takes a server's id."""
    return {
        f"{module.__name__.removeprefix('db.')}.{name}"
        for module in NOUNS
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function.__module__ == module.__name__ and "guild_id" in inspect.signature(function).parameters
    }


def test_every_query_that_takes_a_servers_id_is_asked_here() -> None:
    assert with_guild_id() == {*QUERIES, *WRITERS}


async def test_what_a_server_sees_is_the_same_whether_or_not_another_one_lives_beside_it(house: House) -> None:
    await live(house, GUILD)
    await house.run_sql("UPDATE proposals SET closes_at = '2036-01-01 00:00:00.000000' WHERE state = 'open'")
    alone = await ask_all(house, GUILD)
    assert not [name for name, found in alone.items() if not found], "each query must have something to show"
    await house.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    await live(house, OTHER_GUILD)
    await house.decide(elsewhere(BEA), voters=[elsewhere(one) for one in CAST])
    await house.all_tap(
        [elsewhere(one) for one in crowd(5)], "✅", await house.open_proposal(elsewhere(member(5, "Eli")))
    )
    assert await ask_all(house, GUILD) == alone


async def test_a_server_that_is_not_there_sees_nothing(house: House) -> None:
    await live(house, GUILD)
    async with house.database.look() as session:
        for name, ask in QUERIES.items():
            if name == "decisions.head":
                assert await ask(session, NOWHERE) == (0, "0" * 64)
            elif name not in MUST_EXIST:
                assert not await ask(session, NOWHERE), name


async def test_what_is_written_for_one_server_touches_no_row_of_another(house: House) -> None:
    await house.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    await live(house, GUILD)
    await live(house, OTHER_GUILD)
    before = await ask_all(house, GUILD)
    for name, write in WRITERS.items():
        async with house.database.turn() as session:
            await write(session, OTHER_GUILD)
        assert await ask_all(house, GUILD) == before, name
        assert await house.select("SELECT count(*) FROM outbox WHERE nonce = 'n' AND guild_id = :id", id=GUILD) == [
            (0,)
        ]
