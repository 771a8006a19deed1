"""Choices: approvals add up, one option has to be ahead with half of those taking part, a tie goes into a run-off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.approvals import ApprovalTally, choice_steps, count_approvals, needs_run_off, on_top
from bot.domain.decisions import Outcome, Question
from bot.domain.history import Standing
from bot.domain.judging import judge
from bot.domain.rules import Kind, ServerRules, freeze

RULE = freeze(ServerRules(), Kind.CHOICE, active=30, options=3)
"""Nine must take part, and there are three options."""


def said(**people: int) -> dict[int, Standing]:
    """So many people's ballots each: `on_1_3=4` is four who approve of the first and the third."""
    ballots = [name.removeprefix("on_").replace("_", "+") for name, count in people.items() for _ in range(count)]
    return dict(enumerate(map(Standing, ballots)))


def test_every_approval_is_counted_and_everybody_once_in_the_turnout() -> None:
    tally = count_approvals([frozenset({1, 3}), frozenset({1}), frozenset({0}), frozenset()], options=3)
    assert tally == ApprovalTally(approvals=(1, 2, 0, 1), turnout=3)
    assert tally.facts() == {"approvals": [1, 2, 0, 1], "turnout": 3}


def test_where_nobody_approves_of_anything_nothing_is_on_top() -> None:
    assert on_top(count_approvals([], options=3)) == ()


@pytest.mark.parametrize(
    ("ballots", "outcome", "winner"),
    [
        (said(on_1=8), Outcome.NO_QUORUM, None),
        (said(on_1=9), Outcome.PASSED, 1),
        (said(on_1=5, on_2=4), Outcome.PASSED, 1),
        (said(on_2=5, on_1_2=1, on_1=3), Outcome.PASSED, 2),
        (said(on_3=4, on_1=3, on_2=2), Outcome.NOT_DECIDED, None),
        (said(on_3=5, on_1=3, on_2=2), Outcome.PASSED, 3),
        (said(on_3=5, on_1=3, on_2=3), Outcome.NOT_DECIDED, None),
        (said(on_0=5, on_1=4), Outcome.NOT_DECIDED, None),
        (said(on_0=5, on_1=5), Outcome.NOT_DECIDED, None),
        (said(on_0_1=4, on_1=5), Outcome.PASSED, 1),
    ],
)
def test_a_choice_ends_as_the_charters_table_says(
    ballots: dict[int, Standing], outcome: Outcome, winner: int | None
) -> None:
    judged = judge(ballots, RULE, author_id=0)
    assert (judged.outcome, judged.winner) == (outcome, winner)
    assert judged.turnout == len(ballots)


def test_half_of_an_odd_number_taking_part_rounds_up() -> None:
    (_, _, half) = choice_steps(ApprovalTally((0, 5, 4, 0), 11), RULE)
    assert (half.question, half.got, half.needed, half.held) == (Question.HALF, 5, 6, False)


def test_a_choice_is_asked_for_its_quorum_one_option_ahead_and_half_in_this_order() -> None:
    asked = choice_steps(ApprovalTally((1, 4, 4, 0), 8), RULE)
    assert [(step.question, step.got, step.needed, step.held) for step in asked] == [
        (Question.QUORUM, 8, 9, False),
        (Question.AHEAD, 2, 1, False),
        (Question.HALF, 4, 4, True),
    ]


@pytest.mark.parametrize(
    ("ballots", "expected"),
    [
        (said(on_1=5, on_2=5), True),
        (said(on_1_2_3=9), True),
        (said(on_1=4, on_2=4), False),
        (said(on_1=6, on_2=5), False),
        (said(on_0=5, on_1=5), False),
        (said(on_0=9), False),
    ],
)
def test_a_tie_among_options_asks_for_a_run_off(ballots: dict[int, Standing], expected: bool) -> None:
    judged = judge(ballots, RULE, author_id=0)
    assert judged.needs_run_off is expected
    assert not judge(ballots, RULE, author_id=0, is_run_off=True).needs_run_off, "there is one run-off"


def test_those_on_top_go_into_the_run_off() -> None:
    assert judge(said(on_1_3=5, on_3=1, on_1=1, on_2=3), RULE, author_id=0).on_top == (1, 3)


def test_a_second_tie_decides_nothing() -> None:
    assert judge(said(on_1=5, on_2=5), RULE, author_id=0, is_run_off=True).outcome is Outcome.NOT_DECIDED


@given(st.lists(st.frozensets(st.integers(0, 3)), max_size=60))
def test_an_option_wins_exactly_when_it_is_ahead_of_all_with_half(ballots: list[frozenset[int]]) -> None:
    tally = count_approvals(ballots, options=3)
    taking_part = [ballot for ballot in ballots if ballot]
    ahead = [
        option
        for option in (1, 2, 3)
        if 2 * tally.approvals[option] >= len(taking_part)
        and all(tally.approvals[option] > tally.approvals[other] for other in range(4) if other != option)
    ]
    judged = judge(
        {who: Standing("+".join(map(str, sorted(ballot)))) for who, ballot in enumerate(taking_part)},
        RULE,
        author_id=0,
    )
    decided = ahead[0] if ahead and len(taking_part) >= RULE.quorum else None
    assert judged.winner == decided
    assert needs_run_off(tally, RULE) == judged.needs_run_off
