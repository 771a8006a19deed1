"""Forgotten: three in ten leave a busy world, and no byte tells of them, while chain, tallies and outcomes stand."""

import re
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.services.cards import Person
from bot.web import verify
from db.engine import Database
from tests.conftest import standing
from tests.factories import GUILD, House
from tests.postgres import running_cluster
from tests.services.busy_world import LEAVING, PEOPLE, RUNNING, STAYING, live_busily
from tests.web.conftest import SLUG, Site
from tests.web.test_names import without_hashes

KEPT_NUMBERS = "SELECT body, hash FROM log ORDER BY sequence"


@pytest.fixture(params=["sqlite", "postgresql"])
async def house(request: pytest.FixtureRequest, house: House) -> AsyncIterator[House]:
    """A founded house on either database."""
    if request.param == "sqlite":
        yield house
        return
    with running_cluster() as address:
        database = Database(address)
        await database.migrate()
        async with standing(database) as other:
            await other.found()
            yield other
        await database.close()


async def bytes_of(house: House) -> bytes:
    """All bytes of the database: of its file and of what stands beside it, or of PostgreSQL's tables, indexes and all.

    PostgreSQL's write-ahead log is not looked at: whoever runs the server says how long it is kept.
    """
    url = house.database.engine.url
    if url.get_backend_name() == "postgresql":
        # What it has in memory is written into its files.
        async with house.database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql("CHECKPOINT")
        files = [file for file in (Path(str(url.query["host"])) / "data" / "base").rglob("*") if file.is_file()]
    else:
        path = Path(str(url.database))
        files = list(path.parent.glob(f"{path.name}*"))
    return b"".join(file.read_bytes() for file in sorted(files))


def traces(content: bytes, *, with_names: bool = True) -> list[str]:
    """Who of those who left can still be found: by their name, or by their id as a number or as digits."""
    found = []
    for person in LEAVING:
        signs = [*(struct.pack(order, person.user_id) for order in (">q", "<q")), str(person.user_id).encode()]
        names = [person.name.encode()] if with_names else []
        found += [f"{person.name}: {sign!r}" for sign in (*signs, *names) if sign in content]
    return found


async def paths_of(site: Site) -> list[str]:
    """Every page, feed and file that the log's own pages lead to."""
    seen: list[str] = ["/", f"/{SLUG}", f"/{SLUG}/log.jsonl"]
    for path in seen:
        text = (await site.get(path)).text
        for link in re.findall(r'(?:href|src)="(/[^"#]*)"', text):
            if link not in seen:
                seen.append(link)
    return seen


async def everything_public(site: Site) -> dict[str, str]:
    """What every public address hands out, with its headers."""
    told = {}
    for path in await paths_of(site):
        answer = await site.get(path)
        told[path] = without_hashes(answer.body.decode(errors="replace") + str(dict(answer.headers)))
    return told


async def forget_all_who_leave(house: House) -> None:
    for person in LEAVING:
        await house.services.members.forget(person, with_texts=True, withdraws=False)


async def settle_what_is_under_way(house: House) -> None:
    for (number,) in await house.select("SELECT number FROM proposals WHERE state <> 'settled' ORDER BY number"):
        await house.settle(await house.services.proposals.card(GUILD, number))


async def test_three_in_ten_are_forgotten_and_the_log_stands(site: Site, tmp_path: Path) -> None:
    house = site.house
    await live_busily(house)
    decided = await house.select("SELECT number, outcome FROM decisions ORDER BY number")
    log = await house.select(KEPT_NUMBERS)
    found = {trace.split(":")[0] for trace in traces(await bytes_of(house))}
    assert len(found) == len(LEAVING), "a search that finds nothing before finds nothing after"

    await forget_all_who_leave(house)
    assert await house.select(KEPT_NUMBERS) == log, "the chain is what it was"
    assert await house.select("SELECT number, outcome FROM decisions ORDER BY number") == decided
    under_way = await house.services.proposals.card(GUILD, await newest_open(house))
    assert under_way.turnout == len(PEOPLE), "who left while a vote was under way is counted in it"
    await settle_what_is_under_way(house)
    drawn = len(house.board.shown_offers)
    await house.services.outbox.deliver_due()
    assert len(house.board.shown_offers) > drawn
    gone = {0, *(person.user_id for person in LEAVING)}
    assert not [card for card in house.board.shown_offers[drawn:] if {card.by, card.to} & gone]
    await house.services.forgetting.scrub()

    assert traces(await bytes_of(house)) == []
    assert (await house.services.commons.verify(GUILD))[1] is None
    exported = tmp_path / "log.jsonl"
    exported.write_bytes((await site.get(f"/{SLUG}/log.jsonl")).body)
    assert verify.run(str(exported), []) == 0, "every tally is counted anew from the published ballots"
    for path, told in (await everything_public(site)).items():
        assert not [one.name for one in PEOPLE if re.search(rf"(?<!\d){one.user_id}(?!\d)", told)], path
        assert not [one.name for one in LEAVING if one.name in told], path
    page = (await site.get(f"/{SLUG}/D-1")).words
    assert "(text erased)" in page
    assert not any(RUNNING.name in repr(card) for card in await house.services.mandates.standing(GUILD))


async def newest_open(house: House) -> int:
    """An action under way, with everybody's tap on it."""
    ((number,),) = await house.select("SELECT max(number) FROM proposals WHERE state = 'open' AND kind = 'action'")
    return int(number)


async def test_whoever_stays_is_told_as_before(site: Site) -> None:
    house = site.house
    await live_busily(house)
    before = {one: await _told(house, one) for one in STAYING}
    await forget_all_who_leave(house)
    for one in STAYING:
        assert await _told(house, one) == before[one], one.name


async def _told(house: House, person: Person) -> dict[str, list[dict[str, Any]]]:
    """What somebody is told, but how an offer stands: it is over once either of the two has left."""
    parts = (await house.services.members.data(person)).parts
    return {
        part: [{name: value for name, value in row.items() if (part[:6], name) != ("offers", "state")} for row in rows]
        for part, rows in parts.items()
    }


async def test_without_their_texts_only_the_names_and_links_go(site: Site) -> None:
    house = site.house
    await live_busily(house)
    texts = await house.select("SELECT commitment, text FROM sealed_texts ORDER BY commitment")
    for person in LEAVING:
        await house.services.members.forget(person, with_texts=False, withdraws=False)
    assert await house.select("SELECT commitment, text FROM sealed_texts ORDER BY commitment") == texts
    await settle_what_is_under_way(house)
    await house.services.forgetting.scrub()
    assert traces(await bytes_of(house), with_names=False) == []
