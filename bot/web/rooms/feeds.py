"""Feeds: what is new in a log, for programs by which people follow many places at once."""

import re
from collections.abc import AsyncIterator, Callable

from bot.services.news import NewsMark, NewsService
from bot.web import feeds_atom, feeds_json
from bot.web.feeds import Feed, feed_of
from bot.web.roads import Roads
from bot.web.rooms.room import Wanted
from bot.web.studio import Page, finished


class FeedRoom:
    """The news of a log in one of two forms."""

    asks: tuple[str, ...] = ()

    def __init__(self, news: NewsService, place: str, content_type: str, write: Callable[[Feed, Roads], bytes]) -> None:
        self.places = re.compile(re.escape(place))
        self._news = news
        self._place = place
        self._type = content_type
        self._write = write

    async def look(self, wanted: Wanted) -> NewsMark | None:
        """What the news depends on."""
        return await self._news.mark(wanted.slug)

    async def draw(self, wanted: Wanted, facts: NewsMark, roads: Roads) -> Page | None:
        """The feed."""
        news = await self._news.news(wanted.slug, facts)
        return finished(self._write(feed_of(news), roads), self._type) if news else None

    async def every(self, slug: str) -> AsyncIterator[str]:
        """One in each log."""
        if await self._news.mark(slug):
            yield self._place


def feed_rooms(news: NewsService) -> tuple[FeedRoom, ...]:
    """Both forms."""
    return (
        FeedRoom(news, feeds_atom.PLACE, feeds_atom.TYPE, feeds_atom.atom),
        FeedRoom(news, feeds_json.PLACE, feeds_json.TYPE, feeds_json.json_feed),
    )
