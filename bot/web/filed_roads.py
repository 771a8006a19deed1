"""Filed roads: the links between pages that stand as files in a folder, wherever that folder is put."""

import re
from pathlib import PurePosixPath

_HAS_A_TYPE = re.compile(r"[^/]*\.[a-z]+")
_IS_AN_ANSWER = re.compile(r"api/.+")


def file_at(place: str) -> str:
    """The file in which a place of a log stands: "D-12.html" for D-12; what has a type in its name keeps it."""
    if not place:
        return "index.html"
    if _HAS_A_TYPE.fullmatch(PurePosixPath(place).name):
        return place
    return f"{place}.json" if _IS_AN_ANSWER.fullmatch(place) else f"{place}.html"


class FiledRoads:
    """Roads in a folder, each from the file in which its page stands, so that they hold on any host and on none.

    `log` is the folder of the log in the export, empty where it is the export itself. `base_url` is where people will
    reach the export, without a slash at the end.
    """

    searches = False

    def __init__(self, log: str, place: str, base_url: str | None = None) -> None:
        self._log = f"{log}/" if log else ""
        self._back_to_log = "../" * place.count("/")
        self._back_to_all = self._back_to_log + ("../" if log else "")
        self._base_url = base_url

    def to(self, place: str = "") -> str:
        """The link to a place of the log."""
        return self._back_to_log + file_at(place)

    def shared(self, name: str) -> str:
        """The link to a file that all pages share."""
        return f"{self._back_to_all}static/{name}"

    def log(self, slug: str) -> str:
        """The link to the front of another log in the same export."""
        return f"{self._back_to_all}{slug}/{file_at('')}"

    def address(self, place: str = "") -> str | None:
        """The whole address of a place; None where nobody has told where the export will stand."""
        return None if self._base_url is None else f"{self._base_url}/{self._log}{file_at(place)}"
