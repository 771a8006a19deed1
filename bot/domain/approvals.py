"""Choices among options: every tap adds an approval, and one option has to be ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.domain.decisions import Question, Step
from bot.domain.rules import DecisionRule, half_up

FEWEST_OPTIONS = 2
MOST_OPTIONS = 9

TALK = 0
"""The option "keep discussing", which stands beside the numbered ones."""


@dataclass(frozen=True, slots=True)
class ApprovalTally:
    """How many approve each option: by option number, "keep discussing" at 0; taking part is one approval or more."""

    approvals: tuple[int, ...]
    turnout: int

    def facts(self) -> dict[str, Any]:
        """The tally as the decision record holds it."""
        return {"approvals": list(self.approvals), "turnout": self.turnout}


def count_approvals(ballots: Iterable[frozenset[int]], *, options: int) -> ApprovalTally:
    """Count approvals, each ballot being the options that one person approves of."""
    approvals = [0] * (options + 1)
    turnout = 0
    for ballot in ballots:
        turnout += bool(ballot)
        for option in ballot:
            approvals[option] += 1
    return ApprovalTally(tuple(approvals), turnout)


def on_top(tally: ApprovalTally) -> tuple[int, ...]:
    """The options with most approvals; none where nobody approved of any."""
    most = max(tally.approvals)
    return tuple(option for option, count in enumerate(tally.approvals) if most and count == most)


def choice_steps(tally: ApprovalTally, rule: DecisionRule) -> tuple[Step, ...]:
    """The questions that a choice is decided by: quorum, one option ahead, at least half of those taking part.

    "Keep discussing" on top, alone or tied, is never ahead. Source: charter, §4, the table of kinds.
    """
    leading = on_top(tally)
    most, half = max(tally.approvals), half_up(tally.turnout)
    return (
        Step(Question.QUORUM, tally.turnout, rule.quorum, tally.turnout >= rule.quorum),
        Step(Question.AHEAD, len(leading), 1, len(leading) == 1 and TALK not in leading),
        Step(Question.HALF, most, half, most >= half),
    )


def needs_run_off(tally: ApprovalTally, rule: DecisionRule) -> bool:
    """Whether several options are on top, so that a run-off among them decides."""
    leading = on_top(tally)
    return tally.turnout >= rule.quorum and len(leading) > 1 and TALK not in leading
