"""Years on the web: the decisions of each by month, and the way from one to the next."""

from datetime import UTC, date, datetime

from syrupy.assertion import SnapshotAssertion

from bot.domain.decisions import Outcome
from bot.services.chronicle_cards import MonthCard, PublishedYear
from bot.services.publications import Head, PublishedServer
from bot.web.roads import ServedRoads
from bot.web.rooms.years import year_page
from bot.web.studio import Studio
from tests.factories import CAST
from tests.web.conftest import SLUG, Site
from tests.web.looks import GoldenPage


async def test_a_year_lists_its_decisions_by_month(site: Site, snapshot: SnapshotAssertion) -> None:
    await site.house.decide(title="Cook together")
    await site.house.decide(title="A newsletter", voters=CAST[:2])
    site.house.clock.move_to(datetime(2026, 8, 3, tzinfo=UTC))
    await site.house.decide(title="Lend the hall")
    answer = await site.get(f"/{SLUG}/2026")
    assert "3 decisions in 2026" in answer.words
    assert "August 2026 Passed: 1 D-3 Lend the hall Passed" in answer.words
    assert "May 2026 Passed: 1, Too few took part: 1 D-2 A newsletter Too few took part D-1" in answer.words
    assert answer.text == snapshot.use_extension(GoldenPage)


async def test_years_are_joined_and_the_list_leads_to_them(site: Site) -> None:
    await site.house.decide(title="Then")
    site.house.clock.move_to(datetime(2029, 8, 3, tzinfo=UTC))
    await site.house.decide(title="Now")
    listed = (await site.get(f"/{SLUG}/decisions")).tree
    assert [link.get("href") for link in listed.iterfind(".//nav[@class='years']//a")] == [
        f"/{SLUG}/2029",
        f"/{SLUG}/2026",
    ]
    for year, other in ((2026, 2029), (2029, 2026)):
        answer = await site.get(f"/{SLUG}/{year}")
        assert [link.get("href") for link in answer.tree.iterfind(".//nav[@class='turn']/a")] == [f"/{SLUG}/{other}"]


async def test_a_year_without_decisions_is_no_page(site: Site) -> None:
    assert (await site.get(f"/{SLUG}/2026")).status == 404
    await site.house.decide()
    for place in ("2025", "2027", "1999", "20260", "02026"):
        assert (await site.get(f"/{SLUG}/{place}")).status == 404, place


async def test_a_hidden_title_is_hidden_in_its_year_too(site: Site) -> None:
    card = await site.house.open_proposal(title="Behind the wall")
    await site.house.services.covers.keep_inside(CAST[1], card.number)
    await site.house.all_tap(CAST, "✅", card)
    await site.house.settle(card)
    answer = await site.get(f"/{SLUG}/2026")
    assert "wall" not in answer.text
    assert "(text kept inside the group)" in answer.words


def test_a_year_of_very_many_leads_to_the_pages_on_which_they_stand() -> None:
    months = (
        MonthCard(date(2026, 1, 1), {Outcome.PASSED: 120}, 11, 130),
        MonthCard(date(2026, 2, 1), {Outcome.PASSED: 400, Outcome.REJECTED: 70}, 131, 600),
    )
    year = PublishedYear(PublishedServer("Many", "many", "en"), Head(1, "0" * 64), 2026, (2026,), months, total=600)
    drawn = year_page(Studio(), year, ServedRoads("many")).body.decode()
    assert "590 decisions in 2026" in drawn
    assert 'href="/many/decisions/101-150">D-101 – D-150<' in drawn
    assert 'href="/many/decisions/1-50">D-1 – D-50<' in drawn
    assert 'href="/many/decisions">D-551 – D-600<' in drawn
