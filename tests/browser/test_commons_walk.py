"""A walk through the commons without a mouse, from the address bar on, and pictures of its stations for the docs."""

import os
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.async_api import Page

from bot.domain.tasks import Effort
from bot.web import LogServer
from tests.browser.conftest import OpenPage
from tests.factories import ANN, BEA, CAL, CAST, House, crowd
from tests.services.knowing import opened, send, share
from tests.services.test_under_way import say_so
from tests.web.conftest import PATIENT, SLUG

IMAGES = os.environ.get("MINGA_IMAGES", "")
"""A folder that takes a picture of each station; `make screenshots` names docs/images."""
MONTHS = (
    "Soup on the square", "A second hand-truck", "Quiet after ten", "Stickers for the fridge", "Seeds for the roof",
    "Open on Mondays", "Lend out the tools", "A newsletter on paper", "Paint the hallway", "The winter festival",
)  # fmt: skip
SKIP = "Skip to the content"
HALL = """Ask Mia for the key; she lives above the bakery.

1. **Book** two weeks before, by phone.
2. Bring ten chairs, and the long table from the cellar.
3. Sweep, close the windows, *lock both doors*.

> Last winter the pipes froze: leave the heating on 1."""
BIKE = """The old one broke, and two of us carried the soup in buckets.

A used one costs **€1,200**, with a year of warranty. It stays in the yard, and whoever needs it writes it down."""


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where a log stands that a group has kept for a year."""
    await say_so(house, {"publish_proposals": True, "publish_tasks": True})
    for month, title in enumerate(MONTHS):
        people = crowd(6 + month)
        card = await house.open_proposal(title=title, first_tasks="Ask for prices\nTell everybody")
        await house.all_tap(people, "✅", card)
        await house.all_tap(CAST[: month % 5], "❌" if month in (3, 7) else "⚪", card)
        await house.settle(card)
        if month % 3:
            await house.services.tasks.claim(BEA, 2 * month + 1)
            await house.services.tasks.finish(BEA, 2 * month + 1)
        house.clock.advance(timedelta(days=24))
    await share(house, title="Booking the hall", text="Ask Mia for the key.", tags="hall, keys", task_number=1)
    await send(house, CAL, await opened(house), text=HALL)
    await share(house, BEA, title="Printing flyers", text="Two hundred at once are cheapest.", tags="paper")
    bike = await house.open_proposal(title="Buy a cargo bike", body=BIKE, first_tasks="Look for one\nAsk for prices")
    await house.all_tap(crowd(13), "✅", bike)
    await house.all_tap(CAST[:2], "❌", bike)
    await house.tap(CAST[2], "⚪", bike)
    await house.tap(CAST[3], "⛔", bike)
    await house.services.ballots.explain(CAST[3], bike.number, "There is no room in the yard in winter.")
    await house.settle(bike)
    await house.services.tasks.add(ANN, "Saturday drive", "", people_needed=2, effort=Effort.SMALL, skills=[])
    await house.open_proposal(title="Quiet hours in the yard", body="From ten to seven.")
    server = LogServer(house.services, host="127.0.0.1", port=0, limits=PATIENT)
    await server.start()
    yield f"{server.url}/{SLUG}"
    await server.close()


FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), looks = getComputedStyle(at);
  return {
    says: (at.innerText || at.labels?.[0]?.innerText || '').trim(),
    seen: box.width > 0 && box.top >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1,
    ringed: looks.outlineStyle !== 'none' && parseFloat(looks.outlineWidth) >= 2,
    line: Math.round(box.top + scrollY), column: Math.round(box.left), height: box.height,
    top: box.top, bottom: box.bottom, isBody: at === document.body,
  };
}"""


async def tab(page: Page) -> str:
    """One step onwards, which must be seen; what stands there."""
    await page.keyboard.press("Tab")
    focus = await page.evaluate(FOCUS)
    assert focus["isBody"] or (focus["seen"] and focus["ringed"]), (page.url, focus)
    return str(focus["says"])


async def tab_to(page: Page, name: str) -> None:
    """As many steps as it takes."""
    passed = []
    while name not in (here := await tab(page)):
        passed.append(here)
        assert len(passed) < 40, passed


async def keep(page: Page, name: str) -> None:
    if IMAGES:
        await page.screenshot(path=f"{IMAGES}/{name}.png")


async def test_a_decision_is_found_read_and_left_by_keyboard(open_page: OpenPage, address: str) -> None:
    page = await open_page(address)
    assert await tab(page) == SKIP
    await page.keyboard.press("Enter")
    assert "Search" in await tab(page)
    await page.keyboard.type("yard")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/search?q=yard")
    await tab(page)
    await page.keyboard.press("Enter")
    await tab_to(page, "Buy a cargo bike")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/D-11")
    await tab_to(page, "The decision before")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/D-10")
    await tab_to(page, "The decision after")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/D-11")
    for place in ("D-10", "D-11", "search?q=yard#content", "search?q=yard", f"{SLUG}#content"):
        await page.go_back()
        assert page.url.endswith(f"/{place}")


async def test_the_steps_follow_the_page(open_page: OpenPage, address: str) -> None:
    for width in (360, 1280):
        page = await open_page(address, width=width)
        for place in ("", "/decisions", "/D-11", "/K-1", "/charter", "/pictures", "/search?q=yard"):
            await page.goto(address + place)
            assert await tab(page) == SKIP
            steps = [await page.evaluate(FOCUS)]
            while (await tab(page)) not in ("", SKIP) and len(steps) < 100:
                steps.append(await page.evaluate(FOCUS))
            assert len(steps) > 10
            for before, after in pairwise(steps):
                is_below = after["line"] + after["height"] > before["line"] + before["height"] / 2
                assert is_below or after["column"] > before["column"], (width, place, before, after)


async def test_the_stations_are_shown(open_page: OpenPage, address: str) -> None:
    for name, place, width, height, scheme in (
        ("commons-front", "", 360, 780, "light"),
        ("commons-decision", "/D-11", 1280, 1000, "dark"),
        ("commons-pictures", "/pictures", 360, 780, "light"),
        ("commons-know-how", "/K-1", 360, 780, "dark"),
    ):
        page = await open_page(address + place, width=width, height=height, scheme=scheme)
        assert await page.get_by_role("heading", level=1).is_visible()
        await keep(page, name)
        await page.context.close()
