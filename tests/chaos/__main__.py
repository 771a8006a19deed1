"""Whatever takes long, row by row, with figures kept in build/evidence.json and shown in docs/evidence.md.

Run it as `make chaos`; it ends with 1 when a row did not hold, and says the seed that it came from.
"""

import argparse
import json
import os
import platform
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.services.zones import zone_version
from tests.chaos import page
from tests.chaos.rows import ROWS, Row
from tests.evidence import FILE, summed


def main() -> int:
    """Try the rows that are asked for, keep what they found, and return the exit code."""
    parser = argparse.ArgumentParser(prog="make chaos", description="Try what takes long, and write docs/evidence.md.")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="what chance begins with")
    parser.add_argument("--only", nargs="*", choices=[row.name for row in ROWS], help="some rows; all if left out")
    parser.add_argument("--short", action="store_true", help="try only as much as every check does")
    parser.add_argument("--list", action="store_true", help="name the rows and end")
    asked = parser.parse_args()
    if asked.list:
        print("\n".join(f"{row.name:10} {row.tries}" for row in ROWS))
        return 0
    rows = [row for row in ROWS if not asked.only or row.name in asked.only]
    failed = [row.name for row in rows if not _try(row, asked.seed, is_whole=not asked.short)]
    print(f"\n{len(rows) - len(failed)} rows held, {len(failed)} did not{': ' if failed else ''}{', '.join(failed)}")
    return 1 if failed else 0


def _try(row: Row, seed: int, *, is_whole: bool) -> bool:
    print(f"\n=== {row.name}: {row.tries} (seed {seed})", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "figures"
        lines.touch()
        told = os.environ | {FILE: str(lines), "MINGA_SEED": str(seed)} | ({"MINGA_WHOLE": "1"} if is_whole else {})
        seeded = ("--hypothesis-seed", str(seed)) if "pytest" in row.command else ()
        held = subprocess.run([sys.executable, *row.command, *seeded], env=told, check=False).returncode == 0
        figures = summed(lines.read_text(encoding="utf-8").splitlines())
    print("\n".join(f"{times:12,} {what}" for what, times in figures.items()))
    again = f"make chaos ARGS='--only {row.name}{f' --seed {seed}' if row.takes_a_seed else ''}'"
    if not held:
        print(f"{row.name} did not hold. Again: {again}", file=sys.stderr, flush=True)
    _keep(
        row.name,
        {
            "held": held,
            "form": "whole" if is_whole else "short",
            "date": datetime.now(UTC).date().isoformat(),
            "seconds": round(time.monotonic() - began),
            "command": again,
            "versions": _versions(),
            "figures": figures,
        },
    )
    return held


def _keep(name: str, record: dict[str, Any]) -> None:
    records = page.read_records() | {name: record}
    page.RECORDS.parent.mkdir(exist_ok=True)
    page.RECORDS.write_text(json.dumps(records, indent=1, sort_keys=True), encoding="utf-8")
    page.write()


def _versions() -> dict[str, str]:
    return {
        "Minga": _commit(),
        "Python": platform.python_version(),
        "discord.py": version("discord.py"),
        "SQLAlchemy": version("SQLAlchemy"),
        "SQLite": sqlite3.sqlite_version,
        "tz database": zone_version(),
    }


def _commit() -> str:
    said = subprocess.run(
        ["git", "log", "-1", "--format=%h"], cwd=page.TOP, capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or version("minga")


if __name__ == "__main__":
    sys.exit(main())
