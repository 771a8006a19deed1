"""The web server of the public log and of calendars, in the bot's own event loop: reading only, without names."""

import asyncio
import logging
import re
from http import HTTPStatus
from typing import cast

from aiohttp import HttpVersion11, web

from bot.ports_in_use import first_free_port
from bot.services.public import PublicServices
from bot.web.calendar import calendar_file
from bot.web.carrier import Carrier
from bot.web.crawlers import FOR_CRAWLERS
from bot.web.door import Door, Ready, Visit
from bot.web.headers import ASK_AGAIN, KEEP_A_DAY, NOT_KEPT, ON_EVERY_ANSWER, ONES_OWN, UNINVITED
from bot.web.limits import Buckets, Limits, now
from bot.web.parcels import Parcel, headers_of
from bot.web.refusals import Refusals, is_for_programs
from bot.web.roads import ServedRoads
from bot.web.shelf import Shelf
from bot.web.site import Site
from bot.web.whole_files import whole_files
from bot.words import languages, nearest_language

_log = logging.getLogger(__name__)

_SLUG = re.compile("[a-z0-9-]{1,64}")
_CALENDAR = re.compile(r"([A-Za-z0-9_-]{43})\.ics")
_READERS_OF_THE_RECORD = 2
_LAST_WORDS_SECONDS = 0.5
_READING_ALONE = {"Allow": "GET, HEAD"}


class LogServer:
    """Serves the published logs. Nothing is noted about those who read: there is no access log.

    `port` 0 takes any free one; with `may_move` another is taken where it is not free. `web_url` is where people
    reach the server, for links that lead here from elsewhere.
    It needs a database to read, and no Discord.
    """

    def __init__(
        self,
        services: PublicServices,
        *,
        host: str,
        port: int,
        web_url: str | None = None,
        limits: Limits | None = None,
        may_move: bool = True,
    ) -> None:
        self._commons = services.commons
        self._calendar = services.calendar
        self._host = host
        self._port = port
        self._web_url = web_url
        self._may_move = may_move
        self._site = Site(services)
        self._refusals = Refusals(self._site.studio)
        self._shelf = Shelf(services.commons)
        self._static = {name: Parcel(page, KEEP_A_DAY) for name, page in self._site.studio.static.items()}
        self._turnstile = asyncio.Semaphore(_READERS_OF_THE_RECORD)
        self._carriers = {file.name: Carrier(file, self._turnstile) for file in whole_files(services)}
        limits = limits or Limits()
        self._door = Door(limits)
        self._buckets = Buckets(limits)
        self._server: web.Server | None = None
        self._listening: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on the wanted port, or, if it may, on the next free one after it; raises OSError when none is."""
        server = self._server = web.Server(self._receive)
        port = first_free_port(self._host, self._port) if self._may_move else self._port
        self._listening = await asyncio.get_running_loop().create_server(
            lambda: Visit(self._door, server), self._host, port
        )
        _log.info("the decision log is at %s", self.url)

    @property
    def url(self) -> str:
        """Where the server listens, without a slash at the end; only once it has started."""
        if self._listening is None:
            raise RuntimeError("the server has not started")
        host, port = self._listening.sockets[0].getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def connections(self) -> int:
        """How many there are at this moment."""
        return len(self._door)

    async def close(self) -> None:
        """Stop listening, and let the answers under way end if they soon do."""
        if self._listening is not None and self._server is not None:
            self._listening.close()
            self._server.pre_shutdown()
            await self._server.shutdown(_LAST_WORDS_SECONDS)
            self._door.close()
            self._listening = None

    async def _receive(self, request: web.BaseRequest) -> web.StreamResponse:
        """Refuse everything but reading, and too much of it; answer whatever goes wrong with a page of ours."""
        visit = cast(Visit, request.protocol)
        began = visit.begin()
        try:
            return await self._answer_to(request, self._buckets.take(self._door.origin(visit, request), began))
        finally:
            visit.end()

    async def _answer_to(self, request: web.BaseRequest, wait: int) -> web.StreamResponse:
        """An answer in any case."""
        if wait:
            return self._too_many(request, wait)
        if request.method not in ("GET", "HEAD"):
            return self._say("read_only", request, HTTPStatus.METHOD_NOT_ALLOWED, _READING_ALONE)
        try:
            return await self._find(request) or self._say("missing", request, HTTPStatus.NOT_FOUND)
        except Exception:
            _log.exception("the page %s could not be made", _whither(request))
            return self._say("broken", request, HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _find(self, request: web.BaseRequest) -> web.StreamResponse | None:
        """The answer to a request that only reads; None where there is nothing."""
        if (kept := self._shelf.ready(request.raw_path)) is not None:
            return await _at_once(request, kept)
        path = request.rel_url.raw_path
        head, slash, place = path[1:].partition("/")
        match head, place:
            case ("", "") | ("log", ""):
                return await self._start(request) if path in ("/", "/log") else None
            case name, "" if name in FOR_CRAWLERS and not slash:
                return await self._for_crawlers(request, name)
            case "healthz", "":
                return _plain(200, "ok") if not slash else None
            case "static", _:
                return await _answer(request, self._static.get(place))
            case "calendar", _ if secret := _CALENDAR.fullmatch(place):
                return await self._calendar_file(request, secret[1])
        if not _SLUG.fullmatch(head) or (slash and not place):
            return None
        if place in self._carriers:
            return await self._carriers[place].answer(request, head)
        return await self._place(request, head, place)

    async def _place(self, request: web.BaseRequest, slug: str, place: str) -> web.StreamResponse | None:
        """A page of one log."""
        found = self._site.find(slug, place, request.query if request.rel_url.raw_query_string else {})
        if found is None:
            return None
        room, wanted = found
        roads = ServedRoads(slug, self._web_url)
        if any(wanted.get(field) is not None for field in room.asks):
            # What one reader typed is nobody else's page, and would only take the place of one on the shelf.
            async with self._turnstile:
                facts = await room.look(wanted)
                page = None if facts is None else await room.draw(wanted, facts, roads)
            return await _answer(request, Parcel(page) if page else None)
        # Kept by its bare address, a page is found again without looking for its room.
        parcel = await self._shelf.fetch(
            request.rel_url.raw_path, lambda: room.look(wanted), lambda facts: room.draw(wanted, facts, roads)
        )
        return await _answer(request, parcel)

    async def _start(self, request: web.BaseRequest) -> web.StreamResponse | None:
        """The list of logs; where there is only one, the way to it."""
        servers = await self._commons.published_servers()
        if len(servers) == 1:
            return web.Response(
                status=302, headers=ON_EVERY_ANSWER | UNINVITED | ASK_AGAIN | {"Location": f"/{servers[0].slug}"}
            )
        page = self._site.studio.servers(servers, _readers_language(request))
        return await _answer(request, Parcel(page, ASK_AGAIN | {"Vary": "Accept-Language, Accept-Encoding"}))

    async def _for_crawlers(self, request: web.BaseRequest, name: str) -> web.StreamResponse | None:
        """What search engines are told of all logs together."""
        crawlers = self._site.crawlers
        parcel = await self._shelf.fetch(name, crawlers.look, lambda logs: crawlers.draw(name, logs, self._web_url))
        return await _answer(request, parcel)

    async def _calendar_file(self, request: web.BaseRequest, secret: str) -> web.StreamResponse | None:
        """The reminders behind one person's secret link, for their calendar program."""
        async with self._turnstile:
            calendar = await self._calendar.read(secret)
        return await _answer(request, Parcel(calendar_file(calendar), ONES_OWN) if calendar else None)

    def _too_many(self, request: web.BaseRequest, wait: int) -> web.Response:
        """Word that it was too much, and when it will not be any more; whoever goes on has to knock again."""
        response = self._say("too_many", request, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(wait)})
        response.force_close()
        return response

    def _say(
        self, name: str, request: web.BaseRequest, status: HTTPStatus, told: dict[str, str] | None = None
    ) -> web.Response:
        """A page that says one thing, in the reader's language; to a program, in its form."""
        for_program = is_for_programs(request.rel_url.raw_path)
        page = self._refusals.page(name, _readers_language(request), status, for_program=for_program)
        headers = headers_of(page, page.etag, NOT_KEPT | {"Vary": "Accept-Language"} | (told or {}))
        del headers["ETag"]
        return web.Response(body=page.body, status=status, headers=headers)


