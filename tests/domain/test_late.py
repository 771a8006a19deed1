"""Late: what was tapped after a deadline waits, and counts where the vote goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ballots import Act, Source, Verdict
from bot.domain.history import Line
from bot.domain.late import waiting_taps

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANN, BEA = 11, 12
LATE = Verdict.LATE


def line(
    choice: str | None = "agree",
    *,
    who: int = ANN,
    act: Act = Act.CAST,
    source: Source = Source.TAP,
    verdict: Verdict = Verdict.COUNTED,
    minute: int = 0,
) -> Line:
    return Line(who, act, choice, source, verdict, NOON + timedelta(minutes=minute))


def late(choice: str = "agree", *, who: int = ANN, source: Source = Source.TAP, minute: int = 0) -> Line:
    return line(choice, who=who, source=source, verdict=LATE, minute=minute)


def said(*lines: Line, gathers: bool = False) -> dict[int, list[str | None]]:
    """What waits, by member."""
    return {who: [tap.choice for tap in taps] for who, taps in waiting_taps(lines, gathers=gathers).items()}


def test_a_tap_that_came_too_late_waits_and_none_that_counted() -> None:
    assert said(line("agree"), late("block", who=BEA)) == {BEA: ["block"]}
    assert said() == {}


def test_the_last_of_several_taps_waits() -> None:
    assert said(line("abstain"), late("agree"), late("disagree")) == {ANN: ["disagree"]}
    assert said(late("agree"), late("disagree"), late("agree")) == {ANN: ["agree"]}
    assert said(late("agree"), late("disagree", source=Source.SUPER_TAP)) == {ANN: ["disagree"]}


def test_of_several_found_by_one_reading_nobody_knows_the_last() -> None:
    found = [late("agree", source=Source.READ), late("disagree", source=Source.SUPER_READ)]
    assert said(*found) == {ANN: ["agree", "disagree"]}
    assert said(*found, late("abstain")) == {ANN: ["abstain"]}
    assert said(late("block", minute=-1), *found) == {ANN: ["agree", "disagree"]}
    assert said(*found, late("abstain", source=Source.READ, minute=1)) == {ANN: ["abstain"]}
    assert said(*found, late("abstain", source=Source.SUPER_READ, minute=1)) == {ANN: ["abstain"]}


def test_what_was_taken_off_does_not_wait_but_its_super_reaction_does() -> None:
    gone = line("agree", act=Act.UNTAP, verdict=Verdict.NOTED)
    assert said(late("agree"), gone) == {}
    assert said(late("disagree"), late("agree"), gone) == {ANN: ["disagree"]}
    assert said(late("agree", source=Source.SUPER_TAP), gone) == {ANN: ["agree"]}
    assert said(late("agree", source=Source.SUPER_READ), gone) == {ANN: ["agree"]}
    assert said(late("agree"), line("agree", act=Act.UNTAP, source=Source.SUPER_TAP, verdict=Verdict.NOTED)) != {}
    assert said(gone, late("agree")) == {ANN: ["agree"]}


@pytest.mark.parametrize("act", [Act.CAST, Act.WITHDRAW])
def test_what_was_done_in_time_since_is_newer(act: Act) -> None:
    since = line("abstain" if act is Act.CAST else None, act=act, source=Source.PANEL)
    assert said(late("agree"), since) == {}
    assert said(late("agree"), since, gathers=True) == {}
    assert said(late("agree", who=BEA), since) == {BEA: ["agree"]}
    assert said(since, late("agree")) == {ANN: ["agree"]}


def test_who_acts_too_late_in_the_panel_was_told_and_changes_nothing() -> None:
    told = line("disagree", source=Source.PANEL, verdict=LATE)
    assert said(told) == {}
    assert said(late("agree"), told) == {ANN: ["agree"]}


def test_a_reason_or_somebody_elses_tap_takes_nothing_back() -> None:
    assert said(late("agree"), line(None, act=Act.EXPLAIN, source=Source.PANEL)) == {ANN: ["agree"]}
    assert said(late("agree"), line("agree", who=BEA)) == {ANN: ["agree"]}


def test_a_tap_in_time_since_is_newer_and_on_a_choice_only_where_it_says_the_same() -> None:
    assert said(late("1"), line("2")) == {}
    assert said(late("1"), line("2"), gathers=True) == {ANN: ["1"]}
    assert said(late("1"), line("1"), gathers=True) == {}


def test_on_a_choice_all_taps_wait() -> None:
    assert said(late("1"), late("2", minute=1), gathers=True) == {ANN: ["1", "2"]}


def test_nothing_waits_once_ballots_were_cleared() -> None:
    assert said(late("agree"), late("agree", who=BEA), line(None, act=Act.CLEAR, source=Source.PANEL)) == {}
