"""Zones: the time zone that somebody names at the end of a phrase."""

import re
import zoneinfo
from functools import cache

_LOOKS_LIKE_ONE = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")
_UNIVERSAL = frozenset({"utc", "gmt"})
_MOST_WORDS = 3


class UnknownZone(Exception):
    """What looks like a zone is none; `name` as it was typed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


def zone_named(name: str) -> str | None:
    """The IANA name of a zone, however it is capitalised; None when there is none."""
    return _zones().get(name.casefold())


def without_zone(phrase: str) -> tuple[str, str | None]:
    """A phrase without the zone at its end, and that zone: "Europe/Madrid", "America/New York", "UTC"."""
    words = phrase.split()
    for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        name = "_".join(words[-count:]).strip("().,")
        if "/" not in name and name.casefold() not in _UNIVERSAL:
            continue
        zone = zone_named(name)
        if zone:
            return " ".join(words[:-count]).rstrip("( "), zone
    if len(words) > 1 and _LOOKS_LIKE_ONE.fullmatch(words[-1]):
        raise UnknownZone(words[-1])
    return phrase, None