async def _at_once(request: web.BaseRequest, parcel: Parcel) -> web.StreamResponse | None:
    """What most ask for: a kept page, as a whole, over a connection that stays. Its bytes are ready.

    This is what makes a page as cheap as a greeting. Source: performance page, "Goals".
    """
    told = request.headers
    is_plain = request.method == "GET" and request.version == HttpVersion11 and request.keep_alive
    if not is_plain or "If-None-Match" in told or "Upgrade" in told:
        return await _answer(request, parcel)
    form = await parcel.form(told.get("Accept-Encoding"))
    wire = form.on_the_wire(int(now()))
    return Ready(wire) if wire is not None else await _answer(request, parcel)


async def _answer(request: web.BaseRequest, parcel: Parcel | None) -> web.Response | None:
    """The page, or only word that the reader's copy is still right; None where there is nothing to show."""
    if parcel is None:
        return None
    form = await parcel.form(request.headers.get("Accept-Encoding"))
    told = request.headers.get("If-None-Match")
    if told is not None and (unchanged := parcel.unchanged(told, form)) is not None:
        return web.Response(status=304, headers=unchanged)
    return web.Response(body=form.body, headers=form.headers)


def _plain(status: int, said: str) -> web.Response:
    return web.Response(status=status, text=said, headers=ON_EVERY_ANSWER | UNINVITED | NOT_KEPT)


def _whither(request: web.BaseRequest) -> str:
    """Where a request went, for the log, without the secret of a link."""
    path = request.rel_url.raw_path
    return "/calendar/…" if path.startswith("/calendar") else path


def _readers_language(request: web.BaseRequest) -> str:
    """The first language a browser asks for that has a catalogue; English when none has."""
    for told in request.headers.get("Accept-Language", "").split(","):
        tag = told.split(";")[0].strip()
        language = nearest_language(tag)
        if tag and (language != languages()[0] or tag.casefold().startswith(language)):
            return language
    return languages()[0]
