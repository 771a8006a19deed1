"""Personal reminders: told once in a direct message, kept for the next act where that fails, and nobody else's."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.reminder_refusals import NoSuchReminder, TimeIsPast, TooManyOfYours
from bot.domain.reminders import PERSONAL_LIMIT
from bot.domain.schedule import Schedule
from tests.factories import ANN, BEA, GUILD, NEW, House, elsewhere
from tests.services.term import EVENINGS, ZONE, ask, come_to, tick

DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)


def told(house: House) -> list[tuple[str, bool]]:
    """What was told, and whether it said that it is late."""
    return [(card.text, card.is_late) for card, _ in house.board.told]


async def test_anybody_is_reminded_once_by_direct_message_and_nothing_of_it_is_public(house: House) -> None:
    before = await house.select("SELECT count(*) FROM log")
    card = await ask(house, NEW)
    assert (card.number, [each.at for each in card.upcoming]) == (1, [DUE])
    await come_to(house, DUE)
    await tick(house)
    assert told(house) == [("Call Mum.", False)]
    assert house.board.posted == []
    assert await house.select("SELECT count(*) FROM log") == before
    assert await house.services.personal_reminders.mine(NEW) == []


async def test_what_repeats_goes_on_until_it_is_taken_back(house: House) -> None:
    await ask(house, ANN, EVENINGS)
    await come_to(house, DUE)
    await come_to(house, DUE + timedelta(days=1))
    await house.services.personal_reminders.cancel(ANN, 1)
    await come_to(house, DUE + timedelta(days=2))
    assert len(told(house)) == 2
    with pytest.raises(NoSuchReminder):
        await house.services.personal_reminders.cancel(ANN, 1)


async def test_each_persons_are_their_own(house: House) -> None:
    await ask(house, ANN)
    assert (await ask(house, BEA)).number == 1
    assert len(await house.services.personal_reminders.mine(ANN)) == 1
    with pytest.raises(NoSuchReminder):
        await house.services.personal_reminders.cancel(NEW, 1)


async def test_one_persons_reminders_of_two_servers_are_told_apart_by_their_marks(house: House) -> None:
    await house.found(elsewhere(ANN), name="Quiet Ones", proposals_channel_id=601)
    marks = [(await ask(house, person)).mark for person in (ANN, elsewhere(ANN))]
    assert len(set(marks)) == 2
    await come_to(house, DUE)
    assert [card.mark for card, _ in house.board.told] == marks


async def test_late_ones_say_so_and_what_is_too_late_is_shown_at_the_next_act(house: House) -> None:
    await ask(house, ANN)
    await ask(house, BEA, Schedule(datetime.fromisoformat("2026-05-22T12:00"), ZONE), "Eat.")
    await come_to(house, DUE + timedelta(hours=5))
    assert told(house) == [("Call Mum.", True)]
    (kept,) = await house.services.personal_reminders.take_undelivered(GUILD, BEA.user_id)
    assert (kept.text, kept.due_at, kept.is_late) == ("Eat.", DUE - timedelta(hours=6), True)
    assert await house.services.personal_reminders.take_undelivered(GUILD, BEA.user_id) == ()


async def test_who_takes_no_direct_messages_is_shown_it_at_their_next_act(house: House) -> None:
    house.board.deaf.add(ANN.user_id)
    await ask(house, ANN)
    await come_to(house, DUE)
    assert told(house) == []
    (kept,) = await house.services.personal_reminders.take_undelivered(GUILD, ANN.user_id)
    assert (kept.text, kept.due_at) == ("Call Mum.", DUE)


async def test_what_could_not_be_sent_for_six_hours_is_kept_too(house: House) -> None:
    await ask(house, ANN)
    house.board.fail(times=None)
    await come_to(house, DUE)
    house.board.recover()
    await come_to(house, DUE + timedelta(hours=7))
    assert told(house) == []
    assert len(await house.services.personal_reminders.take_undelivered(GUILD, ANN.user_id)) == 1


async def test_what_is_taken_back_before_it_could_be_sent_is_neither_sent_nor_kept(house: House) -> None:
    await ask(house, ANN, EVENINGS)
    house.board.fail()
    await come_to(house, DUE)
    await house.services.personal_reminders.cancel(ANN, 1)
    await come_to(house, DUE + timedelta(hours=1))
    assert told(house) == []
    assert await house.services.personal_reminders.take_undelivered(GUILD, ANN.user_id) == ()


async def test_what_is_forgotten_before_it_could_be_sent_is_not_sent(house: House) -> None:
    await ask(house, ANN)
    house.board.fail()
    await come_to(house, DUE)
    await house.run_sql("DELETE FROM personal_reminders")
    await come_to(house, DUE + timedelta(hours=1))
    assert told(house) == []


async def test_an_answer_that_was_lost_makes_no_second_message(house: House) -> None:
    await ask(house, ANN)
    house.board.lose_answers()
    await come_to(house, DUE)
    await come_to(house.restarted(), DUE + timedelta(minutes=1))
    assert told(house) == [("Call Mum.", False)]


async def test_so_many_wait_and_no_more_and_none_for_the_past(house: House) -> None:
    with pytest.raises(TimeIsPast):
        await ask(house, ANN, Schedule(datetime.fromisoformat("2026-01-01T09:00"), ZONE))
    for _ in range(PERSONAL_LIMIT):
        await ask(house, ANN)
    with pytest.raises(TooManyOfYours):
        await ask(house, ANN)


async def test_two_processes_and_new_zone_rules_tell_it_once(house: House) -> None:
    await ask(house, ANN)
    await ask(house, BEA)
    await house.run_sql(
        "UPDATE personal_reminders SET zones = '1999a', next_at = '2026-05-23 00:00:00' WHERE number = 1"
    )
    house.clock.move_to(DUE)
    other = house.restarted()
    own, others = house.services.personal_reminders, other.services.personal_reminders
    assert sum(await asyncio.gather(own.send_due(), others.send_due())) == 2
    await tick(house)
    assert len(told(house)) == 2


async def test_one_that_breaks_does_not_hold_up_the_others(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await ask(house, ANN)
    await ask(house, BEA)
    await house.run_sql("UPDATE personal_reminders SET zone = 'Nowhere/At_All' WHERE member_id = :id", id=ANN.user_id)
    await come_to(house, DUE)
    assert len(told(house)) == 1
    assert "was not sent" in caplog.text


async def test_what_new_zone_rules_leave_without_a_time_is_over(house: House) -> None:
    await ask(house, ANN)
    after = str((DUE + timedelta(hours=1)).replace(tzinfo=None))
    await house.run_sql("UPDATE personal_reminders SET zones = '1999a', handled_at = :after", after=after)
    await tick(house.restarted())
    assert await house.services.personal_reminders.mine(ANN) == []
