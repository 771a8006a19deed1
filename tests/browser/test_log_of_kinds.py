"""The public log of every kind of vote in a real browser: accessible, fitting, and heard as well as seen."""

from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe

from bot.domain.proposals import draft
from bot.domain.rules import Kind
from bot.web import LogServer
from tests.browser.conftest import OpenPage
from tests.factories import ANN, BEA, CAST, GUILD, House
from tests.web.conftest import SLUG

LONG = "A very long option that somebody wrote out in full because it seemed clear"


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where a log stands with a choice, its run-off, lazy consent and a change of the charter."""
    options = f"Monday\n{LONG}\nWednesday"
    proposal = await house.open_proposal(title="Which day?", kind=Kind.CHOICE, options=options)
    for person, emoji in zip(CAST, ("1️⃣", "1️⃣", "2️⃣", "2️⃣", "3️⃣", "💬"), strict=True):
        await house.tap(person, emoji, proposal)
    for person, emoji in ((CAST[4], "1️⃣"), (CAST[5], "2️⃣")):
        await house.tap(person, emoji, proposal)
    await house.come_to_the_deadline(proposal)
    await house.services.outbox.deliver_due()
    second = await house.proposal(proposal)
    await house.all_tap(CAST[:4], "2️⃣", second)
    await house.settle(second)
    lazy = await house.open_proposal(title="Paint it blue", kind=Kind.LAZY)
    await house.all_tap([ANN, BEA], "✅", lazy)
    await house.settle(lazy)
    change = (await house.services.charter.check(GUILD, "voting_hours", "5 days")).facts()
    receipt = await house.services.proposals.propose(
        ANN, draft("Longer votes", "We are slow.", kind=Kind.CHARTER, change=change)
    )
    await house.services.outbox.deliver_due()
    changed = await house.services.proposals.card(GUILD, receipt.number)
    await house.all_tap(CAST, "✅", changed)
    await house.settle(changed)
    server = LogServer(house.services, host="127.0.0.1", port=0)
    await server.start()
    yield server.url
    await server.close()


async def test_every_kind_is_accessible_and_fits_a_phone_at_night(open_page: OpenPage, address: str) -> None:
    for path in (f"/{SLUG}", f"/{SLUG}/D-1", f"/{SLUG}/D-2", f"/{SLUG}/D-3"):
        page = await open_page(address + path, width=360, scheme="dark")
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{path} must not scroll aside"
        )
        await page.context.close()


async def test_those_who_listen_hear_each_option_with_its_number_once(open_page: OpenPage, address: str) -> None:
    page = await open_page(f"{address}/{SLUG}/D-1")
    told = await page.get_by_role("figure", name="How the votes fell").aria_snapshot()
    assert "img" not in told
    assert f"{LONG} chosen 4 approve" in told
    assert "Monday 0 approve" in told
    assert "Wednesday" not in told
