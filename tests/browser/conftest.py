"""A real browser, where there is one, and pages in it that may ask nothing of the world outside."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect

from tests.wire.page.echo import Place, connected, furnished

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LONGEST_WAIT_MS = 10_000
OpenPage = Callable[..., Awaitable[Page]]


PATIENCE = 30_000.0
"""Milliseconds that a page may take to show what is expected: the machine may have other work to do."""

expect.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    """Where Chromium is: named by the environment variable CHROMIUM, or found on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium."""
    path = chromium()
    if path is None:
        pytest.skip("No Chromium was found; name one in CHROMIUM to try the pages in a browser.")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield launched
        await launched.close()


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens an address as a person would; afterwards no page may have had errors or asked another host.

    Keywords: `width` (1280), `height` (860), `scheme` ("light" or "dark"), `touch` (no hovering).
    """
    troubles: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            troubles.append(message.text)

    def watch(request: Request) -> None:
        host = urlsplit(request.url).hostname
        if request.url.startswith("http") and host != "127.0.0.1":
            troubles.append(f"asked {host}")

    async def open_it(
        url: str, *, width: int = 1280, height: int = 860, scheme: str = "light", touch: bool = False
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="en-GB",
            timezone_id="Europe/Berlin",
            has_touch=touch,
        )
        context.set_default_timeout(LONGEST_WAIT_MS)
        page = await context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", watch)
        await page.goto(url)
        return page

    yield open_it
    assert troubles == []


@pytest.fixture
async def quiet_place() -> AsyncIterator[Place]:
    """A sandbox with people, and no bot process."""
    async with furnished() as place:
        yield place


@pytest.fixture
async def place(quiet_place: Place) -> AsyncIterator[Place]:
    """A sandbox with people and the small bot."""
    async with connected(quiet_place.sandbox):
        yield quiet_place
