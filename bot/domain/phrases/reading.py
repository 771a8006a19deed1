"""Readings: what a phrase says, collected part by part, before anybody asks what it means today."""

from dataclasses import dataclass, fields, replace
from datetime import datetime

from bot.domain.phrases.tokens import Kind, Part


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it was said.

    `style` is "exact" for 18:00 or 6 Uhr, "bare" for a lone number, "spoken" for half past six: the last two do not say
    which half of the day. `minutes` counts from the full hour and may be negative.
    """

    hour: int
    minutes: int = 0
    second: int = 0
    style: str = "exact"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase says; None where it says nothing.

    unit and interval: every so many days, weeks, months or years · every_nth: every second Monday · weekdays: 0 is
    Monday · nearness: "next", "this", "habit" or "plural" · ordinals: first, third; -1 is last · monthdays: -1 is the
    last day · is_bare_day: the day is a lone number · date: year or None, month, day · pair: two numbers of a date and
    its year, of which the language says which is the day · scope: a unit and 0 for this one, 1 for the next, None for
    each · days: from today · ahead: a count of units from today · span: minutes from now · at: an instant.
    """

    unit: Kind | None = None
    interval: int | None = None
    every_nth: int | None = None
    weekdays: tuple[int, ...] | None = None
    nearness: str | None = None
    ordinals: tuple[int, ...] | None = None
    monthdays: tuple[int, ...] | None = None
    is_bare_day: bool | None = None
    is_weekend: bool | None = None
    date: tuple[int | None, int, int] | None = None
    pair: tuple[int, ...] | None = None
    month: int | None = None
    year: int | None = None
    scope: tuple[Kind, int | None] | None = None
    days: int | None = None
    ahead: tuple[int, Kind] | None = None
    span: int | None = None
    at: datetime | None = None
    clock: Clock | None = None
    meridiem: int | None = None
    named: Kind | None = None
    part: Part | None = None
    is_too_often: bool | None = None

    def said(self) -> frozenset[str]:
        """The names of what it says."""
        return frozenset(each.name for each in fields(self) if getattr(self, each.name) is not None)

    def joined(self, other: "Reading") -> "Reading | None":
        """Both together; None where both say the same kind of thing."""
        further = other.said()
        if further & self.said():
            return None
        return replace(self, **{name: getattr(other, name) for name in further})
