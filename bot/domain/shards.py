"""Shards: which servers are this process's, where several processes share them."""

from dataclasses import dataclass

WITHOUT_TIME = 22
"""Bits of an id that do not tell when it was made; Discord leaves them out when it deals servers to shards."""


@dataclass(frozen=True, slots=True)
class Shards:
    """Some of `count` equal parts of all servers, by their numbers from 0; by default the one part that is all."""

    count: int = 1
    ids: frozenset[int] = frozenset({0})

    def __post_init__(self) -> None:
        if not self.ids or not self.ids <= frozenset(range(self.count)):
            raise ValueError(f"of {self.count} shards there are none numbered {sorted(self.ids)}")

    @property
    def is_all(self) -> bool:
        """Whether every server is ours."""
        return len(self.ids) == self.count

    def hold(self, guild_id: int) -> bool:
        """Whether a server is ours: Discord sends its events to this shard. Source: architecture, decision 12."""
        return (guild_id >> WITHOUT_TIME) % self.count in self.ids
