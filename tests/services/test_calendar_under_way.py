"""The calendar that a group publishes: days without hours, and nobody in what is published beside the log."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.covers import Veil
from bot.domain.proposals import Carried
from bot.domain.schedule import Schedule
from bot.services.under_way import DAYS_AHEAD
from tests.factories import ANN, BEA, CAL, CAST, DOV, GUILD, House
from tests.services.exposed import NAME, cover, open_about_somebody, text_of
from tests.services.term import EVENING, EVENINGS, ONE_EVENING, ZONE, ask, come_to, make_coordinator, move, schedule
from tests.services.under_way import calendar, looking, voted_on

DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)
FRIDAY = EVENING.date()
A_DAY = timedelta(days=1)


async def test_the_calendar_tells_what_comes_on_which_day_and_not_at_what_hour(open_house: House) -> None:
    await make_coordinator(open_house, ANN)
    await schedule(open_house, ANN, ONE_EVENING, text=f"Assembly with <@{BEA.user_id}>", is_meeting=True)
    await ask(open_house, BEA, ONE_EVENING)
    found = await calendar(open_house)
    (only,) = found.dates
    assert (only.on, only.number, only.text, only.is_meeting, only.veil) == (
        FRIDAY,
        1,
        "Assembly with @…",
        True,
        None,
    )
    assert "18" not in repr(found.dates)
    assert found.until == open_house.clock.now().date() + DAYS_AHEAD * A_DAY


async def test_what_comes_today_stays_until_the_day_is_over(open_house: House) -> None:
    await make_coordinator(open_house, ANN)
    await schedule(open_house, ANN, ONE_EVENING)
    await schedule(open_house, ANN, EVENINGS)
    open_house.clock.move_to(DUE - timedelta(hours=17))
    in_the_morning = await calendar(open_house)
    assert [each.number for each in in_the_morning.dates if each.on == FRIDAY] == [1, 2]
    for at in (DUE, DUE + timedelta(hours=5)):
        await come_to(open_house, at)
        assert await calendar(open_house) == in_the_morning
    open_house.clock.move_to(DUE + timedelta(hours=6))
    assert (await calendar(open_house)).dates[0].on == FRIDAY + A_DAY


async def test_what_repeats_ends_with_its_coordinators_term_and_the_calendar_with_its_last_day(
    open_house: House,
) -> None:
    await make_coordinator(open_house, ANN)
    await schedule(open_house, ANN, EVENINGS)
    found = await calendar(open_house)
    assert (found.dates[0].on, found.dates[-1].on) == (FRIDAY, found.until)
    open_house.clock.move_to(DUE + 60 * A_DAY)
    await open_house.services.reminders.send_due()
    (held,) = await open_house.services.mandates.standing(GUILD)
    found = await calendar(open_house)
    assert held.ends_at is not None
    assert found.dates[-1].on == held.ends_at.date() - A_DAY < found.until


async def test_what_was_moved_to_another_day_comes_on_that_day_only(open_house: House) -> None:
    await make_coordinator(open_house, ANN)
    await schedule(open_house, ANN, ONE_EVENING)
    await move(open_house, ANN, 1, Schedule(EVENING + 3 * A_DAY, ZONE))
    assert [each.on for each in (await calendar(open_house)).dates] == [FRIDAY + 3 * A_DAY]


@pytest.mark.parametrize("veil", Veil)
async def test_the_reminder_of_what_is_hidden_is_a_day_without_a_text(open_house: House, veil: Veil) -> None:
    carried = Carried(f"Visit {NAME}", EVENING, ZONE)
    proposal = await open_about_somebody(open_house, reminder=carried)
    if veil is Veil.INSIDE:
        await open_house.services.covers.keep_inside(DOV, proposal.number)
    await open_house.all_tap(CAST, "✅", proposal)
    await open_house.settle(proposal)
    if veil is Veil.COVERED:
        await cover(open_house, text_of(proposal), BEA, CAL)
    (only,) = (await calendar(open_house)).dates
    assert (only.on, only.text, only.veil) == (FRIDAY, None, veil)


# ---- nobody in it


async def test_nobody_is_in_what_is_published(open_house: House) -> None:
    await make_coordinator(open_house, ANN)
    await schedule(open_house, ANN, EVENINGS)
    await open_house.open_proposal(DOV)
    task = await open_house.add_task(CAL, people_needed=2)
    await open_house.services.tasks.claim(BEA, task.number)
    said: list[Any] = [await voted_on(open_house), await looking(open_house), (await calendar(open_house)).dates]
    assert all(said)
    for person in CAST:
        assert person.name not in repr(said)
    assert str(GUILD) not in repr(said)
