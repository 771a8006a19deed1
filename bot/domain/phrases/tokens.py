"""Tokens: the words and numbers of a phrase once the language is taken off them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a token is; the grammar knows nothing else of it but its numbers."""

    GLUE = "glue"
    MARK = "mark"
    AND = "and"
    TO = "to"
    NUM = "num"
    ONE = "one"
    ORD = "ord"
    NTH = "nth"
    CLOCK = "clock"
    SPAN = "span"
    DATE = "date"
    PAIR = "pair"
    INSTANT = "instant"
    WEEKDAY = "weekday"
    WEEKDAYS = "weekdays"
    WORKDAYS = "workdays"
    WEEKEND = "weekend"
    MONTH = "month"
    DAY = "day"
    DATED = "dated"
    WEEK = "week"
    MOON = "moon"
    YEAR = "year"
    SMALL = "small"
    EVERY = "every"
    OTHER = "other"
    HABIT = "habit"
    OFTEN = "often"
    NEXT = "next"
    THIS = "this"
    IN = "in"
    HENCE = "hence"
    AHEAD = "ahead"
    PART = "part"
    NOON = "noon"
    MIDNIGHT = "midnight"
    MERIDIEM = "meridiem"
    HOURS = "hours"
    PAST = "past"
    BEFORE = "before"
    HALF = "half"
    QUARTER = "quarter"
    LESS = "less"


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    SMALL_HOURS = "small_hours"


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, and the numbers that it stands for.

    NUM, ONE: the number · ORD, NTH: the number of an ordinal in words, -1 for "last", or in digits · CLOCK: hour,
    minute, second · SPAN: minutes · DATE: year, month, day · PAIR: two numbers of a date as typed, and its year if it
    has one · WEEKDAY(S): 0 for Monday · MONTH: 1 to 12 · SMALL: minutes of the unit · AHEAD: days from today ·
    MERIDIEM: 0 or 12 · PAST, BEFORE: minutes from the hour.
    """

    kind: Kind
    numbers: tuple[int, ...] = ()
    part: Part | None = None
    at: datetime | None = None

    @property
    def number(self) -> int:
        """The first of its numbers."""
        return self.numbers[0]
