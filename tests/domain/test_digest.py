"""The digest: one is due in every week whatever the clocks do, and no change of day or zone doubles or drops one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import (
    Contents,
    DigestTime,
    PowerUsed,
    Skipped,
    Week,
    digest_time,
    due_of,
    first_week,
    is_late,
    is_too_late,
    moved_to,
    week_of,
)
from bot.domain.errors import NotAValue

PARIS = "Europe/Paris"
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
DUE = datetime(2026, 5, 4, 16, tzinfo=UTC)

times = st.builds(DigestTime, st.integers(0, 6), st.integers(0, 23))
instants = st.datetimes(datetime(2011, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("monday 18:00", "monday 18:00"),
        ("Mondays at 18:00", "monday 18:00"),
        ("los lunes 18:00", "monday 18:00"),
        ("miércoles a las 9", "wednesday 09:00"),
        ("le dimanche 20h", "sunday 20:00"),
        ("Vendredi à 18 h", "friday 18:00"),
        ("Montag 18 Uhr", "monday 18:00"),
        ("sonntags um 7 Uhr", "sunday 07:00"),
        ("segunda-feira às 18h", "monday 18:00"),
        ("sábado, 0.00", "saturday 00:00"),
        ("sunday 23", "sunday 23:00"),
    ],
)
def test_day_and_hour_are_read_as_people_type_them(typed: str, stored: str) -> None:
    assert digest_time("digest_time", typed) == stored
    assert DigestTime.of_text(stored).text() == stored


@pytest.mark.parametrize(
    "typed", ["", "monday", "18:00", "monday 18:30", "monday 24", "tomorrow 18:00", "monday friday 9", "x" * 5000 + "9"]
)
def test_what_is_no_day_with_a_whole_hour_is_refused(typed: str) -> None:
    with pytest.raises(NotAValue) as refused:
        digest_time("digest_time", typed)
    assert (refused.value.setting, refused.value.typed) == ("digest_time", typed)


@given(st.sampled_from(ZONES), times, instants)
def test_exactly_one_is_due_in_every_week_of_a_year_whatever_the_clocks_do(
    zone: str, at: DigestTime, since: datetime
) -> None:
    week = first_week(at, zone, since)
    before, seen = since, set()
    for _ in range(54):
        due_at = due_of(week, at, zone)
        assert due_at > before
        assert due_at - before <= timedelta(days=8, hours=3)
        shown = due_at.astimezone(ZoneInfo(zone))
        assert (shown.weekday(), shown.hour) == (at.weekday, at.hour) or _was_moved(due_at, zone)
        before = due_at
        seen.add(week)
        week = week.following
    assert len(seen) == 54


def _was_moved(due_at: datetime, zone: str) -> bool:
    """Whether the clocks were moved forward just then."""
    just_before = (due_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    return just_before.utcoffset() != due_at.astimezone(ZoneInfo(zone)).utcoffset()


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), times, times, instants)
def test_a_change_of_day_hour_or_zone_leaves_the_week_its_one_digest(
    zone: str, other_zone: str, at: DigestTime, other: DigestTime, now: datetime
) -> None:
    week = first_week(at, zone, now)
    due_at = due_of(week, at, zone)
    moved = moved_to(week, due_at, other, other_zone, now)
    assert moved > now
    assert moved in (due_at, due_of(week, other, other_zone))
    assert abs(moved - due_at) < timedelta(days=8, hours=3)


def test_weeks_follow_each_other_over_the_end_of_a_year() -> None:
    last = week_of(datetime(2026, 12, 31, tzinfo=UTC).date())
    assert last == Week(2026, 53)
    assert last.following == Week(2027, 1)
    assert last < last.following


def test_a_time_that_is_over_this_week_leaves_the_old_one_in_place_once_more() -> None:
    friday, monday = DigestTime(4, 18), DigestTime(0, 18)
    week = Week(2026, 19)
    due_at = due_of(week, friday, PARIS)
    wednesday = datetime(2026, 5, 6, 12, tzinfo=UTC)
    assert moved_to(week, due_at, monday, PARIS, wednesday) == due_at
    thursday = datetime(2026, 5, 7, 7, tzinfo=UTC)
    assert moved_to(week, due_at, DigestTime(3, 9), PARIS, wednesday) == thursday
    assert moved_to(week, due_at, DigestTime(3, 9), PARIS, thursday) == due_at


@pytest.mark.parametrize(
    ("hours", "late", "too_late"), [(0, False, False), (1, True, False), (48, True, False), (48.1, True, True)]
)
def test_up_to_two_days_late_is_sent_and_says_so(hours: float, late: bool, too_late: bool) -> None:
    now = DUE + timedelta(hours=hours)
    assert (is_late(DUE, now), is_too_late(DUE, now)) == (late, too_late)


def test_five_minutes_are_not_late() -> None:
    assert not is_late(DUE, DUE + timedelta(minutes=5))
    assert is_late(DUE, DUE + timedelta(minutes=5, seconds=1))


def test_contents_come_back_as_they_were_written() -> None:
    contents = Contents(
        sequence=4,
        head="f" * 64,
        decided=(7, 8),
        closing=((13, DUE),),
        looking=(1,),
        done=(2, 3),
        reviews=(5,),
        powers=(PowerUsed(decision=2, seat=1, act="move", times=1),),
        skipped=(Skipped(3, DUE, 4), Skipped(None, DUE)),
    )
    assert Contents.of_facts(contents.facts()) == contents


def test_tasks_that_look_for_hands_as_before_are_no_news() -> None:
    assert Contents(0, "0", looking=(1,)).is_quiet(new_tasks=False)
    assert not Contents(0, "0", looking=(1,)).is_quiet(new_tasks=True)
    assert not Contents(0, "0", done=(1,)).is_quiet(new_tasks=False)
    assert not Contents(0, "0", skipped=(Skipped(None, DUE),)).is_quiet(new_tasks=False)
