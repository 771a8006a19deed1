"""How tests get hold of the chat page: its addresses, its parts, and what one does again and again."""

import re

from playwright.async_api import Locator, Page, expect

from bot.story.driver import Message, Person
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


async def panel_of(place: Place) -> Message:
    return (await place.cyrus.command("panel")).message
