"""Reminders: only coordinators schedule them, each act is in the log, and none of them has an effect without it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from bot.domain.errors import MissingPermissions
from bot.domain.reminder_refusals import (
    NoSuchReminder,
    NotACoordinator,
    NothingToRenew,
    ReminderIsOver,
    TermIsOver,
    TimeIsPast,
    TooManyReminders,
)
from bot.domain.reminders import QUOTA, Act, State
from bot.domain.schedule import Schedule
from tests.factories import ANN, BEA, CAL, DECISIONS_CHANNEL, GUILD, OTHER_GUILD, House, elsewhere
from tests.services.term import (
    EVENING,
    EVENINGS,
    ONE_EVENING,
    ZONE,
    come_to,
    make_coordinator,
    move,
    posted,
    recall,
    schedule,
    tick,
)


async def log_of(house: House) -> list[dict[str, object]]:
    """The uses of power in the log, in order."""
    rows = await house.select("SELECT body FROM log WHERE kind = 'power' ORDER BY sequence")
    return [json.loads(body) for (body,) in rows]


async def test_who_holds_no_mandate_schedules_nothing(house: House) -> None:
    with pytest.raises(NotACoordinator):
        await schedule(house, ANN)
    with pytest.raises(NotACoordinator):
        await house.services.reminders.check_may_remind(ANN)
    with pytest.raises(NotACoordinator):
        await house.services.reminders.check_may_schedule(ANN)
    assert await house.services.reminders.upcoming(GUILD) == []
    assert await log_of(house) == []


async def test_a_coordinator_schedules_and_the_log_says_so_without_a_name(house: House) -> None:
    given = await make_coordinator(house, ANN)
    assert (await house.services.reminders.check_may_remind(ANN)).seat == 1
    card = await schedule(house, ANN)
    assert (card.number, card.author_name, card.state) == (1, "Ann", State.ACTIVE)
    assert [each.at for each in card.upcoming] == [datetime(2026, 5, 22, 16, tzinfo=UTC)]
    (entry,) = await log_of(house)
    assert (entry["act"], entry["reminder"], entry["seat"], entry["decision"]) == ("schedule", 1, 1, given.number)
    assert "Ann" not in json.dumps(entry)
    assert "chairs" not in json.dumps(entry)
    (used,) = await house.services.reminders.powers_used(GUILD, limit=5)
    assert (used.act, used.text) == (Act.SCHEDULE, "Bring the chairs.")
    assert (await house.services.commons.verify(GUILD))[1] is None


async def test_a_reminder_comes_once_signed_and_on_time(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    await come_to(house, datetime(2026, 5, 22, 15, 59, 59, tzinfo=UTC))
    assert posted(house) == []
    await come_to(house, datetime(2026, 5, 22, 16, tzinfo=UTC))
    await tick(house)
    (card,) = posted(house)
    assert (card.text, card.author_name, card.is_late) == ("Bring the chairs.", "Ann", False)
    assert (await house.services.reminders.card(GUILD, 1)).state is State.ENDED


async def test_what_repeats_comes_again_at_the_same_local_time(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    for day in range(3):
        await come_to(house, datetime(2026, 5, 22 + day, 16, tzinfo=UTC))
    assert [card.due_at.day for card in posted(house)] == [22, 23, 24]


@pytest.mark.parametrize("act", ["schedule", "move", "cancel", "renew"])
async def test_without_its_entry_in_the_log_no_act_has_an_effect(house: House, act: str) -> None:
    await make_coordinator(house, ANN)
    await make_coordinator(house, BEA)
    await schedule(house, ANN, EVENINGS)
    before = await house.select("SELECT * FROM reminders"), await house.select("SELECT * FROM outbox")
    await house.run_sql(
        "CREATE TRIGGER log_is_broken BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    reminding = house.services.reminders
    acts: dict[str, Callable[[], Awaitable[object]]] = {
        "schedule": lambda: schedule(house, ANN),
        "move": lambda: move(house, ANN, 1, ONE_EVENING),
        "cancel": lambda: reminding.cancel(ANN, 1),
        "renew": lambda: reminding.renew(BEA, 1),
    }
    with pytest.raises(DatabaseError, match="the disk is full"):
        await acts[act]()
    assert (await house.select("SELECT * FROM reminders"), await house.select("SELECT * FROM outbox")) == before


async def test_any_coordinator_moves_and_cancels_and_the_log_keeps_each_act(house: House) -> None:
    await make_coordinator(house, ANN)
    await make_coordinator(house, BEA)
    await schedule(house, ANN)
    moved = await move(house, BEA, 1, Schedule(EVENING + timedelta(hours=2), ZONE))
    assert [each.at.hour for each in moved.upcoming] == [18]
    cancelled = await house.services.reminders.cancel(BEA, 1)
    assert (cancelled.state, cancelled.upcoming) == (State.CANCELLED, ())
    await come_to(house, datetime(2026, 5, 22, 19, tzinfo=UTC))
    assert posted(house) == []
    assert [(entry["act"], entry["seat"]) for entry in await log_of(house)] == [
        ("schedule", 1),
        ("move", 2),
        ("cancel", 2),
    ]


async def test_what_is_over_is_neither_moved_nor_cancelled(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    await house.services.reminders.cancel(ANN, 1)
    with pytest.raises(ReminderIsOver):
        await move(house, ANN, 1, EVENINGS)
    with pytest.raises(ReminderIsOver):
        await house.services.reminders.cancel(ANN, 1)
    with pytest.raises(NoSuchReminder):
        await house.services.reminders.cancel(ANN, 2)
    with pytest.raises(NoSuchReminder):
        await house.services.reminders.card(OTHER_GUILD, 1)


async def test_what_would_never_come_is_not_scheduled(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    with pytest.raises(TimeIsPast):
        await schedule(house, ANN, Schedule(datetime.fromisoformat("2026-01-05T18:00"), ZONE))
    with pytest.raises(TimeIsPast):
        await move(house, ANN, 1, Schedule(datetime.fromisoformat("2026-01-05T18:00"), ZONE))


async def test_one_coordinator_schedules_ten_in_seven_days_and_is_told_when_there_is_room_again(house: House) -> None:
    await make_coordinator(house, ANN)
    await make_coordinator(house, BEA)
    first = house.clock.now()
    for _ in range(QUOTA):
        await schedule(house, ANN)
        house.clock.advance(timedelta(minutes=1))
    await house.services.reminders.cancel(ANN, 1)
    with pytest.raises(TooManyReminders) as refused:
        await house.services.reminders.check_may_schedule(ANN)
    with pytest.raises(TooManyReminders) as refused:
        await schedule(house, ANN)
    assert refused.value.room_at == first + timedelta(days=7)
    await house.services.reminders.check_may_schedule(BEA)
    assert (await schedule(house, BEA)).number == QUOTA + 1
    house.clock.move_to(refused.value.room_at)
    assert (await schedule(house, ANN)).number == QUOTA + 2


async def test_a_term_ends_by_the_clock_at_the_act_and_not_only_by_the_sweep(house: House) -> None:
    await make_coordinator(house, ANN)
    (held,) = await house.services.mandates.standing(GUILD)
    assert held.ends_at is not None
    await schedule(house, ANN, EVENINGS)
    house.clock.move_to(held.ends_at - timedelta(seconds=1))
    await house.services.reminders.check_may_remind(ANN)
    house.clock.move_to(held.ends_at)
    with pytest.raises(TermIsOver):
        await house.services.reminders.cancel(ANN, 1)
    assert await house.services.mandates.standing(GUILD) == []


async def test_a_term_that_ended_while_nobody_looked_ends_what_repeats_and_who_waits_takes_the_seat(
    house: House,
) -> None:
    for person in (ANN, BEA, CAL):
        await make_coordinator(house, person)
    ends = [each.ends_at for each in await house.services.mandates.standing(GUILD)]
    assert ends[0] is not None
    with pytest.raises(NotACoordinator) as refused:
        await house.services.reminders.check_may_remind(CAL)
    assert refused.value.waits
    await schedule(house, ANN, EVENINGS)
    once = await schedule(house, ANN, Schedule(datetime.fromisoformat("2026-12-01T18:00"), ZONE))
    before = len(posted(house))
    back = ends[0] + timedelta(hours=3)
    await come_to(house, back)
    assert (await house.services.reminders.card(GUILD, 1)).state is State.ENDED
    assert (await house.services.reminders.card(GUILD, once.number)).state is State.ACTIVE
    assert len(posted(house)) - before <= 1, "nothing that fell after the term's end"
    assert all(card.due_at < ends[0] for card in posted(house))
    seated = {each.name: each.ends_at for each in await house.services.mandates.standing(GUILD) if each.seat}
    assert seated["Cal"] == back + timedelta(weeks=12)
    assert await house.services.mandates.end_due() == 0


async def test_a_recall_ends_the_power_at_once(house: House) -> None:
    given = await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await recall(house, given.number)
    with pytest.raises(NotACoordinator):
        await schedule(house, ANN)
    assert (await house.services.reminders.card(GUILD, 1)).state is State.ENDED


async def test_another_coordinator_renews_what_would_end_or_has_ended(house: House) -> None:
    given = await make_coordinator(house, ANN)
    await make_coordinator(house, BEA)
    await schedule(house, ANN, EVENINGS)
    with pytest.raises(NothingToRenew):
        await house.services.reminders.renew(ANN, 1)
    renewed = await house.services.reminders.renew(BEA, 1)
    bea = (await house.services.mandates.standing(GUILD))[1]
    assert renewed.ends_at == bea.ends_at
    await recall(house, given.number)
    assert (await house.services.reminders.card(GUILD, 1)).state is State.ACTIVE
    await recall(house, bea.decision_number)
    assert (await house.services.reminders.card(GUILD, 1)).state is State.ENDED
    await make_coordinator(house, CAL)
    again = await house.services.reminders.renew(CAL, 1)
    assert again.state is State.ACTIVE
    assert again.upcoming[0].at > house.clock.now()


async def test_what_comes_once_or_was_cancelled_needs_no_renewal(house: House) -> None:
    await make_coordinator(house, ANN)
    await make_coordinator(house, BEA)
    await schedule(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await house.services.reminders.cancel(ANN, 2)
    for number in (1, 2):
        with pytest.raises(NothingToRenew):
            await house.services.reminders.renew(BEA, number)


async def test_what_comes_once_and_is_moved_to_repeat_after_its_schedulers_term_ends_with_the_movers(
    house: House,
) -> None:
    given = await make_coordinator(house, ANN)
    await schedule(house, ANN, Schedule(datetime.fromisoformat("2026-06-01T18:00"), ZONE))
    await recall(house, given.number)
    await make_coordinator(house, BEA)
    (bea,) = await house.services.mandates.standing(GUILD)
    assert (await move(house, BEA, 1, EVENINGS)).ends_at == bea.ends_at
    await come_to(house, datetime(2026, 5, 22, 16, tzinfo=UTC))
    assert len(posted(house)) == 1


async def test_a_channel_in_which_the_bot_cannot_speak_is_refused_before_anything_is_saved(house: House) -> None:
    await house.services.reminders.check_channel(GUILD, DECISIONS_CHANNEL)
    house.register.missing[77] = ("send_messages",)
    with pytest.raises(MissingPermissions):
        await house.services.reminders.check_channel(GUILD, 77)


async def test_a_mandate_of_one_server_is_none_in_another(house: House) -> None:
    await make_coordinator(house, ANN)
    await house.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    with pytest.raises(NotACoordinator):
        await schedule(house, elsewhere(ANN))


async def test_two_processes_that_look_at_once_end_a_term_once(house: House) -> None:
    for person in (ANN, BEA, CAL):
        await make_coordinator(house, person)
    ends = (await house.services.mandates.standing(GUILD))[0].ends_at
    assert ends is not None
    house.clock.move_to(ends)
    other = house.restarted()
    await asyncio.gather(house.services.mandates.end_due(), other.services.mandates.end_due())
    assert [each.name for each in await house.services.mandates.standing(GUILD)] == ["Bea", "Cal"]


async def test_help_tells_a_coordinator_of_the_one_power(house: House) -> None:
    await make_coordinator(house, ANN)
    assert (await house.services.orientation.card(ANN)).is_coordinator
    assert not (await house.services.orientation.card(BEA)).is_coordinator
