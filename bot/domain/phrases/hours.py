"""Hours: which times of day a reading can mean."""

from datetime import timedelta

from bot.domain.phrases.outcomes import Asked
from bot.domain.phrases.questions import Asks
from bot.domain.phrases.reading import Clock, Reading
from bot.domain.phrases.tokens import Kind, Part

_HOUR = 60
_HALF = 12 * _HOUR
_DAY = 24 * _HOUR

Times = tuple[tuple[timedelta, ...], Asks]
"""What the time may be, counted from the beginning of the day that was said, and what to ask when it is several."""


def times_of(reading: Reading) -> Times:
    """The times of day that a reading can mean; raises `Asked` where it means none.

    A lone hour from 1 to 7 may be in either half of the day, others are taken by the 24-hour clock. Midnight may be the
    beginning of the day or its end.
    """
    if reading.named is Kind.NOON:
        return (timedelta(hours=12),), Asks.WHICH_HOUR
    if reading.named is Kind.MIDNIGHT:
        return _minutes((0, _DAY), 0), Asks.WHICH_NIGHT
    clock = reading.clock
    if clock is None:
        raise Asked(Asks.NO_TIME)
    minutes = _minutes_of(clock)
    if reading.meridiem is not None:
        return _halved(clock, minutes, reading.meridiem, reading.part)
    if reading.part is not None:
        return _in_part(reading.part, minutes, clock.second)
    if clock.style != "exact" and _HOUR <= minutes < 8 * _HOUR:
        return _minutes((minutes, minutes + _HALF), clock.second), Asks.WHICH_HOUR
    return _minutes((minutes,), clock.second), Asks.WHICH_HOUR


def _minutes(counts: tuple[int, ...], second: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=count, seconds=second) for count in counts)


def _minutes_of(clock: Clock) -> int:
    minutes = clock.hour * _HOUR + clock.minutes
    if clock.style == "spoken" and minutes < _HOUR:
        minutes += _HALF
    if not 0 <= minutes <= _DAY or clock.minutes >= _HOUR or clock.second >= _HOUR:
        raise Asked(Asks.NO_SUCH_TIME)
    if minutes == _DAY and clock.second:
        raise Asked(Asks.NO_SUCH_TIME)
    return minutes


def _halved(clock: Clock, minutes: int, meridiem: int, part: Part | None) -> Times:
    """A time before or after noon; a part of the day beside it ("7 pm tonight") must be one that has it."""
    if not 1 <= clock.hour <= 12:
        raise Asked(Asks.NO_SUCH_TIME)
    minutes = minutes % _HALF + meridiem * _HOUR
    if part is not None:
        times, asks = _in_part(part, minutes, clock.second)
        if timedelta(minutes=minutes, seconds=clock.second) not in times:
            raise Asked(Asks.NO_SUCH_TIME)
        return times, asks
    if minutes < _HOUR:
        return _minutes((minutes, minutes + _DAY), clock.second), Asks.WHICH_NIGHT
    return _minutes((minutes,), clock.second), Asks.WHICH_HOUR


def _in_part(part: Part, minutes: int, second: int) -> Times:
    """A time in a part of the day; "at night" the small hours may be those before the day or those after it."""
    hour = minutes // _HOUR
    for hours, shifts in _SHIFTS[part]:
        if hour in hours:
            asks = Asks.WHICH_NIGHT if shifts in (_EITHER_NIGHT, _TWELVE_AT_NIGHT) else Asks.WHICH_HOUR
            return _minutes(tuple(minutes + shift for shift in shifts), second), asks
    raise Asked(Asks.NO_SUCH_TIME)


_AS_SAID, _LATER, _EITHER_NIGHT, _EITHER_END = (0,), (_HALF,), (0, _DAY), (0, _HALF, _DAY)
_TWELVE_AT_NIGHT = (-_HALF, _HALF)

_SHIFTS: dict[Part, tuple[tuple[range, tuple[int, ...]], ...]] = {
    Part.MORNING: ((range(12), _AS_SAID), (range(12, 13), (-_HALF, 0))),
    Part.MIDDAY: ((range(1, 4), _LATER), (range(11, 16), _AS_SAID)),
    Part.AFTERNOON: ((range(1, 10), _LATER), (range(12, 22), _AS_SAID)),
    Part.EVENING: ((range(4, 12), _LATER), (range(12, 13), _TWELVE_AT_NIGHT), (range(16, 25), _AS_SAID)),
    Part.NIGHT: (
        (range(4), _EITHER_NIGHT),
        (range(4, 6), _EITHER_END),
        (range(6, 12), _LATER),
        (range(12, 13), _TWELVE_AT_NIGHT),
        (range(17, 25), _AS_SAID),
    ),
    Part.SMALL_HOURS: ((range(7), _AS_SAID), (range(12, 13), (-_HALF,))),
}
