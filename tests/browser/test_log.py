"""The public log in a real browser: on a phone and a desk, by day and by night, by keyboard, on paper."""

from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe

from bot.web import LogServer
from tests.browser.conftest import OpenPage
from tests.factories import CAST, NEW, House, crowd

SLUG = "riverside-commons"


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where a log with a bit of everything stands."""
    opened = await house.open_proposal(
        title="Lend the hall to the choir on weekday evenings from September until the winter festival",
        body="Two evenings a week.\n\nhttps://example.org/" + "endless" * 40,
        first_tasks="Ask for prices\nTell the neighbours",
    )
    await house.all_tap(crowd(9), "✅", opened)
    for person, emoji in zip(CAST, "⛔⛔❌❌⚪✅", strict=True):
        await house.tap(person, emoji, opened)
    await house.services.ballots.explain(CAST[0], opened.number, "The neighbours asked for quiet.")
    await house.tap(NEW, "✅", opened)
    await house.settle(opened)
    await house.decide(voters=CAST[:2], title="A newsletter")
    server = LogServer(house.services, host="127.0.0.1", port=0)
    await server.start()
    yield server.url
    await server.close()


async def test_the_log_is_accessible_and_fits_a_phone_at_night(open_page: OpenPage, address: str) -> None:
    for place in ("", "/decisions", "/know-how", "/search?q=hall", "/D-1", "/D-2", "/nowhere"):
        path = f"/{SLUG}{place}"
        page = await open_page(address + path, width=360, scheme="dark")
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{path} must not scroll aside"
        )
        await page.context.close()


async def test_a_reader_finds_their_way_by_keyboard(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/{SLUG}/decisions")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "content"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/D-2")
    assert await page.title() == "D-2 A newsletter · Riverside Commons"
    await page.get_by_role("link", name="The decision before").click()
    await page.wait_for_url("**/D-1")
    await page.get_by_role("link", name="Riverside Commons Decision log").click()
    await page.wait_for_url(f"**/{SLUG}")


async def test_those_who_listen_hear_the_tally_once(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/{SLUG}/decisions")
    told = await page.locator("main").aria_snapshot()
    assert told.count("15 took part, 3 needed.") == 1
    assert told.count("img") == told.count('img "2 agree. 2 took part') == 1, (
        "too few: only the drawing says who agreed"
    )
    page = await open_page(f"{address}/{SLUG}/D-1")
    told = await page.locator("main").aria_snapshot()
    assert "1 blocks without a reason" in told
    assert "img" not in told


async def test_paper_carries_no_links_to_tap(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/{SLUG}/D-1", scheme="dark")
    await page.emulate_media(media="print")
    assert not await page.get_by_role("navigation").is_visible()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert await page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
