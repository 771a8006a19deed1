"""What a room is: one sort of page of a log, the places where it stands, and how it is looked up and drawn."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from bot.web.roads import Roads
from bot.web.studio import Page

NUMBER = "[1-9][0-9]{0,8}"
"""A number in the name of a place."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place of a log that somebody asks for: the parts of its name, and what they typed into a page's form."""

    slug: str
    place: str
    told: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """A part of the place's name, or what was typed; None where there is none."""
        return dict(self.told).get(name)


class Room(Protocol):
    """One sort of page. Nothing that is not published has facts, so that it has no page either."""

    places: re.Pattern[str]
    """The places where such a page can stand, as a whole name; its named groups are told to `look` and `draw`."""
    asks: tuple[str, ...]
    """The fields of a form that the page listens to; whatever else stands behind a "?" is not looked at."""

    async def look(self, wanted: Wanted) -> Any | None:
        """All facts that the page depends on, comparable and cheap to get; None where there is no page."""

    async def draw(self, wanted: Wanted, facts: Any, roads: Roads) -> Page | None:
        """The page, when its facts are new."""

    def every(self, slug: str) -> AsyncIterator[str]:
        """Every place of this log where such a page stands, for those who copy the whole."""


@runtime_checkable
class LooksAhead(Room, Protocol):
    """A room with so many pages that whoever copies them all must not ask the record about each alone."""

    def look_ahead(self, slug: str) -> AsyncIterator[tuple[Wanted, Any]]:
        """Every place with the facts that `look` would give."""
