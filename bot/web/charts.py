"""Charts: columns on a scale, in lengths that fit any width, with the same numbers as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 210
_TOP, _BOTTOM = 18, 178
"""Between these the columns stand, in pixels from above; the marks of the columns stand below."""
_LEFT = 8.0
"""How much of the width the scale's numbers take, in percent."""
_WIDEST = 12.0
_FILLED = 0.72
"""How much of its place a column fills."""
_MARKS = 5
_LAST_MARK = 91.0
"""Beyond this place a mark would stand over the edge of a phone's screen."""
_LINES = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One column of a chart and row of its table: its name, the place it links to, its mark, and its numbers.

    `year` stands below the first mark of those that share it.
    """

    name: str
    mark: str
    numbers: tuple[int, ...]
    place: str | None = None
    year: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """What one number of every row counts: the kind by which it is filled, and its name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Rect:
    """A piece of a column; `left` and `width` as SVG takes percentages, `top` and `height` in pixels."""

    kind: str
    left: str
    width: str
    top: str
    height: str


@dataclass(frozen=True, slots=True)
class Line:
    """A level across the chart, or across one column."""

    at: str
    left: str
    right: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands below a column, and in a line below that."""

    at: str
    says: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to draw: `name` tells it from the others of a page, `says` what it shows in a sentence."""

    name: str
    title: str
    says: str
    rects: tuple[Rect, ...]
    levels: tuple[Line, ...]
    wanted: tuple[Line, ...]
    """For each column the level that it had to reach, where the last series is one."""
    marks: tuple[Mark, ...]
    series: tuple[Series, ...]
    first: str
    """What the first column of the table is called."""
    rows: tuple[Row, ...]
    height: int = HEIGHT

    @property
    def filled(self) -> tuple[Series, ...]:
        """The series that are drawn as columns."""
        return self.series[:-1] if self.wanted else self.series


def stacked(name: str, title: str, says: str, first: str, series: Sequence[Series], rows: Sequence[Row]) -> Chart:
    """A column for each row, in which its numbers stand on each other."""
    scale = _Scale.up_to(max(sum(row.numbers) for row in rows))
    rects: list[Rect] = []
    for place, row in enumerate(rows):
        left, width = _column(place, len(rows))
        so_far = 0
        for each, number in zip(series, row.numbers, strict=True):
            if number:
                rects.append(scale.rect(each.kind, left, width, so_far, so_far + number))
            so_far += number
    return _chart(name, title, says, first, series, rows, scale, rects)


def side_by_side(name: str, title: str, says: str, first: str, series: Sequence[Series], rows: Sequence[Row]) -> Chart:
    """For each row a column for each of its numbers."""
    scale = _Scale.up_to(max(max(row.numbers) for row in rows))
    rects = [
        scale.rect(each.kind, left + part * width / len(series), width / len(series), 0, number)
        for place, row in enumerate(rows)
        for left, width in (_column(place, len(rows)),)
        for part, (each, number) in enumerate(zip(series, row.numbers, strict=True))
        if number
    ]
    return _chart(name, title, says, first, series, rows, scale, rects)


def reaching(name: str, title: str, says: str, first: str, series: Sequence[Series], rows: Sequence[Row]) -> Chart:
    """A column for the first number of each row, and across it the level of the second, which it had to reach."""
    scale = _Scale.up_to(max(max(row.numbers) for row in rows))
    rects: list[Rect] = []
    wanted: list[Line] = []
    for place, row in enumerate(rows):
        left, width = _column(place, len(rows))
        got, needed = row.numbers
        if got:
            rects.append(scale.rect(series[0].kind, left, width, 0, got))
        if needed:
            over = width * (1 - _FILLED) / 2
            wanted.append(Line(scale.at(needed), _percent(left - over), _percent(left + width + over)))
    return _chart(name, title, says, first, series, rows, scale, rects, wanted)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From nothing up to a number, in steps that people count in."""

    top: int
    step: int

    @classmethod
    def up_to(cls, most: int) -> "_Scale":
        least = max(-(-most // _LINES), 1)
        unit = 1
        while unit * 10 < least:
            unit *= 10
        step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= least)
        return cls(max(-(-most // step), 1) * step, step)

    def at(self, number: int) -> str:
        """How far from above a number stands."""
        return f"{_BOTTOM - (_BOTTOM - _TOP) * number / self.top:.1f}"

    def rect(self, kind: str, left: float, width: float, low: int, high: int) -> Rect:
        """A piece of a column between two numbers."""
        height = (_BOTTOM - _TOP) * (high - low) / self.top
        return Rect(kind, _percent(left), _percent(width), self.at(high), f"{height:.1f}")

    def levels(self) -> tuple[Line, ...]:
        """The lines behind the columns, each with its number."""
        return tuple(
            Line(self.at(number), _percent(_LEFT), _percent(100), str(number))
            for number in range(0, self.top + 1, self.step)
        )


def _chart(
    name: str,
    title: str,
    says: str,
    first: str,
    series: Sequence[Series],
    rows: Sequence[Row],
    scale: _Scale,
    rects: Sequence[Rect],
    wanted: Sequence[Line] = (),
) -> Chart:
    every = -(-len(rows) // _MARKS)
    middles = [
        (left + width / 2, row) for place, row in enumerate(rows) for left, width in (_column(place, len(rows)),)
    ]
    return Chart(
        name=name,
        title=title,
        says=says,
        rects=tuple(rects),
        levels=scale.levels(),
        wanted=tuple(wanted),
        marks=_marks([(middle, row) for middle, row in middles[::every] if middle <= _LAST_MARK]),
        series=tuple(series),
        first=first,
        rows=tuple(rows),
    )


def _marks(marked: Sequence[tuple[float, Row]]) -> tuple[Mark, ...]:
    """The marks of columns, by their middles; a year stands where it is new."""
    years = ("", *(row.year for _, row in marked))
    return tuple(
        Mark(_percent(middle), row.mark, "" if row.year == before else row.year)
        for (middle, row), before in zip(marked, years, strict=False)
    )


def _column(place: int, of: int) -> tuple[float, float]:
    """Where a column begins, and how wide it is, in percent."""
    step = min((100 - _LEFT) / of, _WIDEST)
    return _LEFT + (place + (1 - _FILLED) / 2) * step, _FILLED * step


def _percent(part: float) -> str:
    return f"{part:.2f}%"
