"""What is played of a case: who says what, and how many are active, smaller than life where there are too many."""

from dataclasses import dataclass
from fractions import Fraction

from bot.domain.approvals import ApprovalTally, count_approvals, needs_run_off, on_top
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze
from bot.domain.tally import Tally
from bot.story.replay_cases import FIGURES, Case, Figures

MOST_VOTERS = 300
"""Above this many voters a case is played smaller, all its figures by one factor."""

MOST_ACTIVE = 10_000
"""Above this many people who could vote too: so that few voters of very many can be played."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What is played of a case: who says what, how many are active, and by which factor both are smaller than life."""

    tally: Figures
    active: int
    scale: Fraction = Fraction(1)


def cast_of(case: Case) -> Cast:
    """The case as it is played: as it was up to `MOST_VOTERS`, above that scaled, halves rounded up."""
    turnout, active = case.figures.turnout, case.active
    scale = min(Fraction(MOST_VOTERS, max(turnout, MOST_VOTERS)), Fraction(MOST_ACTIVE, max(active, MOST_ACTIVE)))
    if scale == 1:
        return Cast(case.figures, active)
    return Cast(_smaller(case.figures, scale), max(_scaled(active, scale), 1), scale)


def _smaller(figures: Figures, scale: Fraction) -> Figures:
    if isinstance(figures, Tally):
        return Tally(**{name: _scaled(getattr(figures, name), scale) for name in FIGURES})
    approvals = tuple(_scaled(count, scale) for count in figures.approvals)
    return ApprovalTally(approvals, min(_scaled(figures.turnout, scale), sum(approvals)))


def _scaled(count: int, scale: Fraction) -> int:
    return int(count * scale + Fraction(1, 2))


def ballots_of(tally: ApprovalTally) -> list[frozenset[int]]:
    """One ballot for each voter, so that every option gets its approvals and everybody approves of something.

    Who approved of which options together is not published. The rule asks only how many approved each and how many
    took part, so any spread that keeps these numbers ends the same; here they are dealt out in turns.
    """
    ballots: list[set[int]] = [set() for _ in range(tally.turnout)]
    dealt = 0
    for option, count in enumerate(tally.approvals):
        for _ in range(count):
            ballots[dealt % tally.turnout].add(option)
            dealt += 1
    return [frozenset(ballot) for ballot in ballots]


def rule_of(cast: Cast, options: int) -> DecisionRule:
    """The default charter's rule for what is cast: an action, or a choice where there are options."""
    kind = Kind.CHOICE if options else Kind.ACTION
    return freeze(ServerRules(), kind, active=cast.active, options=options)


def run_off_ballots(cast: Cast) -> list[frozenset[int]]:
    """The ballots of a choice cast once more among those on top; none where no run-off decides."""
    tally = cast.tally
    if not isinstance(tally, ApprovalTally) or not needs_run_off(tally, rule_of(cast, len(tally.approvals) - 1)):
        return []
    tied = frozenset(on_top(tally))
    return [ballot & tied for ballot in ballots_of(tally)]


def expected(cast: Cast) -> Figures:
    """The tally that decides: what was cast, or its run-off."""
    ballots = run_off_ballots(cast)
    if not ballots or not isinstance(cast.tally, ApprovalTally):
        return cast.tally
    return count_approvals(ballots, options=len(cast.tally.approvals) - 1)
