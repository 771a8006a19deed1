"""Findings: what the doctor saw, how bad it is, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How bad a finding is, by the mark before it."""

    WELL = "✓"
    WORTH_A_LOOK = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` says what to do, and is empty where nothing is."""

    grade: Grade
    seen: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.grade} {self.seen}" + (f"\n  → {self.remedy}" if self.remedy else "")


def well(seen: str) -> Finding:
    """Something that is as it should be."""
    return Finding(Grade.WELL, seen)


def look(seen: str, remedy: str) -> Finding:
    """Something that Minga can live with."""
    return Finding(Grade.WORTH_A_LOOK, seen, remedy)


def bad(seen: str, remedy: str) -> Finding:
    """Something that keeps Minga from its work, or soon will."""
    return Finding(Grade.BAD, seen, remedy)


def summary(findings: Iterable[Finding]) -> str:
    """How many of each, in a sentence."""
    grades = [finding.grade for finding in findings]
    wrong, worth = grades.count(Grade.BAD), grades.count(Grade.WORTH_A_LOOK)
    if not wrong and not worth:
        return "All is well."
    return f"{wrong} to be mended, {worth} worth a look, {grades.count(Grade.WELL)} well."
