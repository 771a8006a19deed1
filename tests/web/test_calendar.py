"""The calendar: behind a secret link, and read back it says what the bot posts, also where the clocks change."""

import asyncio
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.domain.reminder_refusals import NoWebAddress
from bot.domain.schedule import Schedule
from tests.conftest import opened, standing
from tests.factories import ANN, BEA, GUILD, OTHER_GUILD, House, elsewhere
from tests.services.term import EVENINGS, come_to, make_coordinator, move, posted, schedule
from tests.web.conftest import Answer, Site
from tests.web.readers import by_hand, by_icalendar, by_vobject

ADDRESS = "https://minga.example"
DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)
A_LOOK_AROUND = timedelta(days=9)
"""Before and after a change of the clocks, in which every reminder is posted."""

ZONES = {
    "Europe/Madrid": ("02:30", "02:30"),
    "America/New_York": ("02:30", "01:30"),
    "Australia/Lord_Howe": ("02:15", "01:45"),
    "Africa/Casablanca": ("02:30", "02:30"),
    "Asia/Beirut": ("00:30", "23:30"),
    "Pacific/Chatham": ("03:00", "03:00"),
}
"""Zones, each with a time that its clocks skip on one night of the year and one that they show twice."""


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory, founded_file: Path) -> Path:
    """The founded server, and a coordinator who holds a seat for years; voted on once for all tests here."""
    path = tmp_path_factory.mktemp("led") / "minga.sqlite3"

    async def lead() -> None:
        shutil.copyfile(founded_file, path)
        async with opened(path) as database, standing(database) as house:
            await house.services.servers.open()
            await make_coordinator(house, ANN)
            term = "begins_at = '2026-01-06 00:00:00', ends_at = '2036-01-01 00:00:00'"
            await house.run_sql(f"UPDATE mandates SET {term}")

    asyncio.run(lead())
    return path


@pytest.fixture
def led(site: Site) -> Site:
    """The site of a house with a coordinator, and with an address on the web."""
    site.house.services.calendar.web_url = ADDRESS
    return site


async def link_of(site: Site, person: object = BEA) -> str:
    """The path of a fresh link."""
    link = await site.house.services.calendar.renew_link(person)  # type: ignore[arg-type]
    assert link.url is not None
    assert link.url.startswith(f"{ADDRESS}/calendar/")
    return link.url.removeprefix(ADDRESS)


async def events_of(site: Site, path: str) -> list[dict[str, str]]:
    """The events of a calendar, as name to value."""
    answer = await site.get(path)
    assert answer.status == 200
    found = Calendar.from_ical(answer.body).walk("VEVENT")
    return [{name: str(value) for name, value in event.items()} for event in found]


async def test_a_calendar_is_a_file_for_one_person_and_can_only_be_read(led: Site) -> None:
    await schedule(led.house, ANN)
    path = await link_of(led)
    answer = await led.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Cache-Control"].startswith("private")
    assert "calendar.ics" in answer.headers["Content-Disposition"]
    head = await led.get(path, method="HEAD")
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    assert (await led.get(path, method="POST")).status == 405
    known = await led.get(path, If_None_Match=answer.headers["ETag"])
    assert (known.status, known.body) == (304, b"")


async def test_one_that_nobody_has_is_a_page_not_found(led: Site) -> None:
    path = await link_of(led)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    missing = await led.get("/nowhere")
    other = ("A" if secret[0] != "A" else "B") + secret[1:]
    for wrong in (other, secret[:-1], secret + "A", secret.upper(), "", "x" * 43, "%00", "..", secret + "%0a"):
        answer = await led.get(f"/calendar/{wrong}.ics")
        assert (answer.status, answer.body) == (404, missing.body), wrong


async def test_a_secret_has_at_least_128_bits_and_is_kept_as_a_hash_only(led: Site) -> None:
    links = [await link_of(led) for _ in range(20)]
    assert len(set(links)) == 20
    assert all(re.fullmatch(r"/calendar/[A-Za-z0-9_-]{43}\.ics", each) for each in links)
    kept = str(await led.house.select("SELECT * FROM calendar_links"))
    assert links[-1][10:53] not in kept


async def test_a_renewed_link_ends_the_old_one_and_nobody_elses(led: Site) -> None:
    old, anns = await link_of(led), await link_of(led, ANN)
    new = await link_of(led)
    assert [(await led.get(each)).status for each in (old, new, anns)] == [404, 200, 200]


async def test_a_link_is_told_once_and_then_only_since_when_there_is_one(led: Site) -> None:
    calendar = led.house.services.calendar
    first = await calendar.link(BEA)
    assert first.url is not None
    again = await calendar.link(BEA)
    assert (again.url, again.since) == (None, led.house.clock.now().date())
    assert (await led.get(first.url.removeprefix(ADDRESS))).status == 200
    assert (await calendar.link(ANN)).url is not None


