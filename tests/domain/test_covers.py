"""Covers: how a covered text is named, and how the log notes it without the text."""

from datetime import date
from typing import Literal

import pytest

from bot.domain.chain import canonical
from bot.domain.covers import Covered, Holder, cover_facts


@pytest.mark.parametrize(("holder", "mark"), [(Holder.PROPOSAL, "P-12"), (Holder.TASK, "T-12")])
def test_a_text_is_named_by_what_holds_it(holder: Holder, mark: str) -> None:
    assert Covered(holder, 12).mark == mark


@pytest.mark.parametrize("what", ["covered", "uncovered"])
def test_the_log_says_what_was_covered_by_which_vote_on_which_day(what: Literal["covered", "uncovered"]) -> None:
    entry = cover_facts(what, Covered(Holder.TASK, 12), vote=7, on=date(2026, 5, 4))
    assert entry == {
        "format": 1,
        "kind": "integrity",
        "on": "2026-05-04",
        "text": "T-12",
        "vote": 7,
        "what": what,
    }
    assert canonical(entry)
