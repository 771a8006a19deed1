"""How much one address may ask: whoever reads never meets the limit, whoever floods meets nothing else."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web import LogServer
from bot.web.limits import Buckets, Limits, Origins, origin_of
from tests.factories import House
from tests.web.conftest import SLUG
from tests.web.raw import ask, line_to

ANYBODY, SOMEBODY_ELSE = "127.0.0.2", "127.0.0.3"
FEW = Limits(requests_a_second=0.01, requests_at_once=3)


@asynccontextmanager
async def serving(house: House, limits: Limits) -> AsyncIterator[LogServer]:
    """The log of a house, with limits of its own."""
    server = LogServer(house.services, host="127.0.0.1", port=0, limits=limits)
    await server.start()
    try:
        yield server
    finally:
        await asyncio.wait_for(server.close(), 10)


async def statuses(server: LogServer, times: int, *, of: str = ANYBODY, **headers: str) -> list[int]:
    """What is answered when the same is asked several times."""
    return [(await ask(server, f"/{SLUG}", of=of, **headers)).status for _ in range(times)]


async def test_thirty_readers_at_once_behind_one_address_get_their_pages(house: House) -> None:
    files = (f"/{SLUG}", "/static/log.css", "/static/icon.svg")
    async with serving(house, Limits()) as server:
        answers = await asyncio.gather(*(ask(server, path, of=ANYBODY) for path in files for _ in range(30)))
    assert {answer.status for answer in answers} == {200}


async def test_whoever_asks_too_much_is_told_so_and_for_how_long(house: House) -> None:
    async with serving(house, FEW) as server:
        assert await statuses(server, 3) == [200, 200, 200]
        refused = await ask(server, f"/{SLUG}", of=ANYBODY)
        assert refused.status == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 100
        assert refused.headers["Cache-Control"] == "no-store"
        assert refused.headers["Connection"] == "close"
        assert "Wait for a moment and load it again" in refused.body.decode()
        assert await statuses(server, 1, of=SOMEBODY_ELSE) == [200], "everybody else goes on reading"


async def test_a_program_is_told_in_its_own_form(house: House) -> None:
    async with serving(house, Limits(requests_a_second=0.01, requests_at_once=1)) as server:
        await statuses(server, 1)
        refused = await ask(server, f"/{SLUG}/api/decisions", of=ANYBODY)
    assert (refused.status, refused.headers["Content-Type"]) == (429, "application/problem+json; charset=utf-8")
    assert b'"status": 429' in refused.body


async def test_one_connection_is_counted_like_many(house: House) -> None:
    async with serving(house, FEW) as server, line_to(server, of=ANYBODY) as line:
        await line.send(f"GET /{SLUG}/D-1 HTTP/1.1\r\nHost: log.example\r\n\r\n".encode() * 10)
        assert [(await line.answer()).status for _ in range(4)] == [404, 404, 404, 429]
        assert await line.rest() == b"", "whoever goes on has to knock again"


async def test_what_is_no_page_counts_too(house: House) -> None:
    async with serving(house, FEW) as server, line_to(server, of=ANYBODY) as line:
        await line.send(b"POST / HTTP/1.1\r\nHost: log.example\r\nContent-Length: 0\r\n\r\n" * 4)
        assert [(await line.answer()).status for _ in range(4)] == [405, 405, 405, 429]


async def test_behind_a_trusted_proxy_each_reader_counts_alone(house: House) -> None:
    limits = Limits(requests_a_second=0.01, requests_at_once=3, trusted_proxies=(ip_network("127.0.0.2"),))
    async with serving(house, limits) as server:
        assert await statuses(server, 4, X_Forwarded_For="198.51.100.1") == [200, 200, 200, 429]
        made_up = [f"203.0.113.{place}, 198.51.100.1" for place in range(2)]
        assert [(await ask(server, f"/{SLUG}", of=ANYBODY, X_Forwarded_For=told)).status for told in made_up] == [
            429,
            429,
        ], "what stands before the last was told by the reader"
        assert await statuses(server, 3, X_Forwarded_For="198.51.100.2") == [200, 200, 200]


async def test_who_is_no_trusted_proxy_can_tell_what_they_like(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        async with serving(house, FEW) as server:
            told = [
                (await ask(server, f"/{SLUG}", of=ANYBODY, X_Forwarded_For=f"198.51.100.{place}")).status
                for place in range(4)
            ]
    assert told == [200, 200, 200, 429]
    assert caplog.text.count("TRUSTED_PROXIES") == 1, "the operator is told once"
    assert "198.51.100" not in caplog.text
    assert ANYBODY not in caplog.text


def test_a_bucket_fills_again_at_its_own_pace() -> None:
    buckets = Buckets(Limits(requests_a_second=2, requests_at_once=4))
    assert [buckets.take("a", 100.0) for _ in range(5)] == [0, 0, 0, 0, 1]
    assert [buckets.take("a", 100.5), buckets.take("a", 100.5)] == [0, 1]
    assert [buckets.take("a", 1_000.0) for _ in range(5)] == [0, 0, 0, 0, 1], "never more than at once"
    assert buckets.take("b", 1_000.0) == 0


def test_only_so_many_addresses_are_remembered() -> None:
    buckets = Buckets(Limits(addresses_remembered=100, requests_a_second=1, requests_at_once=2))
    for place in range(1_000):
        buckets.take(str(place), 0.0)
    assert len(buckets) == 100
    for _ in range(4):
        buckets.take("999", 0.0)
    assert buckets.take("999", 0.0) > 0
    for place in range(99):
        buckets.take(str(place), 0.0)
    assert buckets.take("999", 0.0) > 0, "whoever asks most is not forgotten first"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("198.51.100.1", "198.51.100.1", True),
        ("198.51.100.1", "198.51.100.2", False),
        ("2001:db8:1:2:3::4", "2001:db8:1:2:9::8", True),
        ("2001:db8:1:2:3::4", "2001:db8:1:3:3::4", False),
        ("::ffff:198.51.100.1", "198.51.100.1", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("", "no address", True),
    ],
)
def test_who_counts_as_one(one: str, other: str, is_same: bool) -> None:
    assert (origin_of(one) == origin_of(other)) is is_same


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ([], "10.0.0.1"),
        ([""], "10.0.0.1"),
        (["198.51.100.7"], "198.51.100.7"),
        (["198.51.100.7:4711"], "198.51.100.7"),
        (["[2001:db8::1]:4711"], "2001:db8::1"),
        (["198.51.100.7, 10.0.0.9"], "198.51.100.7"),
        (["203.0.113.5, 198.51.100.7", "10.0.0.9"], "198.51.100.7"),
        (["10.0.0.3, 10.0.0.9"], "10.0.0.3"),
        (["198.51.100.7, unknown"], "10.0.0.1"),
        (["198.51.100.7, unknown, 10.0.0.9"], "10.0.0.9"),
    ],
)
def test_whom_a_proxy_speaks_for(told: list[str], counted: str) -> None:
    assert Origins([ip_network("10.0.0.0/8")]).of("10.0.0.1", told) == origin_of(counted)


@given(st.lists(st.text(st.characters(max_codepoint=255), max_size=80), max_size=4))
def test_whatever_is_forwarded_somebody_is_counted(told: list[str]) -> None:
    assert Origins([ip_network("10.0.0.0/8")]).of("10.0.0.1", told)
    assert Origins([]).of("10.0.0.1", told) == "10.0.0.1"
