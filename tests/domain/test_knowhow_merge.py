"""Merging know-how: two who revise one page, and what changed from one text to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.knowhow import TEXT_LIMIT, Page
from bot.domain.knowhow_merge import Clash, differences, merged

BASE = "Ask Mia for the key. Bring ten chairs.\n\nLock the door.\nSwitch off the light."

units = st.sampled_from(["One. ", "Two. ", "Three.\n", "\n", "Four! ", "Five", "six. ", "\n\n"])
texts = st.lists(units, max_size=12).map(lambda parts: "".join(parts).strip())
pages = st.builds(Page, st.sampled_from(["A", "B", "C"]), texts.filter(bool), st.sampled_from([(), ("x",), ("x", "y")]))


def text_of(base: str, standing: str, written: str) -> str | None:
    """What two texts come to, None where somebody has to be asked."""
    page = merged(Page("T", base), Page("T", standing), Page("T", written)).page
    return page.text if page else None


def test_two_who_rewrite_different_sentences_do_not_stand_in_each_others_way() -> None:
    standing, written = BASE.replace("light", "heating"), BASE.replace("Mia", "Leo")
    assert text_of(BASE, standing, written) == BASE.replace("light", "heating").replace("Mia", "Leo")


def test_two_sentences_side_by_side_may_belong_together_so_it_is_asked() -> None:
    assert text_of(BASE, BASE.replace("ten", "twelve"), BASE.replace("Mia", "Leo")) is None


def test_who_adds_and_who_takes_away_are_both_followed() -> None:
    standing = BASE.replace("Lock the door.\n", "")
    written = f"Come early.\n{BASE}"
    assert text_of(BASE, standing, written) == f"Come early.\n{standing}"


def test_the_same_change_twice_is_one_change() -> None:
    changed = BASE.replace("Mia", "Leo")
    assert text_of(BASE, changed, changed) == changed


def test_where_both_wrote_something_else_both_stand_side_by_side() -> None:
    both = merged(
        Page("T", "Before.\nAsk Mia.\nAfter."),
        Page("T", "Before.\nAsk Leo.\nAfter."),
        Page("T", "Before.\nAsk Zoë.\nAfter."),
    )
    assert both.page is None
    assert both.text == ("Before.\n", Clash("Ask Leo.\n", "Ask Zoë.\n"), "After.\n")


def test_of_titles_the_changed_one_is_taken_and_of_two_none() -> None:
    def title_of(standing: str, written: str) -> str | None:
        return merged(Page("T", "x"), Page(standing, "x"), Page(written, "x")).title

    assert title_of("T", "U") == title_of("U", "T") == title_of("U", "U") == "U"
    assert title_of("U", "V") is None
    assert merged(Page("T", "x"), Page("U", "x"), Page("V", "x")).page is None


def test_tags_of_both_are_kept_and_those_that_one_took_away_go() -> None:
    base, standing, written = ("a", "b", "c"), ("a", "b", "d"), ("e", "a", "c")
    both = merged(Page("T", "x", base), Page("T", "x", standing), Page("T", "x", written))
    assert both.tags == ("a", "d", "e")


def test_what_does_not_fit_any_more_is_asked_about() -> None:
    half = "x" * (TEXT_LIMIT // 2)
    assert text_of("Middle.", f"{half}\nMiddle.", f"Middle.\n{half}") is None
    many = merged(Page("T", "x"), Page("T", "x", ("a", "b", "c")), Page("T", "x", ("d", "e", "f")))
    assert many.page is None
    assert len(many.tags) == 6
    assert text_of("One.\nTwo.", "One.", "Two.") is None, "nothing would be left"


@given(pages, pages)
def test_who_alone_changes_something_is_followed_to_the_letter(base: Page, changed: Page) -> None:
    assert merged(base, changed, base).page == changed
    assert merged(base, base, changed).page == changed
    assert merged(base, changed, changed).page == changed


@given(texts, texts, texts)
def test_nothing_that_anybody_wrote_is_lost(base: str, standing: str, written: str) -> None:
    both = merged(Page("T", base), Page("T", standing), Page("T", written))
    told = "".join(part if isinstance(part, str) else part.standing + part.written for part in both.text)
    for unit in {*_split(standing), *_split(written)} - set(_split(base)):
        assert unit in told


def _split(text: str) -> list[str]:
    return [part.strip() for line in text.split("\n") for part in line.split(". ") if part.strip()]


@given(texts, texts)
def test_differences_tell_what_went_and_what_came(before: str, after: str) -> None:
    lines = differences(before, after)
    assert {sign for sign, _ in lines} <= {" ", "+", "-", "…"}
    if before == after:
        assert lines == []
    for sign, unit in lines:
        assert unit in {"-": before, "+": after, " ": after, "…": ""}[sign]


def test_only_what_stands_around_a_change_is_told_beside_it() -> None:
    old = "\n".join(f"Line {place}." for place in range(9))
    assert differences(old, old.replace("4", "four")) == [
        ("…", ""),
        (" ", "Line 3."),
        ("-", "Line 4."),
        ("+", "Line four."),
        (" ", "Line 5."),
        ("…", ""),
    ]
    assert differences("", "New.") == [("+", "New.")]


@pytest.mark.parametrize("added", ["in the middle", ""])
def test_texts_of_a_great_many_lines_are_compared_at_once(added: str) -> None:
    lines = ["x"] * 1_900
    more = [*lines[:950], added, *lines[950:]]
    assert text_of("\n".join(lines), "\n".join(more), "\n".join(lines)) == "\n".join(more)
    told = differences("\n".join(lines), "\n".join(more))
    assert ("+", added) in told or not added
    apart = merged(
        Page("T", "\n".join(lines)), Page("T", "\n".join(["a", *lines])), Page("T", "\n".join([*lines, "z"]))
    )
    assert apart.page is None or apart.page.text == "\n".join(["a", *lines, "z"])
