"""Judging: the ballots that stand and the frozen rule become a tally, an outcome and what is still to be done."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.approvals import ApprovalTally, choice_steps, count_approvals, needs_run_off, on_top
from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome, Step, decide, outcome_of, steps
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
    """Judge the counted ballots, by member id, as they stand; there is one run-off. Source: charter, §4."""
    if rule.options:
        approvals = count_approvals((approved(ballot.choice) for ballot in ballots.values()), options=rule.options)
        outcome = outcome_of(choice_steps(approvals, rule))
        leading = on_top(approvals)
        return Judgement(
            outcome,
            Tally(),
            approvals,
            winner=leading[0] if outcome is Outcome.PASSED else None,
            on_top=leading,
            needs_run_off=not is_run_off and needs_run_off(approvals, rule),
        )
    standing = (
        StandingBallot(Choice(ballot.choice), ballot.explained, who == author_id) for who, ballot in ballots.items()
    )
    tally = count(standing, is_lazy=rule.is_lazy)
    return Judgement(decide(tally, rule), tally)


def asked(tally: Tally, approvals: ApprovalTally | None, rule: DecisionRule) -> tuple[Step, ...]:
    """Every question of the rule with its numbers, for any kind of vote."""
    return choice_steps(approvals, rule) if approvals else steps(tally, rule)
