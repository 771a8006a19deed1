"""`python -m tests.benchmarks`: run the benchmarks, print a table, and write `build/bench.json`."""

import argparse
import asyncio
import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import export, knowhow, latency, start, taps, web, work
from tests.benchmarks.figures import Figure, merge, table
from tests.benchmarks.subject import ROOT

NAMES = ("taps", "postgresql", "designs", "latency", "start", "work", "knowhow", "web", "export")


async def _measured(name: str, folder: Path, *, is_quick: bool) -> list[Figure]:
    match name:
        case "taps":
            return await taps.measure(folder, rounds=1 if is_quick else 5, voters=100 if is_quick else 5_000, say=_say)
        case "postgresql":
            return await taps.measure_postgres(
                folder, rounds=1 if is_quick else 5, voters=100 if is_quick else 5_000, say=_say
            )
        case "designs":
            # They are so slow that a twenty-fifth of the taps takes long enough.
            return await taps.measure_designs(
                folder, rounds=1 if is_quick else 3, voters=20 if is_quick else 200, say=_say
            )
        case "latency":
            return await latency.measure(folder, rounds=1 if is_quick else 3, seconds=1 if is_quick else 10, say=_say)
        case "work":
            count, times = (200, 5) if is_quick else (10_000, 100)
            return await work.measure(folder, rounds=1 if is_quick else 3, count=count, times=times, say=_say)
        case "knowhow":
            count, times = (200, 5) if is_quick else (100_000, 200)
            return await knowhow.measure(folder, rounds=1 if is_quick else 3, count=count, times=times, say=_say)
        case "web":
            return await web.measure(
                folder,
                rounds=1 if is_quick else 5,
                decisions=60 if is_quick else 10_000,
                requests=100 if is_quick else 10_000,
                slow=30 if is_quick else 1_000,
                taps=100 if is_quick else 1_000,
                say=_say,
            )
        case "export":
            return await export.measure(folder, decisions=60 if is_quick else 100_000, say=_say)
        case _:
            return await start.measure(folder, rounds=1 if is_quick else 5, say=_say)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", choices=NAMES, action="append", help="run this one; may be given several times")
    parser.add_argument("--quick", action="store_true", help="a short run that proves only that everything works")
    asked = parser.parse_args()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    figures: list[Figure] = []
    before = os.getloadavg()[0]
    # The figures are about a disk, and the system's folder for temporary files may stand in memory.
    with TemporaryDirectory(dir=build, prefix="bench-") as folder:
        for name in asked.only or NAMES:
            figures += asyncio.run(_measured(name, Path(folder), is_quick=asked.quick))
    merge(build / ("bench-quick.json" if asked.quick else "bench.json"), figures)
    print(table(figures))
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {before:.1f} before and "
        f"{os.getloadavg()[0]:.1f} after"
    )


if __name__ == "__main__":
    main()
