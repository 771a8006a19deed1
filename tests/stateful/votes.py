"""Votes by the oracle: one proposal, the acts that counted, and what they amount to by the charter's table."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Literal

LAZY = ("lazy", "meeting")
AGAINST = ("disagree", "block")
TALK = "0"

Ballots = dict[int, tuple[str, bool]]
"""What people say, and whether they gave a reason."""

Deed = Literal["cast", "add", "withdraw", "explain"]


@dataclass(frozen=True)
class Done:
    """One counted act: who, what, with which word, when."""

    who: int
    deed: Deed
    said: str
    at: datetime


@dataclass(frozen=True)
class Sign:
    """One thing about a reaction, or a ballot, that came in: `what` says whether it counts for those who came late."""

    who: int
    what: Literal["late", "gone", "in time"]
    said: str
    is_super: bool
    is_read: bool
    at: datetime


@dataclass
class Vote:
    """One proposal, from its discussion to its end."""

    guild: int
    number: int
    kind: str
    author: int
    opened: datetime
    closes: datetime
    hours: int
    """How long action votes lasted by the charter when voting opened."""
    quorum: int = 3
    options: tuple[str, ...] = ()
    first_tasks: int = 0
    is_secret: bool = False
    is_reworked: bool = False
    about: int = 0
    """Whom a mandate or recall is about, which proposal's text a cover hides, how many hours a charter change gives."""
    state: str = "open"
    message: int | None = None
    read_at: datetime | None = None
    turned: bool = False
    run_off: tuple[str, ...] = ()
    run_off_at: datetime | None = None
    """When a run-off began whose ballot does not stand yet."""
    causes: list[str] = field(default_factory=list)
    away_given: timedelta = timedelta()
    away_until: datetime | None = None
    """The deadline that was moved last because the bot was away."""
    seen: tuple[str, str] | None = None
    """What a secret vote amounted to when its last six hours began."""
    outcome: str | None = None
    winner: str = ""
    decision: int = 0
    settled_at: datetime | None = None
    done: list[Done] = field(default_factory=list)
    voted: set[int] = field(default_factory=set)
    """Whoever had a ballot counted at any time."""
    known: set[tuple[int, str, bool]] = field(default_factory=set)
    """The reactions that the bot knows to stand: whose, which, and whether a super reaction."""
    signs: list[Sign] = field(default_factory=list)
    """What came in, as far as it tells which late taps still wait; the newest last."""
    spoke: dict[int, datetime] = field(default_factory=dict)
    """When people last cast or withdrew, in time, as far as the bot heard it then."""

    @property
    def is_lazy(self) -> bool:
        return self.kind in LAZY and not self.turned

    @property
    def offers(self) -> tuple[str, ...]:
        """What a ballot can say."""
        if self.options:
            return self.run_off or (*self.options, TALK)
        knows_blocks = self.kind not in ("recall", "cover") and not self.is_reworked
        return ("agree", "disagree", "abstain", "block")[: 4 if knows_blocks else 3]

    def standing(self, before: datetime | None = None) -> Ballots:
        """The ballots that stand, or stood before an instant: what they say and whether a reason was given."""
        found: Ballots = {}
        for act in self.done:
            if before is not None and act.at >= before:
                continue
            said, explained = found.get(act.who, ("", False))
            if act.deed == "withdraw":
                found.pop(act.who, None)
            elif act.deed == "explain":
                found[act.who] = (said, True)
            else:
                added = {*said.split("+"), act.said} - {""} if act.deed == "add" else {act.said}
                says = "+".join(sorted(added))
                found[act.who] = (says, explained and said == says)
        return found

    def waiting(self) -> dict[int, list[Sign]]:
        """The taps that came too late for the deadline, but before the one to which it has been moved, and still stand.

        The last one of each person, or all that one reading found; on a choice all of them.
        """
        found: dict[int, list[Sign]] = {}
        for sign in self.signs:
            if sign.at >= self.closes:
                continue
            others = [
                each for each in found.get(sign.who, []) if (each.said, each.is_super) != (sign.said, sign.is_super)
            ]
            if sign.what == "in time" and not (sign.said and self.options):
                others = []
            found[sign.who] = [*others, sign] if sign.what == "late" else others
        for who, signs in found.items():
            if signs and not self.options:
                last = signs[-1]
                found[who] = [each for each in signs if each is last or (last.is_read and each.at == last.at)]
        return {who: signs for who, signs in found.items() if signs}

    def tally(self) -> dict[str, Any]:
        """How many say what, as the record must have it."""
        ballots = self.standing()
        if self.options:
            options = (TALK, *self.options)
            return {"approvals": [self.approving(one, ballots) for one in options], "turnout": len(ballots)}
        said = Counter("unexplained" if ballot == ("block", False) else ballot[0] for ballot in ballots.values())
        return {word: said[word] for word in ("agree", "disagree", "abstain", "block", "unexplained")}

    def result(self, before: datetime | None = None) -> tuple[str, str]:
        """The outcome by the ballots that stand, or stood before an instant, and the option ahead on a choice."""
        ballots = self.standing(before)
        if self.options:
            return self._result_of_choice(ballots)
        said = [word if word != "block" or explained else "disagree" for word, explained in ballots.values()]
        agree, turnout = said.count("agree"), len(said)
        against = said.count("disagree") + said.count("block")
        others = sum(word == "agree" and who != self.author for who, (word, _) in ballots.items())
        if self.is_lazy:
            return ("rejected" if against else "passed" if others else "no_support"), ""
        if self.kind == "cover":
            return ("passed" if agree > against else "rejected"), ""
        quorum = ceil(self.quorum * 3 / 2) if self.kind == "charter" else self.quorum
        times = 3 if self.kind == "charter" or self.is_reworked else 2
        is_enough = agree > against if self.kind == "recall" else agree >= times * against
        if turnout < quorum:
            return "no_quorum", ""
        if "block" in self.offers and said.count("block") >= max(2, ceil(turnout / 10)):
            return "blocked", ""
        return ("passed" if is_enough and 2 * agree >= quorum else "rejected"), ""

    def _result_of_choice(self, ballots: Ballots) -> tuple[str, str]:
        if len(ballots) < self.quorum:
            return "no_quorum", ""
        top = self.on_top(ballots)
        most = self.approving(top[0], ballots)
        if len(top) > 1 or TALK in top or 2 * most < len(ballots):
            return "not_decided", ""
        return "passed", top[0]

    def on_top(self, ballots: Ballots) -> list[str]:
        """The options with most approvals."""
        count = {one: self.approving(one, ballots) for one in (TALK, *self.options)}
        return [one for one, people in count.items() if people == max(count.values()) > 0]

    def approving(self, option: str, ballots: Ballots) -> int:
        """How many approve of an option."""
        return sum(option in said.split("+") for said, _ in ballots.values())
