"""The replay's report: theirs beside ours for every case, where they differ and why, as text and as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from bot.domain.approvals import ApprovalTally, on_top
from bot.domain.decisions import Outcome, Step, outcome_of
from bot.domain.rules import DecisionRule
from bot.domain.tally import Tally
from bot.story.replay import Replayed
from bot.story.replay_cases import FIGURES, VERDICTS, Case, Figures, Skipped
from bot.story.replay_cast import MOST_VOTERS, Cast, expected, rule_of, run_off_ballots
from bot.story.replay_reasons import PASSED, because, steps_of
from bot.words import words_in
from bot.words.explanations import approvals_sentence, outcome_word, result_sentences, step_sentences, tally_sentence

WORDS = words_in("en")
_INDENT = " " * 11
_OTHER = "other"
"""Their file's word for an outcome without a yes or no."""


class Comparison(Enum):
    """How our outcome stands to theirs; the value says it in words."""

    SAME = "ended the same way"
    NOT_ADOPTED_EITHER = "not adopted either, but for another reason"
    OTHERWISE = "decided otherwise"
    NO_VERDICT = "without a verdict of theirs to compare"


def outcome_text(outcome: Outcome) -> str:
    """Our outcome in the words of the file."""
    return outcome.value.replace("_", " ")


def compare(replayed: Replayed) -> Comparison:
    """Whether we end as they did."""
    theirs, ours = replayed.case.verdict, outcome_text(replayed.outcome)
    if theirs is None:
        return Comparison.NO_VERDICT
    if theirs == ours:
        return Comparison.SAME
    return Comparison.OTHERWISE if PASSED in (theirs, ours) else Comparison.NOT_ADOPTED_EITHER


def differs(comparison: Comparison) -> bool:
    """Whether there is a difference to explain."""
    return comparison in (Comparison.NOT_ADOPTED_EITHER, Comparison.OTHERWISE)


def by_arithmetic(case: Case, cast: Cast) -> Replayed:
    """What the default charter makes of a case when nobody plays it: the rules alone."""
    rule, tally = rule_of(cast, len(case.options)), expected(cast)
    unjudged = Replayed(case, cast, rule, tally, Outcome.PASSED, is_run_off=bool(run_off_ballots(cast)))
    outcome = outcome_of(steps_of(unjudged))
    if isinstance(tally, ApprovalTally) and outcome is Outcome.PASSED:
        return replace(unjudged, outcome=outcome, winner=on_top(tally)[0])
    return replace(unjudged, outcome=outcome)


def at_full_size(case: Case) -> Replayed:
    """A case that is played smaller, as the rules alone decide it with its own figures."""
    return by_arithmetic(case, Cast(case.figures, case.active))


def as_json(replayed: Iterable[Replayed]) -> list[dict[str, Any]]:
    """The results in the shape `{"id", "quorum", "tally", "outcome"}`; tallies as counted, outcomes as in the file.

    The tally of a choice is `{"options": [{"label", "approvals"}], "turnout"}`.
    """
    return [
        {
            "id": each.case.id,
            "quorum": each.rule.quorum,
            "tally": _tally(each.case, each.tally),
            "outcome": outcome_text(each.outcome),
        }
        for each in replayed
    ]


def _tally(case: Case, tally: Figures) -> dict[str, Any]:
    if isinstance(tally, Tally):
        return {name: getattr(tally, name) for name in FIGURES}
    counts = zip(case.options, tally.approvals[1:], strict=True)
    return {"options": [{"label": label, "approvals": count} for label, count in counts], "turnout": tally.turnout}


def report(replayed: Sequence[Replayed], skipped: Sequence[Skipped]) -> str:
    """Every case with its comparison, then what was skipped, then how many ended how."""
    parts = ["\n".join(_lines(each)) for each in replayed]
    parts += [skipped_line(each) for each in skipped]
    return "\n\n".join([*parts, summary(replayed)])


def skipped_line(skipped: Skipped) -> str:
    """Who is left out, and why."""
    return f"Skipped: {skipped.organisation} [{skipped.id}], because {skipped.reason}."


def aside(replayed: Iterable[Replayed], skipped: Iterable[Skipped]) -> list[str]:
    """What the JSON list does not say: who was played smaller or with an assumption, and who was left out."""
    noted = [(each.case.id, " ".join(filter(None, [*remarks(each), scaling(each)]))) for each in replayed]
    return [*(f"[{case_id}] {note}" for case_id, note in noted if note), *map(skipped_line, skipped)]


