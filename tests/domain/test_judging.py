"""Judging: the ballots that stand, by member, become a tally and an outcome."""

from bot.domain.approvals import ApprovalTally, choice_steps
from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome, steps
from bot.domain.history import Standing
from bot.domain.judging import asked, judge
from bot.domain.rules import Kind, ServerRules, freeze
from bot.domain.tally import StandingBallot, Tally, count

AUTHOR = 1
ACTION = freeze(ServerRules(), Kind.ACTION, active=5)
LAZY = freeze(ServerRules(), Kind.LAZY, active=5)
CHOICE = freeze(ServerRules(), Kind.CHOICE, active=5, options=2)


def test_ballots_are_counted_under_the_rule() -> None:
    ballots = {
        1: Standing("agree"),
        2: Standing("agree", explained=True),
        3: Standing("block", explained=True),
        4: Standing("block"),
        5: Standing("abstain"),
    }
    judged = judge(ballots, ACTION, author_id=AUTHOR)
    assert judged.tally == Tally(agree=2, abstain=1, block=1, unexplained=1)
    assert (judged.outcome, judged.turnout, judged.approvals) == (Outcome.REJECTED, 5, None)
    assert (judged.winner, judged.on_top, judged.needs_run_off) == (None, (), False)


def test_for_lazy_consent_the_authors_own_agreement_is_no_second() -> None:
    assert judge({AUTHOR: Standing("agree")}, LAZY, author_id=AUTHOR).outcome is Outcome.NO_SUPPORT
    judged = judge({AUTHOR: Standing("agree"), 2: Standing("agree")}, LAZY, author_id=AUTHOR)
    assert (judged.tally, judged.outcome) == (Tally(agree=2, seconds=1), Outcome.PASSED)
    assert judge({2: Standing("agree")}, LAZY, author_id=AUTHOR).outcome is Outcome.PASSED


def test_seconds_are_told_apart_for_lazy_consent_only() -> None:
    said = [StandingBallot(Choice.AGREE, is_authors=True), StandingBallot(Choice.AGREE)]
    assert count(said).facts().keys() == {"agree", "disagree", "abstain", "block", "unexplained"}
    assert count(said, is_lazy=True).facts()["seconds"] == 1


def test_a_choice_has_approvals_in_place_of_a_tally() -> None:
    judged = judge({1: Standing("1+2"), 2: Standing("2")}, CHOICE, author_id=AUTHOR)
    assert (judged.tally, judged.approvals) == (Tally(), ApprovalTally((0, 1, 2), 2))
    assert judged.turnout == 2


def test_the_questions_asked_are_those_of_the_kind() -> None:
    approvals = ApprovalTally((0, 3, 0), 3)
    assert asked(Tally(), approvals, CHOICE) == choice_steps(approvals, CHOICE)
    assert asked(Tally(agree=3), None, ACTION) == steps(Tally(agree=3), ACTION)
