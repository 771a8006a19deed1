"""Traces of a secret vote: nothing but the ballots' rows holds what people say, and after settling nothing at all."""

import json
import logging
import re
import shutil
import struct
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.domain.ballots import Choice
from bot.domain.proposals import draft
from bot.services.cards import Person
from bot.web import LogServer
from tests.conftest import opened, standing
from tests.factories import ANN, FOUNDED_AT, House, crowd

VOTERS = crowd(6, first_id=900_000_000_000_000_001)
"""People with ids long enough to be looked for in the bytes of a file."""

ONE_WAY = ("agree", "agree", "agree", "agree", "disagree", "block")
THE_OTHER_WAY = ("block", "disagree", "agree", "agree", "agree", "agree")
"""The same votes in all, by other people."""

OBJECTION, RESOLVED, NOTE = "The lease forbids it.", "Too loud.", "Fine by now."

HEX = re.compile(r"[0-9a-f]{8,}")


@pytest.fixture
async def twins(tmp_path: Path, founded_file: Path) -> AsyncIterator[tuple[House, House]]:
    """Two houses to which the same happens, but for what each person says."""
    async with AsyncExitStack() as stack:
        houses = []
        for name in ("one", "other"):
            path = tmp_path / name / "minga.sqlite3"
            path.parent.mkdir()
            shutil.copyfile(founded_file, path)
            house = await stack.enter_async_context(standing(await stack.enter_async_context(opened(path))))
            await house.services.servers.open()
            houses.append(house)
        yield houses[0], houses[1]


async def vote(house: House, choices: tuple[str, ...]) -> None:
    """Hold a secret vote in which people change their minds, take it back, and give reasons."""
    await house.services.proposals.propose(ANN, draft("Ana for the seat", "Who else?", is_secret=True))
    await house.services.outbox.deliver_due()
    house.clock.move_to(house.clock.now().replace(minute=1))
    ballots = house.services.ballots
    for person, choice in zip(VOTERS, choices, strict=True):
        await ballots.cast(person, 1, choice)
        if choice == Choice.BLOCK:
            await ballots.explain(person, 1, OBJECTION)
    house.clock.advance(timedelta(hours=1))
    for person, choice in zip(VOTERS, choices, strict=True):
        if choice == Choice.DISAGREE:
            await ballots.cast(person, 1, "block")
            await ballots.explain(person, 1, RESOLVED)
            await ballots.resolve(person, 1)
            await ballots.explain(person, 1, NOTE)
    await ballots.withdraw(VOTERS[2], 1)
    await ballots.cast(VOTERS[2], 1, choices[2])
    await house.services.tally_board.flush()


async def settle(house: House) -> None:
    """End the vote, tell everybody, and leave nothing in the files."""
    await house.settle(await house.services.proposals.card(ANN.guild_id, 1))
    await house.services.outbox.deliver_due()
    await house.services.tally_board.flush()
    await house.services.forgetting.scrub()


def masked(text: str) -> str:
    """A text without what is drawn at random: salts, commitments, hashes, pseudonyms, nonces."""
    return HEX.sub("#", text)


async def tables(house: House, *, but: str = "") -> dict[str, Any]:
    """Every row of every table, without what is drawn at random; ballots are published in any order."""
    names = await house.select("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> :but", but=but)
    found: dict[str, Any] = {}
    for (name,) in names:
        if name == "sealed_texts":
            found[name] = sorted(await house.select("SELECT text FROM sealed_texts"))
        elif name == "log":
            bodies = [json.loads(body) for (body,) in await house.select("SELECT body FROM log ORDER BY sequence")]
            for facts in bodies:
                facts["ballots"] = sorted(map(str, facts.get("ballots") or ()))
            found[name] = masked(str(bodies))
        else:
            found[name] = masked(str(sorted(map(str, await house.select(f"SELECT * FROM {name}")))))
    return found


def messages(house: House) -> list[str]:
    """Everything that was ever shown to everybody."""
    shown = [*(posted.notice.content for posted in house.board.posted), *house.board.shown_proposals]
    return [masked(repr(card)) for card in shown]


async def pages(house: House) -> list[str]:
    """Everything that the web hands out."""
    server = LogServer(house.services, host="127.0.0.1", port=0)
    await server.start()
    found = []
    async with ClientSession() as session:
        for path in ("/log", "/riverside-commons", "/riverside-commons/D-1", "/riverside-commons/log.jsonl"):
            async with session.get(server.url + path) as answer:
                assert answer.status == 200, path
                found.append(await answer.text())
    await server.close()
    return found


