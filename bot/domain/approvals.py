"""Choices among options: every tap adds an approval, and one option has to be ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.domain.decisions import Outcome
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


@dataclass(frozen=True, slots=True)
class ChoiceResult:
    """What came of a choice: the outcome, the options on top, and the one that won where one did.

    Where `needs_run_off` is true nothing is decided yet: those on top go into a run-off.
    """

    outcome: Outcome
    on_top: tuple[int, ...]
    most: int
    needed: int
    winner: int | None = None
    needs_run_off: bool = False


def decide_choice(tally: ApprovalTally, rule: DecisionRule, *, is_run_off: bool = False) -> ChoiceResult:
    """Decide a choice: quorum, then one option ahead with at least half of those taking part.

    A tie on top goes into a run-off, once; "keep discussing" on top, alone or tied, leaves it undecided.
    Source: charter, §4, the table of kinds.
    """
    most = max(tally.approvals)
    on_top = tuple(option for option, count in enumerate(tally.approvals) if count == most and most)
    needed = half_up(tally.turnout)
    if tally.turnout < rule.quorum:
        return ChoiceResult(Outcome.NO_QUORUM, on_top, most, needed)
    if TALK in on_top:
        return ChoiceResult(Outcome.NOT_DECIDED, on_top, most, needed)
    if len(on_top) > 1:
        return ChoiceResult(Outcome.NOT_DECIDED, on_top, most, needed, needs_run_off=not is_run_off)
    if most < needed:
        return ChoiceResult(Outcome.NOT_DECIDED, on_top, most, needed)
    return ChoiceResult(Outcome.PASSED, on_top, most, needed, winner=on_top[0])
