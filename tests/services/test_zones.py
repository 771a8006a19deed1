"""Zones: the version of the time zone database is the system's own, else that of the package."""

from importlib import metadata
from pathlib import Path

from bot.services.zones import zone_version


def test_the_systems_own_database_says_its_version(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "tzdata.zi").write_text("# version 2026b\n# This zic input file is in the public domain.\n")
    assert zone_version((str(tmp_path / "missing"), str(tmp_path / "there"))) == "2026b"


def test_without_one_the_package_says_its(tmp_path: Path) -> None:
    assert zone_version((str(tmp_path),)) == metadata.version("tzdata")
