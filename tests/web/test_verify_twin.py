"""The program that readers run judges every vote as the house does, and writes every record as the standard says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import chain
from bot.domain.history import Standing
from bot.domain.judging import Judgement, judge
from bot.domain.records import FEWEST_PUBLISHED, Counters, PublishedBallot, decision_facts
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze, stricter, turned
from bot.web import verify
from tests.domain.test_chain import records
from tests.sizes import tried

HOW_MANY = tried(whole=10_000, in_a_check=300)

OPTIONS = 4
AUTHOR = 3
DAY = date(2026, 5, 7)


@settings(max_examples=HOW_MANY)
@given(records)
def test_canonical_json_is_the_same_by_the_house_by_the_program_and_by_the_standards_own_library(record: Any) -> None:
    assert rfc8785.dumps(record) == chain.canonical(record).encode() == verify.canonical(record).encode()


@given(st.binary(max_size=20), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_commitment_is_the_same_by_the_house_and_by_the_program(salt: bytes, text: str) -> None:
    assert verify.commitment(salt, text) == chain.commitment(salt, text)


def rules_of(kind: Kind, active: int) -> list[DecisionRule]:
    """Every rule that a proposal of this kind can be judged by."""
    rules = ServerRules()
    rule = freeze(rules, kind, active=active, options=OPTIONS if kind is Kind.CHOICE else 0)
    found = [rule, freeze(rules, kind, active=active, is_reworked=True), stricter(rule, replace(rule, quorum=9))]
    if kind is Kind.CHOICE:
        found = [rule]
    return [*found, turned(rule, rules)] if rule.is_lazy else found


rules = st.builds(rules_of, st.sampled_from(Kind), st.integers(0, 40)).flatmap(st.sampled_from)
said = st.sampled_from(["agree", "agree", "agree", "disagree", "abstain", "block"])
options = st.sets(st.integers(0, OPTIONS)).map(lambda chosen: "+".join(str(each) for each in sorted(chosen)))


@st.composite
def votes(draw: st.DrawFn) -> tuple[DecisionRule, dict[int, Standing]]:
    """A rule, and what people said under it, one of them being the author."""
    rule = draw(rules)
    choices = draw(st.lists(options if rule.options else said, max_size=24))
    explained = draw(st.lists(st.booleans(), min_size=len(choices), max_size=len(choices)))
    ballots = {
        who: Standing(choice, is_explained and choice == "block")
        for who, (choice, is_explained) in enumerate(zip(choices, explained, strict=True), 1)
    }
    return rule, ballots


def recorded(rule: DecisionRule, ballots: Mapping[int, Standing], judged: Judgement) -> dict[str, Any]:
    """The record that a vote becomes."""
    codes = [f"{who:016x}" for who in ballots]
    lines = [
        PublishedBallot("" if rule.is_secret else code, ballot.choice, ballot.explained)
        for code, ballot in zip(codes, ballots.values(), strict=True)
    ]
    return decision_facts(
        number=1,
        proposal=1,
        kind=rule.kind.value,
        title="0" * 64,
        text="0" * 64,
        options=["0" * 64] * rule.options,
        winner=judged.winner,
        run_off=[],
        reworks=None,
        change=None,
        meeting=None,
        review_on=None,
        rule=rule,
        charter=1,
        tally=(judged.approvals or judged.tally).facts(),
        turnout=judged.turnout,
        counters=Counters(),
        outcome=judged.outcome,
        prolongations=[],
        opened_on=DAY,
        closed_on=DAY,
        decided_on=DAY,
        objections=[],
        resolved=[],
        tasks=[],
        ballots=lines,
        participants=codes if rule.is_secret else [],
    )


@settings(max_examples=HOW_MANY)
@given(votes())
def test_whatever_the_house_decides_the_program_recounts_to_the_same(
    vote: tuple[DecisionRule, dict[int, Standing]],
) -> None:
    rule, ballots = vote
    facts = recorded(rule, ballots, judge(ballots, rule, author_id=AUTHOR))
    verify.recount(facts)
    for outcome in {"passed", "rejected", "blocked", "no_quorum", "not_decided", "no_support"} - {facts["outcome"]}:
        with pytest.raises(verify.Wrong):
            verify.recount(facts | {"outcome": outcome})


@settings(max_examples=HOW_MANY)
@given(votes(), st.integers(0, 23), said, options)
def test_another_choice_than_was_made_is_found_wherever_ballots_are_published(
    vote: tuple[DecisionRule, dict[int, Standing]], place: int, choice: str, option: str
) -> None:
    rule, ballots = vote
    judged = judge(ballots, rule, author_id=AUTHOR)
    facts = recorded(rule, ballots, judged)
    if judged.turnout < FEWEST_PUBLISHED:
        return
    lines = [dict(line) for line in facts["ballots"]]
    line = lines[place % len(lines)]
    other = option if rule.options else choice
    if line["choice"] == other:
        return
    line["choice"] = other
    with pytest.raises(verify.Wrong):
        verify.recount(facts | {"ballots": lines})
