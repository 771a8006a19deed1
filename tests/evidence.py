"""What the long tests tried and found, in figures, so that a page can show it.

A test asks for the fixture `evidence`, counts with it, and its mark says to which row of `tests.chaos.rows` it
belongs. Where `MINGA_EVIDENCE` names a file, as `make chaos` does, each test that passed adds a line to it.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

FILE = "MINGA_EVIDENCE"
_HIGHEST = "longest", "most", "highest"
"""How the name of a figure begins of which the highest counts; others are added up."""


class Evidence:
    """Figures by name."""

    def __init__(self) -> None:
        self.figures: Counter[str] = Counter()

    def count(self, what: str, times: float = 1) -> None:
        """Add to a figure; of one whose name begins with a superlative, keep the highest."""
        if what.startswith(_HIGHEST):
            times = max(0, times - self.figures[what])
        self.figures[what] += times  # type: ignore[assignment]  # seconds are counted too


def keep(figures: Evidence) -> None:
    """Add a line to the file that is named, if one is."""
    if file := os.environ.get(FILE):
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(figures.figures) + "\n")


def summed(lines: Iterable[str]) -> dict[str, float]:
    """The figures of all lines together."""
    total = Evidence()
    for line in lines:
        for what, times in json.loads(line).items():
            total.count(what, times)
    return dict(sorted(total.figures.items()))
