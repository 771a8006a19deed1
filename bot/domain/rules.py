"""The charter's numbers, and the decision rule that is frozen into a proposal when its voting opens."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

SMALLEST_QUORUM = 3
"""Fewer than three people cannot decide. Source: charter, §2."""


class Kind(StrEnum):
    """The kinds of proposal. Source: charter, §3."""

    ACTION = "action"
    AGREEMENT = "agreement"
    LAZY = "lazy"
    MEETING = "meeting"
    CHOICE = "choice"
    CHARTER = "charter"
    MANDATE = "mandate"
    RECALL = "recall"
    COVER = "cover"
    """Whether a text that exposes a person stays covered. Source: charter, §9."""


LAZY_KINDS = frozenset({Kind.LAZY, Kind.MEETING})
"""Decided by one more agreement and nobody against; the first one against turns them into action votes."""

SECRET_KINDS = frozenset({Kind.MANDATE, Kind.RECALL})
"""Always secret, whatever a charter says. Source: charter, §4, the table of kinds."""


@dataclass(frozen=True, slots=True)
class ServerRules:
    """The numbers of one server's charter: data, changed only by that server's own vote.

    Source: charter, §2 to §8; every default is the charter's. Shares are of those who agree, disagree or block.
    """

    voting: timedelta = timedelta(hours=72)
    charter_voting: timedelta = timedelta(days=7)
    tenure: timedelta = timedelta(days=7)
    activity_window: timedelta = timedelta(days=60)
    threshold: Fraction = Fraction(2, 3)
    strong_threshold: Fraction = Fraction(3, 4)
    """For charter changes, and for what is reworked after a block."""
    quorum_factor: Fraction = Fraction(1)
    block_floor: int = 2
    block_share: Fraction = Fraction(1, 10)
    open_proposals: int = 3
    claims: int = 3
    review: timedelta = timedelta(days=182)
    seats: int = 2
    term: timedelta = timedelta(weeks=12)
    secret_kinds: frozenset[Kind] = frozenset()
    """Kinds whose votes are always secret here, beside those that are everywhere."""
    publishes_proposals: bool = False
    """Whether what is voted on is published beside the log, as `publishes_tasks` and `publishes_calendar` are."""
    publishes_tasks: bool = False
    publishes_calendar: bool = False
    invites_search_engines: bool = False

    def facts(self) -> dict[str, Any]:
        """The rules as whole numbers and text, the form in which they are stored and enter the log."""
        return {
            "activity_days": self.activity_window.days,
            "block_floor": self.block_floor,
            "block_share": str(self.block_share),
            "charter_voting_hours": self.charter_voting // timedelta(hours=1),
            "claims": self.claims,
            "invite_search_engines": self.invites_search_engines,
            "open_proposals": self.open_proposals,
            "publish_calendar": self.publishes_calendar,
            "publish_proposals": self.publishes_proposals,
            "publish_tasks": self.publishes_tasks,
            "quorum_factor": str(self.quorum_factor),
            "review_days": self.review.days,
            "seats": self.seats,
            "secret_kinds": sorted(kind.value for kind in self.secret_kinds),
            "strong_threshold": str(self.strong_threshold),
            "tenure_days": self.tenure.days,
            "term_days": self.term.days,
            "threshold": str(self.threshold),
            "voting_hours": self.voting // timedelta(hours=1),
        }

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Read the rules back from the form that `facts` gives; what an old charter does not name is a no."""
        return cls(
            voting=timedelta(hours=facts["voting_hours"]),
            charter_voting=timedelta(hours=facts["charter_voting_hours"]),
            tenure=timedelta(days=facts["tenure_days"]),
            activity_window=timedelta(days=facts["activity_days"]),
            threshold=Fraction(facts["threshold"]),
            strong_threshold=Fraction(facts["strong_threshold"]),
            quorum_factor=Fraction(facts["quorum_factor"]),
            block_floor=facts["block_floor"],
            block_share=Fraction(facts["block_share"]),
            open_proposals=facts["open_proposals"],
            claims=facts["claims"],
            review=timedelta(days=facts["review_days"]),
            seats=facts["seats"],
            term=timedelta(days=facts["term_days"]),
            secret_kinds=frozenset(map(Kind, facts["secret_kinds"])),
            publishes_proposals=facts.get("publish_proposals", False),
            publishes_tasks=facts.get("publish_tasks", False),
            publishes_calendar=facts.get("publish_calendar", False),
            invites_search_engines=facts.get("invite_search_engines", False),
        )


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """The numbers by which one proposal is decided, frozen when its voting opens.

    `threshold` is the least share of agreement among those who agree, disagree or block; where `is_strict` it must be
    exceeded. `seconds` is how many must agree besides the author; only lazy consent asks for it. `options` is how many
    a choice offers, 0 for everything that is agreed to or not.
    """

    kind: Kind
    active: int
    quorum: int
    threshold: Fraction
    least_agree: int
    blocks: bool
    block_floor: int
    block_share: Fraction
    voting_hours: int = 72
    is_strict: bool = False
    seconds: int = 0
    options: int = 0
    is_secret: bool = False

    def block_limit(self, turnout: int) -> int:
        """The number of blocks that stops a proposal when `turnout` people take part."""
        return max(self.block_floor, ceil_share(self.block_share, turnout))

    def needed_of(self, voices: int) -> int:
        """How many of `voices` people who agree, disagree or block must agree."""
        least = ceil_share(self.threshold, voices)
        return least + 1 if self.is_strict and least == self.threshold * voices else least

    @property
    def is_lazy(self) -> bool:
        """Whether it is decided by lazy consent, which the first one against ends."""
        return self.seconds > 0

    def facts(self) -> dict[str, Any]:
        """The rule as whole numbers and text, as the proposal and the decision record hold it."""
        return asdict(self) | {
            "kind": self.kind.value,
            "threshold": str(self.threshold),
            "block_share": str(self.block_share),
        }

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Read a rule back from the form that `facts` gives."""
        return cls(
            **{
                **facts,
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


RUN_OFF_HOURS = 24
COVER_HOURS = 24

_HALF = Fraction(1, 2)


def freeze(
    rules: ServerRules, kind: Kind, *, active: int, is_reworked: bool = False, options: int = 0, is_secret: bool = False
) -> DecisionRule:
    """The rule of a proposal whose voting opens now with `active` people.

    `is_reworked` is for one that names an older one that was blocked; `options` is how many a choice offers.
    Source: charter, §4, the table of kinds.
    """
    quorum = quorum_of(active, rules.quorum_factor)
    rule = DecisionRule(
        kind=kind,
        active=active,
        quorum=quorum,
        threshold=rules.threshold,
        least_agree=half_up(quorum),
        blocks=True,
        block_floor=rules.block_floor,
        block_share=rules.block_share,
        voting_hours=rules.voting // timedelta(hours=1),
        is_secret=is_secret or kind in SECRET_KINDS | rules.secret_kinds,
    )
    match kind:
        case Kind.LAZY | Kind.MEETING:
            # Whom one agreement can decide for must be seen: lazy consent is never secret.
            return replace(rule, quorum=0, threshold=Fraction(1), least_agree=0, seconds=1, is_secret=False)
        case Kind.CHOICE:
            return replace(rule, blocks=False, threshold=_HALF, least_agree=0, options=options)
        case Kind.CHARTER:
            wanted = ceil_share(Fraction(3, 2), quorum)
            hours = rules.charter_voting // timedelta(hours=1)
            return replace(
                rule,
                quorum=wanted,
                threshold=rules.strong_threshold,
                least_agree=half_up(wanted),
                voting_hours=hours,
            )
        case Kind.RECALL:
            return replace(rule, blocks=False, threshold=_HALF, is_strict=True)
        case Kind.COVER:
            hours = COVER_HOURS
            return replace(
                rule, quorum=0, least_agree=0, blocks=False, threshold=_HALF, is_strict=True, voting_hours=hours
            )
        case _ if is_reworked:
            return replace(rule, blocks=False, threshold=rules.strong_threshold)
        case _:
            return rule


def turned(rule: DecisionRule, rules: ServerRules) -> DecisionRule:
    """The action vote that lazy consent becomes with the first one against; the active people stay.

    It was begun in the open and goes on so, also where actions are voted on in secret. Source: charter, §4, the table
    of kinds.
    """
    return replace(freeze(rules, Kind.ACTION, active=rule.active), is_secret=False)


def stricter(one: DecisionRule, other: DecisionRule) -> DecisionRule:
    """The rule that asks for the harder of each number of two, for a change of the charter's own numbers.

    Source: charter, §4: "judged by the stricter (each number the higher) of old and new".
    """
    return replace(
        one,
        quorum=max(one.quorum, other.quorum),
        threshold=max(one.threshold, other.threshold),
        least_agree=max(one.least_agree, other.least_agree),
        block_floor=min(one.block_floor, other.block_floor),
        block_share=min(one.block_share, other.block_share),
        voting_hours=max(one.voting_hours, other.voting_hours),
        is_secret=one.is_secret or other.is_secret,
    )


def half_up(number: int) -> int:
    """Half of a number; half of an odd number rounds up. Source: charter, §4."""
    return -(-number // 2)
