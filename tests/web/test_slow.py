"""Slow clients: who sends nothing, reads nothing or never ends is cut off, and keeps nobody else from reading."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.web import LogServer
from bot.web.carrier import LINES_AT_ONCE
from bot.web.limits import Limits
from tests.factories import House
from tests.long_log import fill
from tests.web.conftest import SLUG
from tests.web.raw import PATIENCE, Line, ask, line_to

HALF = f"GET /{SLUG}/decisions HTTP/1.1\r\nHost: log.example\r\nX-Slow: ".encode()
WHOLE = f"GET /{SLUG}/decisions HTTP/1.1\r\nHost: log.example\r\n\r\n".encode()
WHOLE_LOG = f"GET /{SLUG}/log.jsonl HTTP/1.1\r\nHost: log.example\r\n\r\n".encode()
SLOW = "127.0.0.2"
MANY = 1_500
"""Decisions whose log is larger than what the kernel takes in for a reader who does not read."""


@asynccontextmanager
async def serving(house: House, limits: Limits) -> AsyncIterator[LogServer]:
    """The log of a house, with limits of its own."""
    server = LogServer(house.services, host="127.0.0.1", port=0, limits=limits)
    await server.start()
    try:
        yield server
    finally:
        await asyncio.wait_for(server.close(), PATIENCE)


async def lines(stack: AsyncExitStack, server: LogServer, count: int, *, of: str = SLOW) -> list[Line]:
    """So many connections of one address."""
    return [await stack.enter_async_context(line_to(server, of=of)) for _ in range(count)]


async def until_alone(server: LogServer) -> None:
    """Wait until the server has no connection left."""
    for _ in range(int(PATIENCE / 0.05)):
        if not server.connections:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{server.connections} are still there")


@pytest.fixture
async def long_log(house: House) -> House:
    """A house whose log has some megabytes."""
    await fill(house, count=MANY)
    return house


@pytest.mark.parametrize("reader", ["127.0.0.1", SLOW])
async def test_two_hundred_half_requests_keep_no_reader_waiting(house: House, reader: str) -> None:
    async with serving(house, Limits()) as server, AsyncExitStack() as stack:
        for line in await lines(stack, server, 200):
            await line.send(HALF)
        for _ in range(20):
            assert (await ask(server, f"/{SLUG}/decisions", of=reader)).status == 200


async def test_half_requests_from_everywhere_keep_no_reader_waiting(house: House) -> None:
    async with serving(house, Limits(connections=60)) as server, AsyncExitStack() as stack:
        slow = [line for place in range(150) for line in await lines(stack, server, 1, of=f"127.0.1.{place + 1}")]
        for line in slow:
            await line.send(HALF)
        assert (await ask(server, f"/{SLUG}/decisions")).status == 200
        assert all([await line.is_cut() for line in slow[:80]]), "those who came first had to go"


async def test_who_asked_last_stays_when_one_address_comes_too_often(house: House) -> None:
    async with serving(house, Limits(connections_of_one=3)) as server, AsyncExitStack() as stack:
        first, second, third = await lines(stack, server, 3)
        for line in (first, second, third, first):
            await line.send(WHOLE)
            assert (await line.answer()).status == 200
        (fourth,) = await lines(stack, server, 1)
        assert await second.is_cut()
        for line in (first, third, fourth):
            await line.send(WHOLE)
            assert (await line.answer()).status == 200


async def test_a_request_that_comes_byte_by_byte_is_cut(house: House) -> None:
    async with serving(house, Limits(idle=0.5)) as server, line_to(server) as line:
        sending = asyncio.create_task(_trickle(line))
        assert await line.is_cut()
        sending.cancel()


async def _trickle(line: Line) -> None:
    for byte in HALF + b"x" * 8_000:
        await line.send(bytes([byte]))
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("said", [b"", b"GET", HALF])
async def test_who_says_nothing_more_is_cut(house: House, said: bytes) -> None:
    async with serving(house, Limits(idle=0.3)) as server, line_to(server) as line:
        await line.send(said)
        assert await line.is_cut()


async def test_who_asks_nothing_more_is_cut(house: House) -> None:
    async with serving(house, Limits(idle=0.3)) as server, line_to(server) as line:
        for _ in range(3):
            await line.send(WHOLE)
            assert (await line.answer()).status == 200
        assert await line.is_cut()


async def test_a_body_without_end_is_not_waited_for(house: House) -> None:
    async with serving(house, Limits()) as server, line_to(server) as line:
        await line.send(f"GET /{SLUG}/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\nfew".encode())
        assert (await line.answer()).status == 200
        assert await line.is_cut()


async def test_who_does_not_read_is_cut_and_holds_nothing_up(long_log: House) -> None:
    async with serving(long_log, Limits(stall=1)) as server, AsyncExitStack() as stack:
        stalled = [await stack.enter_async_context(line_to(server, of=SLOW, room=4_096)) for _ in range(8)]
        for line in stalled:
            await line.send(WHOLE_LOG)
        assert (await ask(server, f"/{SLUG}/decisions")).status == 200
        async with line_to(server) as line:
            await line.send(WHOLE_LOG.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            assert (await line.rest()).count(b'{"body": ') == MANY + 1, "the record is read for others all the while"
        await until_alone(server)


async def test_who_asks_for_page_after_page_and_reads_none_is_cut(long_log: House) -> None:
    async with serving(long_log, Limits(stall=0.5)) as server, line_to(server, of=SLOW, room=4_096) as line:
        assert (await ask(server, f"/{SLUG}/decisions")).status == 200
        await line.send(WHOLE * 300)
        await until_alone(server)


async def test_who_reads_slowly_gets_everything(long_log: House) -> None:
    async with serving(long_log, Limits(stall=1, least_bytes=1_000)) as server, line_to(server, room=4_096) as line:
        await line.send(WHOLE_LOG.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        got = b""
        while piece := await asyncio.wait_for(line.reader.read(65_536), PATIENCE):
            got += piece
            await asyncio.sleep(0.0005)
        assert got.count(b'{"body": ') == MANY + 1


async def test_nobody_reads_for_ever(long_log: House) -> None:
    limits = Limits(stall=0.2, least_bytes=1, longest_answer=0.3)
    async with serving(long_log, limits) as server, line_to(server, room=4_096) as line:
        await line.send(WHOLE_LOG)
        got = 0
        with contextlib.suppress(ConnectionError):
            while piece := await asyncio.wait_for(line.reader.read(1_024), PATIENCE):
                got += piece.count(b'"commitment"')
                await asyncio.sleep(0.005)
        assert 0 < got < 2 * MANY


@pytest.mark.parametrize(
    "mishap", ["ALTER TABLE log RENAME TO gone", "UPDATE servers SET publishes = false"], ids=["fault", "unpublished"]
)
async def test_a_log_that_breaks_off_does_not_pass_for_a_whole_one(long_log: House, mishap: str) -> None:
    async with serving(long_log, Limits()) as server, line_to(server, room=4_096) as line:
        await line.send(WHOLE_LOG)
        got = await asyncio.wait_for(line.reader.readexactly(1_000), PATIENCE)
        await long_log.run_sql(mishap)
        got += await line.rest()
    assert got.startswith(b"HTTP/1.1 200 OK")
    assert b"\r\n0\r\n" not in got, "the mark of the end is missing"
    assert got.count(b"HTTP/1.1") == 1


async def test_a_server_with_stalled_readers_can_be_closed(long_log: House) -> None:
    async with AsyncExitStack() as stack:
        async with serving(long_log, Limits()) as server:
            for _ in range(5):
                line = await stack.enter_async_context(line_to(server, room=4_096))
                await line.send(WHOLE_LOG)
                await asyncio.wait_for(line.reader.readexactly(100), PATIENCE)
        assert not server.connections
    assert MANY > LINES_AT_ONCE
