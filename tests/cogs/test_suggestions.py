"""Suggestions: what people type for a number, and what is no number of anything."""

import pytest

from cogs.bridge.suggestions import reference


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("P-12", ("P", 12)),
        (" d 7 ", ("D", 7)),
        ("7", ("", 7)),
        ("t3", ("T", 3)),
        ("P-12 · Buy a hand-truck", ("P", 12)),
        ("P-12 · of\ntwo lines", ("P", 12)),
    ],
)
def test_a_number_is_read_as_people_type_it_or_as_it_was_suggested(typed: str, meant: tuple[str, int]) -> None:
    assert reference(typed) == meant


@pytest.mark.parametrize("typed", ["", "P-", "P-3; drop", "P-3 4", "P-3.5", "P-3-4", "3rd", "P-3·x", "X-3", "-−3"])
def test_what_only_begins_like_a_number_is_none(typed: str) -> None:
    assert reference(typed) is None
