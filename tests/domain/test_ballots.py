"""Ballots: which reactions are choices, and which acts count."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import EMOJI, EMOJI_OF, Choice, Verdict, admit, bare_emoji, choice_of, choices
from bot.domain.members import Standing

CLOSES_AT = datetime(2026, 5, 7, 12, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("emoji", "choice"),
    [("✅", Choice.AGREE), ("❌", Choice.DISAGREE), ("⚪", Choice.ABSTAIN), ("⛔", Choice.BLOCK)],
)
def test_each_of_the_four_reactions_is_a_choice(emoji: str, choice: Choice) -> None:
    assert choice_of(emoji, blocks=True) is choice
    assert EMOJI_OF[choice] == emoji


@pytest.mark.parametrize("emoji", ["✅\ufe0f", "✅\U0001f3fb", "✅\U0001f3ff\ufe0f"])
def test_a_reaction_is_the_same_with_a_variation_selector_or_a_skin_tone(emoji: str) -> None:
    assert bare_emoji(emoji) == "✅"
    assert choice_of(emoji, blocks=True) is Choice.AGREE


@pytest.mark.parametrize("emoji", ["👍", "✔️", "", "\ufe0f", "agree", "✅✅", "<:yes:123>"])
def test_any_other_reaction_is_just_a_reaction(emoji: str) -> None:
    assert choice_of(emoji, blocks=True) is None


def test_a_block_is_just_a_reaction_where_the_rule_knows_no_blocks() -> None:
    assert choice_of("⛔", blocks=False) is None
    assert [choice_of(emoji, blocks=False) for emoji in "✅❌⚪"] == [Choice.AGREE, Choice.DISAGREE, Choice.ABSTAIN]


def test_choices_are_offered_in_one_order_and_blocks_only_where_the_rule_knows_them() -> None:
    assert choices(blocks=True) == (Choice.AGREE, Choice.DISAGREE, Choice.ABSTAIN, Choice.BLOCK)
    assert choices(blocks=False) == (Choice.AGREE, Choice.DISAGREE, Choice.ABSTAIN)


@given(st.text())
def test_only_the_ballots_own_reactions_are_choices(emoji: str) -> None:
    assert (choice_of(emoji, blocks=True) is not None) == (bare_emoji(emoji) in EMOJI)


@pytest.mark.parametrize(
    ("standing", "verdict"),
    [
        (Standing.ON_ROLL, Verdict.COUNTED),
        (Standing.NEWCOMER, Verdict.NEWCOMER),
        (Standing.UNKNOWN, Verdict.UNKNOWN),
    ],
)
def test_an_act_before_the_deadline_counts_as_the_persons_standing_says(standing: Standing, verdict: Verdict) -> None:
    assert admit(standing, received_at=CLOSES_AT - A_MOMENT, closes_at=CLOSES_AT) is verdict


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("after", [timedelta(), A_MOMENT, timedelta(days=30)])
def test_the_deadline_itself_is_too_late_for_everybody(standing: Standing, after: timedelta) -> None:
    assert admit(standing, received_at=CLOSES_AT + after, closes_at=CLOSES_AT) is Verdict.LATE
