"""Copies that are still right: whichever form a reader has kept, and however they name it."""

import pytest

from bot.web.parcels import known_tag
from tests.factories import ANN
from tests.web.conftest import SLUG, Answer, Site

PLACES = (
    f"/{SLUG}",
    f"/{SLUG}/decisions",
    f"/{SLUG}/D-1",
    f"/{SLUG}/log.jsonl",
    f"/{SLUG}/verify.py",
    "/static/log.css",
    "/static/icon.svg",
)
BY_THE_WAY = ("Content-Length", "Content-Encoding", "Content-Type", "Content-Disposition", "Date", "Transfer-Encoding")


def lasting(answer: Answer) -> dict[str, str]:
    """The headers that are the same with and without a body."""
    return {name: value for name, value in answer.headers.items() if name not in BY_THE_WAY}


async def places_of(site: Site) -> tuple[str, ...]:
    """Every sort of answer that has a tag."""
    await site.house.decide()
    site.house.services.calendar.web_url = "https://minga.example"
    link = await site.house.services.calendar.renew_link(ANN)
    assert link.url is not None
    return (*PLACES, link.url.removeprefix("https://minga.example"))


@pytest.mark.parametrize("coding", ["gzip", "identity"])
async def test_a_copy_in_either_form_is_still_right(site: Site, coding: str) -> None:
    for path in await places_of(site):
        whole = await site.get(path, Accept_Encoding=coding)
        assert whole.status == 200
        tag = whole.headers["ETag"]
        for told in (tag, f"W/{tag}", f'"other", {tag}', f'W/"other" , W/{tag} ,"third"', "*", " * "):
            for other in ("gzip", "identity"):
                answer = await site.get(path, If_None_Match=told, Accept_Encoding=other)
                assert (answer.status, answer.body) == (304, b""), (path, told)
                assert "Content-Encoding" not in answer.headers
                if other == coding or "*" not in told:
                    assert lasting(answer) == lasting(whole)
        for told in ('"other"', tag.strip('"'), "", f'"{tag[1:-2]}"', '"*"', "W/*", "\t"):
            assert (await site.get(path, If_None_Match=told, Accept_Encoding=coding)).status == 200, (path, told)


async def test_headers_alone_are_those_of_the_whole(site: Site) -> None:
    for path in await places_of(site):
        for coding in ("gzip", "identity"):
            whole = await site.get(path, Accept_Encoding=coding)
            alone = await site.get(path, method="HEAD", Accept_Encoding=coding)
            assert (alone.status, alone.body) == (200, b"")
            assert lasting(alone) == lasting(whole)
            for name in ("Content-Type", "Content-Encoding", "Content-Length"):
                assert alone.headers.get(name) == whole.headers.get(name), (path, name)
            known = await site.get(path, method="HEAD", If_None_Match=whole.headers["ETag"])
            assert known.status == 304


async def test_a_part_of_a_page_is_not_to_be_had(site: Site) -> None:
    for path in await places_of(site):
        whole = await site.get(path, Range="bytes=0-1")
        assert whole.status == 200
        assert whole.headers["Accept-Ranges"] == "none"


async def test_no_refusal_is_ever_still_right(site: Site) -> None:
    for path in ("/nowhere", f"/{SLUG}/D-99", "/static/none.css", "/healthz"):
        answer = await site.get(path, If_None_Match="*")
        assert answer.status in (404, 200)
        assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("told", "etag", "known"),
    [
        ('"a"', '"a"', '"a"'),
        ('"a"', '"a-gzip"', '"a"'),
        ('"a-gzip"', '"a"', '"a-gzip"'),
        ('"a", "a-gzip"', '"a-gzip"', '"a-gzip"'),
        ("*", '"a-gzip"', '"a-gzip"'),
        ('"b"', '"a"', None),
        ('a"', '"a"', None),
        ("", '"a"', None),
        ('"' * 8_000, '"a"', None),
    ],
)
def test_which_copy_a_reader_has(told: str, etag: str, known: str | None) -> None:
    assert known_tag(told, etag) == known
