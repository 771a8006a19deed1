"""Reminding on the page: a coordinator calls a meeting, everybody sees it come, and anybody adds to its agenda."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
from discord.gateway import DiscordWebSocket
from playwright.async_api import Browser, Page, expect

from bot.story.driver import SandboxClient
from bot.story.movement import PAST, Movement, found
from bot.story.stage import Stage, stage
from tests.browser.conftest import OpenPage
from tests.browser.handles import messages
from tests.browser.test_deciding import command, fill, private
from tests.browser.test_main_job import at, post

IMAGES = os.environ.get("MINGA_REMINDING_IMAGES", "")
"""A folder that takes a picture of each station, for whoever works on the looks."""

VOTERS = ("Ana", "Bea", "Cem", "Dov", "Eli")


@pytest.fixture
async def coordinated(browser: Browser) -> AsyncIterator[tuple[Stage, Movement]]:
    """A movement on a stage, without Discord's pace, in which Bea has just become coordinator."""
    base, gateway = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with stage(begins_ago=PAST) as put_up, SandboxClient(put_up.sandbox.url) as client:
        put_up.sandbox.limits.enforced = False
        movement = await found(client)
        form = await movement["Bea"].command("coordinator stand")
        await movement["Bea"].submit(form, {"What and why": "I forget nothing."})
        ballot = await movement.ballot_showing(1, "Secret vote")
        for name in VOTERS:
            panel = await movement[name].press(ballot, "My vote")
            await movement[name].press(panel.message, "Agree")
        await client.skip(timedelta(hours=73))
        await movement.decision(1)
        yield put_up, movement
    discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


async def keep(page: Page, name: str) -> None:
    if IMAGES:
        await page.screenshot(path=f"{IMAGES}/{name}.png")


async def test_a_coordinator_calls_a_meeting_and_everybody_sees_it_come(
    coordinated: tuple[Stage, Movement], open_page: OpenPage
) -> None:
    put_up, movement = coordinated
    bea = await open_page(at(put_up, movement, "Bea", "proposals"), width=390, height=844)
    goran = await open_page(at(put_up, movement, "Goran", "proposals"))

    await command(bea, "remind schedule", what="Assembly in the yard", when="tomorrow 6")
    await expect(private(bea)).to_contain_text("In which half of the day?")
    await keep(bea, "asked")
    await private(bea).get_by_role("button", name="Change").click()
    form = bea.get_by_test_id("form")
    await expect(form.get_by_role("textbox", name="What to remind of")).to_have_value("Assembly in the yard")
    await form.get_by_label("Yes: people can say they come").check()
    await fill(bea, When="in 2 hours")
    await expect(private(bea)).to_contain_text("Not saved yet")
    await expect(private(bea)).to_contain_text("with a thread for the agenda")
    await keep(bea, "preview")
    await private(bea).get_by_role("button", name="Save").click()
    await expect(private(bea)).to_contain_text("R-1 is scheduled.")

    await goran.get_by_role("button", name="Skip to next deadline").click()
    meeting = post(goran, "R-1")
    await expect(meeting).to_contain_text("— Bea, coordinator")
    await meeting.get_by_role("button", name="I'll be there").click()
    await expect(meeting).to_contain_text("1 person will be there.")
    await meeting.get_by_role("button", name="Add item").click()
    await fill(goran, Item="The roof")
    await expect(private(goran)).to_contain_text("It stands on the agenda.")
    await keep(goran, "meeting")
    await expect(meeting.get_by_text("Open thread")).to_be_visible()
    await meeting.get_by_text("Open thread").click()
    await _agenda_says(movement, goran, "The roof")
    await keep(goran, "agenda")
    assert put_up.sandbox.unknown_routes == []


async def _agenda_says(movement: Movement, page: Page, item: str) -> None:
    """Let time pass until the agenda is redrawn: a message is changed only now and then."""
    agenda = messages(page).filter(has_text="R-1 · Agenda")
    for _ in range(40):
        if item in await agenda.inner_text():
            break
        await movement.client.skip(timedelta(seconds=15))
        await asyncio.sleep(0.25)
    await expect(agenda).to_contain_text(item)
