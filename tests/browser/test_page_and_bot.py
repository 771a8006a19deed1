import re

from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.handles import at, box, messages, offered, panel_of, send_command
from tests.wire.page.echo import Place


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


async def test_a_private_answer_to_an_old_card_comes_into_view(place: Place, open_page: OpenPage) -> None:
    await panel_of(place)
    for each in range(60):
        await place.cyrus.say(place.channel_id, f"Later {each}")
    page = await open_page(at(place))
    await page.get_by_role("button", name="Show earlier messages").click()
    await page.get_by_role("button", name="Why?").click()
    await expect(messages(page).last).to_contain_text("Because.")
    await expect(messages(page).last).to_be_in_viewport()


async def test_a_private_answer_comes_into_view_while_an_old_page_is_read(place: Place, open_page: OpenPage) -> None:
    card = await panel_of(place)
    for each in range(120):
        await place.cyrus.say(place.channel_id, f"Later {each}")
    here = at(place).replace("?", f"/{card.id}?")
    page = await open_page(here)
    await expect(page.get_by_role("button", name="Go to the newest messages")).to_have_count(1)
    await page.get_by_role("button", name="Why?").click()
    await expect(messages(page).last).to_contain_text("Because.")
    await expect(messages(page).last).to_be_in_viewport()


async def test_a_private_follow_up_names_no_message_that_is_gone_and_long_code_wraps(
    place: Place, open_page: OpenPage
) -> None:
    page = await open_page(at(place), width=400)
    await send_command(page, "twice")
    await expect(messages(page).last).to_contain_text("wordword")
    await expect(page.get_by_text("a message that is gone")).to_have_count(0)
    assert await page.locator("pre").evaluate("block => block.scrollWidth <= block.clientWidth")


async def test_suggestions_leave_the_button_free_that_sends(place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(place))
    await box(page).fill("/thing show")
    await expect(offered(page).first).to_contain_text("/thing show")
    await box(page).press("Enter")
    form = page.get_by_test_id("command-form")
    await form.get_by_label("name").press_sequentially("x")
    await expect(page.get_by_role("option", name="Thing 2x")).to_be_visible()
    await form.get_by_role("button", name="Send").click()
    await expect(messages(page).last).to_contain_text("x of nobody")


async def test_an_answer_that_never_comes_is_told_and_can_be_tried_again(place: Place, open_page: OpenPage) -> None:
    place.sandbox.world.interactions.answer_within = 0.3
    page = await open_page(at(place))
    await send_command(page, "silent")
    await expect(page.get_by_text("The application did not respond.")).to_be_visible()
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_test_id("command-form")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("command-form")).to_have_count(0)


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
