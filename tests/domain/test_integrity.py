"""Integrity: what befell a vote is noted, put back so often a day, and told with counts and days alone."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.chain import canonical
from bot.domain.integrity import (
    Happening,
    Note,
    binding_facts,
    happening_facts,
    may_put_back,
    people_facts,
    restored_facts,
    resumed_at,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
A_MOMENT = timedelta(microseconds=1)
DAY = date(2026, 5, 4)


def notes(*hours_ago: int, what: Happening = Happening.BALLOT_GONE) -> list[Note]:
    return [Note(what, NOON - hours * HOUR) for hours in hours_ago]


@pytest.mark.parametrize("what", Happening)
def test_a_note_comes_back_from_storage_as_it_went_in(what: Happening) -> None:
    note = Note(what, NOON)
    assert note.facts() == {"what": what.value, "at": "2026-05-04T12:00:00+00:00"}
    assert Note.of_facts(json.loads(json.dumps(note.facts()))) == note


def test_a_ballot_and_its_reactions_are_put_back_three_times_a_day_together() -> None:
    assert may_put_back([], NOON)
    mixed = [*notes(1), *notes(2, what=Happening.REACTIONS_GONE)]
    assert may_put_back(mixed, NOON)
    assert not may_put_back([*mixed, *notes(3)], NOON)
    assert not may_put_back(notes(1, 2, 3, 4), NOON)


def test_after_a_day_a_ballot_may_be_put_back_again() -> None:
    spent = [*notes(1, 2), Note(Happening.BALLOT_GONE, NOON - 24 * HOUR + A_MOMENT)]
    assert not may_put_back(spent, NOON)
    assert may_put_back(spent, NOON + A_MOMENT)


@pytest.mark.parametrize("what", [Happening.INTERRUPTED, Happening.RESUMED])
def test_interruptions_take_nothing_from_the_three(what: Happening) -> None:
    assert may_put_back(notes(1, 2, 3, 4, what=what), NOON)


@pytest.mark.parametrize(("left", "given"), [(5 * HOUR, 5 * HOUR), (timedelta(), timedelta()), (-HOUR, timedelta())])
def test_an_interrupted_vote_goes_on_with_the_time_that_was_left_and_never_less_than_none(
    left: timedelta, given: timedelta
) -> None:
    now = NOON + 48 * HOUR
    assert resumed_at(NOON + left, NOON, now) == now + given


@pytest.mark.parametrize("what", Happening)
def test_the_log_says_what_befell_which_vote_on_which_day(what: Happening) -> None:
    entry = {"format": 1, "kind": "integrity", "on": "2026-05-04", "proposal": 7, "what": what.value}
    assert happening_facts(7, what, on=DAY) == entry
    moved = happening_facts(7, what, on=DAY, until_on=date(2026, 5, 9))
    assert moved == entry | {"until_on": "2026-05-09"}
    assert canonical(moved)


def test_the_log_says_which_bindings_were_set_again_and_not_to_which_channels() -> None:
    entry = binding_facts(["tasks", "decisions"], on=DAY)
    assert entry == {
        "channels": ["decisions", "tasks"],
        "format": 1,
        "kind": "integrity",
        "on": "2026-05-04",
        "what": "channels_set_again",
    }
    assert canonical(entry)


def test_the_log_counts_who_is_gone_or_timed_out_while_which_votes_are_open() -> None:
    entry = people_facts([9, 7], gone=3, timed_out=1, on=DAY)
    assert entry == {
        "format": 1,
        "gone": 3,
        "kind": "integrity",
        "on": "2026-05-04",
        "proposals": [7, 9],
        "timed_out": 1,
        "what": "people",
    }
    assert canonical(entry)


def test_the_log_says_which_records_are_lost_where_an_older_copy_was_put_back() -> None:
    entry = restored_facts(50, published=57, on=DAY)
    assert entry == {
        "format": 1,
        "kept": 50,
        "kind": "integrity",
        "on": "2026-05-04",
        "published": 57,
        "what": "restored",
    }
    assert canonical(entry)
