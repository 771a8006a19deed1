"""Worked examples of deciding: what people say, and the outcome that follows from the charter, worked out by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.history import Standing
from bot.domain.judging import Judgement, judge
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze, stricter, turned

AUTHOR = 1
DAYS = ("Monday", "Tuesday", "Wednesday")
"""What the choices of the examples offer."""

RULES = ServerRules()
UNEXPLAINED = "block without a reason"


@dataclass(frozen=True, slots=True)
class Example:
    """One vote: how many ballots say what, how many are needed, how it ends.

    `said` counts ballots by a choice, by `UNEXPLAINED`, or on a choice by the options approved of, such as "1+3".
    The author is the first of those who agree, unless `author_votes` is false. A run-off follows where `run_off` says
    how its ballots fall.
    """

    shows: str
    rule: DecisionRule
    needed: int
    said: Mapping[str, int]
    outcome: Outcome
    run_off: Mapping[str, int] | None = None
    author_votes: bool = True
    winner: int | None = None

    def judged(self) -> Judgement:
        """What the ballots amount to before a run-off."""
        return self._judged(self.said, is_run_off=False)

    def ended(self) -> Judgement:
        """What they amount to in the end."""
        return self.judged() if self.run_off is None else self._judged(self.run_off, is_run_off=True)

    def _judged(self, said: Mapping[str, int], *, is_run_off: bool) -> Judgement:
        first = AUTHOR if self.author_votes else AUTHOR + 1
        ballots = dict(enumerate(_standing(said), first))
        return judge(ballots, self.rule, author_id=AUTHOR, is_run_off=is_run_off)


@dataclass(frozen=True, slots=True)
class Section:
    """The examples of one row of the charter's table; `in_full` is the one that `/why` is shown for."""

    title: str
    lead: str
    examples: tuple[Example, ...]
    in_full: Example


def _standing(said: Mapping[str, int]) -> Iterator[Standing]:
    for ballot, people in said.items():
        is_unexplained = ballot == UNEXPLAINED
        choice = Choice.BLOCK.value if is_unexplained else ballot
        yield from [Standing(choice, choice == Choice.BLOCK and not is_unexplained)] * people


P, T, B, R = Outcome.PASSED, Outcome.NO_QUORUM, Outcome.BLOCKED, Outcome.REJECTED
N, S = Outcome.NOT_DECIDED, Outcome.NO_SUPPORT

ACTION = freeze(RULES, Kind.ACTION, active=30)
SMALL = freeze(RULES, Kind.AGREEMENT, active=5)
REWORKED = freeze(RULES, Kind.ACTION, active=30, is_reworked=True)
LAZY = freeze(RULES, Kind.LAZY, active=10)
MEETING = freeze(RULES, Kind.MEETING, active=10)
TURNED = turned(LAZY, RULES)
CHOICE = freeze(RULES, Kind.CHOICE, active=10, options=len(DAYS))
CHARTER = freeze(RULES, Kind.CHARTER, active=30)
MANDATE = freeze(RULES, Kind.MANDATE, active=30)
RECALL = freeze(RULES, Kind.RECALL, active=30)
COVER = freeze(RULES, Kind.COVER, active=30)


def changing(active: int = 30, **new: object) -> DecisionRule:
    """The rule of a change of the charter's own numbers: the stricter of the old and the new ones."""
    old = freeze(RULES, Kind.CHARTER, active=active)
    changed = replace(RULES, **new)  # type: ignore[arg-type]  # each case names numbers of its own
    return stricter(old, freeze(changed, Kind.CHARTER, active=active))