def summary(replayed: Sequence[Replayed]) -> str:
    """How many were cast again, and how many of them ended how."""
    found = [compare(each) for each in replayed]
    ends = "; ".join(f"{found.count(each)} {each.value}" for each in Comparison if each in found)
    return f"{len(found)} cast again: {ends}." if found else "Nothing was cast again."


def figures(case: Case, tally: Figures) -> str:
    """The figures as a sentence."""
    if isinstance(tally, Tally):
        return tally_sentence(tally, WORDS)
    return f"{approvals_sentence(tally, case.options, WORDS)} {tally.turnout} voted."


@dataclass(frozen=True, slots=True)
class _Announced:
    """What the words ask of a decision, for one that stands in no log."""

    outcome: Outcome
    rule: DecisionRule
    tally: Tally
    approvals: ApprovalTally | None
    steps: tuple[Step, ...]
    turnout: int
    options: tuple[str | None, ...]
    winner: int | None


def result(replayed: Replayed) -> str:
    """Our outcome and what it rests on, as it is announced, without its marks for bold letters."""
    tally = replayed.tally
    announced = _Announced(
        replayed.outcome,
        replayed.rule,
        tally if isinstance(tally, Tally) else Tally(),
        tally if isinstance(tally, ApprovalTally) else None,
        steps_of(replayed),
        tally.turnout,
        replayed.case.options,
        replayed.winner,
    )
    said = result_sentences(announced, WORDS).replace("**", "")
    return f"{outcome_word(replayed.outcome, WORDS)}. {said}"


def scaling(replayed: Replayed) -> str:
    """How much smaller than life a case was played, and what its own size would have changed; empty if not."""
    case, scale = replayed.case, replayed.cast.scale
    if scale == 1:
        return ""
    full = at_full_size(case)
    same = full.outcome is replayed.outcome
    change = "the same" if same else f"another: {outcome_text(full.outcome)}"
    turnout = case.figures.turnout
    by = f"{MOST_VOTERS}/{turnout}" if scale * turnout == MOST_VOTERS else f"{scale.numerator}/{scale.denominator}"
    return (
        f"All figures times {by}, to the nearest whole number, halves up: "
        f"{figures(case, replayed.cast.tally)} {replayed.cast.active} count as active. "
        f"At full size {full.rule.quorum} would be needed, and the outcome is {change}."
    )


def remarks(replayed: Replayed) -> list[str]:
    """What a reader has to know of how a case was read and played."""
    case, said = replayed.case, []
    if case.is_turnout_assumed:
        turnout = case.figures.turnout
        said.append(f"How many voted is not published. Played as if {turnout} had, the most that the figures allow.")
    if case.eligible is not None and case.eligible < case.figures.turnout:
        said.append(f"By these figures more voted than could: {case.figures.turnout} of {case.eligible}.")
    if replayed.is_run_off:
        said.append("It was tied, so there was a run-off, in which everybody said the same again.")
    if case.verdict is None and case.outcome != _OTHER:
        said.append(f"Their outcome “{case.outcome}” is none that can be compared: {', '.join(VERDICTS)}.")
    return said


def their_rule(case: Case) -> str:
    """Their rule in a sentence."""
    return f"Their rule: {case.rule.rstrip('.')}." if case.rule else "Their rule is not given."


def _lines(replayed: Replayed) -> list[str]:
    case, comparison = replayed.case, compare(replayed)
    could = "Only who voted is known" if case.eligible is None else f"{case.eligible} could vote"
    said = [
        f"{case.organisation}: {case.title} [{case.id}]",
        f"  figures  {figures(case, case.figures)} {could}.",
        f"  theirs   {case.outcome}",
        f"  ours     {result(replayed)}",
    ]
    said += [f"  note     {remark}" for remark in remarks(replayed)]
    if smaller := scaling(replayed):
        said.append(f"  smaller  {smaller}")
    said.append(f"  compared {comparison.value}")
    if differs(comparison):
        reasons = [because(replayed), their_rule(case), *step_sentences(steps_of(replayed), replayed.outcome, WORDS)]
        said += [f"{_INDENT}{reason}" for reason in reasons]
    return said
