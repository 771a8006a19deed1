"""Records: what a log entry says, in whole numbers and days, without a name in it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import Choice
from bot.domain.chain import canonical
from bot.domain.decisions import Outcome
from bot.domain.records import (
    FEWEST_PUBLISHED,
    Counters,
    PublishedBallot,
    charter_facts,
    decision_facts,
    published,
)
from bot.domain.rules import Kind, ServerRules, freeze
from bot.domain.tally import Tally


def record(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": 4,
        "proposal": 6,
        "title": "c1",
        "text": "c2",
        "rule": freeze(ServerRules(), Kind.ACTION, active=10),
        "charter": 1,
        "tally": Tally(agree=3, disagree=1, abstain=1, block=1, unexplained=1),
        "counters": Counters(newcomers=2, unknown=1, late=3, unclear=4, untapped=5),
        "outcome": Outcome.REJECTED,
        "opened_on": date(2026, 5, 4),
        "closed_on": date(2026, 5, 7),
        "decided_on": date(2026, 5, 7),
        "objections": ["c3"],
        "tasks": [{"number": 9, "title": "c4"}],
        "ballots": [],
    }
    return decision_facts(**told | changes)


def test_a_decision_says_all_that_the_charter_asks_of_a_record() -> None:
    assert record() == {
        "ballots": None,
        "charter": 1,
        "closed_on": "2026-05-07",
        "counters": {"late": 3, "newcomers": 2, "unclear": 4, "unknown": 1, "untapped": 5},
        "decided_on": "2026-05-07",
        "format": 1,
        "kind": "decision",
        "number": 4,
        "objections": ["c3"],
        "opened_on": "2026-05-04",
        "outcome": "rejected",
        "prolongations": [],
        "proposal": 6,
        "rule": {
            "active": 10,
            "block_floor": 2,
            "block_share": "1/10",
            "blocks": True,
            "kind": "action",
            "least_agree": 3,
            "quorum": 5,
            "threshold": "2/3",
            "voting_hours": 72,
        },
        "tally": {"abstain": 1, "agree": 3, "block": 1, "disagree": 1, "unexplained": 1},
        "tasks": [{"number": 9, "title": "c4"}],
        "text": "c2",
        "title": "c1",
        "turnout": 7,
    }


def test_a_founding_enters_the_log_as_charter_version_one() -> None:
    assert charter_facts(1, ServerRules(), in_force_on=date(2026, 1, 5)) == {
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
    voters = [PublishedBallot(f"p{n}", Choice.AGREE) for n in range(FEWEST_PUBLISHED)]
    assert FEWEST_PUBLISHED == 5
    assert published(voters[:4]) is None
    assert published([]) is None
    assert len(published(voters) or ()) == 5


def test_a_published_ballot_says_its_pseudonym_its_choice_and_whether_a_reason_was_given() -> None:
    voters = [PublishedBallot(f"p{n}", Choice.BLOCK, explained=n == 3) for n in range(5)]
    assert (published(voters) or [])[3] == {"choice": "block", "explained": True, "voter": "p3"}
    assert (published(voters) or [])[2] == {"choice": "block", "explained": False, "voter": "p2"}


@given(st.permutations([PublishedBallot(f"{n:02}", list(Choice)[n % 4]) for n in range(9)]))
def test_the_order_of_published_ballots_says_nothing_of_who_came_first(voters: list[PublishedBallot]) -> None:
    assert [line["voter"] for line in published(voters) or ()] == [f"{n:02}" for n in range(9)]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_can_be_recorded(outcome: Outcome) -> None:
    assert record(outcome=outcome)["outcome"] == outcome.value
