"""Hostile addresses and requests, byte by byte: always an answer or a clean close, never a fault, never a file."""

import logging
import random
import re
from collections.abc import Iterator

import pytest

from tests.web.conftest import SLUG, Site
from tests.web.raw import Line, RawAnswer, line_to, parsed

FUZZED = 400
SEED = 20_260

OUT_OF_THE_LOG = (
    "/../../etc/passwd",
    "/static/../server.py",
    "/static/..%2fserver.py",
    "/static/%2e%2e/server.py",
    "/static/%252e%252e%252fserver.py",
    "/static/..\\server.py",
    "/static/..%5cserver.py",
    "/static//log.css",
    "/static/./log.css",
    "/static/log.css%00.html",
    "/static/log.css/",
    "/static/",
    "/static",
    "/static/templates/base.html",
    f"//{SLUG}",
    f"/{SLUG}//D-1",
    f"/{SLUG}/../{SLUG}",
    f"/{SLUG}/./decisions",
    f"/{SLUG}%2Fdecisions",
    f"/{SLUG}/D-1%00",
    f"/{SLUG}/D-%31%0a",
    f"/{SLUG}/D-1;a=b",
    f"/{SLUG}/D-%EF%BC%91",
    f"/{SLUG}/D-%D9%A1",
    f"/{SLUG}/verify.py/",
    f"/{SLUG}/verify%2Epy%20",
    f"/{SLUG}/log.jsonl/..",
    f"/{SLUG}'--",
    f"/{SLUG}%27%20OR%201=1",
    "/%F0%9F%98%80",
    "/%C3%28",
    "/%",
    "/%zz",
    "/" + "a" * 4_000,
    f"/{SLUG}/" + "../" * 1_000,
    "/" + "%2e%2e%2f" * 500,
    "/calendar/../healthz",
    "/calendar/" + "a" * 43,
    "/calendar/" + "%2e" * 43 + ".ics",
    "/healthz/",
    "/log/",
    "/.env",
    "/.git/config",
    "/data/minga.db",
)

NO_REQUESTS = (
    b"\r\n\r\n\r\n\r\n\x00",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"SSH-2.0-OpenSSH_9.2\r\n",
    b"GET\r\n\r\n",
    b"GET /\r\n\r\n",
    b"get / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    b"GET / HTTP/1.1\r\n Host: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\nA: \x00\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
    b"GET / HTTP/1.1\r\nA: " + b"b" * 20_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"A" * 100_000,
)


async def answers(line: Line, sent: bytes) -> list[tuple[int, bytes]]:
    """Everything that is answered until the connection ends, as statuses and what stands behind each head."""
    await line.send(sent)
    if line.writer.can_write_eof():
        try:
            line.writer.write_eof()
        except OSError:
            return []
    said = await line.rest()
    found = []
    for part in re.split(rb"(?=HTTP/[0-2]\.[019] [0-9]{3} )", said):
        if part:
            head, _, body = part.partition(b"\r\n\r\n")
            found.append((parsed(head)[0], body))
    return found


