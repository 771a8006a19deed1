"""Deciding on the page: the charter changed by vote, a mandate given and taken back, and a choice that is tied."""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
from discord.gateway import DiscordWebSocket
from playwright.async_api import Browser, Locator, Page, expect

from bot.story.driver import Message, SandboxClient
from bot.story.movement import PAST, Movement, found
from bot.story.stage import Stage, stage
from tests.browser.conftest import OpenPage
from tests.browser.handles import box, messages
from tests.browser.test_main_job import at, post

IMAGES = os.environ.get("MINGA_DECIDING_IMAGES", "")
"""A folder that takes a picture of each station, for whoever works on the looks."""

VOTERS = ("Bea", "Cem", "Dov", "Eli", "Fatou")


@pytest.fixture
async def standing(browser: Browser) -> AsyncIterator[tuple[Stage, Movement]]:
    """A movement founded just now on a stage, without Discord's pace."""
    base, gateway = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with stage(begins_ago=PAST) as put_up, SandboxClient(put_up.sandbox.url) as client:
        put_up.sandbox.limits.enforced = False
        yield put_up, await found(client)
    discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


async def keep(page: Page, name: str) -> None:
    if IMAGES:
        await page.screenshot(path=f"{IMAGES}/{name}.png")


async def command(page: Page, name: str, **options: str) -> None:
    """Type a command, fill its options in, and send it."""
    await box(page).fill(f"/{name}")
    await expect(page.get_by_role("listbox", name="Commands").get_by_role("option").first).to_contain_text(f"/{name}")
    await box(page).press("Enter")
    form = page.get_by_test_id("command-form")
    for option, value in options.items():
        field = form.get_by_label(re.compile(rf"^{option}\b"))
        if await field.evaluate("field => field.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_have_count(0)


async def fill(page: Page, **fields: str) -> None:
    """Fill in the form that is open, and send it."""
    form = page.get_by_test_id("form")
    for label, value in fields.items():
        await form.get_by_role("textbox", name=label.replace("_", " "), exact=False).fill(value)
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)


def private(page: Page) -> Locator:
    """The newest message that only the reader sees."""
    return messages(page).filter(has_text="Only you can see this").last


async def react(page: Page, mark: str, emoji: str) -> None:
    await post(page, mark).get_by_role("button", name=re.compile(f"^{emoji}")).click()


async def an_hour_later(page: Page, mark: str, says: str) -> None:
    """An hour goes by, after which a ballot is redrawn; one more, if some tap was still on its way then."""
    for _ in range(4):
        await page.get_by_role("button", name="Skip 1 hour").click()
        with contextlib.suppress(AssertionError):
            await expect(post(page, mark)).to_contain_text(says)
            return
    await expect(post(page, mark)).to_contain_text(says)


async def skip(page: Page) -> None:
    await page.get_by_role("button", name="Skip to next deadline").click()


async def in_panel(movement: Movement, ballot: Message, choice: str, *names: str) -> None:
    """Vote secretly, one after the other, as people elsewhere."""
    for name in names:
        panel = await movement[name].press(ballot, "My vote")
        await movement[name].press(panel.message, choice)


