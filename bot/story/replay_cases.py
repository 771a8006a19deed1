"""Cases for the replay: real votes with their published figures, read from a file."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.approvals import FEWEST_OPTIONS, MOST_OPTIONS, ApprovalTally
from bot.domain.tally import Tally

VERDICTS = ("passed", "rejected", "no quorum", "blocked", "not decided", "no support", "withdrawn", "lapsed")
"""What a file may say of an outcome that can be compared with ours."""

FIGURES = ("agree", "disagree", "abstain", "block")

Figures = Tally | ApprovalTally
"""What was said: for or against one thing, or how many approved each of several options."""


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
    """What an organisation published about one of its votes; `outcome` is theirs, in their file's words.

    `options` are the names of what a choice offered. With `is_turnout_assumed` it is not published how many voted.
    """

    id: str
    organisation: str
    title: str
    figures: Figures
    eligible: int | None
    outcome: str
    rule: str | None
    options: tuple[str, ...] = ()
    is_turnout_assumed: bool = False

    @property
    def verdict(self) -> str | None:
        """Their outcome as one of `VERDICTS`, or None where it is something else."""
        words = " ".join(self.outcome.replace("_", " ").replace("-", " ").lower().split())
        return words if words in VERDICTS else None

    @property
    def active(self) -> int:
        """The people that the quorum is counted from: all who could vote, or all who did where only they are known.

        The author of a proposal is active, so there is always one.
        """
        return max(self.figures.turnout if self.eligible is None else self.eligible, 1)


@dataclass(frozen=True, slots=True)
class Collection:
    """What a file holds: the cases that can be played, and those that cannot."""

    cases: tuple[Case, ...]
    skipped: tuple[Skipped, ...]


def read_cases(path: Path) -> Collection:
    """Read a file of cases: a JSON list of objects; refuses with `NotCases`.

    Each has the texts `id`, `organisation`, `title` and `outcome` and the counts `agree`, `disagree`, `abstain` and
    `block`, or in their place `options`, each with its `label` and its `approvals`. The counts `eligible` and
    `not_voted` and the text `rule` may be missing. What has no whole set of figures is skipped.
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
    counts = {key: _count(row, key, where) for key in (*FIGURES, "eligible", "not_voted")}
    rule = row.get("rule")
    known: dict[str, Any] = {**texts, "eligible": counts["eligible"], "rule": rule if isinstance(rule, str) else None}
    if row.get("options") is not None:
        return _read_choice(row["options"], known, counts["not_voted"], where)
    missing = [key for key in FIGURES if counts[key] is None]
    if missing:
        return _skipped(known, f"no figure is published for {', '.join(missing)}")
    return Case(**known, figures=Tally(**{key: counts[key] or 0 for key in FIGURES}))


def _read_choice(listed: Any, known: dict[str, Any], not_voted: int | None, where: str) -> Case | Skipped:
    """A vote among options. Who approved of none of them does not take part in a choice, so they are not counted."""
    if not isinstance(listed, list) or not all(isinstance(option, dict) for option in listed):
        raise NotCases(f"{where}: “options” must be a list of objects.")
    labels = [_text(option, "label", f"{where}, option {place}") for place, option in enumerate(listed, 1)]
    counts = [_count(option, "approvals", f"{where}, option {place}") for place, option in enumerate(listed, 1)]
    if not FEWEST_OPTIONS <= len(labels) <= MOST_OPTIONS:
        options = "1 option" if len(labels) == 1 else f"{len(labels)} options"
        return _skipped(known, f"it has {options}, and a choice offers {FEWEST_OPTIONS} to {MOST_OPTIONS}")
    approvals = [count for count in counts if count is not None]
    if len(approvals) < len(counts):
        missing = [label for label, count in zip(labels, counts, strict=True) if count is None]
        return _skipped(known, f"no figure is published for {', '.join(missing)}")
    most, given, eligible = max(approvals), sum(approvals), known["eligible"]
    is_assumed = eligible is None or not_voted is None
    voted = min(given, given if eligible is None else eligible) if is_assumed else eligible - not_voted
    if voted < most:
        return _skipped(known, f"{most} approve of {labels[approvals.index(most)]}, and only {max(voted, 0)} voted")
    # Nobody could say "keep discussing" then, which stands at 0, before the options.
    figures = ApprovalTally((0, *approvals), min(voted, given))
    return Case(**known, figures=figures, options=tuple(labels), is_turnout_assumed=is_assumed)


def _skipped(known: dict[str, Any], reason: str) -> Skipped:
    return Skipped(known["id"], known["organisation"], reason)


def _text(row: dict[str, Any], key: str, where: str) -> str:
    if key not in row:
        raise NotCases(f"{where}: “{key}” is missing.")
    value = row[key]
    if not isinstance(value, str) or not value.strip():
        raise NotCases(f"{where}: “{key}” must be a text, and not an empty one.")
    return value


def _count(row: dict[str, Any], key: str, where: str) -> int | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise NotCases(f"{where}: “{key}” must be a whole number, 0 or more.")
    return value
