"""When somebody who is quiet on a task is asked, when their place is free, and when a board is drawn again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.boards import INTERVAL, PUT_BACK, drawn_again, put_back
from bot.domain.errors import TaskIsDone
from bot.domain.lapses import held_on_to, question_due, release_due
from bot.domain.shadows import NobodyToLearnFrom, YouDoIt, check_may_shadow
from bot.domain.tasks import Work

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_the_question_comes_fourteen_days_after_the_last_act_and_the_release_seven_days_after_the_question() -> None:
    assert question_due(NOW) == NOW + timedelta(days=14)
    assert release_due(NOW) == NOW + timedelta(days=7)


def test_a_release_that_is_punctual_comes_at_once_and_a_late_one_leaves_a_day() -> None:
    assert held_on_to(NOW, NOW) is None
    assert held_on_to(NOW, NOW + HOUR) is None
    late = NOW + HOUR + A_MOMENT
    assert held_on_to(NOW, late) == late + DAY


def test_a_board_is_drawn_again_no_sooner_than_the_interval_after_it_was_drawn() -> None:
    assert drawn_again(None, NOW) == NOW
    assert drawn_again(NOW, NOW) == NOW + INTERVAL
    assert drawn_again(NOW - INTERVAL, NOW) == NOW
    assert drawn_again(NOW - DAY, NOW) == NOW


def test_a_board_is_put_back_no_sooner_than_an_hour_after_it_was_posted() -> None:
    assert put_back(None, NOW) == NOW
    assert put_back(NOW, NOW + A_MOMENT) == NOW + PUT_BACK
    assert put_back(NOW - DAY, NOW) == NOW


def test_who_may_go_along_with_a_task() -> None:
    check_may_shadow(Work(3, 2, (1,)), 5)
    check_may_shadow(Work(3, 1, (1,)), 5)
    for work, member_id, refusal in (
        (Work(3, 1, (5,)), 5, YouDoIt),
        (Work(3, 1), 5, NobodyToLearnFrom),
        (Work(3, 1, (1,), is_done=True), 5, TaskIsDone),
    ):
        with pytest.raises(refusal) as refused:
            check_may_shadow(work, member_id)
        assert refused.value.number == 3