async def test_the_charter_is_changed_over_an_objection_that_is_resolved(
    standing: tuple[Stage, Movement], open_page: OpenPage
) -> None:
    put_up, movement = standing
    ana = await open_page(at(put_up, movement, "Ana", "proposals"))
    bea = await open_page(at(put_up, movement, "Bea", "proposals"))

    await command(ana, "charter propose", setting="voting_hours", value="5 days")
    await expect(private(ana)).to_contain_text("How long voting lasts: 3 days → 5 days")
    await expect(private(ana)).to_contain_text("None of our last 10 decisions would have ended differently.")
    await keep(ana, "change")
    await private(ana).get_by_role("button", name="Propose this change").click()
    await fill(ana, What_and_why="We are slow readers.")
    await expect(private(ana)).to_contain_text("If it passes, it is in force a day later.")
    await expect(post(ana, "P-1").get_by_role("button", name=re.compile("^⛔"))).to_be_visible()
    await movement.vote(1, agree=["Ana", "Cem", "Dov", "Eli"])

    await _block(bea, "Urgent things could not wait.")
    goran = await _block_elsewhere(movement, "Goran", "I am never here for five days.")
    await an_hour_later(ana, "P-1", "4 agree, 2 block.")
    await keep(ana, "blocked")
    await command(ana, "objections", number="P-1")
    await expect(private(ana)).to_contain_text("Bea: Urgent things could not wait.")

    panel = private(bea)
    await panel.get_by_role("button", name="It is resolved").click()
    await expect(panel).to_contain_text("Your vote: abstain")
    await keep(bea, "resolved")
    await movement["Goran"].press(goran, "Agree")
    await an_hour_later(ana, "P-1", "5 agree, 1 abstains.")
    await skip(ana)
    await expect(post(ana, "P-1")).to_contain_text("D-1 · Passed. 5 agree, 1 abstains.")

    await ana.goto(at(put_up, movement, "Ana", "decisions"))
    await expect(post(ana, "D-1")).to_contain_text("In force from")
    await post(ana, "D-1").get_by_role("button", name="Read").click()
    await expect(messages(ana).filter(has_text="Urgent things could not wait. (resolved)")).to_be_visible()
    await keep(ana, "change-decided")
    await movement.client.skip(timedelta(hours=25))
    await _in_force(movement)

    await ana.goto(at(put_up, movement, "Ana", "proposals"))
    await expect(ana.get_by_role("heading", name="proposals", level=1)).to_be_visible()
    await command(ana, "charter show")
    await expect(private(ana)).to_contain_text("how long voting lasts: 5 days")
    await keep(ana, "charter")
    await movement.propose("Cem", "Paint the stairwell", "The landlord won't.")
    await expect(post(ana, "P-2")).to_contain_text("in 5 days")
    await keep(ana, "five-days")
    assert put_up.sandbox.unknown_routes == []


async def _in_force(movement: Movement) -> None:
    """Ask until the second version of the charter is the one that is shown."""
    for _ in range(100):
        if "version 2" in (await movement["Cem"].command("charter show")).text:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the new version is not in force")


async def _block(page: Page, reason: str) -> None:
    await post(page, "P-1").get_by_role("button", name="My vote").click()
    await private(page).get_by_role("button", name="Block", exact=True).click()
    await expect(private(page)).to_contain_text("Your block has no reason yet, so it counts as disagree.")
    await private(page).get_by_role("button", name="Give a reason").click()
    await fill(page, Reason=reason)
    await expect(private(page)).to_contain_text(f"Your reason: {reason}")


async def _block_elsewhere(movement: Movement, name: str, reason: str) -> Message:
    panel = await movement[name].press(await movement.ballot(1), "My vote")
    panel = await movement[name].press(panel.message, "Block")
    form = await movement[name].press(panel.message, "Give a reason")
    return (await movement[name].submit(form, {"Reason": reason})).message


async def test_a_mandate_is_stood_for_given_in_secret_and_taken_back(
    standing: tuple[Stage, Movement], open_page: OpenPage
) -> None:
    put_up, movement = standing
    cem = await open_page(at(put_up, movement, "Cem", "proposals"))
    ana = await open_page(at(put_up, movement, "Ana", "proposals"))

    await command(cem, "coordinator list")
    await private(cem).get_by_role("button", name="I stand").click()
    await fill(cem, What_and_why="I forget nothing, and I like to remind.")
    await expect(private(cem)).to_contain_text("P-1 is open, as a secret vote.")
    await expect(post(ana, "P-1")).to_contain_text("A secret vote: press My vote.")
    await post(ana, "P-1").get_by_role("button", name="My vote").click()
    await expect(private(ana)).to_contain_text("Nobody will ever see what you pick.")
    await private(ana).get_by_role("button", name="Agree", exact=True).click()
    await expect(private(ana)).to_contain_text("Your vote: agree")
    await keep(ana, "secret")
    await in_panel(movement, await movement.ballot_showing(1, "Secret vote"), "Agree", "Bea", "Cem", "Dov")
    await an_hour_later(ana, "P-1", "Counted: 4 people, 3 needed.")
    await expect(post(ana, "P-1")).not_to_contain_text("4 agree")
    await skip(ana)
    await expect(post(ana, "P-1")).to_contain_text("D-1 · Passed. 4 agree.")
    await command(ana, "coordinator list")
    await expect(private(ana)).to_contain_text("Seat 1: Cem, until")
    await keep(ana, "coordinators")

    await command(ana, "coordinator recall", mandate="D-1")
    await fill(ana, What_and_why="There were no reminders.")
    await expect(post(ana, "P-2")).to_contain_text("Take back the mandate of D-1")
    ballot = await movement.ballot_showing(2, "Secret vote")
    await in_panel(movement, ballot, "Agree", "Ana", "Bea", "Dov")
    await in_panel(movement, ballot, "Disagree", "Cem", "Eli")
    await an_hour_later(ana, "P-2", "Counted: 5 people, 3 needed.")
    await skip(ana)
    await expect(post(ana, "P-2")).to_contain_text("D-2 · Passed. 3 agree, 2 disagree.")
    await command(ana, "coordinator list")
    await expect(private(ana)).to_contain_text("Nobody holds a mandate.")
    await ana.goto(at(put_up, movement, "Ana", "decisions"))
    await expect(post(ana, "D-2")).to_contain_text("Passed: Take back the mandate of D-1")
    await keep(ana, "recalled")
    assert put_up.sandbox.unknown_routes == []


