"""The charter's numbers, and the decision rule that is frozen into a proposal when its voting opens."""

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

SMALLEST_QUORUM = 3
"""Fewer than three people cannot decide. Source: charter, §2."""


class Kind(StrEnum):
    """The kinds of proposal that this version decides."""

    ACTION = "action"


@dataclass(frozen=True, slots=True)
class ServerRules:
    """The numbers of one server's charter: data, changed only by that server's own vote.

    Source: charter, §2 to §6; every default is the charter's.
    """

    voting: timedelta = timedelta(hours=72)
    tenure: timedelta = timedelta(days=7)
    activity_window: timedelta = timedelta(days=60)
    threshold: Fraction = Fraction(2, 3)
    quorum_factor: Fraction = Fraction(1)
    block_floor: int = 2
    block_share: Fraction = Fraction(1, 10)
    open_proposals: int = 3
    claims: int = 3

    def facts(self) -> dict[str, Any]:
        """The rules as whole numbers and text, the form in which they are stored and enter the log."""
        return {
            "activity_days": self.activity_window.days,
            "block_floor": self.block_floor,
            "block_share": str(self.block_share),
            "claims": self.claims,
            "open_proposals": self.open_proposals,
            "quorum_factor": str(self.quorum_factor),
            "tenure_days": self.tenure.days,
            "threshold": str(self.threshold),
            "voting_hours": self.voting // timedelta(hours=1),
        }

    @classmethod
    def of_facts(cls, facts: dict[str, Any]) -> Self:
        """Read the rules back from the form that `facts` gives."""
        return cls(
            voting=timedelta(hours=facts["voting_hours"]),
            tenure=timedelta(days=facts["tenure_days"]),
            activity_window=timedelta(days=facts["activity_days"]),
            threshold=Fraction(facts["threshold"]),
            quorum_factor=Fraction(facts["quorum_factor"]),
            block_floor=facts["block_floor"],
            block_share=Fraction(facts["block_share"]),
            open_proposals=facts["open_proposals"],
            claims=facts["claims"],
        )


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """The numbers by which one proposal is decided, frozen when its voting opens.

    `threshold` is the least share of agreement among those who agree, disagree or block.
    """

    kind: Kind
    active: int
    quorum: int
    threshold: Fraction
    least_agree: int
    blocks: bool
    block_floor: int
    block_share: Fraction
    voting_hours: int = field(default=72)

    def block_limit(self, turnout: int) -> int:
        """The number of blocks that stops a proposal when `turnout` people take part."""
        return max(self.block_floor, ceil_share(self.block_share, turnout))

    def facts(self) -> dict[str, Any]:
        """The rule as whole numbers and text, as the proposal and the decision record hold it."""
        return asdict(self) | {
            "kind": self.kind.value,
            "threshold": str(self.threshold),
            "block_share": str(self.block_share),
        }

    @classmethod
    def of_facts(cls, facts: dict[str, Any]) -> Self:
        """Read a rule back from the form that `facts` gives."""
        return cls(
            **facts
            | {
                "kind": Kind(facts["kind"]),
                "threshold": Fraction(facts["threshold"]),
                "block_share": Fraction(facts["block_share"]),
            }
        )


def ceil_share(share: Fraction, of: int) -> int:
    """The least whole number that is at least this share of `of`."""
    part = share * of
    return -(-part.numerator // part.denominator)


def quorum_of(active: int, factor: Fraction = Fraction(1)) -> int:
    """How many must take part: the smaller of half the active people and 1.5 times their square root, at least 3.

    Source: charter, §2 (the least n with 4n² ≥ 9A); 5→3, 10→5, 30→9, 100→15, 400→30.
    """
    root = 0
    while 4 * root * root < 9 * active:
        root += 1
    return max(SMALLEST_QUORUM, ceil_share(factor, min(-(-active // 2), root)))


def freeze(rules: ServerRules, kind: Kind, *, active: int) -> DecisionRule:
    """The rule of a proposal whose voting opens now with `active` people.

    Source: charter, §4, the table of kinds.
    """
    quorum = quorum_of(active, rules.quorum_factor)
    return DecisionRule(
        kind=kind,
        active=active,
        quorum=quorum,
        threshold=rules.threshold,
        least_agree=-(-quorum // 2),
        blocks=True,
        block_floor=rules.block_floor,
        block_share=rules.block_share,
        voting_hours=rules.voting // timedelta(hours=1),
    )
