"""Zones: which version of the time zone database this process reckons with."""

import zoneinfo
from functools import cache
from importlib import metadata
from pathlib import Path


@cache
def zone_version() -> str:
    """The version that zoneinfo reads: the system's own where there is one, like 2026b, else the package's."""
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / "tzdata.zi").is_file():
            with (folder / "tzdata.zi").open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()[:16]
    return metadata.version("tzdata")[:16]
