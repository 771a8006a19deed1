import re

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Locator, Page, expect

from bot.story.driver import Message, Person
from tests.browser.conftest import OpenPage
from tests.wire.page.echo import Place

NASTY = "<img src=x onerror=alert(1)> **bold** [safe](https://example.org/x) <@1> javascript:alert(1) ||hush||"


def at(place: Place, person: Person | None = None, channel_id: int | None = None) -> str:
    """The address of a channel as somebody sees it."""
    who = person or place.bea
    return f"{place.sandbox.url}/#/{place.guild_id}/{channel_id or place.channel_id}?as={who.user_id}"


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Message"))


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Commands").get_by_role("option")


def messages(page: Page) -> Locator:
    return page.get_by_test_id("message")


async def send_command(page: Page, name: str) -> None:
    """Type a command and choose the first that fits."""
    await box(page).fill(f"/{name}")
    await expect(offered(page).first).to_contain_text(f"/{name}")
    await box(page).press("Enter")
    await page.get_by_test_id("command-form").get_by_role("button", name="Send").click()


async def test_what_one_says_is_seen_by_the_other_at_once(quiet_place: Place, open_page: OpenPage) -> None:
    bea = await open_page(at(quiet_place))
    cyrus = await open_page(at(quiet_place, quiet_place.cyrus))
    await box(bea).fill("Hello **all**")
    await box(bea).press("Enter")
    await expect(messages(cyrus)).to_contain_text(["Hello all"])
    await expect(messages(cyrus).get_by_role("strong")).to_have_text("all")
    await expect(cyrus.get_by_label("You are")).to_have_value(str(quiet_place.cyrus.user_id))
    await expect(bea.get_by_label("You are")).to_have_value(str(quiet_place.bea.user_id))
    await expect(box(bea)).to_have_value("")


async def test_what_members_write_stays_text(quiet_place: Place, open_page: OpenPage) -> None:
    await quiet_place.bea.say(quiet_place.channel_id, NASTY)
    page = await open_page(at(quiet_place))
    message = messages(page).first
    await expect(message).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(message.locator("img")).to_have_count(0)
    await expect(message).to_contain_text("safe (example.org/x)")
    await expect(message.get_by_role("link")).to_have_attribute("rel", re.compile("noopener"))
    await expect(message).to_contain_text("@someone who left")
    await expect(message.get_by_role("button", name="Spoiler: show")).to_be_visible()


async def test_a_command_is_found_filled_in_and_answered(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    await box(page).fill("/echo")
    await expect(offered(page)).to_have_count(1)
    await box(page).press("Tab")
    form = page.get_by_test_id("command-form")
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_text("This is needed.")).to_be_visible()
    await form.get_by_label("text").fill("Good morning")
    await form.get_by_label("loud").select_option("Yes")
    await form.get_by_label("text").press("Enter")
    await expect(messages(page).last).to_contain_text("GOOD MORNING")
    await expect(messages(page).last).to_contain_text("Bea used /echo")