async def test_two_links_made_at_once_leave_one(led: Site) -> None:
    made = await asyncio.gather(*(link_of(led) for _ in range(5)))
    assert sorted([(await led.get(each)).status for each in made]) == [200, 404, 404, 404, 404]


async def test_the_link_of_who_is_gone_opens_nothing(led: Site) -> None:
    path, anns = await link_of(led), await link_of(led, ANN)
    await led.house.services.calendar.end_link(GUILD, BEA.user_id)
    assert [(await led.get(each)).status for each in (path, anns)] == [404, 200]


async def test_without_an_address_on_the_web_nobody_gets_a_link(house: House) -> None:
    for ask in (house.services.calendar.link, house.services.calendar.renew_link):
        with pytest.raises(NoWebAddress):
            await ask(BEA)
    assert await house.select("SELECT * FROM calendar_links") == []


async def test_the_secret_stands_in_no_log_also_when_something_breaks(
    led: Site, caplog: pytest.LogCaptureFixture
) -> None:
    path = await link_of(led)
    await led.house.run_sql("ALTER TABLE reminder_occurrences RENAME TO gone")
    assert (await led.get(path)).status == 500
    assert "/calendar/…" in caplog.text
    assert path[10:53] not in caplog.text


async def test_a_link_of_one_server_shows_nothing_of_another(led: Site) -> None:
    await led.house.found(elsewhere(ANN), name="Quiet Ones", publishes=False, proposals_channel_id=601)
    await schedule(led.house, ANN, text="Ours alone")
    here, there = await link_of(led), await link_of(led, elsewhere(BEA))
    assert [each["SUMMARY"] for each in await events_of(led, here)] == ["Ours alone"]
    assert await events_of(led, there) == []
    assert "Quiet Ones" in (await led.get(there)).text
    await led.house.services.calendar.end_link(OTHER_GUILD, BEA.user_id)
    assert (await led.get(here)).status == 200


async def test_nobody_is_named(led: Site) -> None:
    await schedule(led.house, ANN, text="Ask <@12> and <@!12> in <#501>", is_meeting=True)
    file = (await led.get(await link_of(led))).text
    assert "SUMMARY:Ask @… and @… in #…\r\n" in file
    assert "Ann" not in file


async def test_what_comes_once_stays_itself_when_it_has_come_and_goes_after_a_while(led: Site) -> None:
    await schedule(led.house, ANN)
    path = await link_of(led)
    (ahead,) = await events_of(led, path)
    await come_to(led.house, DUE)
    (came,) = await events_of(led, path)
    assert ahead["UID"] == came["UID"] == f"R-1@{GUILD}.minga"
    assert by_icalendar((await led.get(path)).body, DUE) == [(DUE, "Bring the chairs.")]
    led.house.clock.move_to(DUE + timedelta(days=61))
    assert await events_of(led, path) == []


async def test_what_is_cancelled_is_gone_and_what_is_moved_comes_at_its_new_time_alone(led: Site) -> None:
    await schedule(led.house, ANN, EVENINGS, text="Chairs")
    await schedule(led.house, ANN, text="Tables")
    path = await link_of(led)
    await led.house.services.reminders.cancel(ANN, 2)
    assert [each["SUMMARY"] for each in await events_of(led, path)] == ["Chairs"]
    await move(led.house, ANN, 1, Schedule(datetime.fromisoformat("2026-06-01T20:00"), "Europe/Paris"))
    file = (await led.get(path)).body
    assert by_icalendar(file, DUE + timedelta(days=99)) == [(datetime(2026, 6, 1, 18, tzinfo=UTC), "Chairs")]


async def test_what_repeats_ends_in_the_calendar_too_with_its_schedulers_term(led: Site) -> None:
    await led.house.run_sql("UPDATE mandates SET ends_at = '2026-05-25 16:00:00'")
    await schedule(led.house, ANN, EVENINGS)
    file = (await led.get(await link_of(led))).body
    for read in (by_icalendar, by_vobject, by_hand):
        assert [at.day for at, _ in read(file, DUE + timedelta(days=99))] == [22, 23, 24], read.__name__


async def test_what_ends_with_nobodys_term_has_no_end_in_the_calendar(led: Site) -> None:
    await schedule(led.house, ANN, EVENINGS)
    await led.house.run_sql("UPDATE reminders SET mandate_id = NULL")
    (event,) = await events_of(led, await link_of(led))
    assert "UNTIL" not in event["RRULE"]


