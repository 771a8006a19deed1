import re

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.handles import NASTY, at, box, messages, offered, panel_of
from tests.wire.page.echo import Place


async def test_everything_is_reached_on_a_narrow_screen(place: Place, open_page: OpenPage) -> None:
    await panel_of(place)
    page = await open_page(at(place), width=360, height=740, touch=True)
    await expect(page.get_by_role("button", name="Press")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_role("button", name="Servers and channels").click()
    await expect(page.get_by_role("link", name="general")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Servers and channels")).to_be_focused()
    await page.get_by_role("button", name="Members", exact=True).click()
    await page.get_by_role("button", name=re.compile("^Cyrus")).click()
    await page.get_by_role("button", name="Be Cyrus").click()
    await expect(page).to_have_url(re.compile(f"as={place.cyrus.user_id}"))


async def test_everything_is_done_with_the_keyboard_alone(place: Place, open_page: OpenPage) -> None:
    said = await place.cyrus.say(place.channel_id, "Shall we?")
    page = await open_page(at(place))
    await box(page).focus()
    await page.keyboard.type("/pick")
    await expect(offered(page).first).to_contain_text("/pick")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("command-form").get_by_role("button", name="Send")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("form").get_by_label("Kind")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("form")).to_have_count(0)
    await expect(box(page)).to_be_focused()
    await messages(page).first.get_by_role("button", name="Add reaction").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=re.compile("^❌ 1"))).to_be_visible()
    await expect(messages(page).first.get_by_role("button", name="Add reaction").last).to_be_focused()
    assert (await place.bea.again(said)).my_reactions == {"❌"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_axe_finds_nothing_to_complain_about(place: Place, open_page: OpenPage, scheme: str, width: int) -> None:
    panel = await panel_of(place)
    await place.bea.react(panel, "✅")
    await place.bea.say(place.channel_id, f"# Hello\n{NASTY}\n> quoted\n- one\n```\ncode\n``` <t:1778058000:R>")
    await place.bea.command("secret")
    await place.bea.command("thing list")
    page = await open_page(at(place), scheme=scheme, width=width)
    await expect(messages(page)).to_have_count(4)
    await check_with_axe(page)
    await box(page).fill("/")
    await expect(offered(page)).to_have_count(9)
    await check_with_axe(page)
    await box(page).fill("/thing show")
    await box(page).press("Enter")
    await expect(page.get_by_test_id("command-form")).to_be_visible()
    await check_with_axe(page)
    await page.keyboard.press("Escape")
    await messages(page).first.get_by_role("button", name="Form").click()
    await expect(page.get_by_test_id("form")).to_be_visible()
    await check_with_axe(page)


async def check_with_axe(page: Page) -> None:
    """Run axe on the page as it stands, without transitions under way."""
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
