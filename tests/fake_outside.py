"""Outside: what the fakes of the ports share: they keep what they hear, and fail when they are told to."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.services.ports import Unreachable
from db.engine import in_turn

Meanwhile = Callable[[], Awaitable[None]]
"""Something that happens while the world outside is busy answering."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: which method, with what."""

    what: str
    facts: tuple[Any, ...]


@dataclass(slots=True)
class _Trouble:
    fault: Exception
    takes_effect: bool
    times_left: int | None


class Outside:
    """What the fakes share: they keep every call, refuse calls from inside a turn, and fail when told to."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.asked_in_a_turn: list[Asked] = []
        self.meanwhile: deque[Meanwhile] = deque()
        """What happens during the next calls, one for each; the answer was fixed before."""
        self._troubles: deque[_Trouble] = deque()

    def fail(
        self,
        *,
        times: int | None = 1,
        is_gone: bool = False,
        is_place_gone: bool = False,
        rest: timedelta | None = None,
    ) -> None:
        """Be unreachable for so many calls, None for until `recover`."""
        fault = Unreachable("the fake is down", is_gone=is_gone, is_place_gone=is_place_gone, rest=rest)
        self._troubles.append(_Trouble(fault, False, times))

    def lose_answers(self, *, times: int | None = 1) -> None:
        """Do what is asked, and lose the answer on the way back."""
        self._troubles.append(_Trouble(Unreachable("the answer was lost"), True, times))

    def break_with(self, fault: Exception, *, times: int | None = 1) -> None:
        """Raise something that no port is allowed to raise."""
        self._troubles.append(_Trouble(fault, False, times))

    def recover(self) -> None:
        """Be reachable again."""
        self._troubles.clear()

    def calls(self, what: str) -> list[tuple[Any, ...]]:
        """What one method was asked, in order."""
        return [call.facts for call in self.asked if call.what == what]

    @contextmanager
    def _call(self, what: str, *facts: Any) -> Iterator[None]:
        call = Asked(what, facts)
        self.asked.append(call)
        if in_turn():
            self.asked_in_a_turn.append(call)
        assert not in_turn(), f"{what} was asked inside a transaction"
        trouble = self._next_trouble()
        if trouble and not trouble.takes_effect:
            raise trouble.fault
        yield
        if trouble:
            raise trouble.fault

    async def _let_things_happen(self) -> None:
        if self.meanwhile:
            await self.meanwhile.popleft()()

    def _next_trouble(self) -> _Trouble | None:
        while self._troubles and self._troubles[0].times_left == 0:
            self._troubles.popleft()
        if not self._troubles:
            return None
        trouble = self._troubles[0]
        if trouble.times_left is not None:
            trouble.times_left -= 1
        return trouble
