"""The kinds of proposal: every row of the charter's table, with the numbers that are frozen for it."""

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chain import canonical
from bot.domain.decisions import Outcome, Question, decide, steps
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze, stricter, turned
from bot.domain.tally import Tally

RULES = ServerRules()
HALF, TWO_THIRDS, THREE_QUARTERS = Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)


def rule_of(kind: Kind, *, active: int = 30, is_reworked: bool = False, is_secret: bool = False) -> DecisionRule:
    """The rule of a kind where thirty people are active, so that nine must take part."""
    options = 3 if kind is Kind.CHOICE else 0
    return freeze(RULES, kind, active=active, is_reworked=is_reworked, options=options, is_secret=is_secret)


@pytest.mark.parametrize(
    ("kind", "hours", "quorum", "threshold", "is_strict", "least_agree", "blocks", "seconds"),
    [
        (Kind.ACTION, 72, 9, TWO_THIRDS, False, 5, True, 0),
        (Kind.AGREEMENT, 72, 9, TWO_THIRDS, False, 5, True, 0),
        (Kind.LAZY, 72, 0, Fraction(1), False, 0, True, 1),
        (Kind.MEETING, 72, 0, Fraction(1), False, 0, True, 1),
        (Kind.CHOICE, 72, 9, HALF, False, 0, False, 0),
        (Kind.CHARTER, 168, 14, THREE_QUARTERS, False, 7, True, 0),
        (Kind.MANDATE, 72, 9, TWO_THIRDS, False, 5, True, 0),
        (Kind.RECALL, 72, 9, HALF, True, 5, False, 0),
        (Kind.COVER, 24, 0, HALF, True, 0, False, 0),
    ],
)
def test_every_kind_is_frozen_with_its_row_of_the_charters_table(
    kind: Kind,
    hours: int,
    quorum: int,
    threshold: Fraction,
    is_strict: bool,
    least_agree: int,
    blocks: bool,
    seconds: int,
) -> None:
    rule = rule_of(kind)
    assert (rule.kind, rule.active, rule.voting_hours, rule.quorum) == (kind, 30, hours, quorum)
    assert (rule.threshold, rule.is_strict, rule.least_agree) == (threshold, is_strict, least_agree)
    assert (rule.blocks, rule.seconds, rule.is_lazy) == (blocks, seconds, seconds > 0)
    assert rule.options == (3 if kind is Kind.CHOICE else 0)


@pytest.mark.parametrize("kind", Kind)
def test_every_frozen_rule_comes_back_from_storage_as_it_went_in(kind: Kind) -> None:
    rule = rule_of(kind)
    assert DecisionRule.of_facts(json.loads(canonical(rule.facts()))) == rule


def test_mandates_and_recalls_are_secret_and_others_where_author_or_charter_say_so() -> None:
    secret = {kind for kind in Kind if rule_of(kind).is_secret}
    assert secret == {Kind.MANDATE, Kind.RECALL}
    assert rule_of(Kind.ACTION, is_secret=True).is_secret
    by_charter = replace(RULES, secret_kinds=frozenset({Kind.AGREEMENT}))
    assert freeze(by_charter, Kind.AGREEMENT, active=30).is_secret
    assert not freeze(by_charter, Kind.ACTION, active=30).is_secret


@pytest.mark.parametrize("kind", [Kind.LAZY, Kind.MEETING])
def test_lazy_consent_is_never_secret_since_one_second_would_be_known(kind: Kind) -> None:
    rule = freeze(replace(RULES, secret_kinds=frozenset(Kind)), kind, active=30, is_secret=True)
    assert rule.is_secret is False


@pytest.mark.parametrize("kind", [Kind.ACTION, Kind.AGREEMENT])
def test_what_is_reworked_knows_no_blocks_and_needs_three_times_as_many(kind: Kind) -> None:
    rule = rule_of(kind, is_reworked=True)
    assert (rule.blocks, rule.threshold) == (False, THREE_QUARTERS)
    assert decide(Tally(agree=9, disagree=2, block=1), rule) is Outcome.PASSED
    assert decide(Tally(agree=9, disagree=2, block=2), rule) is Outcome.REJECTED
    assert decide(Tally(agree=30, block=10), rule) is Outcome.PASSED


@pytest.mark.parametrize(
    ("tally", "outcome"),
    [
        (Tally(agree=2, seconds=1), Outcome.PASSED),
        (Tally(agree=1, seconds=1), Outcome.PASSED),
        (Tally(agree=1, abstain=4, seconds=1), Outcome.PASSED),
        (Tally(agree=1), Outcome.NO_SUPPORT),
        (Tally(), Outcome.NO_SUPPORT),
        (Tally(abstain=9), Outcome.NO_SUPPORT),
        (Tally(agree=9, disagree=1, seconds=8), Outcome.REJECTED),
        (Tally(agree=9, block=1, seconds=8), Outcome.REJECTED),
        (Tally(agree=9, unexplained=1, seconds=8), Outcome.REJECTED),
    ],
)
def test_lazy_consent_needs_one_agreement_besides_the_authors_and_nobody_against(
    tally: Tally, outcome: Outcome
) -> None:
    assert decide(tally, rule_of(Kind.LAZY)) is outcome


def test_lazy_consent_asks_whether_nobody_is_against_and_whether_somebody_seconds_it() -> None:
    asked = steps(Tally(agree=3, disagree=1, seconds=2), rule_of(Kind.MEETING))
    assert [(step.question, step.got, step.needed, step.held) for step in asked] == [
        (Question.SHARE, 3, 4, False),
        (Question.SECONDS, 2, 1, True),
    ]


