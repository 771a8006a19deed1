"""Mutants: how many of the small changes that mutmut made to the rules a test noticed, module by module.

Run by `make mutants`; fails where less than nine in ten were noticed. mutmut leaves one file of results beside each
module it changed, with the exit code of pytest by mutant.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

LEAST = 90
"""Percent of the mutants. Source: issue "Deciding, whole", 5."""

SURVIVED, UNTESTED = 0, 33
"""What mutmut writes down of a mutant under which all tests passed, and of one that no test calls."""


def lived(exit_codes: Mapping[str, int | None]) -> list[str]:
    """The mutants that no test noticed; one that never ended was noticed."""
    return [name for name, code in exit_codes.items() if code in (SURVIVED, UNTESTED, None)]


def report(results: Mapping[str, Mapping[str, int | None]]) -> Iterator[str]:
    """The table, as docs/testing.md holds it, and the survivors by the names that `mutmut show` takes."""
    total, missed = sum(map(len, results.values())), [name for codes in results.values() for name in lived(codes)]
    yield "| module | mutants | noticed |"
    yield "|---|---:|---:|"
    for module, codes in results.items():
        yield f"| {module} | {len(codes)} | {len(codes) - len(lived(codes))} |"
    yield f"| all | {total} | {total - len(missed)} ({percent(results):.1f} %) |"
    yield ""
    yield from missed


def percent(results: Mapping[str, Mapping[str, int | None]]) -> float:
    """How many in a hundred were noticed; nothing mutated is nothing noticed."""
    total = sum(map(len, results.values()))
    return 100 * (total - sum(len(lived(codes)) for codes in results.values())) / total if total else 0.0


def read(folder: Path) -> dict[str, dict[str, int | None]]:
    """The results that lie beside mutated modules, by module, without the modules that hold nothing to change."""
    files = sorted(folder.glob("*.py.meta"))
    found = {file.name.removesuffix(".py.meta"): json.loads(file.read_text("utf-8")) for file in files}
    return {module: facts["exit_code_by_key"] for module, facts in found.items() if facts["exit_code_by_key"]}


if __name__ == "__main__":
    outcome = read(Path("mutants/bot/domain"))
    print(*report(outcome), sep="\n")
    sys.exit(percent(outcome) < LEAST)