ACTIONS = (
    Example("Enough take part, and enough agree.", ACTION, 9, {"agree": 10, "disagree": 2, "abstain": 1}, P),
    Example("One too few take part.", ACTION, 9, {"agree": 8}, T),
    Example("Who abstains takes part.", ACTION, 9, {"agree": 8, "abstain": 1}, P),
    Example("Exactly twice as many agree.", ACTION, 9, {"agree": 6, "disagree": 3}, P),
    Example("One short of twice as many.", ACTION, 9, {"agree": 7, "disagree": 4}, R),
    Example("As many for as against.", ACTION, 9, {"agree": 5, "disagree": 5}, R),
    Example("Nobody is against, but fewer than half of 9 agree.", ACTION, 9, {"agree": 4, "abstain": 5}, R),
    Example("Half of 9, rounded up, agree.", ACTION, 9, {"agree": 5, "abstain": 4}, P),
    Example("In the smallest group three decide, and two must agree.", SMALL, 3, {"agree": 2, "disagree": 1}, P),
    Example("There too one block alone stops nothing.", SMALL, 3, {"agree": 2, "block": 1}, P),
    Example("Two blocks do, from the smallest vote on.", SMALL, 3, {"agree": 8, "block": 2}, B),
    Example("Two of 20 block: a tenth is two.", ACTION, 9, {"agree": 18, "block": 2}, B),
    Example("Two of 21 block: a tenth, rounded up, is three.", ACTION, 9, {"agree": 19, "block": 2}, P),
    Example("Three of 30 block.", ACTION, 9, {"agree": 27, "block": 3}, B),
    Example("Three of 31 block.", ACTION, 9, {"agree": 28, "block": 3}, P),
    Example("A block without a reason counts as disagree.", ACTION, 9, {"agree": 20, UNEXPLAINED: 10}, P),
    Example("So it can be outvoted, and can outvote.", ACTION, 9, {"agree": 20, UNEXPLAINED: 11}, R),
    Example("Too few is said before blocked.", ACTION, 9, {"agree": 3, "block": 5}, T),
    Example("Blocked is said before not passed.", ACTION, 9, {"disagree": 20, "block": 3}, B),
)

REWORKINGS = (
    Example("Exactly three times as many agree.", REWORKED, 9, {"agree": 9, "disagree": 3}, P),
    Example("One short of that.", REWORKED, 9, {"agree": 8, "disagree": 3}, R),
    Example("Many are against, yet nobody can block it again.", REWORKED, 9, {"agree": 30, "disagree": 10}, P),
    Example("Half of 9 must agree here too.", REWORKED, 9, {"agree": 4, "abstain": 5}, R),
    Example("Too few take part.", REWORKED, 9, {"agree": 8}, T),
)

LAZINESS = (
    Example("One more agrees, nobody is against.", LAZY, 0, {"agree": 2}, P),
    Example("One other agrees; the author need not vote.", LAZY, 0, {"agree": 1}, P, author_votes=False),
    Example("Only the author agrees.", LAZY, 0, {"agree": 1}, S),
    Example("Nobody votes.", LAZY, 0, {}, S),
    Example("Who abstains seconds nothing.", LAZY, 0, {"agree": 1, "abstain": 4}, S),
    Example("What a meeting agreed needs one more agreement too.", MEETING, 0, {"agree": 2}, P),
    Example("Somebody is against: now 5 of 10 active people are needed.", TURNED, 5, {"agree": 4, "disagree": 1}, P),
    Example("The one against changes their mind: it stays an action vote.", TURNED, 5, {"agree": 2}, T),
    Example("It can be voted down.", TURNED, 5, {"agree": 3, "disagree": 2}, R),
    Example("It can be blocked.", TURNED, 5, {"agree": 4, "block": 2}, B),
)

CHOICES = (
    Example("One option is ahead with more than half.", CHOICE, 5, {"1": 1, "2": 3, "2+3": 1, "3": 1}, P, winner=2),
    Example("Each approves of all they could live with.", CHOICE, 5, {"1+2": 3, "2": 1, "2+3": 1}, P, winner=2),
    Example("Exactly half of six.", CHOICE, 5, {"1": 3, "2": 2, "3": 1}, P, winner=1),
    Example("Of seven, half is four.", CHOICE, 5, {"1": 3, "2": 2, "3": 2}, N),
    Example("Too few take part.", CHOICE, 5, {"1": 4}, T),
    Example("Most want to keep discussing.", CHOICE, 5, {"0": 4, "1": 2}, N),
    Example("Talking and Monday are level: there is no run-off.", CHOICE, 5, {"0+1": 3, "1": 1, "0": 1, "2": 1}, N),
    Example(
        "A tie on top, and the run-off decides.",
        CHOICE,
        5,
        {"1": 3, "2": 3, "3": 1},
        P,
        run_off={"1": 2, "2": 4},
        winner=2,
    ),
    Example("A tie again: there is one run-off.", CHOICE, 5, {"1": 3, "2": 3}, N, run_off={"1": 3, "2": 3}),
    Example("Too few come to the run-off.", CHOICE, 5, {"1": 3, "2": 3}, T, run_off={"1": 2, "2": 1}),
)

