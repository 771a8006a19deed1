"""The whole job on the page, as three members: propose, vote, decide, publish, take up work and finish it."""

import os
import re
from collections.abc import AsyncIterator

import discord
import pytest
from discord.gateway import DiscordWebSocket
from playwright.async_api import Browser, Locator, Page, expect

from bot.story.driver import SandboxClient
from bot.story.movement import PAST, Movement, found, live
from bot.story.stage import Stage, stage
from tests.browser.conftest import OpenPage

IMAGES = os.environ.get("MINGA_IMAGES", "")
"""A folder that takes a picture of each station; `make screenshots` names docs/images."""


@pytest.fixture
async def standing(browser: Browser) -> AsyncIterator[tuple[Stage, Movement]]:
    """A living movement on a stage, without Discord's pace."""
    base, gateway = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with stage(begins_ago=PAST) as put_up, SandboxClient(put_up.sandbox.url) as client:
        put_up.sandbox.limits.enforced = False
        movement = await found(client)
        await live(movement)
        yield put_up, movement
    discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


def at(put_up: Stage, movement: Movement, who: str, channel: str) -> str:
    return f"{put_up.sandbox.url}/#/{movement.guild_id}/{movement.channels[channel]}?as={movement[who].user_id}"


def post(page: Page, mark: str) -> Locator:
    """The message for everybody that begins with a number such as P-4."""
    private = "Only you can see this"
    return page.get_by_test_id("message").filter(
        has=page.get_by_role("heading", name=re.compile(f"^{re.escape(mark)} ·")), has_not_text=private
    )


async def keep(page: Page, name: str) -> None:
    if IMAGES:
        await page.screenshot(path=f"{IMAGES}/{name}.png")


async def test_three_members_do_the_whole_job_in_a_browser(
    standing: tuple[Stage, Movement], open_page: OpenPage
) -> None:
    put_up, movement = standing
    ana = await open_page(at(put_up, movement, "Ana", "proposals"))
    bea = await open_page(at(put_up, movement, "Bea", "proposals"))
    cem = await open_page(at(put_up, movement, "Cem", "proposals"))

    await _propose(ana)
    await _tap_and_switch(bea)
    await _use_the_panel(cem)
    await post(ana, "P-4").get_by_role("button", name=re.compile("^✅")).click()
    await movement.vote(4, agree=["Dov", "Fatou"])
    await ana.get_by_role("button", name="Skip 1 hour").click()
    await expect(post(ana, "P-4")).to_contain_text("Counted: 5 people")
    await expect(post(ana, "P-4")).to_contain_text("4 agree, 1 disagrees.")
    await keep(ana, "ballot")

    await _skip_past(ana, "P-4")
    await _read_the_decision(ana, put_up, movement)
    await _read_the_log(ana, open_page, put_up)
    await _take_up_and_finish(bea, cem, put_up, movement)
    assert put_up.sandbox.unknown_routes == []


async def _propose(ana: Page) -> None:
    await ana.get_by_role("textbox", name=re.compile("^Message")).fill("/propose")
    await ana.get_by_role("textbox", name=re.compile("^Message")).press("Enter")
    await ana.get_by_test_id("command-form").get_by_role("button", name="Send").click()
    form = ana.get_by_test_id("form")
    await form.get_by_label("Title").fill("Paint the stairwell in May")
    await form.get_by_role("textbox", name="What and why").fill(
        "The landlord won't. Colour costs €120 from the box; two Saturdays do it, door by door."
    )
    await form.get_by_role("textbox", name="First tasks").fill("Get three offers for colour\nAsk who can lend ladders")
    await keep(ana, "propose")
    await form.get_by_role("button", name="Submit").click()
    await expect(ana.get_by_test_id("message").filter(has_text="P-4 is open.")).to_be_visible()
    await expect(post(ana, "P-4").get_by_role("button", name=re.compile("^⛔"))).to_be_visible()


async def _tap_and_switch(bea: Page) -> None:
    ballot = post(bea, "P-4")
    await ballot.get_by_role("button", name=re.compile("^✅")).click()
    await expect(ballot.get_by_role("button", name=re.compile("^✅"))).to_have_attribute("aria-pressed", "true")
    await ballot.get_by_role("button", name=re.compile("^❌")).click()
    await expect(ballot.get_by_role("button", name=re.compile("^❌"))).to_have_attribute("aria-pressed", "true")


async def _use_the_panel(cem: Page) -> None:
    await post(cem, "P-4").get_by_role("button", name="My vote").click()
    panel = cem.get_by_test_id("message").filter(has_text="Only you can see this").last
    await expect(panel).to_contain_text("You haven't voted yet.")
    await panel.get_by_role("button", name="Agree", exact=True).click()
    await expect(panel).to_contain_text("Your vote: agree")
    await panel.get_by_role("button", name="Give a reason").click()
    form = cem.get_by_test_id("form")
    await form.get_by_role("textbox", name="Reason").fill("I have a ladder.")
    await form.get_by_role("button", name="Submit").click()
    await expect(panel).to_contain_text("Your reason: I have a ladder.")
    await keep(cem, "my-vote")


async def _skip_past(page: Page, mark: str) -> None:
    """Skip to deadlines until this one is decided; an earlier proposal, that too few came to, lasts longer."""
    await page.get_by_role("button", name="Skip to next deadline").click()
    await expect(post(page, "P-3")).to_contain_text("Too few had taken part: voting lasts until")
    await page.get_by_role("button", name="Skip to next deadline").click()
    await expect(post(page, mark)).to_contain_text("D-3 · Passed.")


async def _read_the_decision(ana: Page, put_up: Stage, movement: Movement) -> None:
    await ana.goto(at(put_up, movement, "Ana", "decisions"))
    decision = post(ana, "D-3")
    await expect(decision).to_contain_text("Passed: Paint the stairwell in May")
    await expect(decision).to_contain_text("2 tasks look for hands.")
    await decision.get_by_role("button", name="Why?").click()
    await expect(ana.get_by_test_id("message").last).to_contain_text("Did enough people take part? 5 took part")
    await decision.scroll_into_view_if_needed()
    await keep(ana, "decision")


async def _read_the_log(ana: Page, open_page: OpenPage, put_up: Stage) -> None:
    address = await ana.get_by_role("link", name="Public log").get_attribute("href")
    assert address is not None
    log = await open_page(address)
    await log.get_by_role("link", name="Paint the stairwell in May").click()
    await expect(log.get_by_role("heading", name="Paint the stairwell in May")).to_be_visible()
    shown = await log.content()
    assert [name for name in ("Ana", "Bea", "Cem") if re.search(rf"\b{name}\b", shown)] == []


async def _take_up_and_finish(bea: Page, cem: Page, put_up: Stage, movement: Movement) -> None:
    await bea.goto(at(put_up, movement, "Bea", "decisions"))
    task = post(bea, "T-4")
    await expect(task).to_contain_text("Get three offers for colour")
    await task.get_by_role("button", name="I'll do it").click()
    await expect(task).to_contain_text("In hands: Bea.")
    await keep(bea, "task")
    await cem.goto(at(put_up, movement, "Cem", "decisions"))
    await post(cem, "T-4").get_by_role("button", name="Done").click()
    await expect(cem.get_by_test_id("message").last).to_contain_text("You don't hold T-4;")
    await task.get_by_role("button", name="Done").click()
    await expect(task).to_contain_text("Done. Thank you, Bea.")
    await keep(bea, "task-done")
