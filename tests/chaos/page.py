"""The page docs/evidence.md, written from what `make chaos` kept in build/evidence.json.

Run it as `python -m tests.chaos.page`; `make chaos` does in the end.
"""

import json
from pathlib import Path
from typing import Any

from tests.chaos.rows import ROWS, Row

TOP = Path(__file__).parents[2]
RECORDS = TOP / "build" / "evidence.json"
PAGE = TOP / "docs" / "evidence.md"

HEAD = """\
# Evidence

<!-- Written by `make chaos`; changes by hand are lost. -->

What Minga is tried with, beyond its tests, and what came of it. `make chaos` tries everything, which takes hours, and
writes this page anew; `make chaos ARGS='--only kill'` tries one row, `--seed 7` begins with the same chance again,
`--short` tries what every check tries, `--list` names the rows. A failure says the seed it came from.
"""


def read_records() -> dict[str, Any]:
    """What was kept, by the names of rows."""
    return dict(json.loads(RECORDS.read_text(encoding="utf-8"))) if RECORDS.exists() else {}


def page_of(records: dict[str, Any]) -> str:
    """The page, in Markdown."""
    told = "\n".join(_table_row(row, records.get(row.name)) for row in ROWS)
    table = f"| row | what is tried | it holds when | last result |\n|---|---|---|---|\n{told}\n"
    sections = [_section(row, records[row.name]) for row in ROWS if row.name in records]
    return "\n".join([HEAD, table, *sections])


def _table_row(row: Row, record: dict[str, Any] | None) -> str:
    name = f"[{row.name}](#{row.name})" if record else row.name
    return f"| {name} | {row.tries} | {row.holds} | {_result(record)} |"


def _result(record: dict[str, Any] | None) -> str:
    if record is None:
        return "not run"
    return f"{'held' if record['held'] else '**did not hold**'}, {record['form']} form, {record['date']}"


def _section(row: Row, record: dict[str, Any]) -> str:
    lines = "\n".join(f"| {what} | {times:,} |" for what, times in record["figures"].items())
    figures = f"\n| figure | |\n|---|---:|\n{lines}\n" if lines else ""
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    return (
        f"## {row.name}\n\n"
        f"`{record['command']}`: {_result(record)}, in {record['seconds']:,} seconds. {versions}.\n{figures}"
    )


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(page_of(read_records()), encoding="utf-8")


if __name__ == "__main__":
    write()
