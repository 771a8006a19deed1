"""Explanations: every outcome as members read it, word for word, and every number in its place in every language."""

import json
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.approvals import ApprovalTally
from bot.domain.decisions import Outcome, Question, Step, decide, steps
from bot.domain.records import Counters
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze
from bot.domain.tally import Tally
from bot.words import languages, words_in
from bot.words.explanations import (
    counter_sentences,
    outcome_word,
    result_sentences,
    step_sentences,
    tally_sentence,
)

RULE = freeze(ServerRules(), Kind.ACTION, active=30)
STRICT = replace(RULE, threshold=Fraction(3, 4))
ODD = replace(RULE, threshold=Fraction(3, 5))

CASES: dict[str, tuple[Tally, DecisionRule]] = {
    "passed": (Tally(agree=18, disagree=2, abstain=1), RULE),
    "passed in spite of a block": (Tally(agree=18, block=1), RULE),
    "passed with blocks that gave no reason": (Tally(agree=18, unexplained=3), RULE),
    "too few": (Tally(agree=4, disagree=1), RULE),
    "nobody came": (Tally(), RULE),
    "one came": (Tally(agree=1), RULE),
    "blocked": (Tally(agree=10, block=2), RULE),
    "blocked by many": (Tally(agree=40, disagree=1, block=7), RULE),
    "rejected for disagreement": (Tally(agree=6, disagree=5), RULE),
    "rejected by one voice each": (Tally(agree=1, disagree=1, abstain=7, block=1, unexplained=1), RULE),
    "rejected for want of three times as many": (Tally(agree=8, disagree=4), STRICT),
    "rejected for want of an odd share": (Tally(agree=8, disagree=6), ODD),
    "rejected for want of support": (Tally(agree=4, abstain=9), RULE),
    "reworked, rejected": (Tally(agree=8, disagree=3), freeze(ServerRules(), Kind.ACTION, active=30, is_reworked=True)),
    "a charter change": (Tally(agree=12, disagree=3, block=1), freeze(ServerRules(), Kind.CHARTER, active=30)),
    "a mandate": (Tally(agree=7, disagree=4), freeze(ServerRules(), Kind.MANDATE, active=30)),
}


@dataclass(frozen=True)
class Told:
    """A decision as the words see it."""

    tally: Tally
    rule: DecisionRule
    outcome: Outcome
    steps: tuple[Step, ...] = ()
    options: tuple[str | None, ...] = ()
    winner: int | None = None
    approvals: ApprovalTally | None = None

    @property
    def turnout(self) -> int:
        return self.approvals.turnout if self.approvals else self.tally.turnout


def told(tally: Tally, rule: DecisionRule) -> Told:
    """A tally as the rule decides it."""
    return Told(tally, rule, decide(tally, rule), steps(tally, rule))


@pytest.mark.parametrize("case", CASES)
def test_an_outcome_is_announced_and_explained(case: str, snapshot: SnapshotAssertion) -> None:
    decided, words = told(*CASES[case]), words_in("en")
    said = [
        outcome_word(decided.outcome, words),
        result_sentences(decided, words),
        *step_sentences(decided.steps, decided.outcome, words),
    ]
    assert "\n".join(said) == snapshot


def test_a_withdrawn_proposal_is_announced_as_what_it_is() -> None:
    words = words_in("en")
    assert outcome_word(Outcome.WITHDRAWN, words) == "Withdrawn"
    assert result_sentences(Told(Tally(), RULE, Outcome.WITHDRAWN), words) == "Its author took it back."


def test_without_blocks_nothing_is_said_of_them(snapshot: SnapshotAssertion) -> None:
    rule = replace(RULE, blocks=False)
    said = step_sentences(steps(Tally(agree=9), rule), Outcome.PASSED, words_in("en"))
    assert "\n".join(said) == snapshot


@pytest.mark.parametrize("n", [1, 2])
def test_what_was_tapped_and_not_counted_is_told(n: int, snapshot: SnapshotAssertion) -> None:
    counters = Counters(newcomers=n, unknown=n, late=n, unclear=n, untapped=n)
    assert "\n".join(counter_sentences(counters, words_in("en"))) == snapshot


def test_where_everything_counted_nothing_is_told() -> None:
    assert counter_sentences(Counters(), words_in("en")) == []


def test_choices_nobody_made_are_left_out() -> None:
    words = words_in("en")
    assert tally_sentence(Tally(agree=3, abstain=1), words) == "3 agree, 1 abstains."
    assert tally_sentence(Tally(disagree=1), words) == "0 agree, 1 disagrees."
    assert tally_sentence(Tally(), words) == "Nobody voted."


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("case", CASES)
def test_every_language_explains_every_case_with_its_numbers_and_no_gap(case: str, language: str) -> None:
    decided, words = told(*CASES[case]), words_in(language)
    said = step_sentences(decided.steps, decided.outcome, words)
    assert len(said) == len(decided.steps) + 1
    for sentence, step in zip(said, decided.steps, strict=False):
        assert str(step.got) in sentence
        assert str(step.against if step.question is Question.SHARE else step.needed) in sentence
    everything = [
        *said,
        result_sentences(decided, words),
        *counter_sentences(Counters(1, 2, 3, 4, 5), words),
    ]
    for sentence in everything:
        assert sentence == sentence.strip()
        assert sentence
        assert not set("{}") & set(sentence), json.dumps(sentence)


@pytest.mark.parametrize("language", languages())
def test_no_two_outcomes_are_called_the_same(language: str) -> None:
    called = {outcome_word(outcome, words_in(language)) for outcome in Outcome}
    assert len(called) == len(Outcome)