def in_any_order(page: str) -> str:
    """A page of the web without what is drawn at random, its published ballots sorted."""
    lines = [json.loads(line) for line in page.splitlines()] if page.startswith("{") else [page]
    for line in lines:
        if isinstance(line, dict):
            body = json.loads(line["body"])
            body["ballots"] = sorted(map(str, body.get("ballots") or ()))
            line["body"], line["texts"] = body, sorted(text["text"] for text in line["texts"])
    return masked(str(lines))


def linked_in_files(house: House, person: Person) -> list[str]:
    """The files in which what somebody said stands beside who they are, as a row has it or as text."""
    path = Path(str(house.database.engine.url.database))
    found = []
    for file in path.parent.iterdir():
        content = file.read_bytes()
        for written in (struct.pack(">q", person.user_id), str(person.user_id).encode()):
            places = [match.start() for match in re.finditer(re.escape(written), content)]
            around = [content[max(0, place - 60) : place + 60] for place in places]
            found += [file.name for part in around if any(choice.encode() in part for choice in Choice)]
    return found


async def test_while_it_runs_nothing_but_the_ballots_rows_tells_who_said_what(
    twins: tuple[House, House], caplog: pytest.LogCaptureFixture
) -> None:
    one, other = twins
    caplog.set_level(logging.INFO)
    told = []
    for house, choices in ((one, ONE_WAY), (other, THE_OTHER_WAY)):
        caplog.clear()
        await vote(house, choices)
        told.append([record.getMessage() for record in caplog.records])
    assert await tables(one, but="ballots") == await tables(other, but="ballots")
    assert await tables(one) != await tables(other), "what finds no difference anywhere looks at nothing"
    assert messages(one) == messages(other)
    assert told[0] == told[1]


async def test_once_settled_nothing_tells_it_any_more(
    twins: tuple[House, House], caplog: pytest.LogCaptureFixture
) -> None:
    one, other = twins
    caplog.set_level(logging.INFO)
    told = []
    for house, choices in ((one, ONE_WAY), (other, THE_OTHER_WAY)):
        caplog.clear()
        await vote(house, choices)
        await settle(house)
        told.append([record.getMessage() for record in caplog.records])
    assert await tables(one) == await tables(other)
    assert messages(one) == messages(other)
    assert told[0] == told[1]
    handed_out = [[in_any_order(page) for page in await pages(house)] for house in (one, other)]
    assert handed_out[0] == handed_out[1]
    assert OBJECTION in str(handed_out[0])
    assert RESOLVED in str(handed_out[0])
    assert NOTE not in str(handed_out[0])


async def test_no_byte_of_the_files_tells_it_once_it_is_settled(twins: tuple[House, House]) -> None:
    house, _ = twins
    await vote(house, ONE_WAY)
    assert all(linked_in_files(house, person) for person in VOTERS), "what finds nothing before finds nothing after"
    await settle(house)
    assert not any(linked_in_files(house, person) for person in VOTERS)
    assert NOTE.encode() not in b"".join(file.read_bytes() for file in _beside(house))


def _beside(house: House) -> list[Path]:
    return list(Path(str(house.database.engine.url.database)).parent.iterdir())


async def test_what_goes_out_names_nobody_who_took_part(twins: tuple[House, House]) -> None:
    house, _ = twins
    await vote(house, ONE_WAY)
    await settle(house)
    everything = " ".join([*await pages(house), *messages(house)])
    for person in VOTERS:
        assert str(person.user_id) not in everything
        assert person.name not in everything
    assert FOUNDED_AT.isoformat() not in everything


@pytest.mark.parametrize("table", ["ledger", "ballots", "members"])
async def test_a_database_that_fails_leaves_nothing_of_it_in_the_logs(
    twins: tuple[House, House], caplog: pytest.LogCaptureFixture, table: str
) -> None:
    house, _ = twins
    caplog.set_level(logging.INFO)
    await house.services.proposals.propose(ANN, draft("Ana for the seat", "Who else?", is_secret=True))
    await house.run_sql(f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    house.clock.move_to(house.clock.now().replace(minute=1))
    with pytest.raises(Exception, match=r".*"):
        await house.services.ballots.cast(VOTERS[0], 1, "disagree")
    assert "disk full" in caplog.text
    assert "disagree" not in caplog.text
    assert str(VOTERS[0].user_id) not in caplog.text
