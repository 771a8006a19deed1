"""Know-how and search in a real browser, by keyboard alone."""

from collections.abc import AsyncIterator

import pytest

from bot.web import LogServer
from tests.browser.conftest import OpenPage
from tests.factories import BEA, House
from tests.services.knowing import opened, send, share
from tests.web.conftest import PATIENT

SLUG = "riverside-commons"
TEXT = f"""**Ring twice**, at https://example.org/{"endless" * 30}.

# Bring
- ten chairs
- `{"cable" * 30}`

> Last time we forgot.

```
{"door: left " * 20}
```"""


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where a log with know-how stands."""
    await house.decide(title="Buy chairs", first_tasks="Ask for prices")
    await share(house, title="Booking the hall", text=TEXT, tags="hall, keys", task_number=1)
    await send(house, BEA, await opened(house), title="Booking the big hall", text=TEXT.replace("ten", "six"))
    server = LogServer(house.services, host="127.0.0.1", port=0, limits=PATIENT)
    await server.start()
    yield f"{server.url}/{SLUG}"
    await server.close()


async def test_who_has_but_a_keyboard_finds_a_page_and_what_it_said_before(open_page: OpenPage, address: str) -> None:
    page = await open_page(address)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.name") == "q"
    await page.keyboard.type("CHAIRS")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/search?q=CHAIRS")
    assert await page.get_by_role("searchbox").input_value() == "CHAIRS"
    for name, place in (("Booking the big hall", "K-1"), ("2 revisions", "K-1/history"), ("Revision 1", "K-1/1")):
        await page.get_by_role("link", name=name).focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**/{place}")
    assert await page.get_by_text("This is revision 1 of 2").is_visible()