async def test_a_covered_text_is_in_no_calendar(led: Site) -> None:
    await schedule(led.house, ANN, text="The private thing")
    await led.house.decide()
    decided = "(SELECT max(number) FROM decisions)"
    await led.house.run_sql(f"UPDATE reminders SET decision_number = {decided}")
    await led.house.run_sql("UPDATE proposals SET is_covered = true")
    file = (await led.get(await link_of(led))).text
    assert "private thing" not in file
    assert "SUMMARY:(text covered)" in file


HOSTILE = (
    "BEGIN:VEVENT\nSUMMARY:mine\nEND:VEVENT\nEND:VCALENDAR",
    'Chairs; tables, "and" \\n a back\\slash: done',
    "Line one\r\nATTACH:https://example.org/x\r\rLine two",
    "Ünïcödé 🪑 " * 40,
    "a" * 500,
    "\u202eright to left\u2028and a line\u0085",
    "trailing\\",
)


@pytest.mark.parametrize("text", HOSTILE)
async def test_whatever_is_typed_stays_one_text_of_one_event(led: Site, text: str) -> None:
    await schedule(led.house, ANN, text=text)
    answer: Answer = await led.get(await link_of(led))
    assert all(len(line) <= 75 for line in answer.body.split(b"\r\n"))
    assert b"\n" not in answer.body.replace(b"\r\n", b"")
    assert answer.text.count("\r\nBEGIN:VEVENT\r\n") == 1
    (event,) = await events_of(led, await link_of(led))
    assert event.keys() <= {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "TRANSP"}
    said = event.get("DESCRIPTION", event["SUMMARY"])
    assert "\u202e" not in said
    assert "".join(said.split()) == "".join(text.replace("\u202e", "").split())
    read = by_vobject(answer.body, DUE)
    assert [(at, "".join(summary.split())) for at, summary in read] == [(DUE, "".join(event["SUMMARY"].split()))]


@pytest.mark.parametrize("zone", ZONES)
async def test_over_a_year_the_readers_say_what_the_bot_posts(led: Site, zone: str) -> None:
    house, (skipped, doubled) = led.house, ZONES[zone]
    house.clock.move_to(datetime(2026, 7, 1, tzinfo=UTC))
    until = house.clock.now() + timedelta(days=365)
    for time, rule in (
        (skipped, "FREQ=WEEKLY;BYDAY=SA,SU,MO"),
        (doubled, "FREQ=WEEKLY;BYDAY=SA,SU"),
        (skipped, "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        (doubled, "FREQ=WEEKLY"),
        (skipped, None),
    ):
        starts = datetime.fromisoformat(f"2026-07-02T{time}")
        await schedule(house, ANN, Schedule(starts, zone, rule), text=f"{time} {rule}")
    file = (await led.get(await link_of(led))).body
    awake = [(at - A_LOOK_AROUND, at + A_LOOK_AROUND) for at in changes(zone, house.clock.now(), until)]
    while (due := await next_due(house)) <= until:
        # Between the changes of the clocks the bot is away; what it has left out then, it would have posted.
        house.clock.move_to(next((max(due, begins) for begins, ends in awake if due <= ends), until))
        await house.services.reminders.send_due()
        await house.services.outbox.deliver_due()
    came = [
        (datetime.fromisoformat(due_at).replace(tzinfo=UTC), text)
        for due_at, text in await house.select(
            "SELECT due_at, text FROM reminder_occurrences AS came JOIN reminders ON reminders.id = came.reminder_id"
            f" WHERE due_at <= '{until:%Y-%m-%d %H:%M:%S}' ORDER BY due_at, text"
        )
    ]
    stands = sorted((card.due_at, card.text or "") for number in range(1, 6) for card in posted(house, number))
    assert [each for each in came if any(begins <= each[0] <= ends for begins, ends in awake)] == [
        each for each in stands if any(begins <= each[0] <= ends for begins, ends in awake)
    ]
    assert len(came) > 156 + 104 + 26 + 52 - 5
    shown = {at.astimezone(ZoneInfo(zone)).strftime("%H:%M") for at, _ in stands}
    assert shown - {skipped, doubled}, "the clocks skip a time in this year"
    for read in (by_icalendar, by_vobject, by_hand):
        assert read(file, until) == came, read.__name__


def changes(zone: str, since: datetime, until: datetime) -> list[datetime]:
    """The days on which the clocks of a zone are changed; two in most years."""
    days = [since + timedelta(days=day) for day in range((until - since).days + 1)]
    offsets = [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    return [day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after]


async def next_due(house: House) -> datetime:
    """When the bot posts again."""
    ((due,),) = await house.select("SELECT min(next_at) FROM reminders WHERE state = 'active'")
    return datetime.fromisoformat(due).replace(tzinfo=UTC)
