"""`minga when`: the occurrences that the bot would schedule, or the question that it would ask."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

PAGE = (Path(__file__).parent.parent / "docs" / "time.md").read_text(encoding="utf-8")


def when(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["when", *arguments])


def told(*arguments: str) -> Any:
    run = when(*arguments, "--json")
    return json.loads(run.stdout)


def test_occurrences_are_printed_with_what_the_clocks_do() -> None:
    run = when("every day 2:30", "--zone", "Europe/Madrid", "--from", "2026-10-24T12:00")
    twice = "the clocks show 02:30 twice, this is the first"
    assert run.exit_code == 0
    assert run.stdout.splitlines() == [
        f"Sunday, 25 October 2026, 02:30 +02:00 · 2026-10-25 00:30 UTC · {twice}",
        "Monday, 26 October 2026, 02:30 +01:00 · 2026-10-26 01:30 UTC",
        "Tuesday, 27 October 2026, 02:30 +01:00 · 2026-10-27 01:30 UTC",
    ]


def test_occurrences_are_told_to_programs() -> None:
    arguments = ("sundays 2:30", "--zone", "europe/madrid", "--from", "2026-03-22T00:00:00Z", "--count", "2")
    assert told(*arguments) == [
        {"local": "2026-03-22T02:30:00+01:00", "utc": "2026-03-22T01:30:00Z", "note": None},
        {"local": "2026-03-29T03:00:00+02:00", "utc": "2026-03-29T01:00:00Z", "note": "the clocks skip 02:30"},
    ]


def test_once_is_one_however_many_are_asked_for() -> None:
    assert len(told("2026-12-01 18:00", "--zone", "UTC", "--from", "2026-11-01", "--count", "100")) == 1


def test_a_question_is_asked_in_its_language_and_ends_with_one() -> None:
    run = when("lundi 18h", "--zone", "Europe/Paris", "--lang", "fr", "--from", "2026-11-23T09:00")
    assert (run.exit_code, run.stdout) == (
        1,
        "Lequel de ces jours\u00a0?\n- lundi 23 novembre 2026, 18:00\n- lundi 30 novembre 2026, 18:00\n",
    )


def test_a_question_is_told_to_programs_with_what_it_offers() -> None:
    arguments = ("every second monday 18:00", "--zone", "Europe/Madrid", "--from", "2026-11-23T09:00")
    assert told(*arguments) == {
        "question": "Counted in weeks, or within each month?",
        "kind": "which_repeat",
        "candidates": [
            {
                "said": "Mon 23 Nov, Mon 7 Dec, Mon 21 Dec … 18:00",
                "utc": "2026-11-23T17:00:00Z",
                "zone": "Europe/Madrid",
                "rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            },
            {
                "said": "Mon 14 Dec, Mon 11 Jan, Mon 8 Feb … 18:00",
                "utc": "2026-12-14T17:00:00Z",
                "zone": "Europe/Madrid",
                "rule": "FREQ=MONTHLY;BYDAY=2MO",
            },
        ],
    }
    assert when(*arguments, "--json").exit_code == 1


def test_a_zone_in_the_phrase_is_shown_and_a_bare_instant_by_the_zone_asked_about() -> None:
    zoned = told("next friday 18:00 America/New_York", "--zone", "Europe/Madrid", "--from", "2026-11-23")
    assert zoned[0]["local"] == "2026-11-27T18:00:00-05:00"
    bare = told("2026-10-25T02:30+01:00", "--zone", "Europe/Madrid", "--from", "2026-10-01")
    assert bare == [{"local": "2026-10-25T02:30:00+01:00", "utc": "2026-10-25T01:30:00Z", "note": None}]


def test_without_an_instant_it_counts_from_now() -> None:
    assert when("in 3 hours", "--zone", "UTC").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--zone", "Europe/Madird"), "There is no time zone “Europe/Madird”. They look like Europe/Madrid.\n"),
        (("--zone", "../etc"), "There is no time zone “../etc”. They look like Europe/Madrid.\n"),
        (
            ("--zone", "UTC", "--lang", "ja"),
            "There are no words for the language “ja”, only for en, es, fr, de, pt.\n",
        ),
        (("--zone", "UTC", "--from", "soon"), "“soon” is no ISO 8601 time, such as 2026-05-01T18:00+02:00.\n"),
        (("--zone", "UTC", "--from", "0001-01-01T00:00+14:00"), "--from takes a year from 1970 to 2100.\n"),
        (("--zone", "UTC", "--count", "0"), "--count takes a number from 1 to 100.\n"),
        (("--zone", "UTC", "--count", "101"), "--count takes a number from 1 to 100.\n"),
    ],
)
def test_an_option_that_makes_no_sense_is_told_in_a_sentence(arguments: tuple[str, ...], complaint: str) -> None:
    run = when("tomorrow 9:00", *arguments)
    assert (run.exit_code, run.stdout, run.stderr) == (2, "", complaint)


def test_the_page_about_time_shows_what_the_command_prints() -> None:
    shown = re.findall(r"^\$ minga when (.+)\n((?:(?![$`]).+\n)+)", PAGE, flags=re.MULTILINE)
    assert len(shown) == 2
    for typed, printed in shown:
        assert when(*shlex.split(typed)).stdout == printed


def test_everything_on_the_page_about_time_is_understood() -> None:
    rows = [line.split("|")[2:-1] for line in PAGE.splitlines() if line.startswith("|") and "`" in line]
    assert len(rows) > 10
    for row in rows:
        for language, cell in zip(("en", "es", "fr", "de", "pt"), row, strict=True):
            run = when(cell.strip(" `"), "--zone", "Europe/Madrid", "--lang", language, "--from", "2026-11-23T12:38")
            assert run.exit_code == 0, cell + run.stdout
