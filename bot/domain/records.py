"""Log entries as facts: what goes into the chain, in canonical form, without a name in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from bot.domain.decisions import Outcome
from bot.domain.prolongations import Prolongation
from bot.domain.proposals import Meeting
from bot.domain.rules import DecisionRule, ServerRules

FORMAT = 1
"""The version of the entries' shape; a reader of the log looks here first."""

FEWEST_PUBLISHED = 5
"""Below this many voters only totals are published. Source: charter, §5."""


@dataclass(frozen=True, slots=True)
class PublishedBallot:
    """One line of the published ballots: a pseudonym fresh for this person and vote, and what the ballot says.

    Of a secret vote the pseudonym is empty, and the lines come shuffled.
    """

    pseudonym: str
    choice: str
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Counters:
    """What was tapped and not counted."""

    newcomers: int = 0
    unknown: int = 0
    late: int = 0
    unclear: int = 0
    untapped: int = 0

    def facts(self) -> dict[str, int]:
        """The counters as the record holds them."""
        return {
            "late": self.late,
            "newcomers": self.newcomers,
            "unclear": self.unclear,
            "unknown": self.unknown,
            "untapped": self.untapped,
        }


@dataclass(frozen=True, slots=True)
class Course:
    """Where a proposal came from and what happened on its way, as its record tells it.

    `change` holds the setting with its old and new value as text, None where the log does not name them.
    """

    change: Mapping[str, str | None] | None = None
    meeting: Meeting | None = None
    reworks: int | None = None
    run_off: tuple[int, ...] = ()

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Read the course back from a decision's entry."""
        meeting = facts["meeting"]
        return cls(
            change=facts["change"],
            meeting=Meeting(date.fromisoformat(meeting["met_on"]), meeting["present"]) if meeting else None,
            reworks=facts["reworks"],
            run_off=tuple(facts["run_off"]),
        )


STRAIGHT = Course()
"""The course of what came from nowhere and went straight to its end."""


def charter_facts(
    version: int, rules: ServerRules, *, in_force_on: date, decision: int | None = None
) -> dict[str, Any]:
    """The entry of a charter version; version 1 is the founding, every other one was decided."""
    return {
        "decision": decision,
        "format": FORMAT,
        "in_force_on": in_force_on.isoformat(),
        "kind": "charter",
        "rules": rules.facts(),
        "version": version,
    }


def prolongation_facts(proposal: int, by: Prolongation, *, until_on: date) -> dict[str, Any]:
    """The entry of a prolongation."""
    return {
        "cause": by.cause.value,
        "format": FORMAT,
        "kind": "prolongation",
        "proposal": proposal,
        "until_on": until_on.isoformat(),
    }


def decision_facts(
    *,
    number: int,
    proposal: int,
    kind: str,
    title: str,
    text: str,
    options: Sequence[str],
    winner: int | None,
    run_off: Sequence[int],
    reworks: int | None,
    change: Mapping[str, Any] | None,
    meeting: Mapping[str, Any] | None,
    review_on: date | None,
    rule: DecisionRule,
    charter: int,
    tally: Mapping[str, Any],
    turnout: int,
    counters: Counters,
    outcome: Outcome,
    prolongations: Sequence[Mapping[str, str]],
    opened_on: date,
    closed_on: date,
    decided_on: date,
    objections: Sequence[str],
    resolved: Sequence[str],
    tasks: Sequence[Mapping[str, Any]],
    ballots: Sequence[PublishedBallot],
    participants: Sequence[str],
    reminder: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The entry of a decision: texts come as commitments, and the objections that stand apart from those resolved.

    Days, never minutes; ballots only from `FEWEST_PUBLISHED` voters on. `participants` are the codes of a secret
    vote, by which one sees that one was counted, not how. A `reminder` stands only in the entry of a decision that
    carries one, so entries written before there were any read as they did. Source: charter, §5.
    """
    is_published = turnout >= FEWEST_PUBLISHED
    facts = {
        "ballots": published(ballots) if is_published else None,
        "change": dict(change) if change else None,
        "charter": charter,
        "closed_on": closed_on.isoformat(),
        "counters": counters.facts(),
        "decided_on": decided_on.isoformat(),
        "format": FORMAT,
        "kind": "decision",
        "meeting": dict(meeting) if meeting else None,
        "number": number,
        "objections": list(objections),
        "objections_resolved": list(resolved),
        "opened_on": opened_on.isoformat(),
        "options": list(options),
        "outcome": outcome.value,
        "participants": list(participants) if is_published else [],
        "proposal": proposal,
        "proposal_kind": kind,
        "prolongations": [dict(by) for by in prolongations],
        "review_on": review_on.isoformat() if review_on else None,
        "reworks": reworks,
        "rule": rule.facts(),
        "run_off": list(run_off),
        "tally": dict(tally),
        "tasks": [dict(task) for task in tasks],
        "text": text,
        "title": title,
        "turnout": turnout,
        "winner": winner,
    }
    return facts | ({"reminder": dict(reminder)} if reminder else {})


def published(ballots: Sequence[PublishedBallot]) -> list[dict[str, Any]]:
    """The ballots as they are published, in the order of their pseudonyms, or as they come where those are empty."""
    return [
        {"choice": ballot.choice, "explained": ballot.explained, "voter": ballot.pseudonym}
        for ballot in sorted(ballots, key=lambda ballot: ballot.pseudonym)
    ]
