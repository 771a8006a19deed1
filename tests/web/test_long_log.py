"""A long log: pages that stay the same when more is decided, and a file that comes in pieces."""

import json
from datetime import timedelta

from bot.domain.chain import Link, find_break
from bot.web.carrier import LINES_AT_ONCE
from bot.web.rooms.blocks import PAGE_LENGTH
from tests.factories import crowd
from tests.web.conftest import SLUG, Answer, Site

MANY = 105


async def test_a_long_log_is_paged_and_handed_out_whole(site: Site) -> None:
    assert MANY > 2 * PAGE_LENGTH
    assert MANY > LINES_AT_ONCE
    await decide_many(site)
    await check_pages(site)
    await check_lines(site)
    await site.house.decide(title="One more")
    older = await site.get(f"/{SLUG}/decisions/1-50")
    assert numbers_on(older) == list(range(50, 0, -1)), "a page of older decisions never moves"
    assert numbers_on(await site.get(f"/{SLUG}/decisions"))[0] == MANY + 1


async def decide_many(site: Site) -> None:
    """Have everybody propose what they may, let nobody come to vote, and settle it all at once."""
    for person, number in ((person, number) for person in crowd(MANY // 3) for number in range(3)):
        await site.house.open_proposal(person, title=f"{person.name}, {number}", is_posted=False)
    await site.house.services.outbox.deliver_due()
    site.house.clock.advance(timedelta(days=3))
    assert await site.house.services.decisions.settle_due() == 0, "too few came, so all last longer"
    site.house.clock.advance(timedelta(days=3))
    assert await site.house.services.decisions.settle_due() == MANY


async def check_pages(site: Site) -> None:
    """The newest and two full pages, of which the newest still holds one, joined to one another."""
    places = (f"/{SLUG}/decisions", f"/{SLUG}/decisions/51-100", f"/{SLUG}/decisions/1-50")
    pages = [await site.get(path) for path in places]
    assert [numbers_on(page) for page in pages] == [
        list(range(105, 50, -1)),
        list(range(100, 50, -1)),
        list(range(50, 0, -1)),
    ]
    links = [[(one.get("rel"), one.get("href")) for one in page.tree.iterfind(".//nav/a")] for page in pages]
    assert links == [
        [("next", f"/{SLUG}/decisions/1-50")],
        [("prev", f"/{SLUG}/decisions"), ("next", f"/{SLUG}/decisions/1-50")],
        [("prev", f"/{SLUG}/decisions")],
    ]
    assert (await site.get(f"/{SLUG}/decisions/101-150")).status == 404, "it is not full yet"
    assert "105 decisions" in pages[0].words
    assert pages[2].tree.findtext("head/title") == "Decision log, D-50 – D-1 · Riverside Commons"


async def check_lines(site: Site) -> None:
    """Every entry in one file, with its texts."""
    entries = [json.loads(line) for line in (await site.get(f"/{SLUG}/log.jsonl")).body.splitlines()]
    assert len(entries) == 1 + MANY + MANY, "the founding, each prolongation and each decision"
    assert find_break(Link(place, entry["body"], entry["hash"]) for place, entry in enumerate(entries, 1)) is None
    assert [len(entry["texts"]) for entry in entries] == [0] * (1 + MANY) + [2] * MANY


def numbers_on(page: Answer) -> list[int]:
    """The decisions that a page lists, in its order."""
    marks = page.tree.iterfind(".//article/p/span[@class='number']")
    return [int((mark.text or "").removeprefix("D-")) for mark in marks]