@pytest.fixture(autouse=True)
def no_fault(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing that anybody sends is worth a line of the log."""
    caplog.set_level(logging.WARNING)
    yield
    said = [record.getMessage() for record in caplog.get_records("call")]
    assert not [line for line in said if "TRUSTED_PROXIES" not in line]


@pytest.mark.parametrize("path", OUT_OF_THE_LOG)
async def test_no_address_leads_out_of_the_log(site: Site, path: str) -> None:
    async with line_to(site.server) as line:
        await line.send(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = await line.answer()
    assert answer.status in (400, 404), path
    assert b"import" not in answer.body


@pytest.mark.parametrize("sent", NO_REQUESTS)
async def test_what_is_no_request_is_refused_or_cut(site: Site, sent: bytes) -> None:
    async with line_to(site.server) as line:
        for status, body in await answers(line, sent):
            assert status in (302, 400, 404, 405), sent[:60]
            assert b"Traceback" not in body
            assert b"OpenSSH" not in body
    assert (await site.get("/healthz")).status == 200


async def test_a_proxy_that_we_are_not_leads_nowhere(site: Site) -> None:
    for sent in (
        b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: repeated\r\n\r\n",
        b"GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
    ):
        async with line_to(site.server) as line:
            for status, body in await answers(line, sent):
                assert status in (302, 400, 404, 405)
                assert b"example.org" not in body
                assert b"repeated" not in body


async def test_a_whole_address_is_read_like_its_path(site: Site) -> None:
    async with line_to(site.server) as line:
        await line.send(f"GET http://example.org/{SLUG}/decisions HTTP/1.1\r\nHost: other.example\r\n\r\n".encode())
        answer = await line.answer()
    assert answer.status == 200
    assert b"example.org" not in answer.body
    assert b"other.example" not in answer.body


async def test_nothing_that_is_asked_becomes_a_header(site: Site) -> None:
    for path in ("/%0d%0aX-Injected:%20yes", f"/{SLUG}/%0D%0A%0D%0A<b>", "/log?a=%0d%0aX-Injected:%20yes"):
        async with line_to(site.server) as line:
            await line.send(
                f"GET {path} HTTP/1.1\r\nHost: a\r\nAccept-Language: x\r\nConnection: close\r\n\r\n".encode()
            )
            said = await line.rest()
        assert b"X-Injected" not in said
        assert said.count(b"HTTP/1.1 ") == 1


async def test_requests_in_a_row_are_answered_in_their_order(site: Site) -> None:
    paths = [f"/{SLUG}/decisions", "/nowhere", "/healthz", "/static/log.css"] * 12
    async with line_to(site.server) as line:
        await line.send("".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n" for path in paths).encode())
        told = [await line.answer() for _ in paths]
    assert [answer.status for answer in told] == [200, 404, 200, 200] * 12
    assert [kind_of(answer) for answer in told[:4]] == ["text/html", "text/html", "text/plain", "text/css"]


def kind_of(answer: RawAnswer) -> str:
    return answer.headers["Content-Type"].partition(";")[0]


async def test_a_second_request_hidden_in_a_body_is_none(site: Site) -> None:
    hidden = b"GET /static/log.css HTTP/1.1\r\nHost: x\r\n\r\n"
    sent = b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (len(hidden), hidden)
    async with line_to(site.server) as line:
        assert [status for status, _ in await answers(line, sent)] == [200]


async def test_a_log_may_have_the_name_of_the_calendars(site: Site) -> None:
    await site.house.run_sql("UPDATE servers SET slug = 'calendar'")
    assert (await site.get("/calendar")).status == 200
    assert (await site.get("/calendar/decisions")).status == 200
    assert (await site.get(f"/calendar/{'a' * 43}.ics")).status == 404


async def test_an_upgrade_is_not_taken_up(site: Site) -> None:
    for told in (b"Upgrade: websocket\r\nConnection: Upgrade", b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings"):
        async with line_to(site.server) as line:
            await line.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + told + b"\r\n\r\n")
            answer = await line.answer()
        assert (answer.status, answer.body) == (200, b"ok")


async def test_random_requests_never_find_a_fault(site: Site) -> None:
    await site.house.decide()
    chance = random.Random(SEED)
    for _ in range(FUZZED):
        sent = mangled(chance)
        async with line_to(site.server, of=f"127.0.0.{chance.randint(2, 250)}") as line:
            for status, body in await answers(line, sent):
                assert status in (200, 302, 304, 400, 404, 405), sent
                assert b"Traceback" not in body
    assert (await site.get("/healthz")).status == 200


_PIECES = (
    *(path.encode() for path in OUT_OF_THE_LOG if len(path) < 100),
    *(f"/{SLUG}/{place}".encode() for place in ("D-1", "log.jsonl", "decisions/1-50", "search?q=%00", "api/head", "")),
    b"?q=" + b"%C3%A9" * 20,
    b"If-None-Match: *\r\n",
    b'If-None-Match: W/"\r\n',
    b"Accept-Encoding: gzip;q=x, *;q=0\r\n",
    b"Accept-Language: \xc3\xa9;q=\r\n",
    b"X-Forwarded-For: 1.2.3.4, [::1\r\n",
    b"Expect: 100-continue\r\n",
    b"Range: bytes=-1\r\n",
    b"Host: \r\n",
    b"\r\n\r\n",
    b"\x00",
    b"\xff",
    b"%",
    b" ",
)


def mangled(chance: random.Random) -> bytes:
    """A request that was one once, or nearly."""
    method = chance.choice((b"GET", b"GET", b"GET", b"HEAD", b"POST", b"PROPFIND", b"G\x00T"))
    fields = b"".join(chance.choices(_PIECES[-17:-4], k=chance.randint(0, 4)))
    sent = bytearray(method + b" " + chance.choice(_PIECES[:-16]) + b" HTTP/1.1\r\nHost: x\r\n" + fields + b"\r\n")
    for _ in range(chance.randint(0, 3)):
        place = chance.randrange(len(sent))
        match chance.randint(0, 3):
            case 0:
                sent[place] = chance.randrange(256)
            case 1:
                del sent[place : place + chance.randint(1, 10)]
            case 2:
                sent[place:place] = chance.choice(_PIECES)
            case _:
                sent[place:place] = sent[: chance.randint(1, 40)]
        sent = sent or bytearray(b"\r\n")
    return bytes(sent)
