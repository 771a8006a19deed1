"""History: the ledger replayed in order gives the ballots that stood at any instant."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import Act, Choice, Source, Verdict
from bot.domain.history import Line, Standing, added, approved, standing_at

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANN, BEA = 11, 12
AGREE, DISAGREE, BLOCK = Choice.AGREE.value, Choice.DISAGREE.value, Choice.BLOCK.value


def line(
    choice: str | None = None,
    *,
    who: int = ANN,
    act: Act = Act.CAST,
    source: Source = Source.TAP,
    verdict: Verdict = Verdict.COUNTED,
    minute: int = 0,
) -> Line:
    return Line(who, act, choice, source, verdict, NOON + timedelta(minutes=minute))


def test_the_last_act_counts_by_whichever_road() -> None:
    lines = [line(AGREE), line(DISAGREE, source=Source.PANEL), line(BLOCK, source=Source.READ), line(AGREE, who=BEA)]
    assert standing_at(lines) == {ANN: Standing(BLOCK), BEA: Standing(AGREE)}


def test_only_what_was_received_before_the_instant_stands_then() -> None:
    lines = [line(AGREE, minute=1), line(DISAGREE, minute=2)]
    assert standing_at(lines, until=NOON + timedelta(minutes=1)) == {}
    assert standing_at(lines, until=NOON + timedelta(minutes=2)) == {ANN: Standing(AGREE)}
    assert standing_at(lines, until=NOON + timedelta(minutes=3)) == {ANN: Standing(DISAGREE)}


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.COUNTED])
def test_what_was_not_counted_leaves_nothing_standing(verdict: Verdict) -> None:
    assert standing_at([line(AGREE, verdict=verdict)]) == {}
    assert standing_at([line(AGREE, verdict=verdict), line(DISAGREE)]) == {ANN: Standing(DISAGREE)}


def test_a_withdrawn_ballot_stands_no_more_and_withdrawing_none_is_nothing() -> None:
    assert standing_at([line(act=Act.WITHDRAW), line(AGREE), line(act=Act.WITHDRAW)]) == {}


def test_a_reason_stays_with_the_choice_for_which_it_was_given() -> None:
    reason = line(act=Act.EXPLAIN, source=Source.PANEL)
    assert standing_at([line(BLOCK), reason]) == {ANN: Standing(BLOCK, explained=True)}
    assert standing_at([line(BLOCK), reason, line(BLOCK)]) == {ANN: Standing(BLOCK, explained=True)}
    assert standing_at([line(BLOCK), reason, line(AGREE)]) == {ANN: Standing(AGREE)}
    assert standing_at([line(BLOCK), reason, line(AGREE), line(BLOCK)]) == {ANN: Standing(BLOCK)}
    assert standing_at([reason]) == {}


def test_after_clearing_nobodys_ballot_stands_until_they_cast_again() -> None:
    lines = [line(AGREE), line(DISAGREE, who=BEA), line(who=BEA, act=Act.CLEAR, source=Source.PANEL)]
    assert standing_at(lines) == {}
    assert standing_at([*lines, line(AGREE, who=BEA)]) == {BEA: Standing(AGREE)}


def test_an_untapped_reaction_changes_nothing() -> None:
    untapped = [line(AGREE), line(AGREE, act=Act.UNTAP)]
    assert standing_at(untapped) == {ANN: Standing(AGREE)}
    assert standing_at([*untapped, line(DISAGREE)]) == {ANN: Standing(DISAGREE)}


def test_a_secret_ballots_line_tells_no_choice_and_so_stands_for_nothing() -> None:
    assert standing_at([line(None, source=Source.PANEL)]) == {}


def test_on_a_choice_every_tap_adds_and_the_panel_replaces_the_whole_ballot() -> None:
    lines = [line("2"), line("1"), line("2", source=Source.SUPER_TAP), line("3", source=Source.READ)]
    assert standing_at(lines, gathers=True) == {ANN: Standing("1+2+3")}
    lines.append(line("2+3", source=Source.PANEL))
    assert standing_at(lines, gathers=True) == {ANN: Standing("2+3")}
    assert standing_at([*lines, line("0")], gathers=True) == {ANN: Standing("0+2+3")}


def test_on_a_choice_a_reason_stays_whatever_is_added() -> None:
    lines = [line("2"), line(act=Act.EXPLAIN, source=Source.PANEL), line("1")]
    assert standing_at(lines, gathers=True) == {ANN: Standing("1+2", explained=True)}


@given(st.lists(st.integers(0, 9), min_size=1))
def test_a_ballot_of_options_says_each_once_in_order(options: list[int]) -> None:
    ballot = str(options[0])
    for option in options[1:]:
        ballot = added(ballot, str(option))
    assert approved(ballot) == frozenset(options)
    assert ballot == "+".join(map(str, sorted(set(options))))


def test_an_empty_ballot_approves_of_nothing() -> None:
    assert approved("") == frozenset()
