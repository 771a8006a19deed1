"""Work in a browser: three tasks of a decision, of which one is handed on, one lapses and is taken by another, and
what was learnt on the third is found again by a word with a missing accent."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
from discord.gateway import DiscordWebSocket
from playwright.async_api import Browser, Locator, Page, expect

from bot.story.driver import SandboxClient
from bot.story.movement import FOUNDER, NEIGHBOURS, Movement, found
from bot.story.stage import Stage, stage
from tests.browser.conftest import OpenPage

PAST = timedelta(days=30)


@pytest.fixture
async def standing(browser: Browser) -> AsyncIterator[tuple[Stage, Movement]]:
    """A union that has just decided something with three first tasks, without Discord's pace."""
    base, gateway = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with stage(begins_ago=PAST) as put_up, SandboxClient(put_up.sandbox.url) as client:
        put_up.sandbox.limits.enforced = False
        movement = await found(client)
        await movement.propose(
            "Bea", "A summer party", "In the yard.", ["Borrow the benches", "Print flyers", "Bake the crêpes"]
        )
        await movement.vote(1, agree=[FOUNDER, *NEIGHBOURS[:6]])
        await client.skip(timedelta(hours=72, minutes=1))
        await movement.task(3)
        yield put_up, movement
    discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


def at(put_up: Stage, movement: Movement, who: str, channel_id: int | None = None) -> str:
    """Where somebody sees the channel of the tasks, or another one."""
    place = channel_id or movement.channels["decisions"]
    return f"{put_up.sandbox.url}/#/{movement.guild_id}/{place}?as={movement[who].user_id}"


def posts(page: Page, mark: str) -> Locator:
    """The messages for everybody that begin with a mark."""
    return page.get_by_test_id("message").filter(
        has_text=re.compile(re.escape(mark) + " ·"), has_not_text="Only you can see this"
    )


def private(page: Page) -> Locator:
    """What the bot told this member alone, the newest."""
    return page.get_by_test_id("message").filter(has_text="Only you can see this").last


def task(page: Page, number: int) -> Locator:
    """A task's own message."""
    heading = page.get_by_role("heading", name=re.compile(f"^T-{number} ·"))
    return page.get_by_test_id("message").filter(has=heading, has_not_text="Only you can see this")


async def press(message: Locator, label: str) -> None:
    await message.get_by_role("button", name=label, exact=True).click()


async def test_three_tasks_go_their_ways(standing: tuple[Stage, Movement], open_page: OpenPage) -> None:
    put_up, movement = standing
    bea, cem, dov = [await open_page(at(put_up, movement, who)) for who in ("Bea", "Cem", "Dov")]
    await press(task(bea, 1), "I'll do it")
    await expect(task(bea, 1)).to_contain_text("In hands: Bea.")
    await press(task(dov, 2), "I'll do it")
    await expect(task(dov, 2)).to_contain_text("In hands: Dov.")

    await _hand_on(bea, cem)
    await _lapse(dov, put_up, movement)
    await _take_what_lapsed(cem, put_up, movement)
    await _write_down_and_find(bea, dov, put_up, movement)
    # The board is drawn at most once in fifteen seconds.
    await movement.client.skip(timedelta(minutes=1))
    board = posts(bea, "B-1")
    await expect(board).to_have_count(1)
    await expect(board).to_contain_text("Done this week")
    assert put_up.sandbox.unknown_routes == []


async def _hand_on(bea: Page, cem: Page) -> None:
    """Bea hands T-1 on to Cem, who says yes where he is asked: in the task's thread."""
    await press(task(bea, 1), "Hand on")
    await private(bea).get_by_role("button", name="Pick somebody").click()
    await bea.get_by_role("dialog", name="Pick somebody").get_by_role("button", name="Cem").click()
    await expect(private(bea)).to_contain_text("It stays yours until they say yes.")
    await cem.get_by_role("link", name=re.compile("^T-1 ·")).click()
    await press(cem.get_by_test_id("message").filter(has_text="Bea would like to hand this on"), "I'll take it over")
    await expect(task(bea, 1)).to_contain_text("In hands: Cem.")


async def _lapse(dov: Page, put_up: Stage, movement: Movement) -> None:
    """Dov is asked after fourteen quiet days and says nothing; Cem, who is asked as well, is still on it."""
    await movement.client.skip(timedelta(days=14, minutes=1))
    thread = (await movement.task(2)).id
    await dov.goto(at(put_up, movement, "Dov", thread))
    asked = dov.get_by_test_id("message").filter(has_text="are you still on it?")
    await expect(asked).to_contain_text("@Dov")
    cems = (await movement.task(1)).id
    question = await movement["Cem"].wait_for_message(cems, lambda message: "are you still on it?" in message.text)
    await movement["Cem"].press(question, "Still on it")
    await movement.client.skip(timedelta(days=7, minutes=1))
    await expect(dov.get_by_test_id("message").filter(has_text="Thank you, Dov, for taking this up.")).to_be_visible()
    await dov.goto(at(put_up, movement, "Dov"))
    await expect(task(dov, 2)).to_contain_text("Looks for hands: 1 person.")
    await expect(task(dov, 1)).to_contain_text("In hands: Cem.")


async def _take_what_lapsed(cem: Page, put_up: Stage, movement: Movement) -> None:
    """Cem finds T-2 on the board, among what looks for hands, and takes it."""
    await cem.goto(at(put_up, movement, "Cem"))
    board = posts(cem, "B-1")
    await expect(board).to_contain_text("Looking for hands")
    await press(board, "Looking for hands")
    await expect(private(cem)).to_contain_text("T-2 Print flyers")
    await private(cem).get_by_role("button", name="Show").first.click()
    await expect(private(cem)).to_contain_text("T-2 · Print flyers")
    await press(private(cem), "I'll do it")
    await expect(task(cem, 2)).to_contain_text("In hands: Cem.")


async def _write_down_and_find(bea: Page, dov: Page, put_up: Stage, movement: Movement) -> None:
    """Bea does T-3, writes down what she learnt, and Dov finds it without the accents."""
    await press(task(bea, 3), "I'll do it")
    await expect(task(bea, 3)).to_contain_text("In hands: Bea.")
    await press(task(bea, 3), "Done")
    await expect(task(bea, 3)).to_contain_text("Done. Thank you, Bea.")
    await press(private(bea), "Write it down")
    form = bea.get_by_test_id("form")
    await form.get_by_role("textbox").first.fill("The pan is at Zoë’s café.")
    await form.get_by_role("button", name="Submit").click()
    await expect(private(bea)).to_contain_text("K-1")
    await dov.get_by_role("textbox", name=re.compile("^Message")).fill("/knowhow find")
    await dov.get_by_role("textbox", name=re.compile("^Message")).press("Enter")
    asked = dov.get_by_test_id("command-form")
    await asked.get_by_label("words").fill("zoe cafe")
    await asked.get_by_role("button", name="Send").click()
    await expect(private(dov)).to_contain_text("Bake the crêpes")
