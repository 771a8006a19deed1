"""Cases for the replay: real votes with their published figures, read from a file and scaled to what is played."""

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from bot.domain.tally import Tally

MOST_VOTERS = 300
"""Above this many voters a case is played smaller, all its figures by one factor."""

FIGURES = ("agree", "disagree", "abstain", "block")


class NotCases(Exception):
    """The file does not hold cases; the text says in one sentence what is wrong."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A case that cannot be played, and why."""

    id: str
    organisation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """What an organisation published about one of its votes; `outcome` is theirs, in their file's words."""

    id: str
    organisation: str
    title: str
    figures: Tally
    eligible: int | None
    outcome: str
    rule: str | None

    @property
    def active(self) -> int:
        """The people that the quorum is counted from: all who could vote, or all who did where only they are known."""
        return self.figures.turnout if self.eligible is None else self.eligible


@dataclass(frozen=True, slots=True)
class Cast:
    """What is played of a case: who says what, how many are active, and by which factor both are smaller than life."""

    tally: Tally
    active: int
    scale: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Collection:
    """What a file holds: the cases that can be played, and those that cannot."""

    cases: tuple[Case, ...]
    skipped: tuple[Skipped, ...]


def cast_of(case: Case) -> Cast:
    """The case as it is played: as it was up to `MOST_VOTERS`, above that scaled, halves rounded up.

    The author of a proposal is active, so there is always one.
    """
    tally, turnout = case.figures, case.figures.turnout
    if turnout <= MOST_VOTERS:
        return Cast(tally, max(case.active, 1))
    scale = Fraction(MOST_VOTERS, turnout)
    parts = {name: _scaled(getattr(tally, name), scale) for name in FIGURES}
    return Cast(Tally(**parts), _scaled(case.active, scale), scale)


def _scaled(count: int, scale: Fraction) -> int:
    return int(count * scale + Fraction(1, 2))


def read_cases(path: Path) -> Collection:
    """Read a file of cases: a JSON list of objects; refuses with `NotCases`.

    Each has the texts `id`, `organisation`, `title` and `outcome` and the counts `agree`, `disagree`, `abstain` and
    `block`, or `options` in their place; `eligible` and `rule` may be missing. What has no whole set of figures is
    skipped.
    """
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise NotCases(f"{path} cannot be read: {fault.strerror or fault}.") from fault
    except ValueError as fault:
        raise NotCases(f"{path} is not JSON: {fault}.") from fault
    if not isinstance(listed, list):
        raise NotCases(f"{path} does not hold a list of votes.")
    read = [_read(place, row, path) for place, row in enumerate(listed, 1)]
    ids = [each.id for each in read]
    doubled = next((each for each in ids if ids.count(each) > 1), None)
    if doubled is not None:
        raise NotCases(f"{path} holds more than one vote with the id “{doubled}”.")
    return Collection(
        tuple(each for each in read if isinstance(each, Case)),
        tuple(each for each in read if isinstance(each, Skipped)),
    )


def _read(place: int, row: Any, path: Path) -> Case | Skipped:
    where = f"{path}, vote {place}"
    if not isinstance(row, dict):
        raise NotCases(f"{where}: it is not an object.")
    texts = {key: _text(row, key, where) for key in ("id", "organisation", "title", "outcome")}
    counts = {key: _count(row, key, where) for key in (*FIGURES, "eligible")}
    if row.get("options") is not None:
        reason = "it has several options, and this version decides only what is agreed to or not"
        return Skipped(texts["id"], texts["organisation"], reason)
    missing = [key for key in FIGURES if counts[key] is None]
    if missing:
        return Skipped(texts["id"], texts["organisation"], f"no figure is published for {', '.join(missing)}")
    figures = Tally(**{key: counts[key] or 0 for key in FIGURES})
    rule = row.get("rule")
    return Case(**texts, figures=figures, eligible=counts["eligible"], rule=rule if isinstance(rule, str) else None)


def _text(row: dict[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise NotCases(f"{where}: “{key}” is not a text.")
    return value


def _count(row: dict[str, Any], key: str, where: str) -> int | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise NotCases(f"{where}: “{key}” is not a whole number.")
    return value