async def test_a_tied_choice_is_decided_by_a_run_off(standing: tuple[Stage, Movement], open_page: OpenPage) -> None:
    put_up, movement = standing
    ana = await open_page(at(put_up, movement, "Ana", "proposals"))
    await command(ana, "propose", kind="Choice: two to nine options")
    await fill(
        ana,
        Title="Which day do we meet?",
        What_and_why="Say all you could live with.",
        Options="Monday\nTuesday\nFriday",
    )
    await expect(post(ana, "P-1").get_by_role("button", name=re.compile("^💬"))).to_be_visible()
    await react(ana, "P-1", "1️⃣")
    await react(ana, "P-1", "2️⃣")
    ballot = await movement.ballot(1)
    for name, emoji in (("Bea", "1️⃣"), ("Cem", "2️⃣"), ("Dov", "3️⃣")):
        await movement[name].react(ballot, emoji)
    await an_hour_later(ana, "P-1", "Counted: 4 people, 3 needed. Monday 2, Tuesday 2, Friday 1.")
    await post(ana, "P-1").get_by_role("button", name="My vote").click()
    await expect(private(ana)).to_contain_text("Your vote: Monday and Tuesday")
    await private(ana).get_by_role("button", name=re.compile("All you could live with|Monday")).click()
    await keep(ana, "checklist")
    await ana.keyboard.press("Escape")
    await keep(ana, "choice")

    await skip(ana)
    await expect(messages(ana).filter(has_text="Several were on top, so a run-off decides among them.")).to_be_visible()
    run_off = post(ana, "P-1")
    await expect(run_off).to_contain_text("A run-off among those on top, for 24 hours.")
    await expect(run_off).not_to_contain_text("Friday")
    await expect(run_off.get_by_role("button", name=re.compile("^2️⃣"))).to_be_visible()
    await keep(ana, "run-off")
    await react(ana, "P-1", "2️⃣")
    second = await movement.ballot_showing(1, "A run-off among those on top")
    for name in ("Bea", "Cem"):
        await movement[name].react(second, "2️⃣")
    await an_hour_later(ana, "P-1", "Counted: 3 people, 3 needed. Tuesday 3.")
    await skip(ana)
    await expect(post(ana, "P-1")).to_contain_text("D-1 · Passed. Tuesday 3.")
    await ana.goto(at(put_up, movement, "Ana", "decisions"))
    await expect(post(ana, "D-1")).to_contain_text("Tuesday it is. Tuesday 3. 3 took part, 3 needed.")
    await keep(ana, "chosen")
    address = await ana.get_by_role("link", name="Public log").get_attribute("href")
    assert address is not None
    log = await open_page(address)
    await log.get_by_role("link", name="Which day do we meet?").click()
    await expect(log.get_by_role("listitem").filter(has_text="chosen")).to_contain_text("Tuesday")
    await expect(log.get_by_text("went into a run-off: Monday and Tuesday.")).to_be_visible()
    await keep(log, "chosen-on-the-web")
    assert put_up.sandbox.unknown_routes == []
