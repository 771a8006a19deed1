"""Know-how: what a page may hold, and how tags are written."""

import pytest

from bot.domain.errors import MissingText, TextTooLong
from bot.domain.knowhow import MARK, TAGS_LIMIT, TEXT_LIMIT, TITLE_LIMIT, Page, page_of, tags_of, typed_tags
from bot.domain.knowhow_refusals import MarksLeft, TooManyTags
from bot.domain.skills import SKILL_LIMIT


def test_a_page_is_one_line_a_text_and_tags() -> None:
    page = page_of(" Booking\nthe hall ", "Ask Mia.\r\nBring the key.\n", "Hall, keys")
    assert page == Page("Booking the hall", "Ask Mia.\nBring the key.", ("hall", "keys"))


@pytest.mark.parametrize(
    ("title", "text", "field"), [("", "Text", "title"), (" \n ", "Text", "title"), ("Title", "\x00 ", "know_how")]
)
def test_what_is_empty_is_refused_by_the_name_of_its_field(title: str, text: str, field: str) -> None:
    with pytest.raises(MissingText) as refused:
        page_of(title, text, "")
    assert refused.value.field == field


def test_title_and_text_may_be_so_long_and_no_longer() -> None:
    assert page_of("t" * TITLE_LIMIT, "x" * TEXT_LIMIT, "").text == "x" * TEXT_LIMIT
    for title, text, limit in (("t" * (TITLE_LIMIT + 1), "x", TITLE_LIMIT), ("t", "x" * (TEXT_LIMIT + 1), TEXT_LIMIT)):
        with pytest.raises(TextTooLong) as refused:
            page_of(title, text, "")
        assert (refused.value.length, refused.value.limit) == (limit + 1, limit)


def test_tags_are_written_like_skills_and_each_is_there_once() -> None:
    assert tags_of("#Welding,  hand   truck;welding\nKüche、炊事,, ") == ("welding", "hand truck", "küche", "炊事")
    assert tags_of("") == ()
    assert tags_of(typed_tags(("a b", "c"))) == ("a b", "c")


def test_there_are_so_many_tags_and_each_is_short() -> None:
    most = ", ".join(f"tag {place}" for place in range(TAGS_LIMIT))
    assert len(tags_of(most)) == TAGS_LIMIT
    with pytest.raises(TooManyTags) as refused:
        tags_of(f"{most}, one more")
    assert (refused.value.count, refused.value.limit) == (TAGS_LIMIT + 1, TAGS_LIMIT)
    assert tags_of("x" * SKILL_LIMIT)
    with pytest.raises(TextTooLong):
        tags_of("x" * (SKILL_LIMIT + 1))


def test_a_merge_that_was_left_half_done_is_not_sent() -> None:
    with pytest.raises(MarksLeft) as refused:
        page_of("Title", f"One\n{MARK} as you wrote it\nTwo", "")
    assert refused.value.mark == MARK
    assert page_of("Title", f"In a line {MARK} is a sign like any.", "")