async def test_a_mistyped_command_is_not_said_aloud(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    await box(page).fill("/myvote")
    await expect(page.get_by_text("No command fits.")).to_be_visible()
    await box(page).press("Enter")
    await expect(page.get_by_text("There is no command /myvote.")).to_be_visible()
    assert await place.bea.messages(place.channel_id) == []


async def test_names_become_mentions(quiet_place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(quiet_place))
    await box(page).fill("Ask @Ana Quispe in #general, not @Anabel")
    await box(page).press("Enter")
    await expect(messages(page)).to_contain_text(["Ask @Ana Quispe in #general, not @Anabel"])
    said = (await quiet_place.bea.messages(quiet_place.channel_id))[-1]
    who = quiet_place.ana.user_id
    assert said.content == f"Ask <@{who}> in <#{quiet_place.channel_id}>, not @Anabel"


async def test_suggestions_come_while_one_types(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    await box(page).fill("/thing show")
    await expect(offered(page).first).to_contain_text("/thing show")
    await box(page).press("Enter")
    await page.get_by_test_id("command-form").get_by_label("name").press_sequentially("x")
    await page.get_by_role("option", name="Thing 2x").click()
    await page.get_by_test_id("command-form").get_by_role("button", name="Send").click()
    await expect(messages(page).last).to_contain_text("T-2 of nobody")


async def test_a_private_answer_is_marked_and_dismissed(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    await send_command(page, "secret")
    await expect(messages(page).last).to_contain_text("Only you can see this")
    await page.get_by_role("button", name="Dismiss").click()
    await expect(messages(page)).to_have_count(0)


async def test_an_answer_that_never_comes_is_told_and_can_be_tried_again(place: Place, open_page: OpenPage) -> None:
    place.sandbox.world.interactions.answer_within = 0.3
    page = await open_page(at(place))
    await send_command(page, "silent")
    await expect(page.get_by_text("The application did not respond.")).to_be_visible()
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_test_id("command-form")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("command-form")).to_have_count(0)


async def panel_of(place: Place) -> Message:
    return (await place.cyrus.command("panel")).message


async def test_buttons_work_and_keep_the_focus_when_the_card_is_redrawn(place: Place, open_page: OpenPage) -> None:
    await panel_of(place)
    page = await open_page(at(place))
    button = page.get_by_role("button", name="Press")
    await button.click()
    await expect(page.get_by_text("Pressed 1 times.")).to_be_visible()
    await expect(button).to_be_focused()
    place.sandbox.world.interactions.answer_within = 0.3
    await page.get_by_role("button", name="Silence").click()
    await expect(page.get_by_text("This interaction failed.")).to_be_visible()


async def test_several_things_are_chosen_in_a_select(place: Place, open_page: OpenPage) -> None:
    await panel_of(place)
    page = await open_page(at(place))
    await page.get_by_role("button", name="Which task?").click()
    choices = page.get_by_role("dialog", name="Which task?")
    await expect(choices.get_by_role("button", name="Choose")).to_be_disabled()
    await choices.get_by_label("Flyer").check()
    await choices.get_by_label("Drive").check()
    await choices.get_by_role("button", name="Choose").click()
    await expect(messages(page).last).to_contain_text("You took flyer, drive.")


async def test_a_link_into_the_server_stays_in_the_page(place: Place, open_page: OpenPage) -> None:
    await panel_of(place)
    other = await place.client.add_channel(place.guild_id, "elsewhere")
    page = await open_page(at(place))
    await page.get_by_role("link", name="elsewhere").click()
    await expect(page.get_by_role("heading", name="elsewhere", level=1)).to_be_visible()
    said = await place.bea.say(other, f"See https://discord.com/channels/{place.guild_id}/{place.channel_id}")
    await messages(page).filter(has_text="See").get_by_role("link", name="#general").click()
    await expect(page.get_by_role("heading", name="general", level=1)).to_be_visible()
    assert said.channel_id == other


async def test_a_refused_form_loses_nothing_that_was_typed(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    await send_command(page, "form")
    form = page.get_by_test_id("form")
    await expect(form.get_by_role("heading", name="Tell me more")).to_be_visible()
    await form.get_by_label("Name").fill("ab")
    await form.get_by_role("textbox", name="More").fill("Much more")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_text("At least 3 characters; you have 2.")).to_be_visible()
    await form.get_by_label("Name").fill("abc")
    await form.get_by_label("Large").check()
    await form.get_by_label("Hands").check()
    place.sandbox.world.interactions.answer_within = 0.0
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_text("What you wrote is still here")).to_be_visible()
    place.sandbox.world.interactions.answer_within = 3.0
    await expect(form.get_by_role("textbox", name="More")).to_have_value("Much more")
    await form.get_by_role("button", name="Submit").click()
    answer = '{"name": "abc", "more": "Much more", "size": "l", "needs": ["h"]}'
    await expect(messages(page).last).to_contain_text(answer)
    await expect(form).to_have_count(0)


async def test_a_form_with_people_and_ticks_is_sent(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    await send_command(page, "pick")
    form = page.get_by_test_id("form")
    await form.get_by_label("Kind").select_option("Two")
    await form.get_by_label("Who").select_option("Ana Quispe")
    await form.get_by_label("Sure?").check()
    await form.get_by_role("button", name="Submit").click()
    await expect(messages(page).last).to_contain_text('[["two"], ["Ana Quispe"], true]')


async def test_reactions_are_put_counted_and_taken_back(quiet_place: Place, open_page: OpenPage) -> None:
    said = await quiet_place.bea.say(quiet_place.channel_id, "Shall we?")
    await quiet_place.ana.react(said, "✅")
    page = await open_page(at(quiet_place))
    pill = page.get_by_role("button", name=re.compile("^✅"))
    await expect(pill).to_have_attribute("aria-label", "✅ 1: Ana Quispe")
    await pill.click()
    await expect(pill).to_have_attribute("aria-pressed", "true")
    await expect(pill).to_contain_text("2")
    await messages(page).first.hover()
    await page.get_by_role("button", name="Add reaction").first.click()
    await page.get_by_label("Another emoji").fill("🌻")
    await page.get_by_label("As a super reaction").check()
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("button", name=re.compile("^🌻 1, 1 super"))).to_be_visible()
    await pill.click()
    await expect(pill).to_have_attribute("aria-pressed", "false")
    assert (await quiet_place.bea.again(said)).reactions == {"✅": 1, "🌻": 1}


async def test_a_moderator_sees_who_reacted_and_takes_one_away(quiet_place: Place, open_page: OpenPage) -> None:
    said = await quiet_place.bea.say(quiet_place.channel_id, "Shall we?")
    await quiet_place.cyrus.react(said, "❌")
    page = await open_page(at(quiet_place, quiet_place.ana))
    await messages(page).first.hover()
    await page.get_by_role("button", name="More").first.click()
    await page.get_by_role("button", name="Who reacted").click()
    await page.get_by_role("button", name="Take away ❌ of Cyrus").click()
    await expect(page.get_by_text("Nobody reacted.")).to_be_visible()
    assert (await quiet_place.ana.again(said)).reactions == {}


async def test_the_clock_is_the_worlds_and_can_be_moved(place: Place, open_page: OpenPage) -> None:
    await panel_of(place)
    page = await open_page(at(place))
    await expect(page.get_by_text("in 1 day")).to_be_visible()
    await expect(page.locator(".clock-face")).to_contain_text("6 May 2026")
    await page.get_by_role("button", name="Skip 1 hour").click()
    await expect(page.get_by_text("in 23 hours")).to_be_visible()
    await page.get_by_role("button", name="Skip to next deadline").click()
    await expect(page.get_by_text(re.compile("second(s)? ago"))).to_be_visible()
    await expect(page.locator(".clock-face")).to_contain_text("7 May 2026")


async def test_one_becomes_somebody_else_and_the_tab_remembers(quiet_place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(quiet_place))
    await page.get_by_label("You are").select_option("Cyrus")
    await expect(page).to_have_url(re.compile(f"as={quiet_place.cyrus.user_id}"))
    await page.goto(quiet_place.sandbox.url + "/")
    await expect(page.get_by_label("You are")).to_have_value(str(quiet_place.cyrus.user_id))


async def test_a_message_from_elsewhere_marks_its_channel(quiet_place: Place, open_page: OpenPage) -> None:
    other = await quiet_place.client.add_channel(quiet_place.guild_id, "elsewhere")
    page = await open_page(at(quiet_place))
    await expect(box(page)).to_be_visible()
    await quiet_place.ana.say(other, "Over here")
    await page.get_by_role("link", name="elsewhere new messages").click()
    await expect(messages(page)).to_contain_text(["Over here"])
    await expect(page.get_by_role("link", name="elsewhere new messages")).to_have_count(0)


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
