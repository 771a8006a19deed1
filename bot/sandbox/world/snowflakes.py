"""Discord's ids, made from the world's clock: they ascend with time."""

from datetime import UTC, datetime

from bot.sandbox.world.clock import Clock

DISCORD_EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Hands out ids, each larger than the last, also while the clock stands still."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Answer a new id that carries the world's present time."""
        self._last = max(snowflake_at(self._clock.now()), self._last + 1)
        return self._last


def snowflake_at(moment: datetime) -> int:
    """The smallest id of a moment."""
    return (int(moment.timestamp() * 1000) - DISCORD_EPOCH_MS) << 22


def time_of(snowflake: int) -> datetime:
    """The moment an id was made."""
    return datetime.fromtimestamp(((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000, UTC)
