"""Ballot forms: what a proposal's ballots can say, by reaction and in the panel."""

import pytest

from bot.domain.ballots import OPTION_EMOJI, TALK_EMOJI, Choice, option_of
from bot.domain.forms import BallotForm, emoji_of, form_of
from bot.domain.rules import Kind, ServerRules, freeze

ACTION = form_of(freeze(ServerRules(), Kind.ACTION, active=30))
RECALL = form_of(freeze(ServerRules(), Kind.RECALL, active=30))
CHOICE = form_of(freeze(ServerRules(), Kind.CHOICE, active=30, options=3))
RUN_OFF = form_of(freeze(ServerRules(), Kind.CHOICE, active=30, options=3), [1, 3])


def test_an_action_is_agreed_to_or_not_by_four_reactions() -> None:
    assert ACTION.said == ("agree", "disagree", "abstain", "block")
    assert ACTION.emoji == ("✅", "❌", "⚪", "⛔")
    assert not ACTION.gathers
    assert [ACTION.says(emoji) for emoji in ("✅", "⛔", "👍", "1️⃣", "💬")] == ["agree", "block", None, None, None]


def test_where_the_rule_knows_no_blocks_none_is_on_offer() -> None:
    open_recall = BallotForm(blocks=False)
    assert open_recall.said == ("agree", "disagree", "abstain")
    assert open_recall.says("⛔") is None
    assert not open_recall.allows("block")


def test_a_secret_vote_says_nothing_by_reactions() -> None:
    assert RECALL.is_secret
    assert RECALL.emoji == ()
    assert RECALL.says("✅") is None
    assert RECALL.allows("agree")


def test_a_choice_offers_its_options_and_last_of_all_to_keep_discussing() -> None:
    assert CHOICE.said == ("1", "2", "3", "0")
    assert CHOICE.emoji == ("1️⃣", "2️⃣", "3️⃣", TALK_EMOJI)
    assert CHOICE.gathers
    assert [CHOICE.says(emoji) for emoji in ("1️⃣", "1⃣", "💬", "4️⃣", "✅")] == ["1", "1", "0", None, None]


def test_a_run_off_offers_those_on_top_and_no_more_talk() -> None:
    assert RUN_OFF.said == ("1", "3")
    assert [RUN_OFF.says(emoji) for emoji in ("1️⃣", "2️⃣", "3️⃣", "💬")] == ["1", None, "3", None]


@pytest.mark.parametrize(
    ("form", "ballot", "is_allowed"),
    [
        (ACTION, "agree", True),
        (ACTION, "agree+block", False),
        (ACTION, "perhaps", False),
        (ACTION, "", False),
        (CHOICE, "1", True),
        (CHOICE, "0+1+3", True),
        (CHOICE, "4", False),
        (CHOICE, "", False),
        (CHOICE, "agree", False),
        (RUN_OFF, "1+3", True),
        (RUN_OFF, "1+2", False),
        (RUN_OFF, "0", False),
    ],
)
def test_a_whole_ballot_says_only_what_is_on_offer(form: BallotForm, ballot: str, is_allowed: bool) -> None:
    assert form.allows(ballot) is is_allowed


def test_every_reaction_stands_for_what_it_was_put_there_for() -> None:
    for form in (ACTION, CHOICE, RUN_OFF):
        assert [form.says(emoji_of(said)) for said in form.said] == list(form.said)
    assert emoji_of(Choice.BLOCK) == "⛔"


def test_the_keycaps_are_options_with_and_without_their_variation_selector() -> None:
    for option, emoji in enumerate(OPTION_EMOJI):
        assert option_of(emoji, range(1, 10)) == option
        assert option_of(emoji.replace("\ufe0f", ""), range(1, 10)) == option
    assert option_of("5️⃣", (1, 2)) is None
    assert option_of("🔟", range(1, 10)) is None
