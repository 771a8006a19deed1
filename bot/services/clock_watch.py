"""The clock watch: this machine's clock held against Discord's, because votes close by it."""

import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

LITTLE_SKEW, MUCH_SKEW = timedelta(seconds=5), timedelta(seconds=60)
"""How wrong a clock may be before it is worth a word, and before nothing is settled by it. Source: integrity, §2."""

_A_SECOND = timedelta(seconds=1)
_NONE = timedelta(0)

_BELIEVED = 3
"""Answers of which the best agrees: one that a proxy dated wrongly, or that came during a jump, proves nothing."""

_OFTEN, _SELDOM = 20.0, 600.0
"""Seconds after which Discord is asked for the time where nothing else was asked: while in doubt, and otherwise."""

_log = logging.getLogger(__name__)


class ClockWatch:
    """Hears what time it is for Discord with each of its answers, and says whether ours can be settled by."""

    def __init__(self, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._heard: deque[timedelta] = deque(maxlen=_BELIEVED)
        self._said = 0
        self._ticks = ticks
        self._asked = ticks()
        self.ask: Callable[[], Awaitable[None]] | None = None
        """Asks Discord for anything at all; None where its clock is not ours to hold against."""

    def hear(self, told: datetime, *, asked_at: datetime, heard_at: datetime) -> None:
        """Take an answer's date, which has whole seconds, and when by our clock it was asked for and came."""
        self._heard.append(surely_ahead(told, asked_at, heard_at))
        self._asked = self._ticks()
        self._say()

    async def look_again(self) -> None:
        """Ask where nothing was heard for a while: a clock may jump at night, and is put right when nobody asks."""
        is_in_doubt = any(abs(each) > LITTLE_SKEW for each in self._heard)
        if self.ask is not None and self._ticks() - self._asked >= (_OFTEN if is_in_doubt else _SELDOM):
            self._asked = self._ticks()
            await self.ask()

    @property
    def skew(self) -> timedelta:
        """How far our clock is surely ahead of Discord's, or behind it where it is less than nothing."""
        return min(self._heard, key=abs, default=_NONE)

    @property
    def is_wrong(self) -> bool:
        """Whether the clock is so wrong that what hangs on the time must wait."""
        return abs(self.skew) > MUCH_SKEW

    def _say(self) -> None:
        """Say in the log once that the clock went wrong, and once that it is right again."""
        skew = self.skew
        grave = (abs(skew) > LITTLE_SKEW) + (abs(skew) > MUCH_SKEW)
        if grave == self._said:
            return
        self._said = grave
        seen = f"this machine's clock is {abs(skew) / _A_SECOND:,.0f} s {'ahead of' if skew > _NONE else 'behind'}"
        match grave:
            case 0:
                _log.info("this machine's clock agrees with Discord's again")
            case 1:
                _log.warning("%s Discord's; have it keep its time: timedatectl set-ntp true", seen)
            case _:
                _log.critical(
                    "%s Discord's: nothing is settled, reminded of or forgotten until it is right. "
                    "Have it keep its time: timedatectl set-ntp true",
                    seen,
                )


def surely_ahead(told: datetime, asked_at: datetime, heard_at: datetime) -> timedelta:
    """The least by which our clock differs: the answer was dated at some moment between asking and hearing."""
    if told + _A_SECOND < asked_at:
        return asked_at - told - _A_SECOND
    if told > heard_at:
        return heard_at - told
    return _NONE
