"""Zones: which version of the time zone database this process reckons with."""

import zoneinfo
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path


@lru_cache
def zone_version(folders: Sequence[str] = zoneinfo.TZPATH) -> str:
    """The version that zoneinfo reads: the system's own where there is one, like 2026b, else the package's."""
    for folder in map(Path, folders):
        if (folder / "tzdata.zi").is_file():
            with (folder / "tzdata.zi").open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()[:16]
    return metadata.version("tzdata")[:16]
