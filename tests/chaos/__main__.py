"""The long form of what the tests run in short: schedules in every zone, with the figures as a table.

Run it as `python -m tests.chaos`; `make chaos` does. It ends with 1 when anything of ours is missed or doubled.
"""

import argparse
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bot.services.zones import zone_version
from tests.chaos.rings import Span, rings_in, years
from tests.chaos.schedules import Figures, alike, all_zones, aps, figures_of, ours


def main() -> int:
    """Run it, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--first", type=int, default=2026, help="the first year")
    parser.add_argument("--years", type=int, default=3, help="how many years")
    parser.add_argument("--zones", nargs="*", default=all_zones(), help="zones; all if left out")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    asked = parser.parse_args()
    started = time.monotonic()
    span = years(asked.first, asked.years)
    kinds = alike(asked.zones, span)
    print(f"{len(asked.zones)} zones of {len(kinds)} kinds, tz database {zone_version()}, {span.first} to {span.last}")
    with ProcessPoolExecutor(asked.jobs) as pool:
        found = {
            "Minga": sum(pool.map(partial(_ours, span=span), kinds), Figures()),
            "APScheduler's CronTrigger": sum(pool.map(partial(_aps, span=span), kinds), Figures()),
        }
    print(table(found))
    print(f"{time.monotonic() - started:.0f} seconds")
    mine = found["Minga"]
    return 1 if mine.missed or mine.doubled or mine.elsewhere else 0


def _ours(zones: list[str], span: Span) -> Figures:
    rings = rings_in(zones[0], span)
    return sum((figures_of(zone, rings, span, ours) for zone in zones), Figures())


def _aps(zones: list[str], span: Span) -> Figures:
    """One zone stands for all whose clocks show the same: the trigger knows nothing else of a zone."""
    return figures_of(zones[0], rings_in(zones[0], span), span, aps).times(len(zones))


def table(found: Mapping[str, Figures]) -> str:
    """Figures as a table in Markdown."""
    heads = "| | schedules | occurrences | missed | doubled | at another instant |\n|---|---:|---:|---:|---:|---:|"
    rows = [
        f"| {name} | {each.schedules:,} | {each.expected:,} | {each.missed:,} | {each.doubled:,} | {each.elsewhere:,} |"
        for name, each in found.items()
    ]
    return "\n".join([heads, *rows])


if __name__ == "__main__":
    sys.exit(main())
