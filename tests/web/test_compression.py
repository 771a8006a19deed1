"""What is sent packed: only to whom takes it, always the same bytes, and the same page as without."""

import gzip
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.parcels import Parcel, pack, takes_packed
from bot.web.studio import finished
from tests.long_log import fill
from tests.web.conftest import SLUG, Site
from tests.web.raw import ask

PLACES = (f"/{SLUG}/decisions", f"/{SLUG}/D-1", f"/{SLUG}/verify.py", "/static/log.css")


@pytest.mark.parametrize(
    ("told", "is_packed"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("deflate, gzip, br", True),
        ("gzip;q=0.001", True),
        ("gzip ; q=1.000", True),
        ("*", True),
        ("br;q=1, *;q=0.1", True),
        ("identity;q=0.5, gzip;q=0.5", True),
        ("identity;q=0, gzip", True),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("identity, gzip;q=0.5", False),
        ("gzip;q=2", False),
        ("gzip;q=", False),
        (";;,,;q=1", False),
    ],
)
def test_who_takes_what_is_packed(told: str, is_packed: bool) -> None:
    assert takes_packed(told) is is_packed


@given(st.text(max_size=60))
def test_whatever_a_reader_takes_there_is_an_answer(told: str) -> None:
    assert takes_packed(told) in (True, False)


@given(st.binary(max_size=3_000))
def test_packed_bytes_are_the_same_on_any_day(body: bytes) -> None:
    assert pack(body) == pack(bytes(body))
    assert pack(body)[4:8] == b"\0\0\0\0", "no time stands in them"
    assert gzip.decompress(pack(body)) == body


async def test_every_page_comes_packed_to_whom_takes_it_and_plain_to_whom_does_not(site: Site) -> None:
    await site.house.decide()
    for path in PLACES:
        plain = await ask(site.server, path, Accept_Encoding="identity")
        packed = await ask(site.server, path, Accept_Encoding="gzip")
        assert plain.status == 200
        assert plain.headers["Content-Encoding"] is None
        assert plain.headers["Vary"] == "Accept-Encoding"
        assert plain.headers["Accept-Ranges"] == "none"
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert packed.headers["ETag"] != plain.headers["ETag"], "other bytes have another tag"
        assert len(packed.body) < len(plain.body)
        assert gzip.decompress(packed.body) == plain.body


async def test_the_whole_log_comes_packed_in_pieces(site: Site) -> None:
    await fill(site.house, count=250)
    async with (
        site.session.get(site.server.url + f"/{SLUG}/log.jsonl", headers={"Accept-Encoding": "identity"}) as plain,
        site.session.get(site.server.url + f"/{SLUG}/log.jsonl", headers={"Accept-Encoding": "gzip"}) as packed,
    ):
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"] != plain.headers["ETag"]
        lines = await plain.read()
        assert lines.count(b"\n") == 251
        assert await packed.read() == lines


async def test_the_packed_log_is_the_same_bytes_each_time(site: Site) -> None:
    await fill(site.house, count=120)
    got = []
    for _ in range(2):
        async with site.session.get(
            site.server.url + f"/{SLUG}/log.jsonl", headers={"Accept-Encoding": "gzip"}, auto_decompress=False
        ) as response:
            got.append(await response.read())
    assert got[0] == got[1]
    assert zlib.decompress(got[0], wbits=31).count(b"\n") == 121


async def test_what_packing_makes_no_smaller_is_sent_as_it_is() -> None:
    short = Parcel(finished(b"short", "text/html"))
    assert await short.form("gzip") is short.plain
    dense = Parcel(finished(random.Random(1).randbytes(5_000), "text/html"))
    assert await dense.form("gzip") is dense.plain


async def test_a_page_is_packed_once() -> None:
    for body in (b"page " * 1_000, b"page " * 100_000):
        parcel = Parcel(finished(body, "text/html"))
        first = await parcel.form("gzip, br")
        assert first.body is (await parcel.form("gzip")).body
        assert gzip.decompress(first.body) == body
