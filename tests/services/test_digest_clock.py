"""The clock of the digest: once a week whatever was away, late ones say so, older ones are left out and told of."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.digest import Section, Skipped
from bot.domain.rules import Kind
from bot.services.charter import change_draft
from bot.services.digest import move_digest
from bot.services.digest_cards import A_PART, SHOWN
from tests.factories import ANN, CAST, GUILD, OTHER_GUILD, House, elsewhere
from tests.services.weekly import A_WEEK, NEXT, come_to, numbers, sent, states


async def test_up_to_two_days_late_it_is_sent_and_says_so(week: House) -> None:
    await week.decide(ANN)
    await come_to(week, NEXT + timedelta(hours=30))
    (digest,) = sent(week)
    assert digest.is_late
    assert digest.due_at == NEXT
    assert await week.select("SELECT late FROM digests WHERE state = 'delivered'") == [(1,)]


async def test_a_later_one_is_left_out_and_the_next_one_says_so_and_loses_nothing(week: House) -> None:
    decided = await week.decide(ANN)
    await come_to(week, NEXT + timedelta(hours=60))
    assert not sent(week)
    assert await states(week) == ["quiet", "skipped", "waiting"]
    await come_to(week, NEXT + A_WEEK)
    (digest,) = sent(week)
    assert numbers(digest, Section.DECIDED) == [decided.number]
    (left_out,) = digest.lines[Section.SKIPPED]
    assert left_out == Skipped(None, NEXT)
    assert digest.first_on == date(2026, 5, 4)
    await come_to(week, NEXT + 2 * A_WEEK)
    assert len(sent(week)) == 1


async def test_after_weeks_away_every_week_has_its_row_and_a_quiet_one_was_not_left_out(week: House) -> None:
    await come_to(week, NEXT + 2 * A_WEEK + timedelta(days=3))
    assert await states(week) == ["quiet", "quiet", "quiet", "quiet", "waiting"]
    await week.add_task()
    await come_to(week, NEXT + 5 * A_WEEK + timedelta(hours=1))
    assert (await states(week))[4:] == ["skipped", "skipped", "delivered", "waiting"]
    (digest,) = sent(week)
    assert digest.lines[Section.SKIPPED] == (Skipped(None, NEXT + 3 * A_WEEK, 2),)
    assert digest.is_late


async def test_a_vote_that_was_open_then_makes_a_digest_that_was_left_out(week: House) -> None:
    week.clock.move_to(NEXT - timedelta(hours=1))
    await week.open_proposal()
    await come_to(week, NEXT + timedelta(days=4))
    assert await states(week) == ["quiet", "skipped", "waiting"]


@pytest.mark.parametrize("attempt", range(4))
async def test_lost_answers_double_neither_the_digest_nor_its_parts(week: House, attempt: int) -> None:
    for place in range(SHOWN + A_PART):
        await week.add_task(title=f"Task {place}")
    await week.services.outbox.deliver_due()
    week.clock.move_to(NEXT)
    await week.services.digest.send_due()

    async def pass_by() -> None:
        """Let this call through."""

    async def lose_the_next() -> None:
        week.board.lose_answers()

    if attempt:
        week.board.meanwhile.extend([*[pass_by] * (attempt - 1), lose_the_next])
    else:
        week.board.lose_answers()
    for _ in range(5):
        await week.services.outbox.deliver_due()
        week.clock.advance(timedelta(minutes=20))
    marks = [one.notice.mark for one in week.board.posted if one.notice.mark.startswith("W-")]
    assert marks == ["W-20", "W-20-1", "W-20-2"]


async def test_one_that_cannot_be_delivered_for_two_days_is_left_out_and_the_next_one_says_so(week: House) -> None:
    await week.add_task()
    await week.services.outbox.deliver_due()
    week.board.fail(times=None)
    await come_to(week, NEXT)
    await come_to(week, NEXT + timedelta(hours=49))
    assert await states(week) == ["quiet", "skipped", "waiting"]
    week.board.recover()
    await come_to(week, NEXT + A_WEEK)
    assert sent(week)[0].lines[Section.SKIPPED] == (Skipped(None, NEXT),)


async def test_it_follows_the_decisions_channel_where_the_old_one_is_gone(week: House) -> None:
    await week.add_task()
    await week.services.outbox.deliver_due()
    week.clock.move_to(NEXT)
    await week.services.digest.send_due()
    await week.run_sql("UPDATE servers SET decisions_channel_id = 777")
    week.board.fail(is_place_gone=True)
    await week.services.outbox.deliver_due()
    await week.services.outbox.deliver_due()
    (message,) = [one for one in week.board.posted if one.notice.mark == "W-20"]
    assert message.notice.channel_id == 777


async def test_day_and_hour_are_housekeeping_and_a_change_gives_every_week_its_one_digest(week: House) -> None:
    wanted = await week.services.charter.check(GUILD, "digest_time", "Mittwoch 20 Uhr")
    assert (wanted.old, wanted.new, wanted.kind) == ("monday 18:00", "wednesday 20:00", Kind.LAZY)
    await week.decide(ANN, kind=Kind.LAZY)
    receipt = await week.services.proposals.propose(ANN, change_draft(wanted, "Later", "Mondays are full."))
    await week.services.outbox.deliver_due()
    await week.all_tap(CAST, "✅", await week.services.proposals.card(GUILD, receipt.number))
    await come_to(week, NEXT)
    card = await week.services.proposals.card(GUILD, receipt.number)
    await week.settle(card)
    assert week.clock.now().date() == date(2026, 5, 11)
    await come_to(week, NEXT + timedelta(days=2, hours=2))
    assert [digest.number for digest in sent(week)] == [20]
    await come_to(week, NEXT + timedelta(days=9, hours=2))
    assert [digest.number for digest in sent(week)] == [20, 21]
    assert sent(week)[1].due_at == datetime(2026, 5, 20, 18, tzinfo=UTC)


async def test_a_change_to_a_time_that_is_over_this_week_lets_the_old_one_hold_once_more(week: House) -> None:
    await week.add_task()
    await week.run_sql("UPDATE servers SET digest_time = 'friday 18:00'")
    async with week.database.turn() as session:
        await move_digest(session, GUILD, week.clock.now())
    await week.run_sql("UPDATE servers SET digest_time = 'monday 18:00'")
    week.clock.move_to(NEXT + timedelta(days=2))
    async with week.database.turn() as session:
        await move_digest(session, GUILD, week.clock.now())
    await come_to(week, NEXT + timedelta(days=4))
    await come_to(week, NEXT + A_WEEK)
    assert [digest.due_at for digest in sent(week)] == [NEXT + timedelta(days=4)]
    assert await states(week) == ["quiet", "delivered", "quiet", "waiting"]


async def test_a_zone_database_of_another_version_moves_what_waits_after_a_restart(week: House) -> None:
    await week.run_sql("UPDATE digests SET due_at = '2026-05-11 15:00:00.000000' WHERE state = 'waiting'")
    await week.add_task()
    again = week.restarted()
    await again.services.digest.send_due()
    await again.services.digest.send_due()
    assert await week.select("SELECT due_at FROM digests WHERE state = 'waiting'") == [("2026-05-11 16:00:00.000000",)]


async def test_one_server_whose_digest_cannot_be_gathered_holds_up_no_other(
    week: House, caplog: pytest.LogCaptureFixture
) -> None:
    await week.found(elsewhere(ANN), name="Other", proposals_channel_id=601)
    await week.services.digest.send_due()
    await week.decide(ANN, kind=Kind.AGREEMENT)
    await week.services.tasks.add(elsewhere(ANN), "Print flyers")
    await week.run_sql(
        f"CREATE TRIGGER broken BEFORE UPDATE ON digests WHEN OLD.guild_id = {GUILD} "
        "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    await come_to(week, NEXT)
    assert [digest.guild_id for digest in sent(week)] == [OTHER_GUILD]
    assert "was not gathered" in caplog.text


async def test_a_digest_that_another_process_took_is_left_alone(week: House) -> None:
    await week.add_task()
    other = week.restarted()
    week.clock.move_to(NEXT)
    both = await asyncio.gather(week.services.digest.send_due(), other.services.digest.send_due())
    assert sorted(both) == [0, 1]
    await week.services.outbox.deliver_due()
    assert len(sent(week)) == 1
