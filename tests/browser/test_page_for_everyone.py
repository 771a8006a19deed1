import re

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # the library has no types
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.handles import NASTY, at, box, messages, offered, panel_of
from tests.wire.page.echo import Place

TOO_SMALL = """() => [...document.querySelectorAll("button, a:not(.skip, .mention), select, textarea")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => [one.getAttribute("aria-label") || one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 39.5 || box.height < 39.5))
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
"""What is smaller than a fingertip, of all that is pressed; links within a sentence are as high as their line."""


async def test_everything_is_reached_on_a_narrow_screen(place: Place, open_page: OpenPage) -> None:
    await panel_of(place)
    page = await open_page(at(place), width=360, height=740, touch=True)
    await expect(page.get_by_role("button", name="Press")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_role("button", name="Servers and channels").click()
    await expect(page.get_by_role("link", name="general")).to_be_visible()
    await expect(page.get_by_role("button", name="Close the channel list")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Servers and channels")).to_be_focused()
    await page.get_by_role("button", name="Members", exact=True).click()
    await page.get_by_role("button", name=re.compile("^Cyrus")).click()
    await page.get_by_role("button", name="Be Cyrus").click()
    await expect(page).to_have_url(re.compile(f"as={place.cyrus.user_id}"))


async def test_a_phone_says_what_this_is_and_who_one_is_and_whether_there_is_news(
    place: Place, open_page: OpenPage
) -> None:
    other = await place.client.add_channel(place.guild_id, "elsewhere")
    page = await open_page(at(place), width=390, height=844, touch=True)
    await expect(page.get_by_text("This is a sandbox: a small Discord on this computer")).to_be_visible()
    await page.get_by_role("button", name="Got it").click()
    await page.reload()
    await expect(box(page)).to_be_visible()
    await expect(page.get_by_text("This is a sandbox:")).to_have_count(0)
    await place.ana.say(other, "Over here")
    await expect(page.get_by_role("button", name="Servers and channels, new messages")).to_be_visible()
    chip = page.get_by_role("button", name="You: Bea")
    await chip.click()
    await expect(page.get_by_label("You are")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(chip).to_be_focused()


async def test_fingers_find_everything_at_least_forty_pixels_wide_and_high(place: Place, open_page: OpenPage) -> None:
    panel = await panel_of(place)
    await place.bea.react(panel, "✅")
    await place.bea.open_thread(panel, "Talk")
    await place.bea.command("secret")
    page = await open_page(at(place), width=390, height=844, touch=True)
    await expect(page.get_by_role("button", name="Dismiss")).to_be_visible()
    assert await page.evaluate(TOO_SMALL) == []
    await page.get_by_role("button", name="Servers and channels").click()
    await expect(page.get_by_role("link", name="general")).to_be_visible()
    assert await page.evaluate(TOO_SMALL) == []


async def test_one_mistake_made_again_and_again_is_one_notice(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    for mistake in ("/nonsense", "/rubbish", "/humbug"):
        await box(page).fill(mistake)
        await box(page).press("Enter")
        await expect(page.get_by_text(f"There is no command {mistake}.")).to_be_visible()
    await expect(page.get_by_text("There is no command")).to_have_count(1)


async def test_moving_the_clock_says_how_far_it_went_and_keeps_the_focus(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    skip = page.get_by_role("button", name="Skip to next deadline")
    await skip.click()
    await expect(page.get_by_text("There is no deadline: no message here shows a time still to come.")).to_be_visible()
    await place.bea.say(place.channel_id, "### Assembly\nat <t:1778061600:f>")
    await skip.press("Enter")
    await expect(
        page.get_by_text(re.compile("It is now Wednesday,? 6 May 2026 at 12:00, just past the time in “Assembly”."))
    ).to_be_visible()
    await expect(skip).to_be_focused()
    await page.get_by_role("button", name="Skip 1 hour").press("Enter")
    await expect(page.get_by_role("status")).to_contain_text([re.compile("It is now Wednesday,? 6 May 2026 at 13:00.")])


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
    await expect(offered(page)).to_have_count(10)
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
