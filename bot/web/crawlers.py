"""Crawlers: what search engines are told about all logs together; only those that invite them are named."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.services.commons import CommonsService
from bot.web.roads import ServedRoads
from bot.web.rooms.room import Wanted
from bot.web.rooms.sitemap import SitemapRoom, list_of_maps
from bot.web.studio import Page, finished

ROBOTS, MAPS = "robots.txt", "sitemap.xml"
FOR_CRAWLERS = (ROBOTS, MAPS)
"""What stands at the root of the server for them."""


class Crawlers:
    """Writes `robots.txt` and the list of maps at the root of the server, which lies at `web_url` if anybody knows."""

    def __init__(self, commons: CommonsService, sitemaps: SitemapRoom) -> None:
        self._commons = commons
        self._sitemaps = sitemaps

    async def look(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The inviting logs by their addresses, each with its maps."""
        found = []
        for server in await self._commons.published_servers():
            listing = await self._sitemaps.look(Wanted(server.slug, MAPS))
            if listing is not None:
                found.append((server.slug, listing.parts))
        return tuple(found)

    async def draw(self, name: str, logs: Sequence[tuple[str, Sequence[str]]], web_url: str | None) -> Page | None:
        """One of the two; there is no list where there is nothing to list, or no address to list it under."""
        if name == ROBOTS:
            return robots([slug for slug, _ in logs], web_url)
        if web_url is None or not logs:
            return None
        return list_of_maps([ServedRoads(slug, web_url).address(part) for slug, parts in logs for part in parts])


def robots(inviting: Sequence[str], web_url: str | None) -> Page:
    """Which paths crawlers may walk: those of the inviting logs, and nothing else. Source: RFC 9309."""
    top = urlsplit(web_url or "").path.rstrip("/")
    # The end of the line's path is marked, so that the log of another group with a longer name is not meant.
    allowed = [f"Allow: {top}/{slug}{end}" for slug in inviting for end in ("$", "/")]
    lines = ["User-agent: *", *([f"Allow: {top}/static/"] if allowed else []), *allowed, "Disallow: /"]
    if allowed and web_url is not None:
        lines += ["", f"Sitemap: {web_url}/{MAPS}"]
    return finished("\n".join([*lines, ""]).encode(), "text/plain")
