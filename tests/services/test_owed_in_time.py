"""Owed in time: what happens to a reminder or a digest between its hour and the message that tells it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.digest import Section, Skipped
from bot.domain.reminder_refusals import ReminderIsOver
from bot.domain.reminders import State
from bot.domain.schedule import Schedule
from tests.factories import ANN, BEA, CAL, GUILD, OTHER_GUILD, House, elsewhere
from tests.services.term import (
    EVENING,
    EVENINGS,
    ONE_EVENING,
    ZONE,
    ask,
    come_to,
    make_coordinator,
    move,
    posted,
    schedule,
    tick,
)
from tests.services.weekly import NEXT, sent
from tests.services.weekly import come_to as come_to_digest

DUE = datetime(2026, 5, 22, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER = Schedule(EVENING.replace(hour=23), ZONE)
"""Five hours after DUE."""


async def outcomes(house: House) -> list[str]:
    """What became of each occurrence, in the order of their times."""
    return [state for (state,) in await house.select("SELECT state FROM reminder_occurrences ORDER BY due_at")]


async def power_used(house: House) -> int:
    return len(await house.services.reminders.powers_used(GUILD, limit=100))


@pytest.mark.parametrize("hours", [5, 7])
async def test_discord_may_be_away_for_six_hours_and_no_longer(house: House, hours: int) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    house.board.fail(times=None)
    for hour in range(hours):
        await come_to(house, DUE + hour * HOUR)
    house.board.recover()
    await come_to(house, DUE + hours * HOUR)
    await come_to(house, DUE + (hours + 1) * HOUR)
    assert [card.is_late for card in posted(house)] == ([True] if hours == 5 else [])
    assert await outcomes(house) == ["posted" if hours == 5 else "skipped"]


@pytest.mark.parametrize("hours", [47, 49])
async def test_for_a_digest_discord_may_be_away_for_two_days_and_no_longer(week: House, hours: int) -> None:
    await week.add_task()
    await week.services.outbox.deliver_due()
    week.board.fail(times=None)
    for hour in range(0, hours, 6):
        await come_to_digest(week, NEXT + hour * HOUR)
    week.board.recover()
    await come_to_digest(week, NEXT + hours * HOUR)
    assert [digest.is_late for digest in sent(week)] == ([True] if hours == 47 else [])
    await come_to_digest(week, NEXT + timedelta(days=7))
    assert len(sent(week)) == 1
    told = sent(week)[0].lines.get(Section.SKIPPED)
    assert told == (None if hours == 47 else (Skipped(None, NEXT),))


@pytest.mark.parametrize("when", [ONE_EVENING, EVENINGS])
async def test_what_is_moved_before_it_could_be_posted_comes_at_its_new_time_alone(
    house: House, when: Schedule
) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, when)
    house.board.fail()
    await come_to(house, DUE)
    moved = await move(house, ANN, 1, LATER)
    assert (moved.state, [each.at for each in moved.upcoming]) == (State.ACTIVE, [DUE + 5 * HOUR])
    await come_to(house, DUE + HOUR)
    assert posted(house) == []
    await come_to(house, DUE + 5 * HOUR)
    await come_to(house, DUE + 6 * HOUR)
    assert [(card.due_at, card.is_late) for card in posted(house)] == [(DUE + 5 * HOUR, False)]
    assert await outcomes(house) == ["cancelled", "posted"]


async def test_what_is_moved_while_it_is_being_posted_stands_there_and_comes_again_at_its_new_time(
    house: House,
) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)

    async def move_it() -> None:
        await move(house, ANN, 1, LATER)

    house.board.meanwhile.append(move_it)
    await come_to(house, DUE)
    await come_to(house, DUE + 5 * HOUR)
    await come_to(house, DUE + 6 * HOUR)
    assert [card.due_at for card in posted(house)] == [DUE, DUE + 5 * HOUR]
    assert await outcomes(house) == ["posted", "posted"]


async def test_what_comes_for_the_last_time_can_be_cancelled_until_it_is_posted(house: House) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    await schedule(house, ANN)
    house.board.fail(times=2)
    await come_to(house, DUE)
    assert (await house.services.reminders.cancel(ANN, 1)).state is State.CANCELLED
    await come_to(house, DUE + HOUR)
    assert (posted(house, 1), len(posted(house, 2))) == ([], 1)
    with pytest.raises(ReminderIsOver):
        await house.services.reminders.cancel(ANN, 2)
    assert await power_used(house) == 3


@pytest.mark.parametrize("table", ["outbox", "reminder_occurrences"])
async def test_a_turn_that_fails_after_owing_owes_nothing_and_the_next_look_owes_it_once(
    house: House, table: str, caplog: pytest.LogCaptureFixture
) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await house.run_sql(f"CREATE TRIGGER broken AFTER INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    await come_to(house, DUE)
    assert "was not sent" in caplog.text
    assert await outcomes(house) == []
    await house.run_sql("DROP TRIGGER broken")
    await tick(house)
    await tick(house)
    assert (len(posted(house)), await outcomes(house)) == (1, ["posted"])


async def test_a_digest_whose_turn_fails_after_owing_is_owed_once_at_the_next_look(week: House) -> None:
    await week.add_task()
    await week.run_sql("CREATE TRIGGER broken AFTER INSERT ON digests BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    await come_to_digest(week, NEXT)
    assert await week.select("SELECT count(*) FROM outbox WHERE kind = 'digest'") == [(0,)]
    await week.run_sql("DROP TRIGGER broken")
    for _ in range(2):
        await come_to_digest(week, week.clock.now())
    assert len(sent(week)) == 1


async def test_at_the_instant_at_which_a_term_ends_what_comes_once_comes_and_what_repeats_does_not(
    house: House,
) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await house.run_sql("UPDATE mandates SET ends_at = :due", due=str(DUE.replace(tzinfo=None)))
    await come_to(house, DUE)
    await tick(house)
    assert (len(posted(house, 1)), posted(house, 2)) == (1, [])
    assert (await house.services.reminders.card(GUILD, 2)).state is State.ENDED


async def test_a_time_that_other_zone_rules_found_too_early_is_found_anew_and_nothing_is_told_before(
    house: House,
) -> None:
    await make_coordinator(house, ANN)
    await schedule(house, ANN, EVENINGS)
    await ask(house, BEA)
    early = f"{DUE - HOUR:%Y-%m-%d %H:%M:%S.%f}"
    for table in ("reminders", "personal_reminders"):
        await house.run_sql(f"UPDATE {table} SET next_at = :early", early=early)
    await come_to(house, DUE - HOUR)
    assert posted(house) == []
    assert await house.services.personal_reminders.take_undelivered(GUILD, BEA.user_id) == ()
    await come_to(house, DUE)
    assert len(posted(house)) == 1
    assert len(house.board.told) == 1


async def test_a_zone_that_is_gone_after_an_upgrade_holds_up_nobody_else(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    await make_coordinator(house, ANN)
    for _ in range(2):
        await schedule(house, ANN)
    for person in (BEA, CAL):
        await ask(house, person)
    await house.services.digest.send_due()
    await house.run_sql("UPDATE reminders SET zones = '1999a', zone = CASE number WHEN 1 THEN 'Gone/Now' ELSE zone END")
    await house.run_sql(
        "UPDATE personal_reminders SET zones = '1999a', zone = CASE member_id WHEN :bea THEN 'Gone/Now' ELSE zone END",
        bea=BEA.user_id,
    )
    again = house.restarted()
    await come_to(again, DUE)
    assert (posted(house, 1), len(posted(house, 2))) == ([], 1)
    assert len(house.board.told) == 1
    assert "has no time by the zones of now" in caplog.text


async def test_a_server_whose_zone_is_gone_keeps_no_other_from_its_digest_and_its_tasks(
    week: House, caplog: pytest.LogCaptureFixture
) -> None:
    there = elsewhere(ANN)
    await week.run_sql("UPDATE servers SET time_zone = 'Gone/Now'")
    waiting = "SELECT due_at FROM digests WHERE state = 'waiting'"
    before = await week.select(waiting)
    await week.restarted().services.digest.send_due()
    assert await week.select(waiting) == before
    await week.run_sql("DELETE FROM digests WHERE state = 'waiting'")
    await week.found(there, name="Other", proposals_channel_id=601)
    await week.services.tasks.add(there, "Print flyers", due_on=NEXT.date() + timedelta(days=1))
    await week.services.tasks.claim(there, 1)
    await week.services.tasks.add(there, "Bring them round")
    await week.services.digest.send_due()
    again = week.restarted()
    week.clock.move_to(NEXT.replace(hour=8))
    assert await again.services.due_tasks.tell_due() == 1
    await come_to_digest(again, NEXT)
    assert [digest.guild_id for digest in sent(week)] == [OTHER_GUILD]
    for said in (
        "keeps its time",
        "no digest was planned for the server",
        "nobody was reminded of tasks in the server",
    ):
        assert said in caplog.text
    assert await week.select("SELECT DISTINCT guild_id FROM digests WHERE state = 'waiting'") == [(OTHER_GUILD,)]
