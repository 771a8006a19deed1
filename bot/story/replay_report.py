"""The replay's report: theirs beside ours for every case, where they differ and why, as text and as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.domain.approvals import ApprovalTally
from bot.domain.decisions import Outcome, Step, decide, steps
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze
from bot.domain.tally import Tally
from bot.story.replay import Replayed
from bot.story.replay_cases import FIGURES, MOST_VOTERS, Case, Cast, Skipped
from bot.words import words_in
from bot.words.explanations import outcome_word, result_sentences, step_sentences, tally_sentence

WORDS = words_in("en")
_INDENT = " " * 11
_ADOPTED = "passed"
_OF_NO_VERDICT = "other"


class Comparison(Enum):
    """How our outcome stands to theirs; the value says it in words."""

    SAME = "ended the same way"
    NOT_ADOPTED_EITHER = "not adopted either, but for another reason"
    OTHERWISE = "decided otherwise"
    NO_VERDICT = "without a verdict of theirs to compare"


def outcome_of(outcome: Outcome) -> str:
    """Our outcome in the words of the file."""
    return outcome.value.replace("_", " ")


def compare(replayed: Replayed) -> Comparison:
    """Whether we end as they did."""
    theirs, ours = replayed.case.outcome, outcome_of(replayed.outcome)
    if theirs == _OF_NO_VERDICT:
        return Comparison.NO_VERDICT
    if theirs == ours:
        return Comparison.SAME
    return Comparison.OTHERWISE if _ADOPTED in (theirs, ours) else Comparison.NOT_ADOPTED_EITHER


def differs(comparison: Comparison) -> bool:
    """Whether there is a difference to explain."""
    return comparison in (Comparison.NOT_ADOPTED_EITHER, Comparison.OTHERWISE)


def by_arithmetic(case: Case, cast: Cast) -> Replayed:
    """What the default charter makes of a case as an action when nobody plays it: the rules alone."""
    rule = freeze(ServerRules(), Kind.ACTION, active=cast.active)
    return Replayed(case, cast, rule, cast.tally, decide(cast.tally, rule))


def at_full_size(case: Case) -> Replayed:
    """A case that is played smaller, as the rules alone decide it with its own figures."""
    return by_arithmetic(case, Cast(case.figures, max(case.active, 1)))


def as_json(replayed: Iterable[Replayed]) -> list[dict[str, Any]]:
    """The results in the shape `{"id", "quorum", "tally", "outcome"}`; tallies as cast, outcomes as in the file."""
    return [
        {
            "id": each.case.id,
            "quorum": each.rule.quorum,
            "tally": {name: getattr(each.tally, name) for name in FIGURES},
            "outcome": outcome_of(each.outcome),
        }
        for each in replayed
    ]


def report(replayed: Sequence[Replayed], skipped: Sequence[Skipped]) -> str:
    """Every case with its comparison, then what was skipped, then how many ended how."""
    parts = ["\n".join(_lines(each)) for each in replayed]
    parts += [skipped_line(each) for each in skipped]
    return "\n\n".join([*parts, summary(replayed)])


def skipped_line(skipped: Skipped) -> str:
    """Who is left out, and why."""
    return f"Skipped: {skipped.organisation} [{skipped.id}], because {skipped.reason}."


def summary(replayed: Sequence[Replayed]) -> str:
    """How many were cast again, and how many of them ended how."""
    found = [compare(each) for each in replayed]
    ends = "; ".join(f"{found.count(each)} {each.value}" for each in Comparison if each in found)
    return f"{len(found)} cast again: {ends}." if found else "Nothing was cast again."


def figures(tally: Tally) -> str:
    """The figures as a sentence."""
    return tally_sentence(tally, WORDS)


@dataclass(frozen=True, slots=True)
class _Announced:
    """What the words ask of a decision, for one that stands in no log."""

    outcome: Outcome
    rule: DecisionRule
    tally: Tally
    steps: tuple[Step, ...]
    turnout: int
    options: tuple[str | None, ...] = ()
    winner: int | None = None
    approvals: ApprovalTally | None = None


def result(replayed: Replayed) -> str:
    """Our outcome and what it rests on, as it is announced."""
    tally, rule = replayed.tally, replayed.rule
    announced = _Announced(replayed.outcome, rule, tally, steps(tally, rule), tally.turnout)
    said = result_sentences(announced, WORDS)
    return f"{outcome_word(replayed.outcome, WORDS)}. {said}"


def scaling(replayed: Replayed) -> str:
    """How much smaller than life a case was played, and what its own size would have changed; empty if not."""
    case, scale = replayed.case, replayed.cast.scale
    if scale == 1:
        return ""
    full = at_full_size(case)
    same = full.outcome is replayed.outcome
    change = "the same" if same else f"another: {outcome_of(full.outcome)}"
    return (
        f"All figures times {MOST_VOTERS}/{case.figures.turnout}, to the nearest whole number, halves up: "
        f"{figures(replayed.tally)} {replayed.cast.active} count as active. "
        f"At full size {full.rule.quorum} would be needed, and the outcome is {change}."
    )


def why(replayed: Replayed) -> list[str]:
    """Their rule, and ours step by step."""
    asked = steps(replayed.tally, replayed.rule)
    rule = replayed.case.rule
    return [
        f"Their rule: {rule}." if rule else "Their rule is not given.",
        *step_sentences(asked, replayed.outcome, WORDS),
    ]


def _lines(replayed: Replayed) -> list[str]:
    case, comparison = replayed.case, compare(replayed)
    could = "Only who voted is known" if case.eligible is None else f"{case.eligible} could vote"
    said = [
        f"{case.organisation}: {case.title} [{case.id}]",
        f"  figures  {figures(case.figures)} {could}.",
        f"  theirs   {case.outcome}",
        f"  ours     {result(replayed)}",
    ]
    if smaller := scaling(replayed):
        said.append(f"  smaller  {smaller}")
    said.append(f"  compared {comparison.value}")
    if differs(comparison):
        said += [f"{_INDENT}{reason}" for reason in why(replayed)]
    return said
