"""Log entries as facts: what goes into the chain, in canonical form, without a name in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.rules import DecisionRule, ServerRules
from bot.domain.tally import Tally

FORMAT = 1
"""The version of the entries' shape; a reader of the log looks here first."""

FEWEST_PUBLISHED = 5
"""Below this many voters only totals are published. Source: charter, §5."""


@dataclass(frozen=True, slots=True)
class PublishedBallot:
    """One line of the published ballots: a pseudonym fresh for this person and vote, and the choice."""

    pseudonym: str
    choice: Choice
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


def charter_facts(version: int, rules: ServerRules, *, in_force_on: date) -> dict[str, Any]:
    """The entry of a charter version; version 1 is the founding."""
    return {
        "format": FORMAT,
        "in_force_on": in_force_on.isoformat(),
        "kind": "charter",
        "rules": rules.facts(),
        "version": version,
    }


def decision_facts(
    *,
    number: int,
    proposal: int,
    title: str,
    text: str,
    rule: DecisionRule,
    charter: int,
    tally: Tally,
    counters: Counters,
    outcome: Outcome,
    opened_on: date,
    closed_on: date,
    decided_on: date,
    objections: Sequence[str],
    tasks: Sequence[Mapping[str, Any]],
    ballots: Sequence[PublishedBallot],
) -> dict[str, Any]:
    """The entry of a decision: `title`, `text`, `objections` and the tasks' titles come as commitments.

    Days, never minutes; ballots only from `FEWEST_PUBLISHED` voters on. Source: charter, §5.
    """
    return {
        "ballots": published(ballots),
        "charter": charter,
        "closed_on": closed_on.isoformat(),
        "counters": counters.facts(),
        "decided_on": decided_on.isoformat(),
        "format": FORMAT,
        "kind": "decision",
        "number": number,
        "objections": list(objections),
        "opened_on": opened_on.isoformat(),
        "outcome": outcome.value,
        "prolongations": [],
        "proposal": proposal,
        "rule": rule.facts(),
        "tally": tally.facts(),
        "tasks": [dict(task) for task in tasks],
        "text": text,
        "title": title,
        "turnout": tally.turnout,
    }


def published(ballots: Sequence[PublishedBallot]) -> list[dict[str, Any]] | None:
    """The ballots as they are published, in the order of their pseudonyms; None when there are too few to hide in."""
    if len(ballots) < FEWEST_PUBLISHED:
        return None
    return [
        {"choice": ballot.choice.value, "explained": ballot.explained, "voter": ballot.pseudonym}
        for ballot in sorted(ballots, key=lambda ballot: ballot.pseudonym)
    ]
