"""The charter's numbers: quorum, shares and blocks exactly, and what is frozen into a proposal."""

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from math import ceil, isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.charter import ON_THE_WEB
from bot.domain.rules import DecisionRule, Kind, ServerRules, ceil_share, freeze, quorum_of


@pytest.mark.parametrize(("active", "quorum"), [(5, 3), (10, 5), (30, 9), (100, 15), (400, 30)])
def test_the_quorum_is_what_the_charters_table_says(active: int, quorum: int) -> None:
    assert quorum_of(active) == quorum


@pytest.mark.parametrize("active", range(6))
def test_fewer_than_three_people_cannot_decide(active: int) -> None:
    assert quorum_of(active) == 3
    assert quorum_of(active, Fraction(1, 2)) == 3


@given(st.integers(0, 20_000))
def test_the_quorum_is_the_smaller_of_half_and_the_least_n_with_4n2_at_least_9a(active: int) -> None:
    root = isqrt(9 * active // 4)
    while 4 * root**2 < 9 * active:
        root += 1
    assert quorum_of(active) == max(3, min(ceil(Fraction(active, 2)), root))


@given(st.integers(0, 5_000), st.fractions(Fraction(1, 2), Fraction(2)))
def test_a_quorum_grows_with_the_movement_and_with_its_factor(active: int, factor: Fraction) -> None:
    assert quorum_of(active + 1, factor) >= quorum_of(active, factor)
    assert quorum_of(active, Fraction(1, 2)) <= quorum_of(active, factor) <= quorum_of(active, Fraction(2))


@pytest.mark.parametrize(("factor", "quorum"), [(Fraction(1, 2), 8), (Fraction(1), 15), (Fraction(2), 30)])
def test_a_quorum_factor_rounds_up(factor: Fraction, quorum: int) -> None:
    assert quorum_of(100, factor) == quorum


@given(st.fractions(0, 1), st.integers(0, 10_000))
def test_a_share_is_exact_and_rounds_up(share: Fraction, of: int) -> None:
    least = ceil_share(share, of)
    assert least >= share * of > least - 1


@pytest.mark.parametrize(
    ("turnout", "limit"), [(0, 2), (3, 2), (10, 2), (20, 2), (21, 3), (30, 3), (31, 4), (100, 10), (101, 11)]
)
def test_blocks_stop_a_proposal_from_two_or_ten_percent_of_those_taking_part(turnout: int, limit: int) -> None:
    assert freeze(ServerRules(), Kind.ACTION, active=5).block_limit(turnout) == limit


@pytest.mark.parametrize(("active", "quorum", "least_agree"), [(5, 3, 2), (10, 5, 3), (30, 9, 5), (400, 30, 15)])
def test_half_of_an_odd_quorum_rounds_up(active: int, quorum: int, least_agree: int) -> None:
    rule = freeze(ServerRules(), Kind.ACTION, active=active)
    assert (rule.quorum, rule.least_agree) == (quorum, least_agree)


def test_an_action_starts_with_the_charters_defaults() -> None:
    assert freeze(ServerRules(), Kind.ACTION, active=30) == DecisionRule(
        kind=Kind.ACTION,
        active=30,
        quorum=9,
        threshold=Fraction(2, 3),
        least_agree=5,
        blocks=True,
        block_floor=2,
        block_share=Fraction(1, 10),
        voting_hours=72,
    )


def test_a_rule_is_frozen_from_the_servers_own_numbers() -> None:
    rules = ServerRules(
        voting=timedelta(hours=96),
        threshold=Fraction(3, 4),
        quorum_factor=Fraction(2),
        block_floor=3,
        block_share=Fraction(1, 5),
    )
    rule = freeze(rules, Kind.ACTION, active=100)
    assert (rule.voting_hours, rule.threshold, rule.quorum, rule.least_agree) == (96, Fraction(3, 4), 30, 15)
    assert rule.block_limit(5) == 3
    assert rule.block_limit(16) == 4


def test_the_defaults_are_the_charters() -> None:
    assert ServerRules().facts() == {
        "activity_days": 60,
        "block_floor": 2,
        "block_share": "1/10",
        "charter_voting_hours": 168,
        "claims": 3,
        "invite_search_engines": False,
        "open_proposals": 3,
        "publish_calendar": False,
        "publish_proposals": False,
        "publish_tasks": False,
        "quorum_factor": "1",
        "review_days": 182,
        "seats": 2,
        "secret_kinds": [],
        "strong_threshold": "3/4",
        "tenure_days": 7,
        "term_days": 84,
        "threshold": "2/3",
        "voting_hours": 72,
    }


def test_every_number_of_a_charter_is_read_back_from_its_own_place() -> None:
    facts = {
        "activity_days": 61,
        "block_floor": 4,
        "block_share": "1/7",
        "charter_voting_hours": 200,
        "claims": 5,
        "invite_search_engines": True,
        "open_proposals": 6,
        "publish_calendar": True,
        "publish_proposals": True,
        "publish_tasks": True,
        "quorum_factor": "3/2",
        "review_days": 90,
        "seats": 3,
        "secret_kinds": ["agreement", "charter"],
        "strong_threshold": "4/5",
        "tenure_days": 9,
        "term_days": 70,
        "threshold": "3/5",
        "voting_hours": 100,
    }
    rules = ServerRules.of_facts(facts)
    assert rules.facts() == facts
    assert rules.secret_kinds == {Kind.AGREEMENT, Kind.CHARTER}


def test_a_charter_from_before_they_could_be_asked_shows_nothing_beside_the_log_and_invites_nobody() -> None:
    of_old = {key: value for key, value in ServerRules().facts().items() if key not in ON_THE_WEB}
    assert len(of_old) == len(ServerRules().facts()) - 4
    assert ServerRules.of_facts(of_old) == ServerRules()


shares = st.fractions(0, 1, max_denominator=1_000)


@given(
    st.builds(
        ServerRules,
        voting=st.integers(24, 14 * 24).map(lambda hours: timedelta(hours=hours)),
        tenure=st.integers(0, 30).map(lambda days: timedelta(days=days)),
        threshold=shares,
        quorum_factor=st.fractions(Fraction(1, 2), 2),
        block_share=shares,
        claims=st.integers(1, 9),
    ),
    st.integers(0, 5_000),
)
def test_rules_and_frozen_rules_come_back_from_storage_as_they_went_in(rules: ServerRules, active: int) -> None:
    assert ServerRules.of_facts(json.loads(json.dumps(rules.facts()))) == rules
    rule = freeze(rules, Kind.ACTION, active=active)
    assert DecisionRule.of_facts(json.loads(json.dumps(rule.facts()))) == rule


def test_a_frozen_rule_stays_as_it_was_when_the_servers_rules_change() -> None:
    rules = ServerRules()
    rule = freeze(rules, Kind.ACTION, active=30)
    before = rule.facts()
    replace(rules, threshold=Fraction(9, 10))
    assert rule.facts() == before
    with pytest.raises(AttributeError):
        rule.quorum = 1  # type: ignore[misc]  # it is the point of the test
