"""Deciding: a tally and a rule become an outcome, with the steps that led there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.domain.rules import DecisionRule
from bot.domain.tally import Tally


class Outcome(StrEnum):
    """How a proposal ended, in the order in which the charter looks. Source: charter, §4."""

    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """Its server, channel or the bot was gone for more than thirty days."""
    NO_QUORUM = "no_quorum"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    NOT_DECIDED = "not_decided"
    NO_SUPPORT = "no_support"
    PASSED = "passed"


class Question(StrEnum):
    """The questions that a rule asks of a tally, in the order of asking."""

    QUORUM = "quorum"
    BLOCKS = "blocks"
    SHARE = "share"
    SUPPORT = "support"
    SECONDS = "seconds"
    AHEAD = "ahead"
    HALF = "half"


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
    is_strict: bool = False
    """For the share: it must be exceeded."""


def steps(tally: Tally, rule: DecisionRule) -> tuple[Step, ...]:
    """Every question of the rule with its numbers, for `/why`; exact, never a float."""
    asked = []
    if rule.quorum:
        asked.append(Step(Question.QUORUM, tally.turnout, rule.quorum, tally.turnout >= rule.quorum))
    if rule.blocks and not rule.is_lazy:
        limit = rule.block_limit(tally.turnout)
        asked.append(Step(Question.BLOCKS, tally.block, limit, tally.block < limit))
    needed = rule.needed_of(tally.agree + tally.against)
    asked.append(
        Step(
            Question.SHARE,
            tally.agree,
            needed,
            tally.agree >= needed,
            against=tally.against,
            share=rule.threshold,
            is_strict=rule.is_strict,
        )
    )
    if rule.least_agree:
        asked.append(Step(Question.SUPPORT, tally.agree, rule.least_agree, tally.agree >= rule.least_agree))
    if rule.is_lazy:
        asked.append(Step(Question.SECONDS, tally.seconds, rule.seconds, tally.seconds >= rule.seconds))
    return tuple(asked)


_ENDS = {
    Question.QUORUM: Outcome.NO_QUORUM,
    Question.BLOCKS: Outcome.BLOCKED,
    Question.SHARE: Outcome.REJECTED,
    Question.SUPPORT: Outcome.REJECTED,
    Question.SECONDS: Outcome.NO_SUPPORT,
    Question.AHEAD: Outcome.NOT_DECIDED,
    Question.HALF: Outcome.NOT_DECIDED,
}


def decide(tally: Tally, rule: DecisionRule) -> Outcome:
    """The outcome of what is agreed to or not."""
    return outcome_of(steps(tally, rule))


def outcome_of(asked: Iterable[Step]) -> Outcome:
    """The outcome: the first question that does not hold ends it, else it passed.

    Source: charter, §4, "Outcome, the first that applies".
    """
    return next((_ENDS[step.question] for step in asked if not step.held), Outcome.PASSED)
