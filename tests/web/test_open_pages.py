"""What is open on the web: only where the charter says so, without people, hours and what is hidden."""

import json
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from syrupy.assertion import SnapshotAssertion

from bot.domain.charter import ON_THE_WEB
from bot.domain.rules import Kind
from bot.domain.schedule import Schedule
from bot.domain.tasks import Effort
from tests.factories import ANN, BEA, CAST, EVE, House
from tests.services.exposed import NAME, cover, open_about_somebody, text_of
from tests.services.term import make_coordinator, schedule
from tests.services.test_under_way import say_so
from tests.web.conftest import SLUG, Site
from tests.web.looks import GoldenPage

PLACES = ("open", "tasks", "calendar", "calendar.ics")


@pytest.fixture
async def house(house: House) -> House:
    """A house whose charter shows all of it."""
    await say_so(house, dict.fromkeys(ON_THE_WEB, True))
    return house


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(GoldenPage)


@pytest.mark.parametrize("place", PLACES)
async def test_what_the_charter_does_not_show_is_no_page(site: Site, place: str) -> None:
    assert (await site.get(f"/{SLUG}/{place}")).status == 200
    await site.house.disarm("charters")
    await site.house.run_sql(
        "UPDATE charters SET rules = json_patch(rules, :rules)", rules=json.dumps(dict.fromkeys(ON_THE_WEB, False))
    )
    answer = await site.get(f"/{SLUG}/{place}")
    assert (answer.status, answer.body) == (404, (await site.get(f"/nowhere/{place}")).body)


async def test_nothing_open_is_said(site: Site) -> None:
    for place, said in (
        ("open", "Nothing is being voted on now."),
        ("tasks", "No task looks for hands now."),
        ("calendar", "Nothing is planned in the next eight weeks."),
    ):
        assert said in (await site.get(f"/{SLUG}/{place}")).words


async def test_open_proposals_say_what_is_proposed_and_when_it_closes(site: Site, golden: SnapshotAssertion) -> None:
    card = await site.house.open_proposal(title="Lend the hall", body="Two **evenings** a week.")
    await site.house.all_tap(CAST, "✅", card)
    await site.house.open_proposal(BEA, kind=Kind.CHOICE, options="Monday\nTuesday", title="When?", body="After work.")
    stands = await site.house.services.mandates.stand(EVE, "I, Eve, stand", "I remember things.")
    await site.house.services.proposals.propose(EVE, stands)
    answer = await site.get(f"/{SLUG}/open")
    assert "P-1 voting closes on 7 May 2026 Lend the hall Two evenings a week." in answer.words
    assert "To choose from Monday Tuesday" in answer.words
    assert "mandate (about a person, so its text stays inside)" in answer.words
    for hidden in ("took part", "agree", "I, Eve", "remember"):
        assert hidden not in answer.text
    assert answer.text == golden


async def test_a_covered_text_is_covered_while_it_is_open(site: Site) -> None:
    await cover(site.house, text_of(await open_about_somebody(site.house)))
    answer = await site.get(f"/{SLUG}/open")
    assert NAME not in answer.text
    assert "(text covered)" in answer.words


async def test_tasks_say_what_they_take(site: Site, golden: SnapshotAssertion) -> None:
    await site.house.decide(first_tasks="Ask for prices")
    await site.house.services.tasks.add(
        ANN,
        "Print flyers",
        "Two hundred, *both* sides.",
        people_needed=3,
        effort=Effort.SMALL,
        due_on=date(2026, 6, 1),
        skills=["layout", "printing"],
        is_first=True,
    )
    await site.house.services.tasks.claim(BEA, 2)
    answer = await site.get(f"/{SLUG}/tasks")
    assert "T-1 D-1 Ask for prices 1 person needed" in answer.words
    told = "2 people needed effort: small due on 1 June 2026 takes layout and printing good for a first task"
    assert told in answer.words
    assert "Bea" not in answer.text
    assert answer.text == golden


async def test_more_tasks_than_a_page_holds_are_counted(site: Site) -> None:
    for number in range(103):
        await site.house.add_task(title=f"Chair {number}")
    assert "And 3 more." in (await site.get(f"/{SLUG}/tasks")).words


async def test_the_calendar_tells_days_and_a_calendar_program_reads_them(site: Site, golden: SnapshotAssertion) -> None:
    await make_coordinator(site.house, ANN)
    soon = (site.house.clock.now() + timedelta(days=2)).replace(tzinfo=None, hour=18, minute=30, second=0)
    weekly = Schedule(soon, "Europe/Paris", "FREQ=WEEKLY;COUNT=3")
    await schedule(site.house, ANN, weekly, "Assembly", is_meeting=True)
    await schedule(site.house, ANN, Schedule(soon, "Europe/Paris"), "Pay the rent")
    answer, file = await site.get(f"/{SLUG}/calendar"), await site.get(f"/{SLUG}/calendar.ics")
    assert "9 May 2026 Assembly meeting Pay the rent 16 May 2026 Assembly meeting 23 May" in answer.words
    assert answer.text == golden
    events = Calendar.from_ical(file.body).walk("VEVENT")
    assert [(str(each["SUMMARY"]), f"{each.decoded('DTSTART')}") for each in events] == [
        ("Assembly", "2026-05-09"),
        ("Pay the rent", "2026-05-09"),
        ("Assembly", "2026-05-16"),
        ("Assembly", "2026-05-23"),
    ]
    assert len({str(each["UID"]) for each in events}) == 4
    for page in (answer, file):
        for hidden in ("18:30", "1830", "Ann", str(ANN.guild_id)):
            assert hidden not in page.text
    assert (await site.get(f"/{SLUG}/calendar.ics")).headers["ETag"] == file.headers["ETag"]
