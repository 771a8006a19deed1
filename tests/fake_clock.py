"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The instant it was last moved to."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Show this instant from now on."""
        self._now = instant

    def advance(self, span: timedelta) -> datetime:
        """Let this span go by."""
        self._now += span
        return self._now
