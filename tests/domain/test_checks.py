"""Temperature checks: a question is one line, and there is room for so much."""

from datetime import timedelta

import pytest

from bot.domain.checks import QUESTION_LIMIT, SPANS, check_question
from bot.domain.errors import MissingText, TextTooLong


def test_a_question_is_one_line() -> None:
    assert check_question("  Shall we \n meet\ton Monday? ") == "Shall we meet on Monday?"


def test_a_question_asks_something() -> None:
    with pytest.raises(MissingText) as refused:
        check_question(" \n ")
    assert refused.value.field == "question"


def test_a_question_may_be_exactly_as_long_as_its_field() -> None:
    assert check_question("x" * QUESTION_LIMIT) == "x" * QUESTION_LIMIT
    with pytest.raises(TextTooLong) as refused:
        check_question("x" * (QUESTION_LIMIT + 1))
    assert (refused.value.field, refused.value.limit) == ("question", QUESTION_LIMIT)


def test_a_check_runs_a_quarter_of_an_hour_to_a_day() -> None:
    assert (min(SPANS), max(SPANS)) == (timedelta(minutes=15), timedelta(hours=24))
    assert list(SPANS) == sorted(set(SPANS))
