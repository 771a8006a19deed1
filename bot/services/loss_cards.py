"""Cards of losses: permissions that are missing, and records that are."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class LossCard:
    """Permissions that are missing in a bound channel; the number says which binding it is."""

    prefix: ClassVar[str] = "H"

    guild_id: int
    number: int
    channel_id: int
    missing: tuple[str, ...]
    """Discord's permission flags."""
    language: str


@dataclass(frozen=True, slots=True)
class RestoredCard:
    """An older copy of the record was put back: entries after `kept`, to `published`, are lost.

    The number is that of the log's entry which says so.
    """

    prefix: ClassVar[str] = "L"

    guild_id: int
    number: int
    kept: int
    published: int
    language: str
