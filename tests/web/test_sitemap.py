"""Search engines are told of a log only where its charter invites them, and then of every page."""

import re
from collections.abc import AsyncIterator
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from aiohttp import ClientSession

from bot.services.knowhow_cards import Writing
from bot.web import LogServer
from bot.web.crawlers import robots
from bot.web.roads import ServedRoads
from bot.web.rooms.room import Wanted
from bot.web.rooms.sitemap import MOST, Listing, SitemapRoom
from tests.factories import ANN, BEA, House, elsewhere
from tests.web.asking import publish
from tests.web.conftest import PATIENT, SLUG, Answer, Site

HOME = "https://logs.example.org"
SITEMAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
async def inviting(house: House) -> AsyncIterator[Site]:
    """The log of a house whose charter invites search engines, on a server that knows where it is reached."""
    server = LogServer(house.services, host="127.0.0.1", port=0, web_url=HOME, limits=PATIENT)
    await server.start()
    async with ClientSession() as session:
        site = Site(house, server, session)
        await publish(site)
        yield site
    await server.close()


def told(answer: Answer) -> list[str]:
    """The addresses in a map, or in a list of maps."""
    assert answer.status == 200
    assert answer.headers["Content-Type"].partition(";")[0] == "application/xml"
    return [one.text or "" for one in ElementTree.fromstring(answer.body).iterfind("*/s:loc", SITEMAPS)]


def read(answer: Answer) -> RobotFileParser:
    """What a crawler makes of robots.txt."""
    assert answer.status == 200
    assert answer.headers["Content-Type"].partition(";")[0] == "text/plain"
    parser = RobotFileParser()
    parser.parse(answer.text.splitlines())
    return parser


async def test_by_default_nobody_is_invited(site: Site) -> None:
    await site.house.decide()
    parser = read(await site.get("/robots.txt"))
    assert not any(parser.can_fetch("Anybody", path) for path in ("/", f"/{SLUG}", f"/{SLUG}/D-1", "/static/log.css"))
    assert (await site.get("/sitemap.xml")).status == 404
    assert (await site.get(f"/{SLUG}/sitemap.xml")).status == 404
    page = await site.get(f"/{SLUG}/D-1")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex"' in page.text


async def test_who_invites_is_mapped_whole(inviting: Site) -> None:
    await inviting.house.decide(first_tasks="Ask")
    await inviting.house.services.knowhow.share(BEA, Writing("The key", "With the baker."))
    await inviting.house.services.knowhow.revise(BEA, Writing("The key", "In the shed.", page_number=1, made_from=1))
    found = told(await inviting.get(f"/{SLUG}/sitemap.xml"))
    assert len(set(found)) == len(found)
    places = {address.removeprefix(f"{HOME}/{SLUG}").lstrip("/") for address in found}
    assert {"", "decisions", "D-1", "know-how", "K-1", "charter", "powers", "pictures", "2026", "open"} <= places
    for address in found:
        page = await inviting.get(address.removeprefix(HOME))
        assert page.status == 200, address
        assert "X-Robots-Tag" not in page.headers, address
        assert "noindex" not in page.text, address
    assert not [place for place in places if re.search(r"\.|/|^search", place)]
    assert told(await inviting.get("/sitemap.xml")) == [f"{HOME}/{SLUG}/sitemap.xml"]
    answer = await inviting.get("/robots.txt")
    parser = read(answer)
    assert parser.can_fetch("Anybody", f"/{SLUG}/D-1")
    assert parser.site_maps() == [f"{HOME}/sitemap.xml"]


async def test_what_somebody_typed_is_no_page_of_the_log_for_search_engines(inviting: Site) -> None:
    assert "X-Robots-Tag" not in (await inviting.get(f"/{SLUG}")).headers
    for asked in ("search", "search?q=cheap+watches"):
        page = await inviting.get(f"/{SLUG}/{asked}")
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert page.tree.find(".//meta[@name='robots']") is not None


async def test_only_those_who_invite_are_named(inviting: Site) -> None:
    await inviting.house.found(elsewhere(ANN), name="Riverside Commons Two")
    servers = await inviting.house.services.commons.published_servers()
    other = next(server.slug for server in servers if server.slug != SLUG)
    text = (await inviting.get("/robots.txt")).text
    assert other not in text
    assert f"Allow: /{SLUG}$\nAllow: /{SLUG}/\nDisallow: /\n" in text
    assert other not in (await inviting.get("/sitemap.xml")).text
    assert (await inviting.get(f"/{other}/sitemap.xml")).status == 404


async def test_who_stops_inviting_is_gone_at_once(inviting: Site) -> None:
    assert (await inviting.get("/sitemap.xml")).status == 200
    await inviting.house.run_sql("UPDATE servers SET charter_version = 1")
    assert (await inviting.get("/sitemap.xml")).status == 404
    assert "Allow" not in (await inviting.get("/robots.txt")).text
    assert (await inviting.get(f"/{SLUG}/sitemap.xml")).status == 404


async def test_without_an_address_there_is_no_map(site: Site) -> None:
    await publish(site)
    assert (await site.get(f"/{SLUG}/sitemap.xml")).status == 404
    assert (await site.get("/sitemap.xml")).status == 404
    assert "Sitemap" not in (await site.get("/robots.txt")).text
    for path in ("/robots.txt/", "/sitemap.xml/x", f"/{SLUG}/sitemap-1.xml", f"/{SLUG}/robots.txt"):
        assert (await site.get(path)).status == 404


async def test_a_map_that_is_too_long_is_parted(house: House) -> None:
    room = SitemapRoom(house.services.commons, house.services.published_knowhow, ())
    roads = ServedRoads("here", HOME)
    listing = Listing(tuple(f"D-{number}" for number in range(1, MOST + 2)))
    assert listing.parts == ("sitemap-1.xml", "sitemap-2.xml")

    async def addresses(place: str, part: str | None = None) -> list[str] | None:
        page = await room.draw(Wanted("here", place, (("part", part),) if part else ()), listing, roads)
        if page is None:
            return None
        return [one.text or "" for one in ElementTree.fromstring(page.body).iterfind("*/s:loc", SITEMAPS)]

    assert await addresses("sitemap.xml") == [f"{HOME}/here/sitemap-1.xml", f"{HOME}/here/sitemap-2.xml"]
    first, second = await addresses("sitemap-1.xml", "1"), await addresses("sitemap-2.xml", "2")
    assert first is not None
    assert (len(first), first[0]) == (MOST, f"{HOME}/here/D-1")
    assert second == [f"{HOME}/here/D-{MOST + 1}"]
    assert await addresses("sitemap-3.xml", "3") is None
    assert await room.draw(Wanted("here", "sitemap-1.xml", (("part", "1"),)), Listing(("",)), roads) is None


def test_a_server_below_a_path_says_so() -> None:
    text = robots(["here"], "https://example.org/logs").body.decode()
    assert text.splitlines() == [
        "User-agent: *",
        "Allow: /logs/static/",
        "Allow: /logs/here$",
        "Allow: /logs/here/",
        "Disallow: /",
        "",
        "Sitemap: https://example.org/logs/sitemap.xml",
    ]
