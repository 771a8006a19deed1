"""Proposing: drafts checked and tidied, open proposals counted, and when a read is the last one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.errors import (
    MissingText,
    NotADay,
    NotANumber,
    TextTooLong,
    TooManyFirstTasks,
    TooManyOpenProposals,
    WrongOptions,
)
from bot.domain.misreadings import TooFewPresent
from bot.domain.proposals import (
    BODY_LIMIT,
    FIRST_TASKS_LIMIT,
    LAST_READ,
    OPTION_LIMIT,
    TITLE_LIMIT,
    Meeting,
    check_held,
    check_may_open,
    draft,
    meeting,
    read_is_fresh,
)
from bot.domain.reminder_refusals import NotHeldYet, TooManyPresent
from bot.domain.rules import Kind
from bot.domain.tasks import TITLE_LIMIT as TASK_TITLE_LIMIT

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_a_draft_is_an_action_with_a_title_a_text_and_no_tasks() -> None:
    typed = draft("Buy a projector", "For film nights.")
    assert (typed.title, typed.body, typed.first_tasks, typed.kind) == (
        "Buy a projector",
        "For film nights.",
        (),
        Kind.ACTION,
    )


def test_a_title_is_one_line_and_a_text_keeps_its_lines() -> None:
    typed = draft("  Buy \n a\tprojector ", "\nOne.\r\n\r\nTwo.\n")
    assert (typed.title, typed.body) == ("Buy a projector", "One.\n\nTwo.")


@pytest.mark.parametrize(("title", "body", "field"), [(" \x00", "why", "title"), ("what", " \n", "body")])
def test_a_proposal_without_a_title_or_a_text_is_refused(title: str, body: str, field: str) -> None:
    with pytest.raises(MissingText) as refused:
        draft(title, body)
    assert refused.value.field == field


def test_a_title_and_a_text_may_be_exactly_as_long_as_their_fields() -> None:
    assert draft("t" * TITLE_LIMIT, "b" * BODY_LIMIT).title == "t" * TITLE_LIMIT
    with pytest.raises(TextTooLong) as refused:
        draft("t" * (TITLE_LIMIT + 1), "b")
    assert refused.value.field == "title"
    with pytest.raises(TextTooLong) as refused:
        draft("t", "b" * (BODY_LIMIT + 1))
    assert refused.value.field == "body"


def test_first_tasks_stand_one_a_line_with_or_without_a_dash() -> None:
    typed = draft("t", "b", "Buy it\n- Hang it up\n\n  • Find films \n---\n-\n \t \n-5 °C is too cold")
    assert typed.first_tasks == ("Buy it", "Hang it up", "Find films", "-5 °C is too cold")


@pytest.mark.parametrize("line", ["\t", "\u3000", "\xa0", "\x00", "•\t", "- \u2003"])
def test_a_line_with_nothing_to_read_is_no_first_task_and_no_refusal(line: str) -> None:
    assert draft("t", "b", f"Buy it\n{line}\nHang it up").first_tasks == ("Buy it", "Hang it up")


def test_a_first_task_may_be_exactly_as_long_as_a_tasks_title() -> None:
    assert draft("t", "b", "- " + "x" * TASK_TITLE_LIMIT).first_tasks == ("x" * TASK_TITLE_LIMIT,)
    with pytest.raises(TextTooLong) as refused:
        draft("t", "b", "x" * (TASK_TITLE_LIMIT + 1))
    assert (refused.value.field, refused.value.limit) == ("first_tasks", TASK_TITLE_LIMIT)


def test_more_first_tasks_than_there_is_room_for_are_refused_with_their_number() -> None:
    lines = [f"Task {n}" for n in range(FIRST_TASKS_LIMIT)]
    assert len(draft("t", "b", "\n".join(lines)).first_tasks) == FIRST_TASKS_LIMIT
    with pytest.raises(TooManyFirstTasks) as refused:
        draft("t", "b", "\n".join([*lines, "one more"]))
    assert (refused.value.count, refused.value.limit) == (FIRST_TASKS_LIMIT + 1, FIRST_TASKS_LIMIT)


def test_a_choice_has_two_to_nine_options_one_a_line() -> None:
    assert draft("t", "b", kind=Kind.CHOICE, options="- Monday\n\nTuesday ").options == ("Monday", "Tuesday")
    assert len(draft("t", "b", kind=Kind.CHOICE, options="\n".join("123456789")).options) == 9
    for lines in ("", "Monday", "\n".join("1234567890")):
        with pytest.raises(WrongOptions) as refused:
            draft("t", "b", kind=Kind.CHOICE, options=lines)
        assert (refused.value.count, refused.value.low, refused.value.high) == (len(lines.split()), 2, 9)


def test_a_choice_for_which_nothing_was_typed_has_no_options() -> None:
    with pytest.raises(WrongOptions) as refused:
        draft("t", "b", kind=Kind.CHOICE)
    assert refused.value.count == 0


def test_two_options_of_the_same_words_are_one() -> None:
    assert draft("t", "b", kind=Kind.CHOICE, options="Monday\nTuesday\n- Monday").options == ("Monday", "Tuesday")
    assert draft("t", "b", kind=Kind.CHOICE, options="Monday\nmonday\nTuesday\nMONDAY").options == ("Monday", "Tuesday")
    with pytest.raises(WrongOptions):
        draft("t", "b", kind=Kind.CHOICE, options="Monday\nMonday")


def test_an_option_may_be_exactly_as_long_as_its_field() -> None:
    assert draft("t", "b", kind=Kind.CHOICE, options="x" * OPTION_LIMIT + "\ny").options[0] == "x" * OPTION_LIMIT
    with pytest.raises(TextTooLong) as refused:
        draft("t", "b", kind=Kind.CHOICE, options="x" * (OPTION_LIMIT + 1) + "\ny")
    assert (refused.value.field, refused.value.limit) == ("options", OPTION_LIMIT)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CHOICE])
def test_only_a_choice_has_options(kind: Kind) -> None:
    assert draft("t", "b", kind=kind, options="Monday\nTuesday").options == ()


def test_what_was_picked_stands_in_the_draft_as_it_was_picked() -> None:
    typed = draft("t", "b", discuss=timedelta(hours=24), is_secret=True, reworks=4, follows=9)
    assert (typed.discuss, typed.is_secret, typed.reworks, typed.follows) == (timedelta(hours=24), True, 4, 9)


def test_a_meeting_is_a_day_and_how_many_were_there() -> None:
    assert meeting(" 2026-05-02 ", " 14 ") == Meeting(date(2026, 5, 2), 14)
    assert [meeting("2026-05-02", present).present for present in ("1", "007", "100000")] == [1, 7, 100_000]


@pytest.mark.parametrize("typed", ["", "yesterday", "2026-02-30", "02.05.2026"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotADay) as refused:
        meeting(typed, "14")
    assert refused.value.typed == typed


@pytest.mark.parametrize("typed", ["", "-", "many", "1.5", "²", "0 or 1"])
def test_how_many_were_there_is_a_whole_number(typed: str) -> None:
    with pytest.raises(NotANumber) as refused:
        meeting("2026-05-02", typed)
    assert refused.value.field == "present"


@pytest.mark.parametrize("typed", ["0", "000", "-3", "−4", "- 12", "-0"])
def test_nobody_at_all_agrees_on_nothing(typed: str) -> None:
    with pytest.raises(TooFewPresent) as refused:
        meeting("2026-05-02", typed)
    assert (refused.value.field, refused.value.limit) == ("present", 100_000)


@pytest.mark.parametrize("typed", ["100001", "999999", "9" * 5_000])
def test_no_meeting_had_more_people_than_any_has(typed: str) -> None:
    with pytest.raises(TooManyPresent) as refused:
        meeting("2026-05-02", typed)
    assert refused.value.limit == 100_000


def test_only_a_meeting_that_was_held_is_confirmed() -> None:
    met = meeting("2026-05-02", "14")
    check_held(met, met.met_on)
    check_held(None, date(2026, 1, 1))
    with pytest.raises(NotHeldYet) as refused:
        check_held(met, date(2026, 5, 1))
    assert refused.value.met_on == met.met_on


def test_an_author_may_have_as_many_open_proposals_as_the_charter_says_and_hears_when_there_is_room() -> None:
    closing = [NOON + timedelta(hours=hours) for hours in (30, 10, 20)]
    check_may_open([], 3)
    check_may_open(closing[:2], 3)
    with pytest.raises(TooManyOpenProposals) as refused:
        check_may_open(closing, 3)
    assert (refused.value.limit, refused.value.room_at) == (3, NOON + timedelta(hours=10))


def test_the_last_read_starts_five_minutes_before_the_deadline_or_later() -> None:
    assert timedelta(minutes=5) == LAST_READ
    assert read_is_fresh(NOON - LAST_READ, NOON)
    assert read_is_fresh(NOON + timedelta(days=1), NOON)
    assert not read_is_fresh(NOON - LAST_READ - timedelta(microseconds=1), NOON)
    assert not read_is_fresh(None, NOON)


def test_whoever_has_more_open_proposals_than_the_charter_still_allows_has_room_once_enough_have_closed() -> None:
    closing = [NOON + timedelta(hours=hours) for hours in (30, 10, 20)]
    with pytest.raises(TooManyOpenProposals) as refused:
        check_may_open(closing, 1)
    assert refused.value.room_at == NOON + timedelta(hours=30)
