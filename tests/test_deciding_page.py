"""The page on deciding: every worked example comes out as the charter says, and the page shows just these."""

import pytest

from bot.domain.decisions import Outcome
from bot.domain.prolongations import Cause
from bot.domain.rules import Kind
from docs import examples
from tests.domain.deciding_cases import SECTIONS, Example, Section
from tests.domain.prolongation_cases import ABSENCES, DEADLINE, FINDINGS, Away, Finding

EXAMPLES = [example for section in SECTIONS for example in section.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule.kind}: {example.shows}")
def test_a_vote_ends_as_worked_out_by_hand(example: Example) -> None:
    assert example.rule.quorum == example.needed
    assert example.judged().needs_run_off == (example.run_off is not None)
    ended = example.ended()
    assert ended.outcome is example.outcome
    assert ended.winner == example.winner
    assert not ended.needs_run_off


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.shows)
def test_a_count_prolongs_a_vote_as_worked_out_by_hand(finding: Finding) -> None:
    by = finding.prolonged()
    assert (by.until - DEADLINE).total_seconds() / 3600 == finding.hours if by else finding.hours == 0


@pytest.mark.parametrize("away", ABSENCES, ids=lambda away: away.shows)
def test_an_absence_prolongs_a_vote_as_worked_out_by_hand(away: Away) -> None:
    by = away.prolonged()
    assert (by.until - DEADLINE).total_seconds() / 60 == away.minutes if by else away.minutes == 0


def test_every_kind_every_cause_and_every_outcome_of_a_count_has_its_example() -> None:
    assert {example.rule.kind for example in EXAMPLES} == set(Kind)
    assert {example.outcome for example in EXAMPLES} == set(Outcome) - {Outcome.WITHDRAWN, Outcome.LAPSED}
    caused = {by.cause for each in (*FINDINGS, *ABSENCES) if (by := each.prolonged())}
    assert caused == set(Cause)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.title)
def test_the_page_tells_every_example(section: Section) -> None:
    part = examples.generated().split(f"### {section.title}\n")[1].split("\n### ")[0]
    assert part.count("\n| ") == len(section.examples) + 2, "heads, a line, and a row for each"


def test_the_page_is_what_the_rules_give_today() -> None:
    assert examples.PAGE.read_text(encoding="utf-8") == examples.page(), "run `make docs`"


def test_no_gap_is_left_in_a_sentence() -> None:
    assert not set("{}") & set(examples.generated())
