"""The clock of reminders: once each, late ones say so, older ones are skipped and told of, whatever was away."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.reminders import State
from bot.domain.schedule import Schedule
from tests.factories import ANN, DECISIONS_CHANNEL, GUILD, House
from tests.services.term import EVENINGS, ONE_EVENING, ZONE, come_to, make_coordinator, posted, schedule, tick

DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)


async def skipped(house: House) -> list[datetime]:
    """What the next digest will have to say was skipped."""
    found = await house.select("SELECT due_at FROM reminder_occurrences WHERE state = 'skipped' ORDER BY due_at")
    return [datetime.fromisoformat(due_at).replace(tzinfo=UTC) for (due_at,) in found]


async def outcomes(house: House) -> list[str]:
    """What became of each occurrence, in the order of their times."""
    return [state for (state,) in await house.select("SELECT state FROM reminder_occurrences ORDER BY due_at")]


@pytest.mark.parametrize(("late", "says_so"), [(5, False), (6, True), (360, True)])
async def test_up_to_six_hours_late_it_comes_and_says_so(house: House, late: int, says_so: bool) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    await come_to(house, DUE + timedelta(minutes=late))
    (card,) = posted(house)
    assert (card.is_late, card.due_at) == (says_so, DUE)


async def test_later_than_six_hours_it_is_skipped_and_kept_for_the_digest(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    back = DUE + timedelta(hours=6, seconds=1)
    await come_to(house, back)
    assert posted(house) == []
    assert await skipped(house) == [DUE]
    assert (await house.services.reminders.card(GUILD, 1)).state is State.ENDED


async def test_after_several_were_missed_only_the_newest_comes_and_the_next_is_on_time(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await come_to(house, DUE + timedelta(days=3, hours=2))
    assert [card.due_at for card in posted(house)] == [DUE + timedelta(days=3)]
    assert await skipped(house) == [DUE + timedelta(days=each) for each in range(3)]
    await come_to(house, DUE + timedelta(days=4))
    assert [card.is_late for card in posted(house)] == [True, False]


async def test_a_year_away_is_written_down_and_nothing_is_sent_for_it(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await house.run_sql("UPDATE mandates SET ends_at = '2036-01-01 00:00:00'")
    await come_to(house, DUE + timedelta(days=365, hours=12))
    assert posted(house) == []
    assert len(await skipped(house)) == 366


async def test_two_processes_that_look_at_once_owe_it_once(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    house.clock.move_to(DUE)
    other = house.restarted()
    sent = await asyncio.gather(house.services.reminders.send_due(), other.services.reminders.send_due())
    assert sum(sent) == 1
    await tick(house)
    assert len(posted(house)) == 1


async def test_a_restart_between_owing_and_posting_loses_and_doubles_nothing(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    house.clock.move_to(DUE)
    await house.services.reminders.send_due()
    house.board.lose_answers()
    await house.services.outbox.deliver_due()
    again = house.restarted()
    house.clock.advance(timedelta(minutes=1))
    await tick(again)
    assert len(posted(house)) == 1
    assert await outcomes(house) == ["posted"]


async def test_what_discord_does_not_take_within_six_hours_is_skipped(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    house.board.fail(times=None)
    await come_to(house, DUE)
    await come_to(house, DUE + timedelta(hours=6, minutes=30))
    house.board.recover()
    await come_to(house, DUE + timedelta(hours=7))
    assert posted(house) == []
    assert await skipped(house) == [DUE]


async def test_what_is_cancelled_before_it_could_be_posted_is_not_posted_and_not_called_skipped(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    house.board.fail()
    await come_to(house, DUE)
    await house.services.reminders.cancel(ANN, 1)
    await come_to(house, DUE + timedelta(hours=1))
    assert posted(house) == []
    assert await outcomes(house) == ["cancelled"]


async def test_where_its_channel_is_gone_it_comes_in_the_decisions_channel_from_then_on(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS, channel_id=77)
    house.board.fail(is_place_gone=True)
    await come_to(house, DUE)
    await tick(house)
    assert [card.channel_id for card in posted(house)] == [DECISIONS_CHANNEL]
    await come_to(house, DUE + timedelta(days=1))
    assert [card.due_at.day for card in posted(house)] == [22, 23]


async def test_where_the_decisions_channel_is_gone_too_it_is_skipped(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    house.board.fail(is_place_gone=True)
    await come_to(house, DUE)
    assert posted(house) == []
    assert await skipped(house) == [DUE]


async def test_one_reminder_that_breaks_does_not_hold_up_the_others(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    await schedule(house, ANN)
    await house.run_sql("UPDATE reminders SET zone = 'Nowhere/At_All' WHERE number = 1")
    await come_to(house, DUE)
    assert len(posted(house, 2)) == 1
    assert "was not sent" in caplog.text


async def test_the_next_time_is_found_anew_when_the_time_zone_database_changed(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await schedule(house, ANN)
    await come_to(house, DUE)
    wrong = str((DUE + timedelta(days=1, hours=1)).replace(tzinfo=None))
    await house.run_sql("UPDATE reminders SET zones = '1999a', next_at = :wrong WHERE number = 1", wrong=wrong)
    again = house.restarted()
    await come_to(again, DUE + timedelta(days=1))
    assert [card.due_at for card in posted(house)] == [DUE, DUE + timedelta(days=1)]


async def test_an_occurrence_that_new_zone_rules_move_to_later_does_not_come_twice(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await come_to(house, DUE)
    # As if the zone had been an hour further east when it came.
    earlier = str((DUE - timedelta(hours=1)).replace(tzinfo=None))
    await house.run_sql("UPDATE reminders SET zones = '1999a', handled_at = :earlier", earlier=earlier)
    await come_to(house.restarted(), DUE + timedelta(minutes=1))
    assert len(posted(house)) == 1
    await come_to(house, DUE + timedelta(days=1))
    assert len(posted(house)) == 2


async def test_what_new_zone_rules_leave_without_a_time_is_over(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    after = str((DUE + timedelta(hours=1)).replace(tzinfo=None))
    await house.run_sql("UPDATE reminders SET zones = '1999a', handled_at = :after", after=after)
    await tick(house.restarted())
    assert (await house.services.reminders.card(GUILD, 1)).state is State.ENDED


async def test_a_local_time_that_does_not_exist_comes_at_the_first_valid_instant_and_one_that_exists_twice_once(
    house: House,
) -> None:
    await make_coordinator(house, ANN)
    await house.run_sql("UPDATE mandates SET ends_at = '2036-01-01 00:00:00'")
    nightly = Schedule(datetime.fromisoformat("2026-10-24T02:30"), ZONE, "FREQ=DAILY")
    await schedule(house, ANN, nightly)
    instant = datetime(2026, 10, 23, 12, tzinfo=UTC)
    while instant < datetime(2026, 10, 27, tzinfo=UTC):
        await come_to(house, instant)
        instant += timedelta(minutes=30)
    assert [f"{card.due_at:%d %H:%M}" for card in posted(house)] == ["24 00:30", "25 00:30", "26 01:30"]
    await house.services.reminders.cancel(ANN, 1)
    await schedule(house, ANN, Schedule(datetime.fromisoformat("2027-03-28T02:30"), ZONE))
    await come_to(house, datetime(2027, 3, 28, 1, tzinfo=UTC))
    assert [f"{card.due_at:%d %H:%M}" for card in posted(house, 2)] == ["28 01:00"]


async def test_what_falls_on_the_end_of_a_term_is_left_to_who_renews_it(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await house.run_sql("UPDATE mandates SET ends_at = :due", due=str(DUE.replace(tzinfo=None)))
    house.clock.move_to(DUE)
    assert await house.services.reminders.send_due() == 0
    assert (await house.services.reminders.card(GUILD, 1)).upcoming == ()


async def test_what_is_due_in_one_server_waits_for_no_other(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, ONE_EVENING, "First")
    await schedule(house, ANN, ONE_EVENING, "Second")
    await come_to(house, DUE)
    assert [posted(house, number)[0].text for number in (1, 2)] == ["First", "Second"]
