"""A fake of the register: who is in which server since when."""

from collections.abc import Sequence
from datetime import datetime

from tests.fake_outside import Outside


class FakeRegister(Outside):
    """Knows who is in which server since when."""

    def __init__(self) -> None:
        super().__init__()
        self.joined: dict[tuple[int, int], datetime] = {}
        self.member_counts: dict[int, int] = {}
        self.gone: set[int] = set()
        """Channels and servers that are gone, or that the bot was taken out of."""
        self.missing: dict[int, tuple[str, ...]] = {}
        """The permissions that the bot lacks, by channel; where it lacks any it may not speak."""
        self.system_channel: int | None = None

    async def joined_at(self, guild_id: int, user_id: int) -> datetime | None:
        """When the person joined, None for somebody who is not there."""
        with self._call("joined_at", guild_id, user_id):
            await self._let_things_happen()
            return self.joined.get((guild_id, user_id))

    async def member_count(self, guild_id: int) -> int:
        """How many are there; a server nobody spoke of has none."""
        with self._call("member_count", guild_id):
            await self._let_things_happen()
            return self.member_counts.get(guild_id, 0)

    async def has_channel(self, guild_id: int, channel_id: int) -> bool:
        """Whether neither is gone."""
        return not self.gone & {guild_id, channel_id}

    async def missing_permissions(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        """What was said to be missing."""
        return self.missing.get(channel_id, ())

    async def where_to_speak(self, guild_id: int, preferred: Sequence[int]) -> int | None:
        """The first channel in which nothing is missing."""
        candidates = [*preferred, *([self.system_channel] if self.system_channel else [])]
        return next((each for each in candidates if each not in self.missing | dict.fromkeys(self.gone, ())), None)

    async def is_channel_gone(self, guild_id: int, channel_id: int) -> bool:
        """Whether the channel is gone."""
        with self._call("is_channel_gone", guild_id, channel_id):
            return channel_id in self.gone
