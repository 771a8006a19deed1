"""The generated part of docs/deciding.md: worked examples, counted by the bot's own rules and told in its own words.

What each example should come to stands in tests/domain, worked out by hand; a test holds both against each other.
`make docs` writes the page. What people wrote above the generated part stays. Not part of the installation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.approvals import ApprovalTally
from bot.domain.decisions import Outcome, Step
from bot.domain.judging import Judgement, asked
from bot.domain.prolongations import Prolongation
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze
from bot.domain.tally import Tally
from bot.words import words_in
from bot.words.explanations import approvals_sentence, outcome_word, result_sentences, step_sentences, tally_sentence
from bot.words.kinds import prolongation_sentence
from tests.domain.deciding_cases import ACTION, DAYS, SECTIONS, Example, Section
from tests.domain.prolongation_cases import ABSENCES, FINDINGS

PAGE = Path(__file__).parent / "deciding.md"
BEGIN = "<!-- Written by `make docs`; changes by hand below this line are lost. -->"

WORDS = words_in("en")
ACTIVE = (5, 10, 30, 100, 400)
TAKING_PART = (3, 10, 20, 21, 30, 31, 100, 101)


@dataclass(frozen=True, slots=True)
class Told:
    """What the words ask of a decision, for one that stands in no log."""

    outcome: Outcome
    rule: DecisionRule
    tally: Tally
    approvals: ApprovalTally | None
    options: tuple[str | None, ...]
    winner: int | None
    turnout: int
    steps: tuple[Step, ...]


def told(example: Example) -> Told:
    """How an example ends, as the words see it."""
    ended = example.ended()
    steps = asked(ended.tally, ended.approvals, example.rule)
    return Told(
        outcome=ended.outcome,
        rule=example.rule,
        tally=ended.tally,
        approvals=ended.approvals,
        options=DAYS if example.rule.options else (),
        winner=ended.winner,
        turnout=ended.turnout,
        steps=steps,
    )


def page() -> str:
    """The whole page as it should be now."""
    return PAGE.read_text(encoding="utf-8").partition(BEGIN)[0] + generated()


def generated() -> str:
    """The generated part."""
    parts = [
        BEGIN,
        "## Worked examples",
        "Every line is counted by Minga itself, and reads as members read it in the decisions channel. Each example is "
        "also a test: what should come of it was worked out by hand from the rules above.",
        "How many are needed:",
        _needed(),
        "How many blocks with a reason stop it, where a rule knows blocks:",
        _table(
            ["taking part", *map(str, TAKING_PART)],
            [["blocks", *(str(ACTION.block_limit(people)) for people in TAKING_PART)]],
        ),
        *(part for section in SECTIONS for part in _section(section)),
        *_prolongations(),
    ]
    return "\n\n".join(parts) + "\n"


def _needed() -> str:
    rows = []
    for kind, named in _ROWS.items():
        rules = [freeze(ServerRules(), kind, active=active, options=3 * (kind is Kind.CHOICE)) for active in ACTIVE]
        rows.append([named, *(_of_whom(rule) for rule in rules)])
    return _table(["active people", *map(str, ACTIVE)], rows)


_ROWS: Mapping[Kind, str] = {
    Kind.ACTION: "action, agreement, mandate, recall",
    Kind.CHOICE: "choice",
    Kind.CHARTER: "charter change",
}


def _of_whom(rule: DecisionRule) -> str:
    return f"{rule.quorum}, of whom {rule.least_agree} agree" if rule.least_agree else str(rule.quorum)


def _section(section: Section) -> list[str]:
    rows = [
        [
            example.shows,
            str(example.needed or "–"),
            _said(example),
            outcome_word(example.ended().outcome, WORDS),
            _read(example),
        ]
        for example in section.examples
    ]
    full = told(section.in_full)
    steps = step_sentences(full.steps, full.outcome, WORDS)
    return [
        f"### {section.title}",
        section.lead,
        _table(["", "needed", "they say", "outcome", "members read"], rows),
        f"`/why` on “{section.in_full.shows.rstrip('.')}”:",
        "\n".join(f"{place}. {sentence}" for place, sentence in enumerate(steps, 1)),
    ]


def _said(example: Example) -> str:
    """What was said, before a run-off and in it."""
    first = _count(example.judged())
    if example.run_off is None:
        return first
    return f"{first} Run-off: {_count(example.ended())}"


def _count(judged: Judgement) -> str:
    if judged.approvals is None:
        return tally_sentence(judged.tally, WORDS)
    return f"{approvals_sentence(judged.approvals, DAYS, WORDS)} {judged.turnout} take part."


def _read(example: Example) -> str:
    return result_sentences(told(example), WORDS)


def _prolongations() -> Iterable[str]:
    found = [
        [each.shows, outcome_word(each.before, WORDS), outcome_word(each.now, WORDS), *_longer(each.prolonged())]
        for each in FINDINGS
    ]
    away = [[each.shows, *_longer(each.prolonged())] for each in ABSENCES]
    return [
        "### Lasting longer",
        "The deadline of these examples is Friday, 8 May, 18:00. This is what stands on the ballot:",
        _table(["", "six hours before", "at the deadline", "longer", "members read"], found),
        "And where Minga was away at the deadline or in the half-hour before it:",
        _table(["", "longer", "members read"], away),
    ]


def _longer(by: Prolongation | None) -> tuple[str, str]:
    if by is None:
        return "–", ""
    return _span(by.span), prolongation_sentence(by, WORDS, _moment)


def _span(span: timedelta) -> str:
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    said = f"{hours} hours" if hours != 1 else "1 hour"
    return f"{said} {minutes} minutes" if minutes else said


def _moment(instant: datetime) -> str:
    return f"{instant:%A}, {instant.day} May, {instant:%H:%M}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
