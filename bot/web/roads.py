"""Roads: where the links of a page lead, so that the same page can stand on a server or in a folder of files."""

from typing import Protocol


class Roads(Protocol):
    """Links from one page of a log to the other places of the same log, and to what all pages share."""

    @property
    def searches(self) -> bool:
        """Whether there is somebody to ask at the end of the road, so that a form can search."""

    def to(self, place: str = "") -> str:
        """The link to a place of the log, like "D-12"; the empty place is its front."""

    def shared(self, name: str) -> str:
        """The link to a file that all pages share, like "log.css"."""

    def log(self, slug: str) -> str:
        """The link to the front of any log."""

    def address(self, place: str = "") -> str | None:
        """The whole address of a place, for those who come from elsewhere; None where nobody has told it."""


class ServedRoads:
    """Roads on the web server, all from its root: a log's places lie below its address.

    `web_url` is where people reach the server, without a slash at the end.
    """

    searches = True

    def __init__(self, slug: str, web_url: str | None = None) -> None:
        self._root = f"/{slug}"
        self._web_url = web_url

    def to(self, place: str = "") -> str:
        """The link to a place of the log."""
        return f"{self._root}/{place}" if place else self._root

    def shared(self, name: str) -> str:
        """The link to a file that all pages share."""
        return f"/static/{name}"

    def log(self, slug: str) -> str:
        """The link to the front of any log."""
        return f"/{slug}"

    def address(self, place: str = "") -> str | None:
        """The whole address of a place; None where nobody has told where the server is reached."""
        return None if self._web_url is None else self._web_url + self.to(place)
