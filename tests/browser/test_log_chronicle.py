"""What stands beside the decisions, in a real browser: charter, powers, years, pictures and what is open."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import pytest
from axe_playwright_python.async_playwright import Axe

from bot.domain.charter import ON_THE_WEB
from bot.domain.rules import Kind
from bot.domain.schedule import Schedule
from bot.domain.tasks import Effort
from bot.web import LogServer
from bot.words import languages
from tests.browser.conftest import OpenPage
from tests.factories import ANN, BEA, CAST, House
from tests.services.knowing import share
from tests.services.term import make_coordinator, recall, schedule
from tests.services.test_under_way import say_so
from tests.web.conftest import PATIENT

SLUG = "riverside-commons"
HOME = "https://minga.example"
PLACES = ("charter", "powers", "2026", "pictures", "open", "tasks", "calendar", "D-1", "D-2")


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where a log with a bit of everything stands."""
    await say_so(house, dict.fromkeys(ON_THE_WEB, True))
    await house.decide(
        title="Lend the hall to the choir on weekday evenings until the winter festival", first_tasks="Ask"
    )
    await make_coordinator(house, ANN)
    await make_coordinator(house, BEA)
    await recall(house, 2)
    for month in range(14):
        house.clock.advance(timedelta(days=31))
        await house.decide(voters=CAST[: 2 + month % 5], title=f"Round {month}", first_tasks="Carrots")
    await share(house)
    await make_coordinator(house, ANN)
    soon = (house.clock.now() + timedelta(days=2)).replace(tzinfo=None)
    long = "Bring the chairs, the table-cloths, the soup, the https://example.org/" + "endless" * 20
    await schedule(house, ANN, Schedule(soon, "Europe/Paris", "FREQ=WEEKLY"), long, is_meeting=True)
    await house.services.tasks.add(
        ANN, "x" * 90, "Both sides.", people_needed=3, effort=Effort.SMALL, skills=["layout"]
    )
    await house.open_proposal(kind=Kind.CHOICE, options="Monday\nTuesday", title="When do we meet?", body="After work.")
    server = LogServer(house.services, host="127.0.0.1", port=0, web_url=HOME, limits=PATIENT)
    await server.start()
    yield f"{server.url}/{SLUG}"
    await server.close()


async def test_the_pages_are_accessible_and_fit_a_phone_at_night(open_page: OpenPage, address: str) -> None:
    for place in PLACES:
        page = await open_page(f"{address}/{place}", width=360, scheme="dark")
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} scrolls aside"
        assert await page.locator("nav a[aria-current=page]").count() == (0 if place[-1].isdigit() else 1)
        await page.context.close()


async def test_the_menu_takes_two_lines_on_a_phone_and_all_of_it_is_one_tap_away(
    open_page: OpenPage, house: House, address: str
) -> None:
    for language in languages():
        await house.run_sql(f"UPDATE servers SET language = '{language}'")
        page = await open_page(f"{address}/charter?in={language}", width=360)
        shown = [
            box for each in await page.locator(".ways a:visible, summary").all() if (box := await each.bounding_box())
        ]
        assert len(shown) == 5
        assert len({box["y"] for box in shown}) <= 2, language
        assert all(box["height"] >= 44 for box in shown)
        await page.locator(".ways summary").focus()
        await page.keyboard.press("Enter")
        assert await page.locator(".ways a:visible").count() == 9
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), language
        await page.context.close()


async def test_where_there_is_room_nothing_of_the_menu_is_folded(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/charter")
    assert await page.locator(".ways a:visible").count() == 9
    assert not await page.locator(".ways summary").is_visible()
    told = await page.get_by_role("navigation", name="In this log").aria_snapshot()
    assert told.count("link ") == 9
    for name in ("Open proposals", "Calendar"):
        assert name in told


async def test_numbers_are_folded_below_their_picture_and_open_by_key_and_on_paper(
    open_page: OpenPage, address: str
) -> None:
    page = await open_page(f"{address}/pictures", width=360)
    table = page.locator("table").first
    assert not await table.is_visible()
    await page.locator("main summary").first.focus()
    await page.keyboard.press("Enter")
    assert await table.is_visible()
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.emulate_media(media="print")
    assert await page.locator("table:visible").count() == 4
    assert await page.locator("summary:visible").count() == 0


async def test_what_is_written_in_a_picture_stays_on_the_paper_and_apart(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/pictures", width=360)
    charts = page.locator("svg.chart")
    assert await charts.count() == 4
    for number in range(4):
        texts = charts.nth(number).locator("text.mark")
        boxes = [await texts.nth(place).bounding_box() for place in range(await texts.count())]
        spans = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
        assert len(spans) >= 2
        assert all(end <= following for (_, end), (following, _) in pairwise(spans))
        assert spans[-1][1] <= 360


async def test_a_hash_is_selected_by_one_tap(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/D-1")
    shown = page.locator("main code.hash").first
    await shown.click()
    assert await page.evaluate("getSelection().toString().trim()") == await shown.inner_text()


async def test_a_version_of_the_charter_is_one_link_away(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/D-1")
    await page.get_by_role("link", name="version 2, its numbers").click()
    await page.wait_for_url("**/charter#version-2")
    assert await page.locator("#version-2:target").count() == 1


async def test_paper_says_where_it_was_printed_from_and_breaks_no_picture(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/pictures", scheme="dark")
    assert not await page.get_by_text("Printed from").is_visible()
    await page.emulate_media(media="print")
    assert await page.get_by_text(f"Printed from {HOME}/{SLUG}/pictures").is_visible()
    assert not await page.locator("nav").first.is_visible()
    broken = "getComputedStyle(document.querySelector('.picture figure')).breakInside"
    assert await page.evaluate(broken) == "avoid"
