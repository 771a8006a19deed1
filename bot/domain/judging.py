"""Judging: the ballots that stand and the frozen rule become a tally, an outcome and what is still to be done."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.approvals import ApprovalTally, count_approvals, decide_choice
from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome, decide
from bot.domain.history import Standing, approved
from bot.domain.rules import DecisionRule
from bot.domain.tally import StandingBallot, Tally, count


@dataclass(frozen=True, slots=True)
class Judgement:
    """What ballots amount to under a rule; `approvals` is there for a choice, and `tally` is empty then.

    `winner` is the option that won, `on_top` those that have most approvals. With `needs_run_off` nothing is decided.
    """

    outcome: Outcome
    tally: Tally
    approvals: ApprovalTally | None = None
    winner: int | None = None
    on_top: tuple[int, ...] = ()
    needs_run_off: bool = False

    @property
    def turnout(self) -> int:
        """How many take part."""
        return self.approvals.turnout if self.approvals else self.tally.turnout


def judge(
    ballots: Mapping[int, Standing], rule: DecisionRule, *, author_id: int, is_run_off: bool = False
) -> Judgement:
    """Judge the counted ballots, by member id, as they stand. Source: charter, §4."""
    if rule.options:
        approvals = count_approvals((approved(ballot.choice) for ballot in ballots.values()), options=rule.options)
        result = decide_choice(approvals, rule, is_run_off=is_run_off)
        return Judgement(
            result.outcome, Tally(), approvals, result.winner, result.on_top, needs_run_off=result.needs_run_off
        )
    standing = (
        StandingBallot(Choice(ballot.choice), ballot.explained, who == author_id) for who, ballot in ballots.items()
    )
    tally = count(standing, is_lazy=rule.is_lazy)
    return Judgement(decide(tally, rule), tally)
