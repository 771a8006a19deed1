"""Said once: what breaks again and again in the same way is logged when it first does, not at every look."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class SaidOnce:
    """Remembers what broke at the last look, and how; what went well meanwhile is said again when it breaks."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._said: dict[tuple[object, ...], str] = {}

    @contextmanager
    def holding_up_nobody(self, message: str, *facts: object) -> Iterator[None]:
        """Go on after whatever breaks inside, and log that, with the message, unless it broke just so the last time."""
        key = (message, *facts)
        try:
            yield
        except Exception as fault:
            if self._said.get(key) != repr(fault):
                self._log.exception(message, *facts)
            self._said[key] = repr(fault)
        else:
            self._said.pop(key, None)
