"""Discord's numbers for components, and walks through a tree of them."""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

Json = dict[str, Any]


class Kind(IntEnum):
    """Discord's kinds of component."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset(
    {Kind.STRING_SELECT, Kind.USER_SELECT, Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT, Kind.CHANNEL_SELECT}
)
LINK_STYLE = 5
PREMIUM_STYLE = 6


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component of a tree, each before what stands in it."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def find_by_custom_id(components: list[Json], custom_id: str) -> Json | None:
    """The component with a custom id."""
    return next((each for each in walk(components) if each.get("custom_id") == custom_id), None)
