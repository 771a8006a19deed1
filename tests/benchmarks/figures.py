"""Figures: what a benchmark found, as a table for people and a file that later runs add to."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Figure:
    """One value beside its reference of the same run.

    `ratio` is the median of the rounds' own ratios; `spread` is the distance of the rounds' extremes in parts of the
    median.
    """

    name: str
    value: float
    unit: str
    reference: str
    reference_value: float
    ratio: float
    runs: int
    spread: float

    @classmethod
    def of_rounds(
        cls, name: str, unit: str, values: Sequence[float], reference: str, reference_values: Sequence[float]
    ) -> Self:
        """The medians of rounds in which both were measured one after the other."""
        middle = median(values)
        return cls(
            name=name,
            value=_short(middle),
            unit=unit,
            reference=reference,
            reference_value=_short(median(reference_values)),
            ratio=_short(median(mine / other for mine, other in zip(values, reference_values, strict=True))),
            runs=len(values),
            spread=_short((max(values) - min(values)) / middle),
        )


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text."""
    heads = ("figure", "value", "unit", "beside", "its value", "ratio", "runs", "spread")
    rows = [
        (
            each.name,
            _spoken(each.value),
            each.unit,
            each.reference,
            _spoken(each.reference_value),
            f"{each.ratio:.2f}",
            str(each.runs),
            f"{each.spread:.0%}",
        )
        for each in figures
    ]
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    is_number = (False, True, False, False, True, True, True, True)
    lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        ).rstrip()
        for row in (heads, *rows)
    ]
    return "\n".join(lines)


def _spoken(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.4g}"


def merge(path: Path, figures: Sequence[Figure]) -> None:
    """Put figures into a file of figures; those of another name stay."""
    kept: dict[str, Any] = {each["name"]: each for each in json.loads(path.read_text())} if path.exists() else {}
    kept |= {each.name: asdict(each) for each in figures}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list(kept.values()), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
