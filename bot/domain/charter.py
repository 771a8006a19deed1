"""The charter's settings: which numbers a vote may change, within which bounds, and how they are typed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from bot.domain.errors import NotAValue, NothingChanges, OutsideBounds
from bot.domain.rules import ServerRules

IN_FORCE_AFTER = timedelta(hours=24)
"""A change that passed waits this long, so that nobody is surprised by it. Source: charter, §4."""

JUDGED_AGAIN = 10
"""How many past decisions are counted anew under a proposed change. Source: issue "Deciding, whole"."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One number of the charter: how it is typed, its bounds, both inclusive unless said, and where it stands."""

    key: str
    unit: str
    low: Fraction
    high: Fraction
    read: Callable[[ServerRules], Fraction]
    write: Callable[[ServerRules, Fraction], ServerRules]
    excludes_low: bool = False

    def parse(self, typed: str) -> Fraction:
        """The typed value; refuses with `NotAValue` or `OutsideBounds`."""
        text = typed.strip().removesuffix("%").strip().replace(",", ".")
        try:
            value = Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise NotAValue(self.key, typed) from None
        if typed.strip().endswith("%"):
            value /= 100
        if self.unit != "share" and self.unit != "factor" and value.denominator != 1:
            raise NotAValue(self.key, typed)
        if not self.low <= value <= self.high or (self.excludes_low and value == self.low):
            raise OutsideBounds(self.key, str(self.low), str(self.high))
        return value


def _hours(field: str) -> dict[str, Any]:
    return {
        "read": lambda rules: Fraction(getattr(rules, field) // timedelta(hours=1)),
        "write": lambda rules, value: replace(rules, **{field: timedelta(hours=int(value))}),
    }


def _days(field: str) -> dict[str, Any]:
    return {
        "read": lambda rules: Fraction(getattr(rules, field).days),
        "write": lambda rules, value: replace(rules, **{field: timedelta(days=int(value))}),
    }


def _count(field: str) -> dict[str, Any]:
    return {
        "read": lambda rules: Fraction(getattr(rules, field)),
        "write": lambda rules, value: replace(rules, **{field: int(value)}),
    }


def _share(field: str) -> dict[str, Any]:
    return {
        "read": lambda rules: getattr(rules, field),
        "write": lambda rules, value: replace(rules, **{field: value}),
    }


_HALF = Fraction(1, 2)
_NINE_TENTHS = Fraction(9, 10)

SETTINGS = {
    setting.key: setting
    for setting in (
        Setting("voting_hours", "hours", Fraction(24), Fraction(336), **_hours("voting")),
        Setting("charter_voting_hours", "hours", Fraction(24), Fraction(336), **_hours("charter_voting")),
        Setting("threshold", "share", _HALF, _NINE_TENTHS, **_share("threshold"), excludes_low=True),
        Setting("strong_threshold", "share", _HALF, _NINE_TENTHS, **_share("strong_threshold"), excludes_low=True),
        Setting("quorum_factor", "factor", _HALF, Fraction(2), **_share("quorum_factor")),
        Setting("tenure_days", "days", Fraction(0), Fraction(30), **_days("tenure")),
        Setting("activity_days", "days", Fraction(30), Fraction(365), **_days("activity_window")),
        Setting("block_floor", "people", Fraction(1), Fraction(5), **_count("block_floor")),
        Setting("block_share", "share", Fraction(1, 20), Fraction(1, 3), **_share("block_share")),
        Setting("open_proposals", "proposals", Fraction(1), Fraction(10), **_count("open_proposals")),
        Setting("claims", "tasks", Fraction(1), Fraction(10), **_count("claims")),
        Setting("review_days", "days", Fraction(30), Fraction(730), **_days("review")),
    )
}
"""Bounds of the first six: charter, §1.8. The others: ADR 0010, since the charter gives them no bounds."""


def change(rules: ServerRules, key: str, typed: str) -> tuple[ServerRules, Fraction, Fraction]:
    """The rules with one setting changed, the old value and the new one.

    Refuses with `NotAValue`, `OutsideBounds` or `NothingChanges`.
    """
    setting = SETTINGS[key]
    old, new = setting.read(rules), setting.parse(typed)
    if old == new:
        raise NothingChanges(key)
    return setting.write(rules, new), old, new