CHANGES = (
    Example("14 are needed where 9 are for an action.", CHARTER, 14, {"agree": 12, "disagree": 2}, P),
    Example("One too few take part.", CHARTER, 14, {"agree": 13}, T),
    Example("Exactly three times as many agree.", CHARTER, 14, {"agree": 12, "disagree": 4}, P),
    Example("One short of that.", CHARTER, 14, {"agree": 11, "disagree": 4}, R),
    Example("Half of 14 agree.", CHARTER, 14, {"agree": 7, "disagree": 2, "abstain": 5}, P),
    Example("One fewer.", CHARTER, 14, {"agree": 6, "disagree": 2, "abstain": 6}, R),
    Example("Blocks stop it as they stop an action.", CHARTER, 14, {"agree": 18, "block": 2}, B),
    Example(
        "To 3 of every 5 instead of 3 of every 4: still judged by 3 of every 4.",
        changing(strong_threshold=Fraction(3, 5)),
        14,
        {"agree": 14, "disagree": 6},
        R,
    ),
    Example(
        "To 9 of every 10: judged by 9 of every 10 already.",
        changing(strong_threshold=Fraction(9, 10)),
        14,
        {"agree": 17, "disagree": 3},
        R,
    ),
    Example(
        "To twice as many needed: the new number is needed already.",
        changing(active=100, quorum_factor=Fraction(2)),
        45,
        {"agree": 40},
        T,
    ),
    Example(
        "To half as many needed: the old number is needed still.",
        changing(active=100, quorum_factor=Fraction(1, 2)),
        23,
        {"agree": 22},
        T,
    ),
    Example("To one block: one stops it already.", changing(active=10, block_floor=1), 8, {"agree": 9, "block": 1}, B),
    Example("To three blocks: two stop it still.", changing(block_floor=3), 14, {"agree": 16, "block": 2}, B),
)

MANDATES = (
    Example("As an action, but nobody sees who said what.", MANDATE, 9, {"agree": 8, "disagree": 3}, P),
    Example("One short of twice as many.", MANDATE, 9, {"agree": 7, "disagree": 4}, R),
    Example("Two blocks with their reasons, unsigned.", MANDATE, 9, {"agree": 12, "block": 2}, B),
    Example("Too few take part.", MANDATE, 9, {"agree": 8}, T),
)

RECALLS = (
    Example("One more agrees than disagrees.", RECALL, 9, {"agree": 5, "disagree": 4}, P),
    Example("A tie takes nothing back.", RECALL, 9, {"agree": 5, "disagree": 5}, R),
    Example("More agree, but fewer than half of 9.", RECALL, 9, {"agree": 4, "disagree": 3, "abstain": 2}, R),
    Example("Too few take part.", RECALL, 9, {"agree": 8}, T),
)

COVERS = (
    Example("The two who asked say covered, and nobody else votes.", COVER, 0, {"agree": 2}, P),
    Example("More say covered than not.", COVER, 0, {"agree": 4, "disagree": 3}, P),
    Example("A tie uncovers it.", COVER, 0, {"agree": 3, "disagree": 3}, R),
)

SECTIONS = (
    Section(
        "Action and agreement",
        "72 hours. 30 people are active, so 9 are needed, and 5 of them must agree; where 5 are active, 3 and 2.",
        ACTIONS,
        in_full=ACTIONS[0],
    ),
    Section(
        "Reworked after it was blocked",
        "72 hours. It names the blocked decision. Nobody can block it, but three times as many must agree as disagree.",
        REWORKINGS,
        in_full=REWORKINGS[1],
    ),
    Section(
        "Lazy consent and meeting",
        "72 hours. The first who disagrees or blocks makes an action vote of it at once and for good: ballots stay, "
        "and 72 hours begin with that tap.",
        LAZINESS,
        in_full=LAZINESS[2],
    ),
    Section(
        "Choice",
        "72 hours. Ten people are active, so 5 are needed. Taking part means approving of one option at least.",
        CHOICES,
        in_full=CHOICES[3],
    ),
    Section(
        "Charter change",
        "7 days, in force 24 hours later. Half as many again are needed as for an action. A change of the numbers is "
        "judged by the stricter of the old and the new number.",
        CHANGES,
        in_full=CHANGES[4],
    ),
    Section("Mandate", "72 hours, secret.", MANDATES, in_full=MANDATES[1]),
    Section(
        "Recall",
        "72 hours, secret. A power is easier to take back than to give. Switching off publication is decided like this "
        "too.",
        RECALLS,
        in_full=RECALLS[2],
    ),
    Section(
        "Keeping a text covered",
        "24 hours, after two members said that a text exposes a person; their two ballots say covered.",
        COVERS,
        in_full=COVERS[2],
    ),
)
