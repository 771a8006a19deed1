"""Deciding: a tally and a rule become an outcome, with the steps that led there."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.domain.rules import DecisionRule
from bot.domain.tally import Tally


class Outcome(StrEnum):
    """How a proposal ended, in the order in which the charter looks. Source: charter, §4."""

    WITHDRAWN = "withdrawn"
    NO_QUORUM = "no_quorum"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    PASSED = "passed"


class Question(StrEnum):
    """The questions that a rule asks of a tally, in the order of asking."""

    QUORUM = "quorum"
    BLOCKS = "blocks"
    SHARE = "share"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Step:
    """One question with its numbers: `got` people where `needed` were; for blocks, fewer than `needed`."""

    question: Question
    got: int
    needed: int
    held: bool
    against: int = 0
    """For the share: the people who disagree or block."""
    share: Fraction | None = None
    """For the share: the least share of agreement."""


def steps(tally: Tally, rule: DecisionRule) -> tuple[Step, ...]:
    """Every question of the rule with its numbers, for `/why`; exact, never a float."""
    voices = tally.agree + tally.against
    asked = [Step(Question.QUORUM, tally.turnout, rule.quorum, tally.turnout >= rule.quorum)]
    if rule.blocks:
        limit = rule.block_limit(tally.turnout)
        asked.append(Step(Question.BLOCKS, tally.block, limit, tally.block < limit))
    part = rule.threshold * voices
    least = -(-part.numerator // part.denominator)
    held = tally.agree >= part
    asked.append(Step(Question.SHARE, tally.agree, least, held, against=tally.against, share=rule.threshold))
    asked.append(Step(Question.SUPPORT, tally.agree, rule.least_agree, tally.agree >= rule.least_agree))
    return tuple(asked)


_ENDS = {
    Question.QUORUM: Outcome.NO_QUORUM,
    Question.BLOCKS: Outcome.BLOCKED,
    Question.SHARE: Outcome.REJECTED,
    Question.SUPPORT: Outcome.REJECTED,
}


def decide(tally: Tally, rule: DecisionRule) -> Outcome:
    """The outcome: the first question that does not hold ends it, else it passed.

    Source: charter, §4, "Outcome, the first that applies".
    """
    return next((_ENDS[step.question] for step in steps(tally, rule) if not step.held), Outcome.PASSED)
