"""Schedules in every zone, held against an alarm clock, with the figures as a table.

Run it as `python -m tests.chaos.every_zone`; `make chaos` does. It ends with 1 when anything of ours is missed or
doubled.
"""

import argparse
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bot.services.zones import zone_version
from tests.chaos.rings import Span, rings_in, years
from tests.chaos.schedules import SAMPLE, Figures, Fire, all_zones, aps, figures_of, kind_of, ours
from tests.evidence import Evidence, keep
from tests.sizes import tried


def main() -> int:
    """Run it, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.every_zone", description=__doc__)
    parser.add_argument("--first", type=int, default=2026, help="the first year")
    parser.add_argument("--years", type=int, default=tried(whole=3, in_a_check=1), help="how many years")
    parser.add_argument("--zones", nargs="*", default=tried(whole=all_zones(), in_a_check=list(SAMPLE)), help="zones")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--one-of-a-kind", action="store_true", help="let one zone stand for all that show the same")
    asked = parser.parse_args()
    started = time.monotonic()
    span = years(asked.first, asked.years)
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    with ProcessPoolExecutor(asked.jobs) as pool:
        for zone, kind in zip(asked.zones, pool.map(partial(kind_of, span=span), asked.zones), strict=True):
            kinds[kind].append(zone)
        alike = sorted(kinds.values(), key=len, reverse=True)
        print(f"{len(asked.zones)} zones, {len(alike)} kinds, tz database {zone_version()}", flush=True)
        here = pool.map(partial(_one_zone if asked.one_of_a_kind else _each_zone, span=span, fire=ours), alike)
        mine = sum(here, Figures())
        print(f"{HEADS}\n{row('Minga', mine)}", flush=True)
        theirs = sum(pool.map(partial(_one_zone, span=span, fire=aps), alike), Figures())
        print(row("APScheduler's CronTrigger", theirs))
    print(f"{time.monotonic() - started:.0f} seconds")
    evidence = Evidence()
    evidence.count("zones", len(asked.zones))
    evidence.count("years", asked.years)
    evidence.count("schedules", mine.schedules)
    evidence.count("occurrences", mine.expected)
    evidence.count("missed", mine.missed)
    evidence.count("doubled", mine.doubled)
    evidence.count("at another instant", mine.elsewhere)
    evidence.count("missed or doubled by APScheduler's own trigger, beside", theirs.missed + theirs.doubled)
    keep(evidence)
    return 1 if mine.missed or mine.doubled or mine.elsewhere else 0


def _each_zone(zones: list[str], span: Span, fire: Fire) -> Figures:
    rings = rings_in(zones[0], span)
    return sum((figures_of(zone, rings, span, fire) for zone in zones), Figures())


def _one_zone(zones: list[str], span: Span, fire: Fire) -> Figures:
    """One zone stands for all whose clocks show the same at every quarter of an hour."""
    return figures_of(zones[0], rings_in(zones[0], span), span, fire).times(len(zones))


HEADS = """\
| | schedules | occurrences | missed | doubled | at another instant |
|---|---:|---:|---:|---:|---:|"""


def row(name: str, found: Figures) -> str:
    """Figures as a row of a table in Markdown."""
    figures = (found.schedules, found.expected, found.missed, found.doubled, found.elsewhere)
    return f"| {name} | {' | '.join(f'{figure:,}' for figure in figures)} |"


if __name__ == "__main__":
    sys.exit(main())
