"""Counting: every ballot once, exactly, and an unexplained block as disagreement."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import Choice
from bot.domain.tally import StandingBallot, Tally, count

ballots = st.builds(StandingBallot, st.sampled_from(Choice), st.booleans())


def test_nobody_voted_is_a_tally_too() -> None:
    assert count([]) == Tally(0, 0, 0, 0, 0)
    assert count([]).turnout == 0


def test_each_choice_is_counted_apart() -> None:
    said = [
        *[StandingBallot(Choice.AGREE)] * 4,
        *[StandingBallot(Choice.DISAGREE)] * 3,
        *[StandingBallot(Choice.ABSTAIN)] * 2,
        StandingBallot(Choice.BLOCK, explained=True),
    ]
    assert count(said) == Tally(agree=4, disagree=3, abstain=2, block=1)


def test_a_block_without_its_objection_counts_as_disagreement_and_not_as_a_block() -> None:
    tally = count([StandingBallot(Choice.AGREE), StandingBallot(Choice.BLOCK), StandingBallot(Choice.BLOCK, True)])
    assert (tally.block, tally.unexplained, tally.against) == (1, 1, 2)


def test_a_reason_makes_no_difference_to_any_choice_but_a_block() -> None:
    for choice in (Choice.AGREE, Choice.DISAGREE, Choice.ABSTAIN):
        assert count([StandingBallot(choice, explained=True)]) == count([StandingBallot(choice)])


def test_abstaining_is_taking_part_and_is_not_being_against() -> None:
    tally = Tally(agree=1, abstain=5)
    assert (tally.turnout, tally.against) == (6, 0)


@given(st.lists(ballots))
def test_everybody_whose_ballot_stands_takes_part_once(said: list[StandingBallot]) -> None:
    assert count(said).turnout == len(said)


@given(st.lists(ballots).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
def test_the_order_of_counting_makes_no_difference(orders: tuple[list[StandingBallot], list[StandingBallot]]) -> None:
    assert count(orders[0]) == count(orders[1])


@given(st.lists(ballots))
def test_the_record_holds_the_whole_tally(said: list[StandingBallot]) -> None:
    assert Tally(**count(said).facts()) == count(said)
