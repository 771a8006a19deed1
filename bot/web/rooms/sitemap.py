"""The map of a log for search engines: every page of it, only where its charter invites them."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.services.commons import CommonsService
from bot.services.published_knowhow import PublishedKnowHowService
from bot.web.roads import Roads
from bot.web.rooms.room import Room, Wanted
from bot.web.studio import Page, finished

MOST = 50_000
"""Addresses that one map may hold. Source: sitemaps.org."""

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ONE = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class Listing:
    """The places of a log that search engines are told."""

    places: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The places of the maps that hold them: one map, or several where one would hold too many."""
        if len(self.places) <= MOST:
            return (_ONE,)
        return tuple(f"sitemap-{number}.xml" for number in range(1, -(-len(self.places) // MOST) + 1))


class SitemapRoom:
    """A map of each inviting log; where it is too long for one, a list of several. It needs to know its address.

    It lists the pages of these rooms and those of know-how as they are now: what one said once is found from there.
    """

    places = re.compile(r"sitemap(?:-(?P<part>[1-9][0-9]{0,3}))?\.xml")
    asks: tuple[str, ...] = ()

    def __init__(self, commons: CommonsService, know_how: PublishedKnowHowService, rooms: Sequence[Room]) -> None:
        self._commons = commons
        self._know_how = know_how
        self._rooms = rooms

    async def look(self, wanted: Wanted) -> Listing | None:
        """Every place that is told; None where the charter does not invite search engines."""
        edition = await self._commons.edition(wanted.slug)
        if edition is None or not edition.server.invites_search_engines:
            return None
        found = [place for room in self._rooms async for place in room.every(wanted.slug) if "." not in place]
        known = await self._know_how.pages(wanted.slug, limit=1)
        return Listing((*found, *(f"K-{number}" for number in range(1, known.total + 1 if known else 1))))

    async def draw(self, wanted: Wanted, facts: Listing, roads: Roads) -> Page | None:
        """The map, or the list of maps; none where nobody has told where the log is reached."""
        if roads.address() is None or (wanted.get("part") and wanted.place not in facts.parts):
            return None
        if wanted.place == _ONE and facts.parts != (_ONE,):
            return list_of_maps([roads.address(part) for part in facts.parts])
        first = (int(wanted.get("part") or 1) - 1) * MOST
        return _written("urlset", "url", [roads.address(place) for place in facts.places[first : first + MOST]])

    async def every(self, slug: str) -> AsyncIterator[str]:
        """The map, and its parts."""
        listing = await self.look(Wanted(slug, _ONE))
        if listing is not None:
            for place in dict.fromkeys((_ONE, *listing.parts)):
                yield place


def list_of_maps(addresses: Sequence[str | None]) -> Page:
    """A list of maps."""
    return _written("sitemapindex", "sitemap", addresses)


def _written(of: str, each: str, addresses: Sequence[str | None]) -> Page:
    root = Element(of, {"xmlns": _SITEMAPS})
    for address in addresses:
        SubElement(SubElement(root, each), "loc").text = address
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return finished(written + b"\n", "application/xml")
