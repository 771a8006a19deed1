"""Who votes: the roll to the second, and the number of active people in the first days."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import Roll, Standing, active_people, day_of, earliest

FOUNDED_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
A_MOMENT = timedelta(microseconds=1)


def roll(opened_at: datetime, *, tenure: timedelta = WEEK) -> Roll:
    return Roll.opening(opened_at, founded_at=FOUNDED_AT, tenure=tenure)


def test_long_after_founding_somebody_votes_who_joined_seven_days_before_opening_to_the_instant() -> None:
    opened_at = FOUNDED_AT + timedelta(days=100)
    assert roll(opened_at).standing_of(opened_at - WEEK) is Standing.ON_ROLL
    assert roll(opened_at).standing_of(opened_at - WEEK + A_MOMENT) is Standing.NEWCOMER


def test_in_the_first_week_everybody_votes_who_is_there_when_voting_opens() -> None:
    opened_at = FOUNDED_AT + timedelta(days=3)
    assert roll(opened_at).standing_of(opened_at - A_MOMENT) is Standing.ON_ROLL
    assert roll(opened_at).standing_of(opened_at) is Standing.NEWCOMER
    assert roll(opened_at).standing_of(opened_at + A_MOMENT) is Standing.NEWCOMER


def test_who_joined_in_the_first_week_keeps_voting_in_the_second() -> None:
    opened_at = FOUNDED_AT + timedelta(days=9)
    assert roll(opened_at).standing_of(FOUNDED_AT + WEEK) is Standing.ON_ROLL
    assert roll(opened_at).standing_of(FOUNDED_AT + WEEK + A_MOMENT) is Standing.NEWCOMER


def test_the_cut_off_is_frozen_at_opening_and_is_the_later_of_tenure_and_founding_week() -> None:
    assert roll(FOUNDED_AT + timedelta(days=13)).cut_off_at == FOUNDED_AT + WEEK
    assert roll(FOUNDED_AT + timedelta(days=14)).cut_off_at == FOUNDED_AT + WEEK
    assert roll(FOUNDED_AT + timedelta(days=15)).cut_off_at == FOUNDED_AT + timedelta(days=8)


def test_without_any_tenure_whoever_came_before_opening_votes() -> None:
    opened_at = FOUNDED_AT + timedelta(days=50)
    assert roll(opened_at, tenure=timedelta()).standing_of(opened_at - A_MOMENT) is Standing.ON_ROLL
    assert roll(opened_at, tenure=timedelta()).standing_of(opened_at) is Standing.NEWCOMER


def test_who_joined_before_the_server_was_founded_votes() -> None:
    assert roll(FOUNDED_AT + timedelta(days=1)).standing_of(FOUNDED_AT - timedelta(days=900)) is Standing.ON_ROLL


def test_somebody_whose_join_date_nobody_knows_is_not_on_the_roll() -> None:
    assert roll(FOUNDED_AT).standing_of(None) is Standing.UNKNOWN


instants = st.timedeltas(timedelta(), timedelta(days=365)).map(lambda span: FOUNDED_AT + span)


@given(opened_at=instants, joined_at=instants, earlier=st.timedeltas(timedelta(), timedelta(days=400)))
def test_who_joined_earlier_never_stands_worse(opened_at: datetime, joined_at: datetime, earlier: timedelta) -> None:
    if roll(opened_at).standing_of(joined_at) is Standing.ON_ROLL:
        assert roll(opened_at).standing_of(joined_at - earlier) is Standing.ON_ROLL


def test_the_earliest_join_date_known_counts_so_that_returning_does_not_restart_it() -> None:
    back_again = FOUNDED_AT + timedelta(days=90)
    assert earliest(back_again, FOUNDED_AT) == FOUNDED_AT
    assert earliest(None, back_again) == back_again
    assert earliest(None, None) is None
    assert earliest() is None


@pytest.mark.parametrize(
    ("counted", "member_count", "active"),
    [
        (1, 12, 4),
        (1, 13, 5),
        (1, 90, 30),
        (1, 5_000, 30),
        (4, 12, 4),
        (45, 5_000, 45),
        (1, 0, 1),
    ],
)
def test_in_the_first_thirty_days_a_is_at_least_the_smaller_of_thirty_and_a_third(
    counted: int, member_count: int, active: int
) -> None:
    for day in (0, 30):
        now = FOUNDED_AT + timedelta(days=day)
        assert active_people(counted, member_count=member_count, founded_at=FOUNDED_AT, now=now) == active


def test_after_thirty_days_a_is_who_was_active_and_nothing_else() -> None:
    now = FOUNDED_AT + timedelta(days=30) + A_MOMENT
    assert active_people(2, member_count=5_000, founded_at=FOUNDED_AT, now=now) == 2


def test_the_day_of_an_instant_is_the_same_for_all_wherever_their_clocks_stand() -> None:
    late = datetime(2026, 5, 4, 23, 59, 59, 999_999, tzinfo=UTC)
    assert day_of(late) == datetime(2026, 5, 4, tzinfo=UTC)
    assert day_of(late.astimezone(timezone(timedelta(hours=2)))) == datetime(2026, 5, 4, tzinfo=UTC)
    assert day_of(late + A_MOMENT) == datetime(2026, 5, 5, tzinfo=UTC)
    assert day_of(day_of(late)) == day_of(late)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Lima"])
def test_the_day_of_an_instant_does_not_go_by_the_machines_own_zone(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", zone)
        time.tzset()
        assert day_of(datetime(2026, 5, 4, 12, tzinfo=UTC)) == datetime(2026, 5, 4, tzinfo=UTC)
    time.tzset()
