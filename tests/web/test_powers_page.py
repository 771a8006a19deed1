"""The powers on the web: seats and terms in days, every use, pages that never move, and nobody's name."""

from datetime import date, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.reminders import Act, power_facts
from bot.services.entering import enter
from tests.factories import ANN, BEA, CAL, GUILD, House
from tests.services.term import make_coordinator, recall, schedule
from tests.web.conftest import SLUG, Answer, Site
from tests.web.looks import GoldenPage
from tests.web.test_ties import facts_of

A_DAY = timedelta(days=1)


async def test_nobody_with_a_power_and_no_use_of_it_is_said(site: Site) -> None:
    words = (await site.get(f"/{SLUG}/powers")).words
    assert "Nobody holds a mandate now." in words
    assert "No coordinator has used their power yet." in words


async def test_seats_uses_and_terms_are_told_by_day(site: Site, snapshot: SnapshotAssertion) -> None:
    await make_coordinator(site.house, ANN)
    await make_coordinator(site.house, BEA)
    await make_coordinator(site.house, CAL)
    await schedule(site.house, ANN, text="Behind the station")
    await recall(site.house, 1)
    answer = await site.get(f"/{SLUG}/powers")
    assert "D-3 Seat 2: from 16 May 2026, until 8 August 2026" in answer.words
    assert "13 May 2026 Seat 1 scheduled R-1 given in D-1" in answer.words
    assert "D-1 from 7 May 2026 to 16 May 2026 taken back in D-4" in answer.words
    for hidden in ("station", *(person.name or "" for person in (ANN, BEA, CAL))):
        assert hidden not in answer.text
    assert answer.text == snapshot.use_extension(GoldenPage)


async def test_who_waits_for_a_seat_is_told_as_waiting(site: Site) -> None:
    for person in (ANN, BEA, CAL):
        await make_coordinator(site.house, person)
    assert "D-3 waits for a seat" in (await site.get(f"/{SLUG}/powers")).words


async def test_a_mandate_and_its_recall_lead_to_one_another(site: Site) -> None:
    await make_coordinator(site.house, ANN)
    assert facts_of(await site.get(f"/{SLUG}/D-1"))["The mandate"] == "from 7 May 2026, until 30 July 2026"
    await recall(site.house, 1)
    given, taken = facts_of(await site.get(f"/{SLUG}/D-1")), facts_of(await site.get(f"/{SLUG}/D-2"))
    assert given["The mandate"] == "from 7 May 2026 to 10 May 2026, taken back in D-2"
    assert taken["The mandate"] == "D-1: from 7 May 2026 to 10 May 2026"


async def test_many_uses_are_paged_and_full_pages_never_move(site: Site) -> None:
    await use_often(site.house, 105)
    newest, older = await site.get(f"/{SLUG}/powers"), await site.get(f"/{SLUG}/powers/1-50")
    assert reminders_on(newest) == [f"R-{number}" for number in range(105, 50, -1)]
    assert reminders_on(older) == [f"R-{number}" for number in range(50, 0, -1)]
    assert [link.get("href") for link in newest.tree.iterfind(".//nav[@class='turn']/a")] == [f"/{SLUG}/powers/1-50"]
    assert "1 to 50 of 105" in older.words
    await use_often(site.house, 1)
    again = await site.get(f"/{SLUG}/powers/1-50")
    assert reminders_on(again) == reminders_on(older)
    for place in ("51-106", "101-150", "2-51", "1-51", "0-49"):
        assert (await site.get(f"/{SLUG}/powers/{place}")).status == 404, place


def reminders_on(page: Answer) -> list[str]:
    """The reminders that the uses on a page are of, in their order."""
    uses = page.tree.findall(".//section[@aria-labelledby='uses']//li/span[1]")
    return [(use.text or "").split()[-1] for use in uses]


async def use_often(house: House, times: int) -> None:
    """Enter so many uses of power at once, as nobody could within a year."""
    async with house.database.turn() as session:
        for number in range(1, times + 1):
            on = date(2026, 5, 1) + number * A_DAY
            facts = power_facts(Act.SCHEDULE, reminder=number, seat=1, decision=1, text="0" * 64, on=on)
            await enter(session, GUILD, "power", facts, house.clock.now())


@pytest.mark.parametrize("place", ["powers", "powers/1-50"])
async def test_what_is_not_published_has_no_powers(site: Site, place: str) -> None:
    await use_often(site.house, 100)
    await site.house.run_sql("UPDATE servers SET publishes = false")
    assert (await site.get(f"/{SLUG}/{place}")).status == 404
