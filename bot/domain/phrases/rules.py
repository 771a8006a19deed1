"""The rules of the grammar: patterns of tokens, and what each pattern says."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.phrases.reading import Clock, Reading
from bot.domain.phrases.tokens import Kind, Token

Group = tuple[Token, ...]
"""The tokens that one step of a pattern took."""

WORKDAYS = (0, 1, 2, 3, 4)
_MINUTES = 24 * 60
_LEAST_YEAR = 1000
"""From here on a number is a year; below, a day or an hour."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pattern: tokens of these kinds, one or, joined by "and", several.

    One that is close has no word before it that means nothing by itself.
    """

    kinds: frozenset[Kind]
    is_optional: bool = False
    is_list: bool = False
    is_close: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, what it says, how unusual it is to say so, and the tokens that it can begin with."""

    steps: tuple[Step, ...]
    build: Callable[[tuple[Group, ...]], Reading | None]
    cost: int = 0
    begins_with: frozenset[Kind] = frozenset()


def _rule(pattern: str, build: Callable[..., Reading | None], cost: int = 0) -> Rule:
    """A rule out of kinds with bars between; "?" marks what may be missing, "+" a list, "~" what is close."""
    steps = tuple(
        Step(frozenset(Kind[kind] for kind in part.strip("~?+").split("|")), "?" in part, "+" in part, "~" in part)
        for part in pattern.split()
    )
    first = steps[0].kinds | (steps[1].kinds if steps[0].is_optional else frozenset())
    return Rule(steps, lambda groups: build(*groups), cost, first)


def _n(group: Group, otherwise: int = 1) -> int:
    return group[0].number if group else otherwise


def _days(group: Group) -> tuple[int, ...]:
    """The weekdays of a list, with those between "Monday to Friday"."""
    found: list[int] = []
    for before, token in pairwise((None, *group)):
        if token is None or token.kind is Kind.TO:
            continue
        if before is not None and before.kind is Kind.TO and found:
            first = found[-1]
            found.extend((first + step) % 7 for step in range(1, (token.number - first) % 7))
        found.append(token.number)
    return tuple(dict.fromkeys(found))


def _is_range(group: Group) -> bool:
    return any(token.kind is Kind.TO for token in group)


def _counts(group: Group) -> tuple[int, ...]:
    return tuple(dict.fromkeys(token.number for token in group if token.kind is not Kind.TO))


def _weekdays(listed: Group, nearness: str | None = None) -> Reading:
    if _is_range(listed) or any(token.kind is Kind.WEEKDAYS for token in listed):
        return Reading(weekdays=_days(listed), nearness="plural")
    return Reading(weekdays=_days(listed), nearness=nearness)


def _weekly(listed: Group, interval: int = 1) -> Reading:
    return Reading(unit=Kind.WEEK, interval=interval, weekdays=_days(listed))


def _every(unit: Group, interval: int = 1) -> Reading:
    if unit[0].kind is Kind.SMALL:
        days, rest = divmod(interval * unit[0].number, _MINUTES)
        return Reading(is_too_often=True) if rest else Reading(unit=Kind.DAY, interval=days)
    if unit[0].kind is Kind.WORKDAYS:
        return Reading(unit=Kind.WEEK, interval=interval, weekdays=WORKDAYS)
    if unit[0].kind is Kind.WEEKEND:
        return Reading(unit=Kind.WEEK, interval=interval, is_weekend=True)
    return Reading(unit=unit[0].kind, interval=interval)


def _ahead(count: Group, unit: Group) -> Reading:
    if unit[0].kind is Kind.SMALL:
        return Reading(span=_n(count) * unit[0].number)
    return Reading(ahead=(_n(count), unit[0].kind))


def _every_nth(nths: tuple[int, ...], weekdays: tuple[int, ...]) -> Reading:
    if len(nths) == 1:
        return Reading(every_nth=nths[0], weekdays=weekdays)
    return Reading(unit=Kind.MOON, interval=1, ordinals=nths, weekdays=weekdays)


def _monthdays(days: Group, unit: Kind | None = None, interval: int | None = None) -> Reading | None:
    """Days of a month; of ordinals in words only the first is said of one ("am Ersten"), "second" is not."""
    if any(token.kind is Kind.ORD and token.number != 1 for token in days):
        return None
    return Reading(unit=unit, interval=interval, monthdays=_counts(days))


