"""The web server of the public log and of calendars, in the bot's own event loop: reading only, without names."""

import asyncio
import contextlib
import logging
import re

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.ports_in_use import first_free_port
from bot.services import Services
from bot.web.calendar import calendar_file
from bot.web.lines import line_of, lines_tag
from bot.web.roads import ServedRoads
from bot.web.shelf import Shelf
from bot.web.site import Site
from bot.web.studio import Page
from bot.words import languages, nearest_language

_log = logging.getLogger(__name__)

ON_EVERY_ANSWER = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Server": "Minga",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""Source: integrity page, §3, "Web"; that nobody indexes the pages is the charter's default."""

_ASK_AGAIN = {"Cache-Control": "no-cache"}
_KEEP_A_DAY = {"Cache-Control": "public, max-age=86400"}
_NOT_KEPT = {"Cache-Control": "no-store"}
_ONES_OWN = {"Cache-Control": "private, no-cache", "Content-Disposition": 'inline; filename="calendar.ics"'}

_SLUG = "[a-z0-9-]{1,64}"
_SECRET = "[A-Za-z0-9_-]{43}"
LINES_AT_ONCE = 100
_READERS_OF_LINES = 2


class LogServer:
    """Serves the published logs. Nothing is noted about those who read: there is no access log.

    `port` 0 takes any free one.
    """

    def __init__(self, services: Services, *, host: str, port: int) -> None:
        self._commons = services.commons
        self._calendar = services.calendar
        self._host = host
        self._port = port
        self._site = Site(services)
        self._shelf = Shelf(services.commons)
        self._turnstile = asyncio.Semaphore(_READERS_OF_LINES)
        self._runner: web.AppRunner | None = None
        self.app = web.Application(middlewares=[self._guard])
        self.app.on_response_prepare.append(_put_headers)
        self.app.add_routes(
            [
                web.get("/", self._start),
                web.get("/log", self._start),
                web.get("/healthz", _health),
                web.get("/static/{name}", self._static),
                web.get(f"/calendar/{{secret:{_SECRET}}}.ics", self._calendar_file),
                web.get(f"/{{slug:{_SLUG}}}/log.jsonl", self._lines),
                web.get(f"/{{slug:{_SLUG}}}", self._place),
                web.get(f"/{{slug:{_SLUG}}}/{{place:.+}}", self._place),
            ]
        )

    async def start(self) -> None:
        """Listen on the wanted port, or on the next free one after it; raises OSError when none of them is."""
        self._runner = web.AppRunner(self.app, access_log=None, keepalive_timeout=30, shutdown_timeout=2)
        await self._runner.setup()
        try:
            port = first_free_port(self._host, self._port)
            await web.TCPSite(self._runner, self._host, port).start()
        except OSError:
            await self.close()
            raise
        _log.info("the decision log is at %s", self.url)

    @property
    def url(self) -> str:
        """Where the server listens, without a slash at the end; only once it has started."""
        if self._runner is None:
            raise RuntimeError("the server has not started")
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def close(self) -> None:
        """Stop listening and let the answers under way end."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse everything but reading, and answer whatever goes wrong with a page of ours."""
        if request.method not in ("GET", "HEAD"):
            return self._say("read_only", request, 405, {"Allow": "GET, HEAD"})
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return self._say("missing", request, 404)
        except Exception:
            _log.exception("the page %s could not be made", _whither(request))
            return self._say("broken", request, 500)

    def _say(self, name: str, request: web.Request, status: int, headers: dict[str, str] | None = None) -> web.Response:
        """A page that says one thing, in the reader's language."""
        page = self._site.studio.message(name, _readers_language(request))
        vary = {"Vary": "Accept-Language"}
        return _bytes_of(page, status, _NOT_KEPT | vary | (headers or {}))

    async def _start(self, request: web.Request) -> web.Response:
        """The list of logs; where there is only one, the way to it."""
        servers = await self._commons.published_servers()
        if len(servers) == 1:
            return web.Response(status=302, headers={"Location": f"/{servers[0].slug}"} | _ASK_AGAIN)
        page = self._site.studio.servers(servers, _readers_language(request))
        return _answer(request, page, {"Vary": "Accept-Language"})

    async def _place(self, request: web.Request) -> web.Response:
        """A page of one log."""
        slug = request.match_info["slug"]
        found = self._site.find(slug, request.match_info.get("place", ""), request.query)
        if found is None:
            raise web.HTTPNotFound
        room, wanted = found
        page = await self._shelf.fetch(
            wanted, lambda: room.look(wanted), lambda facts: room.draw(wanted, facts, ServedRoads(slug))
        )
        return _answer(request, page)

    async def _lines(self, request: web.Request) -> web.StreamResponse:
        """The whole log as JSON Lines, read and sent piece by piece."""
        slug = request.match_info["slug"]
        edition = await self._commons.edition(slug)
        if edition is None:
            raise web.HTTPNotFound
        headers = _ASK_AGAIN | {"ETag": lines_tag(edition), "Content-Type": "application/jsonl; charset=utf-8"}
        if _is_known(request, headers["ETag"]):
            return web.Response(status=304, headers=headers)
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        if request.method == "GET":
            with contextlib.suppress(ConnectionError):
                await self._send_lines(response, slug, edition.head.sequence)
        return response

    async def _send_lines(self, response: web.StreamResponse, slug: str, last: int) -> None:
        """Send the entries up to the last one; few readers at a time ask the record."""
        for sent in range(0, last, LINES_AT_ONCE):
            async with self._turnstile:
                entries = await self._commons.entries(slug, after=sent, limit=min(LINES_AT_ONCE, last - sent))
            await response.write(b"".join(map(line_of, entries)))

    async def _calendar_file(self, request: web.Request) -> web.Response:
        """The reminders behind one person's secret link, for their calendar program."""
        async with self._turnstile:
            calendar = await self._calendar.read(request.match_info["secret"])
        return _answer(request, calendar_file(calendar) if calendar else None, _ONES_OWN)

    async def _static(self, request: web.Request) -> web.Response:
        """The looks of the pages."""
        return _answer(request, self._site.studio.static.get(request.match_info["name"]), _KEEP_A_DAY)


