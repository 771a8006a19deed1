"""The site: every page of a log by its place, for the server that hands it out and for the export into files."""

from collections.abc import AsyncIterator, Callable, Mapping

from bot.services.public import PublicServices
from bot.web.crawlers import Crawlers
from bot.web.roads import Roads
from bot.web.rooms.charter import CharterRoom
from bot.web.rooms.decision import DecisionRoom
from bot.web.rooms.decisions import DecisionsRoom
from bot.web.rooms.feeds import feed_rooms
from bot.web.rooms.front import FrontRoom
from bot.web.rooms.knowhow import KnowHowPageRoom, KnowHowRoom
from bot.web.rooms.knowhow_history import KnowHowHistoryRoom
from bot.web.rooms.open import CalendarRoom, OpenRoom, TasksRoom
from bot.web.rooms.openapi import OpenApiRoom, questions_of
from bot.web.rooms.pictures import PicturesRoom
from bot.web.rooms.powers import PowersRoom
from bot.web.rooms.room import LooksAhead, Room, Wanted
from bot.web.rooms.search import SearchRoom
from bot.web.rooms.sitemap import SitemapRoom
from bot.web.rooms.verifier import VerifierRoom
from bot.web.rooms.years import YearRoom
from bot.web.studio import Page, Studio


class Site:
    """Knows which room a place belongs to."""

    def __init__(self, services: PublicServices) -> None:
        self.studio = Studio()
        questions = questions_of(services)
        listed: tuple[Room, ...] = (
            FrontRoom(services.front, self.studio),
            DecisionsRoom(services.commons, services.chronicle, self.studio),
            DecisionRoom(services.commons, services.chronicle, self.studio),
            CharterRoom(services.chronicle, self.studio),
            PowersRoom(services.chronicle, self.studio),
            YearRoom(services.commons, services.chronicle, self.studio),
            PicturesRoom(services.commons, services.chronicle, self.studio),
            OpenRoom(services.commons, self.studio),
            TasksRoom(services.commons, self.studio),
            CalendarRoom(services.commons, self.studio),
            KnowHowRoom(services.published_knowhow, self.studio),
        )
        sitemaps = SitemapRoom(services.commons, services.published_knowhow, listed)
        self.crawlers = Crawlers(services.commons, sitemaps)
        self._rooms: tuple[Room, ...] = (
            *listed,
            KnowHowPageRoom(services.published_knowhow, self.studio),
            KnowHowHistoryRoom(services.published_knowhow, self.studio),
            SearchRoom(services.searching, self.studio),
            VerifierRoom(services.commons),
            *feed_rooms(services.news),
            *questions,
            OpenApiRoom(services.commons, questions),
            sitemaps,
        )

    def find(self, slug: str, place: str, typed: Mapping[str, str]) -> tuple[Room, Wanted] | None:
        """The room of a place with what is wanted there; `typed` is what stands behind the "?" of an address."""
        for room in self._rooms:
            if found := room.places.fullmatch(place):
                parts = {name: part for name, part in found.groupdict().items() if part is not None}
                asked = {name: typed[name] for name in room.asks if name in typed}
                return room, Wanted(slug, place, tuple(sorted({**asked, **parts}.items())))
        return None

    async def draw(self, slug: str, place: str, roads: Roads) -> Page | None:
        """The page at a place as it is now; None where there is none."""
        found = self.find(slug, place, {})
        if found is None:
            return None
        room, wanted = found
        facts = await room.look(wanted)
        return None if facts is None else await room.draw(wanted, facts, roads)

    async def every_page(self, slug: str, roads: Callable[[str], Roads]) -> AsyncIterator[tuple[str, Page]]:
        """Every page of a log with its place, room by room; `roads` are those from a place."""
        for room in self._rooms:
            if isinstance(room, LooksAhead):
                async for wanted, facts in room.look_ahead(slug):
                    page = await room.draw(wanted, facts, roads(wanted.place))
                    if page is not None:
                        yield wanted.place, page
            else:
                async for place in room.every(slug):
                    page = await self.draw(slug, place, roads(place))
                    if page is not None:
                        yield place, page

    async def every_place(self, slug: str) -> AsyncIterator[str]:
        """Every place of a log, room by room."""
        for room in self._rooms:
            async for place in room.every(slug):
                yield place