def _dated(day: Group, month: Group, year: Group) -> Reading | None:
    if _n(day) >= _LEAST_YEAR or (year and _n(year) < _LEAST_YEAR):
        return None
    return Reading(date=(_n(year) if year else None, _n(month), _n(day)))


def _yearly(day: Group, month: Group) -> Reading:
    return Reading(unit=Kind.YEAR, interval=1, date=(None, _n(month), _n(day)))


def _month_of(month: Group, year: Group) -> Reading | None:
    return Reading(month=_n(month), year=_n(year)) if _n(year) >= _LEAST_YEAR else None


def _clock(hour: Group, minutes: int, style: str) -> Reading | None:
    if _n(hour) >= _LEAST_YEAR:
        return None
    return Reading(clock=Clock(_n(hour), minutes, style=style))


def _exact(clock: Group) -> Reading:
    hour, minute, second = clock[0].numbers
    return Reading(clock=Clock(hour, minute, second))


_UNITS = "DAY|WEEK|MOON|YEAR"
_EVERYTHING = f"{_UNITS}|SMALL|WORKDAYS|WEEKEND"
_DAY_NAMES = "WEEKDAY|WEEKDAYS"
_COUNT = "NUM|ONE"

_REPEATING = (
    _rule(f"EVERY {_EVERYTHING}", lambda _, unit: _every(unit)),
    _rule(f"EVERY {_COUNT} {_EVERYTHING}", lambda _, count, unit: _every(unit, _n(count))),
    _rule(f"EVERY ORD|NTH {_UNITS}|SMALL", lambda _, nth, unit: _every(unit, _n(nth))),
    _rule(f"EVERY OTHER {_EVERYTHING}", lambda _, __, unit: _every(unit, 2)),
    _rule(f"{_COUNT} {_UNITS} OTHER", lambda _, unit, __: _every(unit, 2)),
    _rule("EVERY SPAN", lambda _, __: Reading(is_too_often=True)),
    _rule("OFTEN", lambda _: Reading(is_too_often=True)),
    _rule("EVERY PART", lambda _, part: Reading(unit=Kind.DAY, interval=1, part=part[0].part)),
    _rule("EVERY NOON|MIDNIGHT", lambda _, named: Reading(unit=Kind.DAY, interval=1, named=named[0].kind)),
    _rule(f"EVERY {_DAY_NAMES}+", lambda _, listed: _weekly(listed)),
    _rule(f"EVERY OTHER {_DAY_NAMES}+", lambda _, __, listed: _weekly(listed, 2)),
    _rule(f"{_COUNT} {_DAY_NAMES} OTHER", lambda _, listed, __: _weekly(listed, 2)),
    _rule(f"EVERY NUM {_DAY_NAMES}+", lambda _, count, listed: _weekly(listed, _n(count))),
    _rule(f"EVERY ORD|NTH+ {_DAY_NAMES}", lambda _, nths, listed: _every_nth(_counts(nths), _days(listed))),
    _rule("EVERY ORD|NTH+", lambda _, days: _monthdays(days, unit=Kind.MOON, interval=1), cost=1),
    _rule("EVERY DATED ~NUM+", lambda _, __, days: Reading(unit=Kind.MOON, interval=1, monthdays=_counts(days))),
    _rule(
        "EVERY ORD|NTH DAY MOON", lambda _, nth, __, ___: Reading(unit=Kind.MOON, interval=1, monthdays=_counts(nth))
    ),
    _rule("EVERY NUM|ORD|NTH MONTH", lambda _, day, month: _yearly(day, month)),
    _rule("EVERY MONTH NUM|ORD|NTH", lambda _, month, day: _yearly(day, month)),
    _rule("EVERY PAIR", lambda _, pair: Reading(unit=Kind.YEAR, interval=1, pair=pair[0].numbers)),
)

