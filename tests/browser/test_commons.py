"""Every page of the commons in a real browser: on a phone and a desk, by day and by night, and by keyboard alone."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from bot.web import LogServer
from bot.web.limits import Limits
from bot.web.site import Site
from tests.browser.conftest import OpenPage
from tests.factories import House
from tests.sizes import tried
from tests.web.conftest import PATIENT, SLUG
from tests.web.whole_site import build

SEEN = tried(
    whole=((360, ("light", "dark")), (1280, ("light", "dark"))),
    in_a_check=((360, ("light",)), (1280, ("dark",))),
)
"""How wide a page is shown, in pixels, and in which colours."""
BESIDE = (
    "/",
    "/nowhere",
    f"/{SLUG}/search",
    f"/{SLUG}/search?q=chairs",
    f"/{SLUG}/search?q=nothing+of+the+kind",
    f"/{SLUG}/search?q={'x' * 400}",
)
"""What stands in no list of places: the list of logs, what is missing, and what somebody searches for."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A log in which every page stands."""

    url: str
    paths: tuple[str, ...]


@pytest.fixture
async def whole(house: House) -> AsyncIterator[Whole]:
    """The log, and the path of every page."""
    await build(house)
    places = [f"/{SLUG}/{place}" if place else f"/{SLUG}" async for place in Site(house.services).every_place(SLUG)]
    server = LogServer(house.services, host="127.0.0.1", port=0, limits=PATIENT)
    await server.start()
    yield Whole(server.url, (*places, *BESIDE))
    await server.close()


async def one_of_each(whole: Whole) -> list[str]:
    """Of pages that are built of the same parts, one."""
    shapes: dict[frozenset[str], str] = {}
    async with ClientSession() as session:
        for path in whole.paths:
            async with session.get(whole.url + path) as answer:
                if answer.content_type == "text/html":
                    shapes.setdefault(shape(await answer.text()), path)
    return list(shapes.values())


def shape(page: str) -> frozenset[str]:
    """The parts of a page: which elements there are, with which classes and in which roles."""
    parts = re.findall(r"<([a-z0-9]+)([^>]*)", page)
    return frozenset(name + " ".join(re.findall(r'\b(?:class|role|rel|id)="[^"]*"', told)) for name, told in parts)


async def look_at(page: Page, path: str) -> list[str]:
    """What is wrong with a page as it is shown, at both widths, by day and by night."""
    wrong = []
    for width, schemes in SEEN:
        await page.set_viewport_size({"width": width, "height": 860})
        for scheme in schemes:
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two it knows
            found = await Axe().run(page)
            if found.violations_count:
                wrong.append(f"{path} at {width}, {scheme}: {found.generate_report()}")
        if not await page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append(f"{path} at {width} scrolls aside")
    return wrong


async def test_every_page_is_accessible_and_fits(whole: Whole, open_page: OpenPage) -> None:
    paths = await one_of_each(whole)
    assert len(paths) >= 50
    page = await open_page(whole.url)
    wrong = []
    for path in paths:
        await page.goto(whole.url + path)
        wrong += await look_at(page, path)
    print(f"{len(paths)} pages of {len(whole.paths)} paths")
    assert wrong == []


async def test_who_asks_too_much_gets_a_page_that_is_accessible(house: House, open_page: OpenPage) -> None:
    hasty = Limits(requests_a_second=0.001, requests_at_once=3)
    server = LogServer(house.services, host="127.0.0.1", port=0, limits=hasty)
    await server.start()
    page = await open_page(f"{server.url}/nowhere")
    answer = await page.goto(server.url)
    assert answer is not None
    assert answer.status == 429
    assert await page.evaluate("document.styleSheets[0].cssRules.length") > 0, "the looks are kept from the page before"
    assert await look_at(page, "/") == []
    await server.close()
