import re

from playwright.async_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.handles import NASTY, at, box, messages
from tests.wire.page.echo import Place


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


async def test_names_become_mentions(quiet_place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(quiet_place))
    await box(page).fill("Ask @Ana Quispe in #general, not @Anabel")
    await box(page).press("Enter")
    await expect(messages(page)).to_contain_text(["Ask @Ana Quispe in #general, not @Anabel"])
    said = (await quiet_place.bea.messages(quiet_place.channel_id))[-1]
    who = quiet_place.ana.user_id
    assert said.content == f"Ask <@{who}> in <#{quiet_place.channel_id}>, not @Anabel"


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


async def test_one_becomes_somebody_else_and_the_tab_remembers(quiet_place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(quiet_place))
    await page.get_by_label("You are").select_option("Cyrus")
    await expect(page).to_have_url(re.compile(f"as={quiet_place.cyrus.user_id}"))
    await page.goto(quiet_place.sandbox.url + "/")
    await expect(page.get_by_label("You are")).to_have_value(str(quiet_place.cyrus.user_id))


async def test_who_is_removed_while_looking_is_told_and_finds_another_seat(
    quiet_place: Place, open_page: OpenPage
) -> None:
    page = await open_page(at(quiet_place, quiet_place.cyrus))
    await expect(box(page)).to_be_visible()
    await quiet_place.ana.kick(quiet_place.cyrus)
    await expect(page.get_by_text("Cyrus is no longer in this server.")).to_be_visible()
    await expect(page.get_by_label("You are")).to_have_value(str(quiet_place.ana.user_id))


async def test_a_moderator_deletes_a_message_for_everyone(quiet_place: Place, open_page: OpenPage) -> None:
    await quiet_place.bea.say(quiet_place.channel_id, "Oh no")
    ana = await open_page(at(quiet_place, quiet_place.ana))
    bea = await open_page(at(quiet_place))
    await expect(messages(bea)).to_have_count(1)
    await messages(ana).first.hover()
    await ana.get_by_role("button", name="More").first.click()
    await ana.get_by_role("button", name="Delete…").click()
    await ana.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(messages(bea)).to_have_count(0)


async def test_a_message_from_elsewhere_marks_its_channel(quiet_place: Place, open_page: OpenPage) -> None:
    other = await quiet_place.client.add_channel(quiet_place.guild_id, "elsewhere")
    page = await open_page(at(quiet_place))
    await expect(box(page)).to_be_visible()
    await quiet_place.ana.say(other, "Over here")
    await page.get_by_role("link", name="elsewhere new messages").click()
    await expect(messages(page)).to_contain_text(["Over here"])
    await expect(page.get_by_role("link", name="elsewhere new messages")).to_have_count(0)


async def test_earlier_messages_are_fetched_when_asked_for(quiet_place: Place, open_page: OpenPage) -> None:
    for number in range(55):
        await quiet_place.ana.say(quiet_place.channel_id, f"Word {number}")
    page = await open_page(at(quiet_place))
    await expect(messages(page)).to_have_count(50)
    await page.get_by_role("button", name="Show earlier messages").click()
    await expect(messages(page)).to_have_count(55)
    await expect(messages(page).first).to_contain_text("Word 0")


async def test_a_link_to_an_old_message_shows_it_and_leads_back(quiet_place: Place, open_page: OpenPage) -> None:
    said = [await quiet_place.ana.say(quiet_place.channel_id, f"Word {number}") for number in range(120)]
    place = at(quiet_place).replace("?as", f"/{said[10].id}?as")
    page = await open_page(place)
    await expect(messages(page).filter(has_text="Word 10").first).to_be_in_viewport()
    await page.get_by_role("button", name="Go to the newest messages").click()
    await expect(messages(page).last).to_contain_text("Word 119")


async def test_the_page_says_that_what_served_it_was_stopped(quiet_place: Place, open_page: OpenPage) -> None:
    page = await open_page(at(quiet_place))
    await expect(box(page)).to_be_visible()
    await quiet_place.sandbox.close()
    await expect(page.get_by_role("alert").filter(has_text="Minga was stopped")).to_be_visible()
