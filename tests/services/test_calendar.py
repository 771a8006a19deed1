"""The calendar: who holds its link reads what came and what is to come, and whose link is gone reads nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.reminder_refusals import NoWebAddress
from bot.domain.schedule import Schedule
from bot.services.calendar import LOOKED_BACK, CalendarCard
from bot.services.cards import Person
from tests.factories import ANN, BEA, GUILD, START, House, elsewhere
from tests.services.term import A_DAY, EVENINGS, come_to, make_coordinator, move, schedule

ADDRESS = "https://minga.example"
DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)


@pytest.fixture
async def reachable(house: House) -> House:
    """A house whose pages people reach on the web."""
    house.services.calendar.web_url = ADDRESS
    return house


@pytest.fixture
async def led(reachable: House) -> House:
    """The same with a coordinator."""
    await make_coordinator(reachable, ANN)
    return reachable


async def secret_of(house: House, person: Person = BEA) -> str:
    """The secret of a fresh link."""
    url = (await house.services.calendar.renew_link(person)).url
    assert url is not None
    return url.removeprefix(f"{ADDRESS}/calendar/").removesuffix(".ics")


async def read(house: House, secret: str) -> CalendarCard:
    """What a link shows."""
    card = await house.services.calendar.read(secret)
    assert card is not None
    return card


async def test_the_first_link_is_told_once_and_after_that_only_since_when_there_is_one(reachable: House) -> None:
    calendar = reachable.services.calendar
    first = await calendar.link(BEA)
    assert first.url is not None
    assert first.url.startswith(f"{ADDRESS}/calendar/")
    reachable.clock.advance(3 * A_DAY)
    again = await calendar.link(BEA)
    assert (again.url, again.since) == (None, START.date())
    assert (await calendar.link(ANN)).url is not None, "everybody has a link of their own"


async def test_a_new_link_ends_the_old_one_and_nobody_elses(reachable: House) -> None:
    old, anns = await secret_of(reachable), await secret_of(reachable, ANN)
    reachable.clock.advance(A_DAY)
    new = await secret_of(reachable)
    assert await reachable.services.calendar.read(old) is None
    assert (await read(reachable, new)) == (await read(reachable, anns))
    assert (await reachable.services.calendar.link(BEA)).since == (START + A_DAY).date()


async def test_the_link_of_who_is_gone_opens_nothing_and_another_servers_stays(reachable: House) -> None:
    await reachable.found(elsewhere(ANN), name="Quiet Ones", proposals_channel_id=601)
    here, there = await secret_of(reachable), await secret_of(reachable, elsewhere(BEA))
    assert ((await read(reachable, there)).server, (await read(reachable, there)).entries) == ("Quiet Ones", ())
    await reachable.services.calendar.end_link(GUILD, BEA.user_id)
    assert await reachable.services.calendar.read(here) is None
    assert (await read(reachable, there)).guild_id == elsewhere(BEA).guild_id


async def test_where_no_page_is_reached_nobody_gets_a_link_and_none_is_written_down(house: House) -> None:
    calendar = house.services.calendar
    for ask in (calendar.link, calendar.renew_link):
        with pytest.raises(NoWebAddress):
            await ask(BEA)
    assert await house.select("SELECT * FROM calendar_links") == []
    assert await calendar.read("anything") is None


async def test_who_has_a_link_is_told_when_its_address_is_gone(reachable: House) -> None:
    await reachable.services.calendar.link(BEA)
    reachable.services.calendar.web_url = None
    with pytest.raises(NoWebAddress):
        await reachable.services.calendar.link(BEA)


async def test_what_comes_once_stays_itself_when_it_came_and_goes_after_a_while(led: House) -> None:
    await schedule(led, ANN, is_meeting=True)
    made_at, secret = led.clock.now(), await secret_of(led)
    (ahead,) = (await read(led, secret)).entries
    assert (ahead.text, ahead.is_meeting, ahead.repeats, ahead.changed_at) == (
        "Bring the chairs.",
        True,
        False,
        made_at,
    )
    await come_to(led, DUE)
    (came,) = (await read(led, secret)).entries
    assert (came.number, came.repeats, came.changed_at) == (ahead.number, False, DUE)
    assert came.times.series is None
    assert [one.at for one in came.times.singles] == [one.at for one in ahead.times.singles] == [DUE]
    led.clock.move_to(DUE + LOOKED_BACK + timedelta(seconds=1))
    assert (await read(led, secret)).entries == ()


async def test_what_came_of_one_that_repeats_stands_beside_what_is_to_come_of_it(led: House) -> None:
    await schedule(led, ANN, EVENINGS)
    secret = await secret_of(led)
    await come_to(led, DUE)
    came, ahead = (await read(led, secret)).entries
    assert (came.number, came.repeats, [one.at for one in came.times.singles]) == (1, True, [DUE])
    assert (ahead.number, ahead.repeats) == (1, True)
    assert ahead.times.series is not None
    assert ahead.times.series.starts == (EVENINGS.starts + A_DAY)


async def test_what_came_before_it_was_moved_is_another_entry_than_what_is_to_come(led: House) -> None:
    await schedule(led, ANN, EVENINGS)
    secret = await secret_of(led)
    await come_to(led, DUE)
    await move(led, ANN, 1, Schedule(EVENINGS.starts + 9 * A_DAY, EVENINGS.zone))
    came, ahead = (await read(led, secret)).entries
    assert (came.repeats, [one.at for one in came.times.singles]) == (True, [DUE])
    assert (ahead.repeats, [one.at for one in ahead.times.singles]) == (False, [DUE + 9 * A_DAY])


async def test_what_repeats_ends_with_its_schedulers_term_and_without_one_never(led: House) -> None:
    ends_at = DUE + 3 * A_DAY
    await led.run_sql("UPDATE mandates SET ends_at = :at", at=str(ends_at.replace(tzinfo=None)))
    await schedule(led, ANN, EVENINGS)
    secret = await secret_of(led)
    (ahead,) = (await read(led, secret)).entries
    assert ahead.times.series is not None
    assert ahead.times.series.until == ends_at - timedelta(seconds=1)
    await led.run_sql("UPDATE reminders SET mandate_id = NULL")
    (ahead,) = (await read(led, secret)).entries
    assert ahead.times.series is not None
    assert ahead.times.series.until is None


async def test_a_covered_text_is_in_no_calendar_neither_before_nor_after_it_came(led: House) -> None:
    await schedule(led, ANN, text="The private thing")
    decision = await led.decide()
    await led.run_sql("UPDATE reminders SET decision_number = :number", number=decision.number)
    await led.run_sql("UPDATE proposals SET is_covered = 1")
    secret = await secret_of(led)
    assert [one.text for one in (await read(led, secret)).entries] == [None]
    await come_to(led, DUE)
    assert [one.text for one in (await read(led, secret)).entries] == [None]
