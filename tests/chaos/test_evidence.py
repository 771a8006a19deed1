"""The evidence: figures are added up, the highest of superlatives stays, and the page says what was kept."""

from pathlib import Path

import pytest

from tests.chaos.page import PAGE, page_of
from tests.chaos.rows import ROWS
from tests.evidence import FILE, Evidence, keep, summed

TOP = Path(__file__).parents[2]
RECORD = {
    "held": True,
    "form": "whole",
    "date": "2026-11-24",
    "seconds": 1_234,
    "command": "make chaos ARGS='--only kill --seed 7'",
    "versions": {"Python": "3.11.7"},
    "figures": {"kills": 500},
}


def test_figures_are_added_up_and_of_the_longest_the_longest_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "figures"
    monkeypatch.setenv(FILE, str(file))
    for taken in (2.5, 1.0):
        figures = Evidence()
        figures.count("kills", 3)
        figures.count("longest recovery, s", taken)
        keep(figures)
    assert summed(file.read_text().splitlines()) == {"kills": 6, "longest recovery, s": 2.5}


def test_the_page_tells_of_each_row_whether_it_was_tried_and_held() -> None:
    page = page_of({"kill": RECORD, "rest": RECORD | {"held": False, "form": "short"}})
    assert "| held, whole form, 2026-11-24 |" in page
    assert "| **did not hold**, short form, 2026-11-24 |" in page
    assert page.count("| not run |") == len(ROWS) - 2
    told = "held, whole form, 2026-11-24, in 1,234 seconds. Python 3.11.7."
    assert f"`make chaos ARGS='--only kill --seed 7'`: {told}" in page
    assert "| kills | 500 |" in page


def test_every_row_tries_files_that_are_there() -> None:
    for row in ROWS:
        named = [argument for argument in row.command if argument.startswith("tests/")]
        assert all((TOP / each).exists() for each in named), row.name
        assert named or (TOP / row.command[1].replace(".", "/")).with_suffix(".py").exists(), row.name


def test_the_page_that_stands_was_written_for_todays_rows() -> None:
    standing = PAGE.read_text(encoding="utf-8")
    for row in ROWS:
        assert f"| {row.tries} | {row.holds} |" in standing, row.name
