"""Typed text: what is taken out of it, and when it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import MissingText, TextTooLong
from bot.domain.texts import check_text, clean_name, clean_text, without_ids


def test_a_text_keeps_its_lines_tabs_accents_and_emoji() -> None:
    assert clean_text("Ça va ?\n\t– oui 🌻") == "Ça va ?\n\t– oui 🌻"


def test_both_ends_of_the_surrogates_are_taken_out() -> None:
    assert clean_text("a\ud800b\udfffc") == "abc"


@pytest.mark.parametrize("char", ["\u00a0", "¡", "\ue000", "\ufffd"])
def test_what_stands_next_to_the_illegible_is_kept(char: str) -> None:
    assert clean_text(f"a{char}b") == f"a{char}b"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_systems_line_end_becomes_the_same(end: str) -> None:
    assert clean_text(f"one{end}two") == "one\ntwo"


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9f", "\ud800", "\ufffe", "\uffff"])
def test_what_no_reader_sees_and_no_file_can_hold_is_taken_out(char: str) -> None:
    assert clean_text(f"a{char}b") == "ab"


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaned_text_can_be_stored_anywhere_and_stays_clean(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.encode().decode() == cleaned
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == cleaned


@pytest.mark.parametrize("text", ["", "  \n\t ", "\x00\x07", " \x00 "])
def test_a_text_of_which_nothing_is_left_is_missing(text: str) -> None:
    with pytest.raises(MissingText) as refused:
        check_text("title", text, 10)
    assert refused.value.field == "title"


def test_a_text_may_be_exactly_as_long_as_its_field_and_no_longer() -> None:
    assert check_text("title", " " + "ä" * 10 + " ", 10) == "ä" * 10
    with pytest.raises(TextTooLong) as refused:
        check_text("title", "ä" * 11, 10)
    assert (refused.value.field, refused.value.length, refused.value.limit) == ("title", 11, 10)


def test_a_name_loses_only_what_no_file_can_hold() -> None:
    assert clean_name("Ana 🌻") == "Ana 🌻"
    assert clean_name(" Ana ") == " Ana ", "whatever is in it, a legible name is its owner's"
    assert clean_name("A\x00na\ud800\n") == "Ana"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Ask <@81384788765712384> or <@!12>", "Ask @… or @…"),
        ("For <@&77>, in <#501>", "For @…, in #…"),
        ("Well done <:fist:81384788765712384><a:wave:5>", "Well done :fist::wave:"),
        ("Type </task add:81384788765712384>", "Type /task add"),
        ("At <t:1778000000:F> or <t:-1>", "At … or …"),
        ("See https://discord.com/channels/81/501/9, please", "See …, please"),
        ("https://ptb.discordapp.com/channels/@me/5 discord.com/users/81384788765712384", "… …"),
        ("id 81384788765712384!", "id …!"),
    ],
)
def test_no_id_of_discords_is_left_in_a_text_for_the_world(typed: str, left: str) -> None:
    assert without_ids(typed) == left


@pytest.mark.parametrize(
    "text",
    ["", "5 < 6 and @everybody #1", "DE89370400440532013000", "https://example.org/channels/9", "1234567890123456"],
)
def test_a_text_without_an_id_stays_as_it_is(text: str) -> None:
    assert without_ids(text) == text
