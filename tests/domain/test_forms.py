"""Ballot forms: what a proposal's ballots can say, by reaction and in the panel."""

from collections.abc import Callable

import pytest

from bot.domain.ballots import OPTION_EMOJI, TALK_EMOJI, Choice, option_of
from bot.domain.forms import BallotForm, emoji_of, form_of
from bot.domain.rules import Kind, ServerRules, freeze

CHARTER = ServerRules()


def action() -> BallotForm:
    return form_of(freeze(CHARTER, Kind.ACTION, active=30))


def recall() -> BallotForm:
    return form_of(freeze(CHARTER, Kind.RECALL, active=30))


def choice(run_off: tuple[int, ...] = ()) -> BallotForm:
    return form_of(freeze(CHARTER, Kind.CHOICE, active=30, options=3), run_off)


def run_off() -> BallotForm:
    return choice((1, 3))


def test_an_action_is_agreed_to_or_not_by_four_reactions() -> None:
    assert action().said == ("agree", "disagree", "abstain", "block")
    assert action().emoji == ("✅", "❌", "⚪", "⛔")
    assert not action().gathers
    assert [action().says(emoji) for emoji in ("✅", "⛔", "👍", "1️⃣", "💬")] == ["agree", "block", None, None, None]


def test_where_the_rule_knows_no_blocks_none_is_on_offer() -> None:
    form = recall()
    assert form.said == ("agree", "disagree", "abstain")
    assert not form.allows("block")
    assert BallotForm(blocks=False).says("⛔") is None


def test_a_secret_vote_says_nothing_by_reactions() -> None:
    assert recall().is_secret
    assert recall().emoji == ()
    assert recall().says("✅") is None
    assert recall().allows("agree")


def test_a_choice_offers_its_options_and_last_of_all_to_keep_discussing() -> None:
    assert choice().said == ("1", "2", "3", "0")
    assert choice().emoji == ("1️⃣", "2️⃣", "3️⃣", TALK_EMOJI)
    assert choice().gathers
    assert [choice().says(emoji) for emoji in ("1️⃣", "1⃣", "💬", "4️⃣", "✅")] == ["1", "1", "0", None, None]
    assert choice() == BallotForm(blocks=False, options=(1, 2, 3, 0), is_secret=False)


def test_a_choice_can_be_secret_in_both_rounds() -> None:
    rule = freeze(CHARTER, Kind.CHOICE, active=30, options=2, is_secret=True)
    for form in (form_of(rule), form_of(rule, [1, 2])):
        assert (form.is_secret, form.gathers, form.emoji, form.says("1️⃣")) == (True, True, (), None)
        assert form.allows("1+2")
        assert not form.blocks


def test_a_run_off_offers_those_on_top_and_no_more_talk() -> None:
    assert run_off().said == ("1", "3")
    assert [run_off().says(emoji) for emoji in ("1️⃣", "2️⃣", "3️⃣", "💬")] == ["1", None, "3", None]


@pytest.mark.parametrize(
    ("form", "ballot", "is_allowed"),
    [
        (action, "agree", True),
        (action, "agree+block", False),
        (action, "perhaps", False),
        (action, "", False),
        (choice, "1", True),
        (choice, "0+1+3", True),
        (choice, "4", False),
        (choice, "", False),
        (choice, "agree", False),
        (run_off, "1+3", True),
        (run_off, "1+2", False),
        (run_off, "0", False),
    ],
)
def test_a_whole_ballot_says_only_what_is_on_offer(
    form: Callable[[], BallotForm], ballot: str, is_allowed: bool
) -> None:
    assert form().allows(ballot) is is_allowed


def test_every_reaction_stands_for_what_it_was_put_there_for() -> None:
    for form in (action(), choice(), run_off()):
        assert [form.says(emoji_of(said)) for said in form.said] == list(form.said)
    assert emoji_of(Choice.BLOCK) == "⛔"


def test_the_keycaps_are_options_with_and_without_their_variation_selector() -> None:
    for option, emoji in enumerate(OPTION_EMOJI):
        assert option_of(emoji, range(1, 10)) == option
        assert option_of(emoji.replace("\ufe0f", ""), range(1, 10)) == option
    assert option_of("5️⃣", (1, 2)) is None
    assert option_of("🔟", range(1, 10)) is None