def test_lazy_consent_turns_into_the_action_vote_of_the_same_active_people() -> None:
    rule = turned(rule_of(Kind.LAZY), RULES)
    assert rule == rule_of(Kind.ACTION)
    assert (rule.is_lazy, rule.active) == (False, 30)
    in_the_open = turned(rule_of(Kind.LAZY), replace(RULES, secret_kinds=frozenset({Kind.ACTION})))
    assert in_the_open == rule


@pytest.mark.parametrize(
    ("tally", "outcome"),
    [
        (Tally(agree=13), Outcome.NO_QUORUM),
        (Tally(agree=14), Outcome.PASSED),
        (Tally(agree=12, disagree=4), Outcome.PASSED),
        (Tally(agree=11, disagree=4), Outcome.REJECTED),
        (Tally(agree=7, abstain=7), Outcome.PASSED),
        (Tally(agree=6, abstain=8), Outcome.REJECTED),
        (Tally(agree=12, block=2), Outcome.BLOCKED),
        (Tally(agree=13, block=1), Outcome.PASSED),
    ],
)
def test_a_charter_change_needs_half_as_many_again_and_three_times_as_many(tally: Tally, outcome: Outcome) -> None:
    assert decide(tally, rule_of(Kind.CHARTER)) is outcome


@pytest.mark.parametrize(("active", "quorum", "least_agree"), [(5, 5, 3), (10, 8, 4), (30, 14, 7), (100, 23, 12)])
def test_the_quorum_of_a_charter_change_and_half_of_it_round_up(active: int, quorum: int, least_agree: int) -> None:
    rule = rule_of(Kind.CHARTER, active=active)
    assert (rule.quorum, rule.least_agree) == (quorum, least_agree)


@pytest.mark.parametrize(
    ("tally", "outcome"),
    [
        (Tally(agree=8), Outcome.NO_QUORUM),
        (Tally(agree=5, disagree=4), Outcome.PASSED),
        (Tally(agree=5, disagree=5), Outcome.REJECTED),
        (Tally(agree=4, abstain=5), Outcome.REJECTED),
        (Tally(agree=5, abstain=20), Outcome.PASSED),
        (Tally(agree=50, disagree=49), Outcome.PASSED),
    ],
)
def test_a_recall_passes_when_more_agree_than_disagree(tally: Tally, outcome: Outcome) -> None:
    assert decide(tally, rule_of(Kind.RECALL)) is outcome


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 50), st.integers(0, 400))
def test_whatever_gives_a_mandate_takes_it_back(agree: int, disagree: int, abstain: int, active: int) -> None:
    tally = Tally(agree, disagree, abstain)
    if decide(tally, rule_of(Kind.MANDATE, active=active)) is Outcome.PASSED:
        assert decide(tally, rule_of(Kind.RECALL, active=active)) is Outcome.PASSED


@pytest.mark.parametrize(
    ("tally", "outcome"),
    [
        (Tally(agree=1), Outcome.PASSED),
        (Tally(agree=2, disagree=1), Outcome.PASSED),
        (Tally(agree=1, disagree=1), Outcome.REJECTED),
        (Tally(), Outcome.REJECTED),
    ],
)
def test_a_text_stays_covered_by_simple_majority_however_few_vote(tally: Tally, outcome: Outcome) -> None:
    assert decide(tally, rule_of(Kind.COVER)) is outcome


@given(st.integers(0, 500), st.integers(0, 500))
def test_more_than_half_is_asked_for_exactly(agree: int, against: int) -> None:
    rule = rule_of(Kind.RECALL)
    assert (agree >= rule.needed_of(agree + against)) == (agree > against)


def test_the_stricter_of_two_rules_has_the_harder_of_each_number() -> None:
    one = freeze(replace(RULES, strong_threshold=Fraction(9, 10), block_floor=1), Kind.CHARTER, active=100)
    other = freeze(
        replace(RULES, quorum_factor=Fraction(2), block_share=Fraction(1, 20), charter_voting=timedelta(days=14)),
        Kind.CHARTER,
        active=100,
    )
    for rule in (stricter(one, other), stricter(other, one)):
        assert (rule.quorum, rule.least_agree, rule.threshold) == (45, 23, Fraction(9, 10))
        assert (rule.block_floor, rule.block_share, rule.voting_hours) == (1, Fraction(1, 20), 336)


@pytest.mark.parametrize(("one", "other"), [(True, False), (False, True), (True, True), (False, False)])
def test_what_is_secret_by_either_of_two_rules_is_secret_by_the_stricter(one: bool, other: bool) -> None:
    rules = [freeze(RULES, Kind.CHARTER, active=30, is_secret=is_secret) for is_secret in (one, other)]
    assert stricter(*rules).is_secret is (one or other)


charters = st.builds(
    ServerRules,
    charter_voting=st.integers(24, 336).map(lambda hours: timedelta(hours=hours)),
    strong_threshold=st.fractions(Fraction(51, 100), Fraction(9, 10), max_denominator=100),
    quorum_factor=st.fractions(HALF, 2, max_denominator=60),
    block_floor=st.integers(1, 5),
    block_share=st.fractions(Fraction(1, 20), Fraction(1, 3), max_denominator=60),
)
people = st.integers(0, 300)


@given(charters, charters, st.integers(0, 500), st.builds(Tally, people, people, people, people, people))
def test_what_passes_by_the_stricter_passes_by_each(
    old: ServerRules, new: ServerRules, active: int, tally: Tally
) -> None:
    each = [freeze(rules, Kind.CHARTER, active=active) for rules in (old, new)]
    if decide(tally, stricter(*each)) is Outcome.PASSED:
        assert [decide(tally, rule) for rule in each] == [Outcome.PASSED, Outcome.PASSED]
