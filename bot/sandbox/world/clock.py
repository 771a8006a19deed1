"""The sandbox's one clock: real time plus an offset that can be moved forward, or frozen for tests."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the world's time; it never runs backwards."""

    def __init__(self, frozen_at: datetime | None = None) -> None:
        self._offset = timedelta()
        self._frozen_at = frozen_at.astimezone(UTC) if frozen_at is not None else None

    def now(self) -> datetime:
        """Answer the world's time as an aware UTC datetime."""
        if self._frozen_at is not None:
            return self._frozen_at
        return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far the world's time stands ahead of real time."""
        return self.now() - datetime.now(UTC) if self._frozen_at is not None else self._offset

    @property
    def is_frozen(self) -> bool:
        """Whether time stands still until it is skipped or thawed."""
        return self._frozen_at is not None

    def skip(self, span: timedelta) -> datetime:
        """Move forward by a span and answer the new time; a negative span is refused with ValueError."""
        if span < timedelta():
            raise ValueError("the world's clock does not run backwards")
        if self._frozen_at is not None:
            self._frozen_at += span
        else:
            self._offset += span
        return self.now()

    def skip_to(self, moment: datetime) -> datetime:
        """Move forward to a moment and answer the new time; a moment in the past is refused with ValueError."""
        return self.skip(moment.astimezone(UTC) - self.now())

    def start_at(self, moment: datetime) -> None:
        """Let an unfrozen clock read the given moment now: only for a world in which nothing has happened yet."""
        self._offset = moment.astimezone(UTC) - datetime.now(UTC)

    def freeze(self, at: datetime | None = None) -> None:
        """Stop the time, here or at a given moment."""
        self._frozen_at = at.astimezone(UTC) if at is not None else self.now()

    def thaw(self) -> None:
        """Let a frozen time run on from where it stands."""
        if self._frozen_at is not None:
            self._offset = self._frozen_at - datetime.now(UTC)
            self._frozen_at = None


def iso(moment: datetime) -> str:
    """Write a moment as Discord does."""
    return moment.isoformat(timespec="microseconds")
