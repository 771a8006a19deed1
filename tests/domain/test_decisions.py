"""Deciding: the outcome that applies first, with every step's numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decisions import Outcome, Question, decide, steps
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze
from bot.domain.tally import Tally

RULE = freeze(ServerRules(), Kind.ACTION, active=30)
"""9 needed, twice as many to agree, 5 to agree at least."""

people = st.integers(0, 300)
tallies = st.builds(Tally, people, people, people, people, people)
rules = st.builds(
    freeze,
    st.builds(ServerRules, threshold=st.fractions(Fraction(1, 2), Fraction(9, 10), max_denominator=60)),
    st.just(Kind.ACTION),
    active=st.integers(0, 1_000),
)


@pytest.mark.parametrize(
    ("tally", "outcome"),
    [
        (Tally(agree=8), Outcome.NO_QUORUM),
        (Tally(agree=9), Outcome.PASSED),
        (Tally(agree=8, abstain=1), Outcome.PASSED),
        (Tally(agree=6, disagree=3), Outcome.PASSED),
        (Tally(agree=6, disagree=3, abstain=50), Outcome.PASSED),
        (Tally(agree=6, disagree=4), Outcome.REJECTED),
        (Tally(agree=7, disagree=4), Outcome.REJECTED),
        (Tally(agree=8, disagree=4), Outcome.PASSED),
        (Tally(agree=5, disagree=5), Outcome.REJECTED),
        (Tally(agree=4, abstain=5), Outcome.REJECTED),
        (Tally(agree=5, abstain=4), Outcome.PASSED),
        (Tally(abstain=9), Outcome.REJECTED),
        (Tally(agree=20, block=1), Outcome.PASSED),
        (Tally(agree=18, block=2), Outcome.BLOCKED),
        (Tally(agree=19, block=2), Outcome.PASSED),
        (Tally(agree=20, unexplained=2), Outcome.PASSED),
        (Tally(agree=20, block=1, unexplained=9), Outcome.PASSED),
        (Tally(agree=20, block=1, unexplained=10), Outcome.REJECTED),
        (Tally(agree=28, block=2), Outcome.PASSED),
        (Tally(agree=27, block=3), Outcome.BLOCKED),
    ],
)
def test_an_action_ends_as_the_charters_table_says(tally: Tally, outcome: Outcome) -> None:
    assert decide(tally, RULE) is outcome


def test_a_missing_quorum_is_said_before_anything_else() -> None:
    assert decide(Tally(block=5), RULE) is Outcome.NO_QUORUM


def test_blocks_are_said_before_a_rejection() -> None:
    assert decide(Tally(disagree=20, block=3), RULE) is Outcome.BLOCKED


def test_where_the_rule_knows_no_blocks_a_block_is_disagreement_only() -> None:
    rule = replace(RULE, blocks=False)
    assert decide(Tally(agree=20, block=10), rule) is Outcome.PASSED
    assert decide(Tally(agree=20, block=11), rule) is Outcome.REJECTED
    assert [step.question for step in steps(Tally(), rule)] == [Question.QUORUM, Question.SHARE, Question.SUPPORT]


@pytest.mark.parametrize("threshold", [Fraction(2, 3), Fraction(3, 4), Fraction(51, 100), Fraction(9, 10)])
def test_a_share_holds_at_the_exact_fraction_and_not_one_person_below(threshold: Fraction) -> None:
    rule = replace(RULE, threshold=threshold, quorum=1, least_agree=1, blocks=False)
    agree, against = threshold.numerator * 7, (threshold.denominator - threshold.numerator) * 7
    assert decide(Tally(agree=agree, disagree=against), rule) is Outcome.PASSED
    assert decide(Tally(agree=agree, disagree=against + 1), rule) is Outcome.REJECTED
    assert decide(Tally(agree=agree - 1, disagree=against), rule) is Outcome.REJECTED


@pytest.mark.parametrize("each", [5, 50, 500])
def test_a_tie_is_not_adopted_whatever_the_rule_within_the_charters_bounds(each: int) -> None:
    assert decide(Tally(agree=each, disagree=each), replace(RULE, threshold=Fraction(501, 1_000))) is Outcome.REJECTED


def test_every_question_is_answered_with_its_numbers_even_after_the_first_that_fails() -> None:
    answers = steps(Tally(agree=7, disagree=3, abstain=1, block=2, unexplained=1), RULE)
    assert [(one.question, one.got, one.needed, one.held, one.against, one.share) for one in answers] == [
        (Question.QUORUM, 14, 9, True, 0, None),
        (Question.BLOCKS, 2, 2, False, 0, None),
        (Question.SHARE, 7, 9, False, 6, Fraction(2, 3)),
        (Question.SUPPORT, 7, 5, True, 0, None),
    ]


@pytest.mark.parametrize(("kind", "is_strict"), [(Kind.ACTION, False), (Kind.RECALL, True), (Kind.COVER, True)])
def test_a_share_says_whether_it_must_be_exceeded(kind: Kind, is_strict: bool) -> None:
    asked = steps(Tally(agree=9), freeze(ServerRules(), kind, active=30))
    assert [step.is_strict for step in asked if step.question is Question.SHARE] == [is_strict]


@given(tallies, rules)
def test_a_proposal_passes_exactly_when_every_step_held(tally: Tally, rule: DecisionRule) -> None:
    assert (decide(tally, rule) is Outcome.PASSED) == all(step.held for step in steps(tally, rule))


@given(tallies, rules)
def test_the_least_number_named_for_a_share_is_the_least_that_would_do(tally: Tally, rule: DecisionRule) -> None:
    step = next(step for step in steps(tally, rule) if step.question is Question.SHARE)
    voices = tally.agree + tally.against
    assert step.needed >= rule.threshold * voices > step.needed - 1
    assert step.held == (step.got >= step.needed)


@given(tallies, rules, st.integers(1, 50))
def test_one_more_person_agreeing_never_turns_a_pass_into_anything_else(
    tally: Tally, rule: DecisionRule, more: int
) -> None:
    if decide(tally, rule) is Outcome.PASSED:
        assert decide(replace(tally, agree=tally.agree + more), rule) is Outcome.PASSED


@given(tallies, rules)
def test_somebody_turning_from_agreement_to_disagreement_never_makes_it_pass(tally: Tally, rule: DecisionRule) -> None:
    if tally.agree and decide(tally, rule) is not Outcome.PASSED:
        turned = replace(tally, agree=tally.agree - 1, disagree=tally.disagree + 1)
        assert decide(turned, rule) is not Outcome.PASSED


@given(tallies, rules)
def test_a_block_that_is_given_its_reason_never_helps(tally: Tally, rule: DecisionRule) -> None:
    if tally.unexplained and decide(tally, rule) is not Outcome.PASSED:
        explained = replace(tally, unexplained=tally.unexplained - 1, block=tally.block + 1)
        assert decide(explained, rule) is not Outcome.PASSED
