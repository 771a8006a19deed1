"""Folding: what is quick folds just as what keeps the way back to what was typed."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.phrases.folding import fold, folded


@given(st.text() | st.text(st.characters(max_codepoint=127)))
def test_the_quick_way_folds_as_the_other(text: str) -> None:
    assert folded(text) == fold(text).text


def test_every_sign_there_is_folds_the_same_alone_and_after_all_others() -> None:
    signs = [chr(point) for point in range(0, sys.maxunicode + 1, 7)]
    assert [folded(sign) for sign in signs] == [fold(sign).text for sign in signs]
    assert [folded(f"É{sign}") for sign in signs[-100:]] == [fold(f"É{sign}").text for sign in signs[-100:]]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Print FLYERS", "print flyers"),
        ("Café", "cafe"),
        ("ÉCOLE Straße", "ecole strasse"),
        ("Æ ñ", "æ n"),
        ("L’Été – ½ @", "l'ete - 1⁄2  "),
        ("a\tb@c`d", "a b c'd"),
        ("", ""),
    ],
)
def test_accents_capitals_and_typographic_signs_make_no_difference(text: str, plain: str) -> None:
    assert folded(text) == plain
