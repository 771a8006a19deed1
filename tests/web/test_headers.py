"""What an answer allows: nothing that a page does not need, and to others what is there for them to read."""

import pytest

from bot.web.headers import ON_EVERY_ANSWER
from tests.web.conftest import SLUG, Site
from tests.web.raw import ask, line_to

FOR_PEOPLE = (f"/{SLUG}", f"/{SLUG}/decisions", "/static/log.css", "/nowhere", "/log", "/healthz")
FOR_PROGRAMS = (f"/{SLUG}/log.jsonl", f"/{SLUG}/verify.py", f"/{SLUG}/api/nothing")


async def test_no_page_is_given_an_ability(site: Site) -> None:
    told = (await site.get(f"/{SLUG}/decisions")).headers["Permissions-Policy"]
    assert all(part.endswith("=()") for part in told.split(", "))
    assert "camera=()" in told


async def test_pages_of_others_may_read_data_and_nothing_else(site: Site) -> None:
    for path in FOR_PROGRAMS:
        headers = (await site.get(path)).headers
        assert (headers["Access-Control-Allow-Origin"], headers["Cross-Origin-Resource-Policy"]) == (
            "*",
            "cross-origin",
        )
        assert "Access-Control-Allow-Credentials" not in headers
    for path in FOR_PEOPLE:
        headers = (await site.get(path)).headers
        assert "Access-Control-Allow-Origin" not in headers, path
        assert headers.get("Cross-Origin-Resource-Policy") in ("same-origin", None)


async def test_search_engines_come_where_the_charter_invites_them_and_nowhere_else(site: Site) -> None:
    pages = (f"/{SLUG}", f"/{SLUG}/decisions")
    for path in pages:
        answer = await site.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex" />' in answer.text
    await site.house.disarm("charters")
    await site.house.run_sql("UPDATE charters SET rules = json_set(rules, '$.invite_search_engines', json('true'))")
    for path in pages:
        answer = await site.get(path)
        assert "X-Robots-Tag" not in answer.headers
        assert "noindex" not in answer.text
    for path in ("/", "/log", "/nowhere", f"/{SLUG}/D-99", f"/{SLUG}/log.jsonl", "/static/log.css", "/healthz"):
        assert (await site.get(path)).headers["X-Robots-Tag"] == "noindex", path


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\x00 HTTP/1.1\r\n\r\n"])
async def test_what_is_no_request_gets_the_same_headers_and_is_not_repeated(site: Site, sent: bytes) -> None:
    async with line_to(site.server) as line:
        await line.send(sent)
        answer = await line.answer()
    assert answer.status == 400
    assert answer.body == b"This is no request that can be read.\n"
    for name, value in ON_EVERY_ANSWER.items():
        assert answer.headers[name] == value


async def test_a_page_that_is_ready_says_the_same_as_one_that_is_not(site: Site) -> None:
    path = f"/{SLUG}/decisions"
    for coding in ("gzip", "identity"):
        asked = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {coding}\r\n\r\n".encode()
        async with line_to(site.server) as line:
            told = []
            for sent in (asked, asked, asked.replace(b"Host", b"Connection: close\r\nHost")):
                await line.send(sent)
                told.append(await line.answer())
            assert await line.rest() == b""
        heads = [{(name, value) for name, value in each.headers.items() if name != "Date"} for each in told]
        assert heads[0] == heads[1] == heads[2] - {("Connection", "close")}
        assert told[0].body == told[1].body == told[2].body
        assert all(each.headers["Date"].endswith(" GMT") for each in told)


async def test_no_answer_tells_what_it_was_made_with(site: Site) -> None:
    for path in (*FOR_PEOPLE, *FOR_PROGRAMS[1:]):
        assert (await ask(site.server, path)).headers["Server"] == "Minga"
