"""What the server answers, whatever it is asked: headers, refusals, and copies that are still right."""

import asyncio
import socket
from itertools import product

import pytest

from bot.web import LogServer
from tests.factories import ANN, OTHER_GUILD, House, elsewhere
from tests.web.conftest import SLUG, Site

EVERYWHERE = (
    "/",
    f"/{SLUG}",
    f"/{SLUG}/D-1",
    f"/{SLUG}/log.jsonl",
    f"/{SLUG}/verify.py",
    "/static/log.css",
    "/healthz",
    "/nowhere",
)
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def no_trace_of(answer_headers: dict[str, str]) -> dict[str, str]:
    """The headers but for the time of day."""
    return {name: value for name, value in answer_headers.items() if name != "Date"}


async def test_every_answer_forbids_what_the_pages_do_not_need(site: Site) -> None:
    await site.house.decide()
    for path, method in product(EVERYWHERE, ("GET", "HEAD", "POST")):
        headers = (await site.get(path, method=method)).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Cache-Control"]
        assert "Set-Cookie" not in headers
        assert "aiohttp" not in headers["Server"]


async def test_nothing_can_be_sent(site: Site) -> None:
    methods = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
    for path, method in product((*EVERYWHERE, "/static/secret", "/a/b/c"), methods):
        answer = await site.get(path, method=method)
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET, HEAD"
        assert "can only be read" in answer.words


async def test_asking_for_the_headers_alone_brings_the_same_headers(site: Site) -> None:
    await site.house.decide()
    for path in EVERYWHERE:
        whole, alone = await site.get(path), await site.get(path, method="HEAD")
        assert alone.status == whole.status
        assert alone.body == b""
        assert alone.headers.get("ETag") == whole.headers.get("ETag")
        assert alone.headers.get("Content-Type") == whole.headers.get("Content-Type")


async def test_unknown_and_unpublished_and_undecided_are_the_same_page(site: Site) -> None:
    await site.house.found(elsewhere(ANN), name="Quiet Ones", publishes=False)
    await site.house.decide(elsewhere(ANN, OTHER_GUILD), title="Behind the curtain")
    paths = (
        "/nowhere",
        "/nowhere/D-1",
        "/nowhere/log.jsonl",
        "/quiet-ones",
        "/quiet-ones/decisions",
        "/quiet-ones/D-1",
        "/quiet-ones/log.jsonl",
        f"/{SLUG}/D-1",
        f"/{SLUG}/D-0",
        f"/{SLUG}/D-01",
        f"/{SLUG}/d-1",
        f"/{SLUG}/D-99999999999999999999",
        f"/{SLUG}/P-1",
        f"/{SLUG}/decisions/0-49",
        f"/{SLUG}/decisions/1-two",
        f"/{SLUG}/decisions/1-50",
        f"/{SLUG}/decisions/2-51",
        f"/{SLUG}/",
        "/static/nothing.css",
        "/static/..%2Flog.css",
        "/%FF%00",
        "/favicon.ico",
        "/Riverside-Commons",
    )
    first = await site.get(paths[0])
    assert first.status == 404
    for path in paths:
        answer = await site.get(path)
        assert (answer.status, answer.body) == (404, first.body), path
        assert no_trace_of(dict(answer.headers)) == no_trace_of(dict(first.headers)), path


async def test_what_is_not_published_leaves_no_trace(site: Site) -> None:
    await site.house.found(elsewhere(ANN), name="Quiet Ones", publishes=False)
    await site.house.found(elsewhere(ANN, 77), name="Third Ones")
    await site.house.decide(elsewhere(ANN, OTHER_GUILD), title="Behind the curtain")
    for path in ("/", "/log", f"/{SLUG}", "/third-ones", "/healthz"):
        answer = await site.get(path)
        assert answer.status == 200
        assert "quiet-ones" not in answer.text
        assert "Quiet Ones" not in answer.text
        assert "curtain" not in answer.text


