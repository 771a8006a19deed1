"""Reminders: who may, how many, how they repeat, and which occurrence is due, late or too late."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import MissingText, TextTooLong
from bot.domain.reminder_refusals import (
    AlreadyRepeats,
    NotACoordinator,
    TermIsOver,
    TimeIsPast,
    TooManyReminders,
)
from bot.domain.reminders import (
    MOST_LATE,
    Act,
    Handled,
    Repeat,
    Term,
    check_ahead,
    check_may_remind,
    check_quota,
    fall_due,
    following,
    is_late,
    power_facts,
    reminder_text,
    repeated,
)
from bot.domain.schedule import Schedule, occurrences

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
NOON = datetime.fromisoformat("2026-05-04T12:00")
DAILY = Schedule(NOON, "UTC", "FREQ=DAILY")


def term(begins: int = -1, ends: int = 1, ended: int | None = None) -> Term:
    """A term by hours from now."""
    at = [NOW + timedelta(hours=each) if each is not None else None for each in (begins, ends, ended)]
    return Term(at[0], at[1], at[2])


def test_who_has_a_seat_now_may_remind() -> None:
    check_may_remind(term(), NOW)
    check_may_remind(term(begins=0), NOW)
    check_may_remind(term(ended=1), NOW)


def test_who_has_none_or_waits_may_not() -> None:
    with pytest.raises(NotACoordinator) as refused:
        check_may_remind(None, NOW)
    assert refused.value.waits is False
    for waiting in (Term(None, None), Term(NOW, None), term(begins=1, ends=2)):
        with pytest.raises(NotACoordinator) as refused:
            check_may_remind(waiting, NOW)
        assert refused.value.waits


def test_a_term_that_is_over_by_the_clock_or_by_a_vote_gives_nothing() -> None:
    for hours, over in {
        0: term(ends=0),
        -1: term(ends=-1),
        -2: term(begins=-3, ended=-2),
        # Its end was written down only after downtime, or a vote came to the same when it was over already.
        -3: term(begins=-4, ends=-3, ended=1),
    }.items():
        with pytest.raises(TermIsOver) as refused:
            check_may_remind(over, NOW)
        assert refused.value.ended_at == NOW + timedelta(hours=hours)
    with pytest.raises(TermIsOver):
        check_may_remind(term(ended=0), NOW)


def test_the_quota_is_ten_in_any_seven_days() -> None:
    a_week_ago = NOW - timedelta(days=7)
    before = [a_week_ago, *(NOW - timedelta(hours=each) for each in range(1, 10))]
    check_quota(before, NOW)
    with pytest.raises(TooManyReminders) as refused:
        check_quota([*before, a_week_ago + A_SECOND], NOW)
    assert (refused.value.limit, refused.value.room_at) == (10, NOW + A_SECOND)
    with pytest.raises(TooManyReminders) as refused:
        check_quota([NOW - timedelta(hours=each) for each in range(12)], NOW)
    assert refused.value.room_at == NOW + timedelta(days=7, hours=-9)


def test_a_repetition_is_picked_beside_one_time_only() -> None:
    once = Schedule(NOON, "UTC")
    assert repeated(once, None) == once
    assert repeated(once, Repeat.FORTNIGHTLY).rule == "FREQ=WEEKLY;INTERVAL=2"
    assert (
        repeated(once, Repeat.MONTHLY).rule == repeated(replace(once, starts=NOON.replace(day=28)), Repeat.MONTHLY).rule
    )
    assert repeated(DAILY, None) == DAILY
    with pytest.raises(AlreadyRepeats):
        repeated(DAILY, Repeat.WEEKLY)


def test_every_month_on_the_last_days_counts_from_the_end_of_short_months() -> None:
    monthly = repeated(Schedule(NOON.replace(month=1, day=31), "UTC"), Repeat.MONTHLY)
    assert monthly.rule == "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_every_month_leaves_no_month_out(day: int) -> None:
    monthly = repeated(Schedule(NOON.replace(month=1, day=day), "UTC"), Repeat.MONTHLY)
    found = occurrences(monthly, datetime(2026, 1, 1, tzinfo=UTC), 12)
    assert [each.local.month for each in found] == list(range(1, 13))
    assert [each.local.day for each in found[:4]] == [day, 28, day, min(day, 30)]


def test_what_lies_ahead_comes_first_and_what_is_past_is_refused() -> None:
    assert check_ahead(DAILY, NOW).at == NOW + timedelta(days=1)
    with pytest.raises(TimeIsPast):
        check_ahead(Schedule(NOON, "UTC"), NOW)


def test_nothing_is_due_before_its_time() -> None:
    due = fall_due(DAILY, Handled(NOW), NOW + timedelta(hours=23))
    assert (due.send, due.skipped, due.handled) == (None, (), Handled(NOW))
    assert due.following is not None
    assert due.following.at == NOW + timedelta(days=1)


def test_after_what_is_sent_the_very_next_follows() -> None:
    due = fall_due(DAILY, Handled(NOW), NOW + timedelta(days=3))
    assert due.send is not None
    assert due.following is not None
    assert due.handled == Handled(due.send.at, due.send.meant)
    assert due.following.at == due.send.at + timedelta(days=1) == NOW + timedelta(days=4)


def test_up_to_six_hours_late_it_is_sent_and_after_that_skipped() -> None:
    first = NOW + timedelta(days=1)
    latest = first + timedelta(hours=6)
    on_time = fall_due(DAILY, Handled(NOW), latest)
    assert on_time.send is not None
    assert (on_time.send.at, on_time.skipped, on_time.handled.at) == (first, (), first)
    too_late = fall_due(DAILY, Handled(NOW), latest + A_SECOND)
    assert too_late.send is None
    assert [each.at for each in too_late.skipped] == [first]
    assert too_late.handled.at == first


def test_what_falls_on_the_end_or_after_it_is_left_alone() -> None:
    first = NOW + timedelta(days=1)
    assert fall_due(DAILY, Handled(NOW), first, until=first).send is None
    assert fall_due(DAILY, Handled(NOW), first, until=first + A_SECOND).send is not None


def test_what_comes_once_has_nothing_after_it() -> None:
    once = Schedule(NOON, "UTC")
    due = fall_due(once, Handled(NOW - A_SECOND), NOW)
    assert due.send is not None
    assert due.following is None
    assert following(once, due.handled) is None


@given(
    st.integers(0, 100 * 24),
    st.lists(st.integers(1, 60), max_size=30),
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY"]),
)
def test_however_one_looks_each_occurrence_is_sent_or_skipped_exactly_once(
    away: int, looks: list[int], rule: str
) -> None:
    schedule = Schedule(NOON, "Europe/Paris", rule)
    handled, now, seen = Handled(NOW), NOW, []
    for hours in (away, *looks):
        now += timedelta(hours=hours)
        due = fall_due(schedule, handled, now)
        assert due.send is None or now - due.send.at <= MOST_LATE
        seen += [each.at for each in due.skipped] + ([due.send.at] if due.send else [])
        handled = due.handled
    expected = [each.at for each in occurrences(schedule, NOW, len(seen) + 1)]
    assert seen == expected[: len(seen)]
    assert len(expected) == len(seen) or expected[-1] > now


def test_an_occurrence_is_known_again_by_the_local_time_that_was_meant() -> None:
    shifted = Handled(NOW - timedelta(hours=1), NOON)
    found = following(DAILY, shifted)
    assert found is not None
    assert found.at == NOW + timedelta(days=1)


def test_five_minutes_are_not_late() -> None:
    assert not is_late(NOW, NOW + timedelta(minutes=5))
    assert is_late(NOW, NOW + timedelta(minutes=5, seconds=1))


def test_the_text_of_a_reminder_is_needed_and_has_a_limit() -> None:
    assert reminder_text("  Bring the chairs. ") == "Bring the chairs."
    assert len(reminder_text("x" * 500)) == 500
    with pytest.raises(MissingText) as missing:
        reminder_text(" ")
    with pytest.raises(TextTooLong) as long:
        reminder_text("x" * 501)
    assert missing.value.field == long.value.field == "remind_what"
    assert (long.value.length, long.value.limit) == (501, 500)


def test_the_log_tells_an_act_without_a_name() -> None:
    facts = power_facts(Act.MOVE, reminder=3, seat=1, decision=7, text="f" * 64, on=NOW.date())
    assert facts == {
        "act": "move",
        "decision": 7,
        "format": 1,
        "kind": "power",
        "on": "2026-05-04",
        "reminder": 3,
        "seat": 1,
        "text": "f" * 64,
    }
