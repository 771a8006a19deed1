"""Roads: where the links of a page lead, so that the same page can stand on a server or in a folder of files."""

from typing import Protocol


class Roads(Protocol):
    """Links from one page of a log to the other places of the same log, and to what all pages share."""

    def to(self, place: str = "") -> str:
        """The link to a place of the log, like "D-12"; the empty place is its front."""

    def shared(self, name: str) -> str:
        """The link to a file that all pages share, like "log.css"."""


class ServedRoads:
    """Roads on the web server, all from its root: a log's places lie below its address."""

    def __init__(self, slug: str) -> None:
        self._root = f"/{slug}"

    def to(self, place: str = "") -> str:
        """The link to a place of the log."""
        return f"{self._root}/{place}" if place else self._root

    def shared(self, name: str) -> str:
        """The link to a file that all pages share."""
        return f"/static/{name}"