_DAYS = (
    _rule("AHEAD", lambda token: Reading(days=_n(token))),
    _rule(f"{_DAY_NAMES}+", _weekdays),
    _rule("HABIT WEEKDAY+", lambda _, listed: _weekdays(listed, "habit")),
    _rule("NEXT WEEKDAY", lambda _, listed: _weekdays(listed, "next")),
    _rule("WEEKDAY NEXT", lambda listed, _: _weekdays(listed, "next")),
    _rule("THIS WEEKDAY", lambda _, listed: _weekdays(listed, "this")),
    _rule("THIS NEXT WEEKDAY", lambda _, __, listed: _weekdays(listed, "next")),
    _rule("WEEKEND", lambda _: Reading(is_weekend=True)),
    _rule("THIS|NEXT WEEKEND", lambda which, _: Reading(is_weekend=True, nearness=str(which[0].kind))),
    _rule("WEEKEND NEXT", lambda _, __: Reading(is_weekend=True, nearness="next")),
    _rule(f"ORD|NTH+ {_DAY_NAMES}", lambda nth, listed: Reading(ordinals=_counts(nth), weekdays=_days(listed))),
    _rule("ORD|NTH DAY", lambda nth, _: Reading(monthdays=_counts(nth))),
    _rule("ORD|NTH+", lambda days: _monthdays(days), cost=1),
    _rule("DATED ~NUM+", lambda _, days: Reading(monthdays=_counts(days))),
    _rule("NUM", lambda day: Reading(monthdays=_counts(day), is_bare_day=True), cost=2),
    _rule("NUM AND NUM", lambda day, _, other: Reading(monthdays=_counts(day + other), is_bare_day=True), cost=2),
    _rule("IN? NUM|ORD|NTH MONTH NUM?", lambda _, day, month, year: _dated(day, month, year)),
    _rule("MONTH NUM|ORD|NTH NUM?", lambda month, day, year: _dated(day, month, year), cost=1),
    _rule("DATE", lambda date: Reading(date=(date[0].numbers[0], date[0].numbers[1], date[0].numbers[2]))),
    _rule("PAIR", lambda pair: Reading(pair=pair[0].numbers)),
    _rule("IN? MONTH", lambda _, month: Reading(month=_n(month))),
    _rule("IN? MONTH NUM", lambda _, month, year: _month_of(month, year)),
    _rule("WEEK|MOON", lambda unit: Reading(scope=(unit[0].kind, None))),
    _rule("THIS WEEK|MOON", lambda _, unit: Reading(scope=(unit[0].kind, 0))),
    _rule("NEXT WEEK|MOON", lambda _, unit: Reading(scope=(unit[0].kind, 1))),
    _rule("WEEK|MOON NEXT", lambda unit, _: Reading(scope=(unit[0].kind, 1))),
    _rule(f"IN {_COUNT} {_UNITS}|SMALL", lambda _, count, unit: _ahead(count, unit)),
    _rule(f"{_COUNT} {_UNITS}|SMALL HENCE", lambda count, unit, _: _ahead(count, unit)),
    _rule("IN SPAN", lambda _, span: Reading(span=_n(span))),
    _rule(
        f"IN {_COUNT} SMALL AND? {_COUNT} SMALL",
        lambda _, n, unit, __, m, small: Reading(span=_n(n) * _n(unit) + _n(m) * _n(small)),
    ),
    _rule("INSTANT", lambda instant: Reading(at=instant[0].at)),
)

_TIMES = (
    _rule("CLOCK HOURS?", lambda clock, _: _exact(clock)),
    _rule("PART", lambda part: Reading(part=part[0].part)),
    _rule("MERIDIEM", lambda half: Reading(meridiem=_n(half))),
    _rule("NOON|MIDNIGHT", lambda named: Reading(named=named[0].kind)),
    _rule("NUM", lambda hour: _clock(hour, 0, "bare")),
    _rule(f"{_COUNT} HOURS", lambda hour, _: _clock(hour, 0, "exact")),
    _rule(f"{_COUNT} HOURS NUM", lambda hour, _, minute: _clock(hour, _n(minute), "exact")),
    _rule(f"{_COUNT} HOURS? AND HALF", lambda hour, *_: _clock(hour, 30, "spoken")),
    _rule(f"{_COUNT} HOURS? AND QUARTER", lambda hour, *_: _clock(hour, 15, "spoken")),
    _rule(f"{_COUNT} HOURS? LESS QUARTER", lambda hour, *_: _clock(hour, -15, "spoken")),
    _rule("PAST NUM HOURS?", lambda past, hour, _: _clock(hour, _n(past), "spoken")),
    _rule("BEFORE NUM HOURS?", lambda before, hour, _: _clock(hour, -_n(before), "spoken")),
)

RULES = (*_REPEATING, *_DAYS, *_TIMES)
