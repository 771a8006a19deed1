"""Merging know-how: how two texts differ, and what becomes of two revisions of the same one.

Texts are compared by lines and sentences, so that two people who rewrite different sentences of one paragraph do not
stand in each other's way, and a difference can be read on a phone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from bot.domain.knowhow import TAGS_LIMIT, TEXT_LIMIT, Page

_T = TypeVar("_T")

_AFTER_A_UNIT = re.compile(r"(?<=\n)|(?<=[.!?…。！？] )")

_MOST_COMPARED = 500
"""Lines and sentences of a text that are compared; of a longer one only beginning and end are, for time's sake."""

_AROUND = 1
"""Lines that stay as they were and are shown on either side of a difference."""

Sign = Literal[" ", "+", "-", "…"]


@dataclass(frozen=True, slots=True)
class Clash:
    """A place where two people wrote differently: what stands now, and what the other one wrote."""

    standing: str
    written: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Two revisions of one page in one; where they cannot be, `title` is None or `text` holds a `Clash`."""

    title: str | None
    text: tuple[str | Clash, ...]
    tags: tuple[str, ...]

    @property
    def page(self) -> Page | None:
        """The merged page; None where somebody has to say which is meant, or where not everything fits."""
        parts = [part for part in self.text if isinstance(part, str)]
        text = "".join(parts).strip()
        fits = len(text) <= TEXT_LIMIT and len(self.tags) <= TAGS_LIMIT
        if self.title is None or len(parts) < len(self.text) or not fits or not text:
            return None
        return Page(self.title, text, self.tags)


def merged(base: Page, standing: Page, written: Page) -> Merged:
    """What two revisions of `base` come to: one that stands, and one that was written without knowing of it."""
    tags = [tag for tag in standing.tags if tag in written.tags or tag not in base.tags]
    tags += [tag for tag in written.tags if tag not in base.tags and tag not in tags]
    title = _one_of(base.title, standing.title, written.title)
    return Merged(title, tuple(_merged_text(*map(_units, (base.text, standing.text, written.text)))), tuple(tags))


def _one_of(base: _T, standing: _T, written: _T) -> _T | None:
    """The one that was changed, None where both were and differently."""
    if standing in (base, written):
        return written
    return standing if written == base else None


def _merged_text(base: list[str], standing: list[str], written: list[str]) -> Iterator[str | Clash]:
    """The parts of the merged text, in order: between places that all three share, whoever changed it is followed."""
    in_standing, in_written = _places(base, standing), _places(base, written)
    shared = [place for place in in_standing if place in in_written]
    ahead = (0, 0, 0)
    for place in [*shared, len(base)]:
        met = (place, in_standing.get(place, len(standing)), in_written.get(place, len(written)))
        old, theirs, mine = (
            "".join(units[start:end]) for units, start, end in zip((base, standing, written), ahead, met, strict=True)
        )
        chosen = _one_of(old, theirs, mine)
        if chosen is None:
            yield Clash(theirs, mine)
        elif chosen:
            yield chosen
        if place < len(base):
            yield base[place]
        ahead = (met[0] + 1, met[1] + 1, met[2] + 1)


def differences(before: str, after: str) -> list[tuple[Sign, str]]:
    """What changed from one text to the next, line by line, with what stands around it; gaps are marked by "…"."""
    old, new = _units(before), _units(after)
    lines: list[tuple[Sign, str]] = []
    from_old = from_new = 0
    for place, to, size in _blocks(old, new):
        lines += [("-", unit) for unit in old[from_old:place]] + [("+", unit) for unit in new[from_new:to]]
        lines += [(" ", unit) for unit in old[place : place + size]]
        from_old, from_new = place + size, to + size
    told: list[tuple[Sign, str]] = [(sign, unit.strip()) for sign, unit in lines if unit.strip()]
    return list(_near_changes(told))


def _near_changes(lines: Sequence[tuple[Sign, str]]) -> Iterator[tuple[Sign, str]]:
    changed = [place for place, (sign, _) in enumerate(lines) if sign != " "]
    near = sorted({at for place in changed for at in range(place - _AROUND, place + _AROUND + 1)})
    last = -1
    for place in (place for place in near if 0 <= place < len(lines)):
        if place > last + 1:
            yield "…", ""
        yield lines[place]
        last = place
    if changed and last < len(lines) - 1:
        yield "…", ""


def _units(text: str) -> list[str]:
    """The lines and sentences of a text, each with what ends it, so that they join to the text again."""
    return [unit for unit in _AFTER_A_UNIT.split(f"{text}\n") if unit]


def _places(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where the units of one text are in another, for those that are there."""
    return {place + step: to + step for place, to, size in _blocks(one, other) for step in range(size)}


def _blocks(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """What two texts share, in order: place in one, place in the other, and how many units; the last is their end."""
    if max(len(one), len(other)) <= _MOST_COMPARED:
        found = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
        return [(block.a, block.b, block.size) for block in found]
    shortest = min(len(one), len(other))
    head = next((step for step in range(shortest) if one[step] != other[step]), shortest)
    left = shortest - head
    tail = next((step for step in range(left) if one[-1 - step] != other[-1 - step]), left)
    return [(0, 0, head), (len(one) - tail, len(other) - tail, tail), (len(one), len(other), 0)]
