"""Editing and dropping: everybody's, and nothing of anybody's is lost by it."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import TaskIsDone
from bot.domain.task_refusals import (
    EditedMeanwhile,
    HeldByOthers,
    MoreHoldIt,
    NotDropped,
    NothingEdited,
    TaskIsDropped,
    TooLateToPutBack,
)
from bot.domain.tasks import (
    PUT_BACK_WITHIN,
    Contents,
    Effort,
    State,
    Work,
    changed,
    check_may_claim,
    check_may_drop,
    check_may_put_back,
    check_may_release,
    edited,
)

ANN, BEA, CAL = 11, 12, 13
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
OPEN = Work(7, 2)
BASE = Contents("Print flyers", "All gone.", 2, ("print",), Effort.SMALL, False, date(2026, 5, 9), 3)
OTHERWISE: dict[str, Any] = {
    "title": "Print posters",
    "why": "",
    "people_needed": 3,
    "skills": ("draw",),
    "effort": Effort.LARGE,
    "is_first": True,
    "due_on": None,
    "decision_number": 4,
}
"""For each part of a task another value."""


def with_parts(names: Any) -> Contents:
    """The base, with these parts changed."""
    return replace(BASE, **{name: OTHERWISE[name] for name in names})


def test_every_part_of_a_task_is_tried_here() -> None:
    assert set(OTHERWISE) == {each.name for each in fields(Contents)}
    assert changed(BASE, with_parts(OTHERWISE)) == tuple(OTHERWISE)


@given(st.sets(st.sampled_from(sorted(OTHERWISE))), st.sets(st.sampled_from(sorted(OTHERWISE)), min_size=1))
def test_what_two_people_change_apart_is_brought_together(theirs: set[str], mine: set[str]) -> None:
    apart = mine - theirs or {next(iter(set(OTHERWISE) - theirs), "")}
    if apart == {""}:
        return
    assert edited(OPEN, BASE, with_parts(theirs), with_parts(apart)) == with_parts(theirs | apart)


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_two_people_change_otherwise_is_overwritten_by_neither(name: str) -> None:
    another = {"title": "Paint", "why": "Y", "people_needed": 9, "skills": (), "effort": None, "due_on": date.max}
    if name not in another:
        return
    with pytest.raises(EditedMeanwhile) as refused:
        edited(OPEN, BASE, with_parts([name]), replace(BASE, **{name: another[name]}))
    assert (refused.value.number, refused.value.fields) == (7, (name,))


def test_two_people_who_change_the_same_in_the_same_way_agree() -> None:
    assert edited(OPEN, BASE, with_parts(["title"]), with_parts(["title", "why"])) == with_parts(["title", "why"])


def test_a_form_that_is_sent_as_it_was_opened_changes_nothing() -> None:
    with pytest.raises(NothingEdited) as refused:
        edited(OPEN, BASE, with_parts(["title"]), BASE)
    assert refused.value.number == 7


def test_nobody_edits_a_holder_away() -> None:
    held = Work(7, 2, (ANN, BEA))
    with pytest.raises(MoreHoldIt) as refused:
        edited(held, BASE, BASE, replace(BASE, people_needed=1))
    assert (refused.value.number, refused.value.holding) == (7, 2)
    assert edited(held, BASE, BASE, replace(BASE, people_needed=3)).people_needed == 3
    crowded = Work(7, 1, (ANN, BEA))
    one = replace(BASE, people_needed=1)
    assert edited(crowded, one, one, replace(one, title="X")).people_needed == 1


@pytest.mark.parametrize(
    ("work", "refusal"), [(Work(7, 1, is_done=True), TaskIsDone), (Work(7, 1, dropped_at=NOW), TaskIsDropped)]
)
def test_what_is_over_is_neither_edited_dropped_taken_nor_handed_back(work: Work, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        edited(work, BASE, BASE, with_parts(["title"]))
    with pytest.raises(refusal):
        check_may_drop(work, ANN)
    with pytest.raises(refusal):
        check_may_claim(work, ANN, held=(), limit=3)
    with pytest.raises(refusal):
        check_may_release(work, ANN)


def test_a_task_is_dropped_by_anybody_unless_somebody_else_holds_it() -> None:
    check_may_drop(Work(7, 2), CAL)
    check_may_drop(Work(7, 2, (CAL,)), CAL)
    for holders in ((ANN,), (ANN, CAL)):
        with pytest.raises(HeldByOthers) as refused:
            check_may_drop(Work(7, 2, holders), CAL)
        assert refused.value.number == 7


def test_a_dropped_task_is_put_back_within_seven_days_to_the_instant() -> None:
    dropped = Work(7, 1, dropped_at=NOW)
    assert dropped.state is State.DROPPED
    check_may_put_back(dropped, NOW + PUT_BACK_WITHIN)
    with pytest.raises(TooLateToPutBack) as late:
        check_may_put_back(dropped, NOW + PUT_BACK_WITHIN + timedelta(microseconds=1))
    assert (late.value.number, late.value.until) == (7, NOW + timedelta(days=7))
    with pytest.raises(NotDropped) as refused:
        check_may_put_back(Work(7, 1), NOW)
    assert refused.value.number == 7