async def test_a_server_that_stops_publishing_is_gone_at_once(site: Site) -> None:
    await site.house.decide()
    paths = (f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/log.jsonl")
    tags = [(await site.get(path)).headers["ETag"] for path in paths]
    await site.house.run_sql("update servers set publishes = false")
    for path, tag in zip(paths, tags, strict=True):
        assert (await site.get(path, If_None_Match=tag)).status == 404


async def test_the_commons_know_nothing_of_what_is_not_published(site: Site) -> None:
    await site.house.run_sql("update servers set publishes = false")
    commons = site.house.services.commons
    assert await commons.page(SLUG, limit=50) is None
    assert await commons.decision(SLUG, 1) is None
    assert await commons.edition(SLUG) is None
    assert await commons.published_servers() == []
    assert list(await commons.entries(SLUG, after=0, limit=50)) == []


async def test_a_copy_that_is_still_right_is_not_sent_again(site: Site) -> None:
    await site.house.decide()
    for path in (f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/log.jsonl", f"/{SLUG}/verify.py", "/static/log.css"):
        tag = (await site.get(path)).headers["ETag"]
        for told in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = await site.get(path, If_None_Match=told)
            assert (answer.status, answer.body) == (304, b"")
            assert answer.headers["ETag"] == tag
            assert answer.headers["Cache-Control"]
        assert (await site.get(path, If_None_Match='"other"')).status == 200


async def test_the_pages_ask_nothing_of_any_other_place(site: Site) -> None:
    await site.house.decide()
    for path in (f"/{SLUG}", f"/{SLUG}/D-1", "/nowhere"):
        tree = (await site.get(path)).tree
        assert not [one.tag for one in tree.iter() if one.tag in ("script", "style", "iframe", "object", "base")]
        assert {one.get("action") for one in tree.iterfind(".//form")} <= {f"/{SLUG}/search"}
        assert not [
            one.tag for one in tree.iter() if one.get("style") or any(name.startswith("on") for name in one.attrib)
        ]
        asked = [
            one.get("src") or one.get("href") or ""
            for one in tree.iter()
            if one.tag in ("link", "img") and one.get("rel") != "alternate"
        ]
        assert asked
        for address in asked:
            assert address.startswith("/static/")
            assert (await site.get(address)).status == 200


async def test_health_is_a_word(site: Site) -> None:
    answer = await site.get("/healthz")
    assert (answer.status, answer.body) == (200, b"ok")


async def test_a_fault_of_ours_is_told_kindly(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    await site.house.run_sql("alter table log rename to gone")
    answer = await site.get(f"/{SLUG}")
    assert answer.status == 500
    assert "Try again in a minute" in answer.words
    assert answer.headers["Content-Security-Policy"] == POLICY
    await site.house.run_sql("alter table gone rename to log")
    assert (await site.get(f"/{SLUG}")).status == 200
    assert f"/{SLUG}" in caplog.text


async def test_a_port_that_is_taken_makes_way_for_the_next(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = LogServer(house.services, host="127.0.0.1", port=port)
        await server.start()
        assert port < int(server.url.rsplit(":", 1)[1]) <= port + 20
        assert f"port {port} is taken" in caplog.text
        await server.close()


async def test_a_server_that_has_not_started_has_no_address(house: House) -> None:
    server = LogServer(house.services, host="127.0.0.1", port=0)
    with pytest.raises(RuntimeError):
        _ = server.url
    await server.close()


async def test_an_address_that_is_not_ours_is_told_at_the_start(house: House) -> None:
    server = LogServer(house.services, host="192.0.2.1", port=0)
    with pytest.raises(OSError, match=r"192\.0\.2\.1"):
        await server.start()


async def test_many_readers_at_once_get_the_same_page(site: Site) -> None:
    await site.house.decide()
    answers = await asyncio.gather(*(site.get(f"/{SLUG}/D-1") for _ in range(30)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1


async def test_whatever_language_a_browser_asks_for_it_gets_an_answer(site: Site) -> None:
    for told in ("xx", "en-GB,xx;q=0.5", "xx, en", "", ";;,", "x" * 300):
        answer = await site.get("/nowhere", Accept_Language=told)
        assert answer.status == 404
        assert answer.tree.get("lang") == "en"
