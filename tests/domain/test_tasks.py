"""Work: who may take it up, hand it back and finish it; nobody is ever given any."""

import pytest

from bot.domain.errors import (
    AlreadyClaimed,
    MissingText,
    NotYourTask,
    TaskIsDone,
    TaskIsFull,
    TextTooLong,
    TooManyClaims,
    WrongPeopleNeeded,
)
from bot.domain.tasks import (
    PEOPLE_LIMIT,
    TITLE_LIMIT,
    WHY_LIMIT,
    State,
    Work,
    check_may_claim,
    check_may_finish,
    check_may_release,
    check_task,
)

ANN, BEA = 11, 12


@pytest.mark.parametrize(
    ("work", "state"),
    [
        (Work(1, 1), State.OPEN),
        (Work(1, 1, (ANN,)), State.CLAIMED),
        (Work(1, 2, (ANN,)), State.OPEN),
        (Work(1, 2, (ANN, BEA)), State.CLAIMED),
        (Work(1, 1, (ANN, BEA)), State.CLAIMED),
        (Work(1, 1, (ANN,), is_done=True), State.DONE),
        (Work(1, 2, (), is_done=True), State.DONE),
    ],
)
def test_a_task_is_open_while_hands_are_missing(work: Work, state: State) -> None:
    assert work.state is state


def test_somebody_may_take_up_what_is_open_while_they_hold_less_than_the_limit() -> None:
    check_may_claim(Work(1, 1), ANN, held=(), limit=3)
    check_may_claim(Work(1, 2, (BEA,)), ANN, held=(4, 5), limit=3)


def test_what_is_done_cannot_be_taken_up() -> None:
    with pytest.raises(TaskIsDone) as refused:
        check_may_claim(Work(7, 1, (ANN,), is_done=True), ANN, held=(), limit=3)
    assert refused.value.number == 7


def test_nobody_takes_up_the_same_task_twice_even_when_it_is_full() -> None:
    with pytest.raises(AlreadyClaimed) as refused:
        check_may_claim(Work(7, 1, (ANN,)), ANN, held=(7,), limit=3)
    assert refused.value.number == 7


def test_a_full_task_says_how_many_it_needed() -> None:
    with pytest.raises(TaskIsFull) as refused:
        check_may_claim(Work(7, 1, (BEA,)), ANN, held=(1, 2, 3), limit=3)
    assert (refused.value.number, refused.value.people_needed) == (7, 1)


def test_who_holds_as_many_as_one_may_hears_which() -> None:
    with pytest.raises(TooManyClaims) as refused:
        check_may_claim(Work(7, 1), ANN, held=(5, 2, 3), limit=3)
    assert (refused.value.limit, refused.value.held) == (3, (2, 3, 5))


@pytest.mark.parametrize("check", [check_may_release, check_may_finish])
def test_only_a_holder_hands_back_or_finishes(check: type) -> None:
    check(Work(1, 2, (ANN, BEA)), BEA)
    with pytest.raises(NotYourTask) as not_theirs:
        check(Work(7, 2, (ANN,)), BEA)
    with pytest.raises(TaskIsDone) as done:
        check(Work(8, 1, (ANN,), is_done=True), ANN)
    assert (not_theirs.value.number, done.value.number) == (7, 8)


def test_a_tasks_title_is_one_line_and_its_reason_may_be_missing() -> None:
    assert check_task(" Print\n flyers ", " They are\nall gone. ") == ("Print flyers", "They are\nall gone.")
    assert check_task("Print flyers", " \n") == ("Print flyers", "")
    assert check_task("Print flyers", " \x00 ") == ("Print flyers", "")


def test_a_task_needs_a_title_and_has_room_for_so_much() -> None:
    assert check_task("x" * TITLE_LIMIT, "y" * WHY_LIMIT) == ("x" * TITLE_LIMIT, "y" * WHY_LIMIT)
    with pytest.raises(MissingText) as missing:
        check_task("\n", "why")
    with pytest.raises(TextTooLong) as long_title:
        check_task("x" * (TITLE_LIMIT + 1), "")
    with pytest.raises(TextTooLong) as long_reason:
        check_task("x", "y" * (WHY_LIMIT + 1))
    refused = (missing.value.field, long_title.value.field, long_reason.value.field)
    assert refused == ("task", "task", "why"), "the refusal says which field"


@pytest.mark.parametrize("people_needed", [0, -1, PEOPLE_LIMIT + 1])
def test_a_task_for_nobody_or_for_too_many_is_refused(people_needed: int) -> None:
    with pytest.raises(WrongPeopleNeeded) as refused:
        check_task("Print flyers", "", people_needed)
    assert refused.value.limit == PEOPLE_LIMIT


def test_a_task_can_be_for_one_and_for_as_many_as_the_limit_says() -> None:
    assert check_task("Print flyers", "", 1) == check_task("Print flyers", "", PEOPLE_LIMIT) == ("Print flyers", "")