def _whither(request: web.Request) -> str:
    """Where a request went, for the log, without the secret of a link."""
    return "/calendar/…" if request.path.startswith("/calendar/") else request.path


async def _put_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(ON_EVERY_ANSWER)


async def _health(_request: web.Request) -> web.Response:
    return web.Response(text="ok", headers=_NOT_KEPT)


def _answer(request: web.Request, page: Page | None, headers: dict[str, str] | None = None) -> web.Response:
    """The page, or only word that the reader's copy is still right; nothing to show is a page not found."""
    if page is None:
        raise web.HTTPNotFound
    told = _ASK_AGAIN | {"ETag": page.etag} | (headers or {})
    return web.Response(status=304, headers=told) if _is_known(request, page.etag) else _bytes_of(page, 200, told)


def _bytes_of(page: Page, status: int, headers: dict[str, str]) -> web.Response:
    told = headers | {"Content-Type": f"{page.content_type}; charset=utf-8"}
    if page.saved_as:
        told |= {"Content-Disposition": f'attachment; filename="{page.saved_as}"'}
    return web.Response(body=page.body, status=status, headers=told)


def _is_known(request: web.Request, etag: str) -> bool:
    """Whether the reader says that they have this very page. Source: RFC 9110, §13.1.2, weak comparison."""
    told = request.headers.get("If-None-Match")
    return told is not None and (told.strip() == "*" or etag in re.findall('"[^"]*"', told))


def _readers_language(request: web.Request) -> str:
    """The first language a browser asks for that has a catalogue; English when none has."""
    for told in request.headers.get("Accept-Language", "").split(","):
        tag = told.split(";")[0].strip()
        language = nearest_language(tag)
        if tag and (language != languages()[0] or tag.casefold().startswith(language)):
            return language
    return languages()[0]
