"""Prolongations: each cause once, one after the other, and the time that the bot was away up to 72 hours."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decisions import Outcome
from bot.domain.prolongations import Absence, Cause, Prolongation, for_absence, for_result

DEADLINE = datetime(2026, 5, 7, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def by_result(
    before: Outcome, now: Outcome, *so_far: Cause, turned_winner: bool = False
) -> tuple[Cause, timedelta] | None:
    """The cause and the span that a count at the deadline prolongs for."""
    earlier = [Prolongation(cause, DEADLINE - 24 * HOUR, DEADLINE) for cause in so_far]
    by = for_result(DEADLINE, before=before, now=now, turned_winner=turned_winner, so_far=earlier)
    assert by is None or by.closes_at == DEADLINE
    return (by.cause, by.until - DEADLINE) if by else None


def away(since: timedelta, until: timedelta) -> Absence:
    """An absence told by its distance from the deadline."""
    return Absence(DEADLINE + since, DEADLINE + until)


def by_absence(*absences: Absence, so_far: tuple[Prolongation, ...] = ()) -> timedelta | None:
    """By how long absences prolong."""
    by = for_absence(DEADLINE, absences, so_far)
    assert by is None or (by.cause, by.closes_at) == (Cause.BOT_AWAY, DEADLINE)
    return by.span if by else None


@pytest.mark.parametrize("before", [Outcome.NO_QUORUM, Outcome.PASSED, Outcome.REJECTED])
def test_a_missed_quorum_prolongs_once_by_72_hours(before: Outcome) -> None:
    assert by_result(before, Outcome.NO_QUORUM) == (Cause.QUORUM_MISSED, 72 * HOUR)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (Outcome.NO_QUORUM, Outcome.PASSED),
        (Outcome.NO_QUORUM, Outcome.REJECTED),
        (Outcome.PASSED, Outcome.REJECTED),
        (Outcome.REJECTED, Outcome.PASSED),
        (Outcome.PASSED, Outcome.BLOCKED),
        (Outcome.NO_SUPPORT, Outcome.PASSED),
        (Outcome.NOT_DECIDED, Outcome.PASSED),
    ],
)
def test_a_quorum_reached_or_an_outcome_turned_in_the_last_six_hours_prolongs_once_by_24(
    before: Outcome, now: Outcome
) -> None:
    assert by_result(before, now) == (Cause.LATE_TURN, 24 * HOUR)
    assert by_result(before, now, Cause.LATE_TURN) is None


def test_a_quorum_lost_in_the_last_six_hours_of_the_added_time_prolongs_by_24_as_any_turn() -> None:
    assert by_result(Outcome.PASSED, Outcome.NO_QUORUM, Cause.QUORUM_MISSED) == (Cause.LATE_TURN, 24 * HOUR)
    assert by_result(Outcome.NO_QUORUM, Outcome.NO_QUORUM, Cause.QUORUM_MISSED) is None
    assert by_result(Outcome.PASSED, Outcome.NO_QUORUM, *Cause) is None


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.NO_QUORUM])
def test_what_ends_as_it_stood_six_hours_before_is_not_prolonged(outcome: Outcome) -> None:
    assert by_result(outcome, outcome) is None


def test_another_option_on_top_is_a_turn_though_both_pass() -> None:
    assert by_result(Outcome.PASSED, Outcome.PASSED, turned_winner=True) == (Cause.LATE_TURN, 24 * HOUR)
    assert by_result(Outcome.PASSED, Outcome.PASSED, Cause.LATE_TURN, turned_winner=True) is None


def test_causes_may_follow_one_another_in_any_order() -> None:
    assert by_result(Outcome.NO_QUORUM, Outcome.PASSED, Cause.QUORUM_MISSED) == (Cause.LATE_TURN, 24 * HOUR)
    assert by_result(Outcome.PASSED, Outcome.NO_QUORUM, Cause.LATE_TURN) == (Cause.QUORUM_MISSED, 72 * HOUR)
    assert by_result(Outcome.PASSED, Outcome.REJECTED, Cause.BOT_AWAY) == (Cause.LATE_TURN, 24 * HOUR)
    assert by_result(Outcome.NO_QUORUM, Outcome.NO_QUORUM, *Cause) is None


@pytest.mark.parametrize(
    ("absence", "span"),
    [
        (away(-10 * MINUTE, 20 * MINUTE), HOUR),
        (away(-2 * HOUR, HOUR), 3 * HOUR),
        (away(-2 * HOUR, -30 * MINUTE), 90 * MINUTE),
        (away(-2 * HOUR, -31 * MINUTE), None),
        (away(-29 * MINUTE, -28 * MINUTE), HOUR),
        (away(timedelta(), 5 * MINUTE), HOUR),
        (away(MINUTE, 5 * HOUR), None),
        (away(-200 * HOUR, HOUR), 72 * HOUR),
    ],
)
def test_the_bot_away_near_the_deadline_prolongs_by_the_time_away_and_at_least_an_hour(
    absence: Absence, span: timedelta | None
) -> None:
    assert by_absence(absence) == span


def test_several_absences_near_one_deadline_are_added_up() -> None:
    assert by_absence(away(-3 * HOUR, -20 * MINUTE), away(-10 * MINUTE, HOUR)) == (160 + 70) * MINUTE


def test_nobody_away_prolongs_nothing() -> None:
    assert by_absence() is None


def test_being_away_prolongs_each_time_up_to_72_hours_in_all() -> None:
    earlier = (Prolongation(Cause.BOT_AWAY, DEADLINE - 70 * HOUR, DEADLINE),)
    assert by_absence(away(-2 * HOUR, 3 * HOUR), so_far=earlier) == 2 * HOUR
    spent = (Prolongation(Cause.BOT_AWAY, DEADLINE - 72 * HOUR, DEADLINE),)
    assert by_absence(away(-2 * HOUR, 3 * HOUR), so_far=spent) is None


@pytest.mark.parametrize("since", [-6 * HOUR, -5 * HOUR])
def test_the_time_of_an_absence_is_given_once_and_the_one_hour_again(since: timedelta) -> None:
    earlier = (
        Prolongation(Cause.BOT_AWAY, DEADLINE - 9 * HOUR, DEADLINE - 5 * HOUR),
        Prolongation(Cause.BOT_AWAY, DEADLINE - 5 * HOUR, DEADLINE),
    )
    assert by_absence(away(since, HOUR), so_far=earlier) == HOUR
    assert by_absence(away(since, HOUR), away(-4 * HOUR, HOUR), so_far=earlier) == 5 * HOUR


def test_other_causes_take_nothing_from_the_72_hours() -> None:
    earlier = (Prolongation(Cause.QUORUM_MISSED, DEADLINE - 72 * HOUR, DEADLINE),)
    assert by_absence(away(-2 * HOUR, 3 * HOUR), so_far=earlier) == 5 * HOUR


@given(
    st.lists(
        st.tuples(st.integers(-6_000, 6_000), st.integers(0, 6_000)).map(
            lambda pair: away(pair[0] * MINUTE, (pair[0] + pair[1]) * MINUTE)
        ),
        max_size=4,
    )
)
def test_absences_never_prolong_by_less_than_an_hour_or_more_than_72(absences: list[Absence]) -> None:
    span = by_absence(*absences)
    assert span is None or HOUR <= span <= 72 * HOUR


@pytest.mark.parametrize("cause", Cause)
def test_a_prolongation_comes_back_from_storage_as_it_went_in(cause: Cause) -> None:
    by = Prolongation(cause, DEADLINE, DEADLINE + 3 * HOUR)
    assert by.span == 3 * HOUR
    assert Prolongation.of_facts(json.loads(json.dumps(by.facts()))) == by
