"""Golden pages: kept as files that a browser opens, with what is random in them taken out."""

import re
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


class GoldenPage(SingleFileSnapshotExtension):
    """One page as one HTML file; hashes, which hang on random salts, are numbered in the order they appear."""

    file_extension = "html"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_options: Any) -> str:
        """The page with its hashes replaced."""
        known: dict[str, str] = {}

        def numbered(found: re.Match[str]) -> str:
            return known.setdefault(found[0], f"hash{len(known) + 1}")

        return re.sub(r"\b[0-9a-f]{8}\b|\b[0-9a-f]{56}\b", numbered, data)
