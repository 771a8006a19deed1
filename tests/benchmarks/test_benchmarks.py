"""The benchmarks themselves: they run, they check what was counted, and their figures are kept as they should."""

import json
import sys
from pathlib import Path

import pytest

from tests.benchmarks import export, knowhow, latency, start, taps, web, work
from tests.benchmarks.figures import Figure, merge, table
from tests.benchmarks.ground import BALLOTS, Touch, tallies


def figure(name: str = "taps", value: float = 20_000.0) -> Figure:
    return Figure(name, value, "taps/s", "a client", 40_000.0, 0.5, 5, 0.1)


def test_the_ratio_is_that_of_the_middle_round_and_not_of_the_middle_values() -> None:
    made = Figure.of_rounds("taps", "taps/s", [10.0, 30.0, 20.0], "a client", [40.0, 40.0, 20.0])
    assert (made.value, made.reference_value, made.ratio) == (20.0, 40.0, 0.75)
    assert (made.runs, made.spread) == (3, 1.0)


def test_a_later_run_replaces_its_own_figures_and_leaves_the_others(tmp_path: Path) -> None:
    file = tmp_path / "build" / "bench.json"
    merge(file, [figure("taps", 1.0), figure("start", 2.0)])
    merge(file, [figure("taps", 3.0), figure("web", 4.0)])
    kept = {each["name"]: each["value"] for each in json.loads(file.read_text())}
    assert kept == {"taps": 3.0, "start": 2.0, "web": 4.0}


def test_the_table_holds_what_the_file_holds() -> None:
    heads, row = table([figure()]).splitlines()
    assert row.split() == ["taps", "20,000", "taps/s", "a", "client", "40,000", "0.50", "5", "10%"]
    assert heads.index("beside") == row.index("a client")


def test_blocks_without_a_reason_are_expected_apart_from_other_choices() -> None:
    taken = [Touch(1, 7, "✅"), Touch(2, 7, "⛔"), Touch(3, 7, "✅"), Touch(1, 8, "❌")]
    assert tallies(taken) == {"7": {"agree": 2, "unexplained": 1}, "8": {"disagree": 1}}


async def test_every_tap_that_is_measured_is_counted(tmp_path: Path) -> None:
    said: list[str] = []
    figures = await taps.measure(tmp_path, rounds=1, voters=5, say=said.append)
    assert [each.name for each in figures] == ["taps", "taps-tuned", "taps-cost"]
    assert len(said) == 3
    assert all(each.value > 0 and each.ratio > 0 for each in figures)


async def test_the_designs_of_neighbours_and_postgresql_are_measured_on_the_same_rig(tmp_path: Path) -> None:
    figures = await taps.measure_designs(tmp_path, rounds=1, voters=3, say=lambda line: None)
    figures += await taps.measure_postgres(tmp_path, rounds=1, voters=3, say=lambda line: None)
    assert [each.name for each in figures] == ["taps-orm", "taps-trips", "taps-postgresql", "taps-postgresql-cost"]
    assert all(each.value > 0 and each.reference_value > 0 for each in figures)


async def test_every_tap_of_a_steady_stream_is_timed(tmp_path: Path) -> None:
    figures = await latency.measure(tmp_path, rounds=1, seconds=1, say=lambda line: None)
    assert [each.name for each in figures] == ["latency-median", "latency-p99"]
    assert all(each.unit == "ms" and each.value > 0 for each in figures)
    assert latency.PACE % BALLOTS == 0


async def test_finding_work_is_timed_on_both_databases(tmp_path: Path) -> None:
    figures = await work.measure(tmp_path, rounds=1, count=40, times=3, say=lambda line: None)
    names = [each.name for each in figures]
    assert names[:4] == ["suggest-sqlite-median", "suggest-sqlite-p99", "for-me-sqlite-median", "for-me-sqlite-p99"]
    assert all(each.value > 0 and each.reference_value > 0 for each in figures)


async def test_finding_know_how_is_timed_on_both_databases(tmp_path: Path) -> None:
    figures = await knowhow.measure(tmp_path, rounds=1, count=40, times=3, say=lambda line: None)
    assert [each.name for each in figures][:2] == ["find-rare-sqlite-median", "find-rare-sqlite-p99"]
    assert all(each.value > 0 and each.reference_value > 0 for each in figures)


async def test_the_web_is_measured_and_verified(tmp_path: Path) -> None:
    figures = await web.measure(tmp_path, rounds=1, decisions=20, requests=64, slow=12, taps=100, say=lambda line: None)
    assert [each.name for each in figures] == [
        "web",
        "web-file",
        "web-cost",
        "verify",
        "crowded-median",
        "crowded-p99",
    ]
    assert all(each.value > 0 and each.reference_value > 0 for each in figures)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process keeps")
async def test_both_programs_start_and_end(tmp_path: Path) -> None:
    figures = await start.measure(tmp_path, rounds=1, say=lambda line: None, rest=0.1)
    assert [each.name for each in figures] == ["start", "memory"]
    assert all(each.value > 0 for each in figures)


async def test_the_export_is_measured(tmp_path: Path) -> None:
    figures = await export.measure(tmp_path, decisions=20, say=lambda line: None)
    assert [figure.name for figure in figures] == ["export", "export-again", "export-memory"]
    assert all(figure.value > 0 for figure in figures)
