"""Forgetting: numbers of nobody's stand in for people, so that a ledger can be recounted and not traced."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ballots import Act, Source, Verdict
from bot.domain.forgetting import NOBODY_KNOWN, links_end_at, own_words, stand_ins
from bot.domain.history import Line

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANN, BEA, CAL = 11, 12, 13


def line(who: int, *, act: Act = Act.CAST, verdict: Verdict = Verdict.COUNTED) -> Line:
    return Line(who, act, "agree", Source.TAP, verdict, NOON)


def in_order(size: int) -> Sequence[int]:
    return range(size)


def numbers(*lines: Line, only: int | None = None) -> list[int]:
    """The stand-ins where nothing is shuffled."""
    return stand_ins(lines, pick=in_order, only=only)


def test_links_last_thirty_days_from_settling() -> None:
    assert links_end_at(NOON) == datetime(2026, 6, 3, 12, tzinfo=UTC) == NOON + timedelta(days=30)


def test_the_same_person_keeps_the_same_number_and_no_two_share_one() -> None:
    assert numbers(line(ANN), line(BEA), line(ANN), line(CAL)) == [-1, -2, -1, -3]
    assert numbers() == []


def test_lines_that_were_forgotten_before_stay_as_they_are_and_share_no_number() -> None:
    assert numbers(line(-2), line(ANN), line(0, act=Act.CLEAR), line(BEA), line(ANN)) == [-2, -1, 0, -3, -4]


def test_one_person_alone_can_be_forgotten_and_the_others_later() -> None:
    lines = [line(ANN), line(BEA), line(ANN), line(CAL)]
    first = stand_ins(lines, pick=lambda size: range(size)[::-1], only=BEA)
    assert first == [ANN, -2, ANN, CAL]
    rest = numbers(*(line(who) for who in first))
    assert rest == [-1, -2, -1, -3], "together they fill the same numbers, so none tells who was forgotten first"


def test_forgetting_one_person_keeps_their_rounds_apart_by_what_others_cleared() -> None:
    lines = [line(ANN), line(BEA, act=Act.CLEAR), line(ANN), line(BEA)]
    before, cleared, after, other = numbers(*lines, only=ANN)
    assert before != after
    assert (cleared, other) == (BEA, BEA)
    assert numbers(*lines, only=BEA)[:3] == [ANN, NOBODY_KNOWN, ANN]


def test_who_gets_which_number_is_left_to_chance() -> None:
    asked: list[int] = []

    def turned_round(size: int) -> Sequence[int]:
        asked.append(size)
        return range(size)[::-1]

    lines = [line(ANN), line(BEA), line(ANN), line(CAL)]
    assert stand_ins(lines, pick=turned_round) == [-3, -2, -3, -1]
    assert asked == [3], "as many numbers as there are people"


def test_after_all_ballots_were_cleared_everybody_is_somebody_else() -> None:
    before, _, after = numbers(line(ANN), line(BEA, act=Act.CLEAR), line(ANN))
    assert before != after
    first, _, _, second, _, third = numbers(
        line(ANN), line(BEA, act=Act.CLEAR), line(BEA), line(ANN), line(BEA, act=Act.CLEAR), line(ANN)
    )
    assert len({first, second, third}) == 3


def test_whoever_let_ballots_be_cleared_is_nobody() -> None:
    cleared, cast = numbers(line(ANN, act=Act.CLEAR), line(ANN))
    assert (cleared, NOBODY_KNOWN) == (0, 0)
    assert cast < 0


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.LATE])
def test_what_came_too_late_tells_nothing_of_what_counted(verdict: Verdict) -> None:
    in_time, late, later = numbers(
        line(ANN, verdict=verdict), line(ANN, verdict=Verdict.LATE), line(ANN, verdict=Verdict.LATE)
    )
    assert in_time != late == later


@pytest.mark.parametrize("verdict", [Verdict.COUNTED, Verdict.NEWCOMER, Verdict.UNKNOWN, Verdict.KEPT, Verdict.UNCLEAR])
@pytest.mark.parametrize("act", [Act.CAST, Act.WITHDRAW])
def test_what_was_late_before_the_same_person_was_in_time_after_all_is_told_to_be_theirs(
    act: Act, verdict: Verdict
) -> None:
    late, in_time, later = numbers(
        line(ANN, verdict=Verdict.LATE), line(ANN, act=act, verdict=verdict), line(ANN, verdict=Verdict.LATE)
    )
    assert late == in_time != later


@pytest.mark.parametrize(
    "between",
    [
        line(ANN, verdict=Verdict.NOTED),
        line(ANN, act=Act.EXPLAIN),
        line(BEA),
        line(ANN, act=Act.UNTAP, verdict=Verdict.NOTED),
    ],
)
def test_what_was_late_stays_late_whatever_else_was_done_since(between: Line) -> None:
    in_time, late, *_ = numbers(line(ANN), line(ANN, verdict=Verdict.LATE), between)
    assert in_time != late


def test_what_was_late_before_the_ballots_were_cleared_stays_late() -> None:
    first, late, _, after = numbers(line(ANN), line(ANN, verdict=Verdict.LATE), line(ANN, act=Act.CLEAR), line(ANN))
    assert len({first, late, after}) == 3


def test_shuffling_that_loses_or_invents_people_is_noticed() -> None:
    with pytest.raises(ValueError, match="shuffling"):
        stand_ins([line(ANN), line(BEA)], pick=lambda size: range(size - 1))


def test_words_are_whose_brought_them_in_until_somebody_writes_others() -> None:
    said = [(ANN, "a"), (BEA, "a"), (BEA, "b"), (ANN, "b"), (None, "c"), (BEA, "c"), (BEA, "a")]
    assert own_words(said, ANN) == [True, True, False, False, False, False, False]
    assert own_words(said, BEA) == [False, False, True, True, False, False, True]
    assert own_words([], ANN) == []
