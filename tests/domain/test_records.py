"""Records: what a log entry says, in whole numbers and days, without a name in it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.approvals import ApprovalTally
from bot.domain.ballots import Choice
from bot.domain.chain import canonical
from bot.domain.decisions import Outcome
from bot.domain.prolongations import Cause, Prolongation
from bot.domain.proposals import Meeting
from bot.domain.records import (
    FEWEST_PUBLISHED,
    STRAIGHT,
    Counters,
    Course,
    PublishedBallot,
    charter_facts,
    decision_facts,
    prolongation_facts,
    published,
)
from bot.domain.rules import Kind, ServerRules, freeze
from bot.domain.tally import Tally


def record(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": 4,
        "proposal": 6,
        "kind": "action",
        "title": "c1",
        "text": "c2",
        "options": [],
        "winner": None,
        "run_off": [],
        "review_on": None,
        "reworks": None,
        "change": None,
        "meeting": None,
        "rule": freeze(ServerRules(), Kind.ACTION, active=10),
        "charter": 1,
        "tally": Tally(agree=3, disagree=1, abstain=1, block=1, unexplained=1).facts(),
        "turnout": 7,
        "counters": Counters(newcomers=2, unknown=1, late=3, unclear=4, untapped=5),
        "outcome": Outcome.REJECTED,
        "prolongations": [],
        "opened_on": date(2026, 5, 4),
        "closed_on": date(2026, 5, 7),
        "decided_on": date(2026, 5, 7),
        "objections": ["c3"],
        "resolved": [],
        "tasks": [{"number": 9, "title": "c4"}],
        "ballots": [],
        "participants": [],
    }
    return decision_facts(**told | changes)


def test_a_decision_says_all_that_the_charter_asks_of_a_record() -> None:
    assert record() == {
        "ballots": [],
        "change": None,
        "charter": 1,
        "closed_on": "2026-05-07",
        "counters": {"late": 3, "newcomers": 2, "unclear": 4, "unknown": 1, "untapped": 5},
        "decided_on": "2026-05-07",
        "format": 1,
        "kind": "decision",
        "meeting": None,
        "number": 4,
        "objections_resolved": [],
        "objections": ["c3"],
        "opened_on": "2026-05-04",
        "options": [],
        "outcome": "rejected",
        "participants": [],
        "proposal": 6,
        "proposal_kind": "action",
        "prolongations": [],
        "review_on": None,
        "reworks": None,
        "rule": {
            "active": 10,
            "block_floor": 2,
            "block_share": "1/10",
            "blocks": True,
            "is_secret": False,
            "is_strict": False,
            "kind": "action",
            "least_agree": 3,
            "options": 0,
            "quorum": 5,
            "seconds": 0,
            "threshold": "2/3",
            "voting_hours": 72,
        },
        "run_off": [],
        "tally": {"abstain": 1, "agree": 3, "block": 1, "disagree": 1, "unexplained": 1},
        "tasks": [{"number": 9, "title": "c4"}],
        "text": "c2",
        "title": "c1",
        "turnout": 7,
        "winner": None,
    }


def test_a_founding_enters_the_log_as_charter_version_one() -> None:
    assert charter_facts(1, ServerRules(), in_force_on=date(2026, 1, 5)) == {
        "decision": None,
        "format": 1,
        "in_force_on": "2026-01-05",
        "kind": "charter",
        "rules": ServerRules().facts(),
        "version": 1,
    }


def test_every_entry_has_a_canonical_form() -> None:
    assert canonical(record())
    assert canonical(charter_facts(1, ServerRules(), in_force_on=date(2026, 1, 5)))


def test_below_five_voters_only_totals_are_published() -> None:
    voters = [PublishedBallot(f"p{n}", "agree") for n in range(FEWEST_PUBLISHED)]
    assert FEWEST_PUBLISHED == 5
    few = record(ballots=voters[:4], turnout=4, participants=["a", "b", "c", "d"])
    assert (few["ballots"], few["participants"]) == (None, [])
    assert record(turnout=0)["ballots"] is None
    enough = record(ballots=voters, turnout=5, participants=["a", "b", "c", "d", "e"])
    assert enough["ballots"] == published(voters)
    assert enough["participants"] == ["a", "b", "c", "d", "e"]


def test_a_published_ballot_says_its_pseudonym_its_choice_and_whether_a_reason_was_given() -> None:
    voters = [PublishedBallot(f"p{n}", "block", explained=n == 3) for n in range(5)]
    assert published(voters)[3] == {"choice": "block", "explained": True, "voter": "p3"}
    assert published(voters)[2] == {"choice": "block", "explained": False, "voter": "p2"}


def test_the_shuffled_choices_of_a_secret_vote_are_published_as_they_come() -> None:
    shuffled = [PublishedBallot("", choice) for choice in ("disagree", "agree", "abstain", "agree", "disagree")]
    assert [line["choice"] for line in published(shuffled)] == [ballot.choice for ballot in shuffled]
    assert {line["voter"] for line in published(shuffled)} == {""}


def test_a_choice_is_recorded_with_its_options_its_run_off_and_its_winner() -> None:
    tally = ApprovalTally((1, 3, 5), 6)
    told = record(kind="choice", options=["o1", "o2"], winner=2, run_off=[1, 2], tally=tally.facts(), turnout=6)
    assert (told["proposal_kind"], told["options"], told["winner"], told["run_off"]) == (
        "choice",
        ["o1", "o2"],
        2,
        [1, 2],
    )
    assert told["tally"] == {"approvals": [1, 3, 5], "turnout": 6}


def test_a_prolongation_enters_the_log_with_its_cause_and_the_day_until_which_it_lasts() -> None:
    by = Prolongation(Cause.QUORUM_MISSED, datetime(2026, 5, 7, 12, tzinfo=UTC), datetime(2026, 5, 10, 12, tzinfo=UTC))
    assert prolongation_facts(6, by, until_on=date(2026, 5, 10)) == {
        "cause": "quorum_missed",
        "format": 1,
        "kind": "prolongation",
        "proposal": 6,
        "until_on": "2026-05-10",
    }


def test_where_a_decision_came_from_is_recorded_and_read_back() -> None:
    change = {"setting": "voting_hours", "old": "72", "new": "120"}
    course = Course(change=change, meeting=Meeting(date(2026, 5, 2), 14), reworks=3, run_off=(1, 3))
    prolonged = Prolongation(Cause.LATE_TURN, datetime(2026, 5, 7, tzinfo=UTC), datetime(2026, 5, 8, tzinfo=UTC))
    told = record(
        change=change,
        meeting={"met_on": "2026-05-02", "present": 14},
        reworks=3,
        run_off=[1, 3],
        review_on=date(2026, 11, 5),
        prolongations=[prolonged.facts()],
    )
    assert (told["review_on"], told["prolongations"]) == ("2026-11-05", [prolonged.facts()])
    assert Course.of_facts(told) == course
    assert Course.of_facts(record()) == STRAIGHT


@given(st.permutations([PublishedBallot(f"{n:02}", list(Choice)[n % 4].value) for n in range(9)]))
def test_the_order_of_published_ballots_says_nothing_of_who_came_first(voters: list[PublishedBallot]) -> None:
    assert [line["voter"] for line in published(voters)] == [f"{n:02}" for n in range(9)]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_can_be_recorded(outcome: Outcome) -> None:
    assert record(outcome=outcome)["outcome"] == outcome.value
