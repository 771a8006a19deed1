"""The way of every REST request: token, limits, faults, body, act, answer, observers."""

import asyncio
import logging
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from bot.sandbox.faults import Fault, Kind
from bot.sandbox.rest.call import Answer, Call, Route
from bot.sandbox.rest.limits import Refusal
from bot.sandbox.rest.reading import Content, keep_files, read_content
from bot.sandbox.rest.table import ROUTES
from bot.sandbox.world.errors import DiscordError, refuse

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

_log = logging.getLogger(__name__)
PREFIX = "/api/v10"
_WORDS = {500: "500: Internal Server Error", 502: "502: Bad Gateway", 503: "503: Service Unavailable"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, as observers see them; `path` is below `/api/v10`, `template` the route it matched
    (empty for one the sandbox does not know).

    `from_fault` tells that the answer was a switched-on fault's, not the world's.
    """

    method: str
    template: str
    path: str
    query: dict[str, str]
    request_headers: dict[str, str]
    request_body: bytes
    request_json: Any
    status: int
    response_headers: dict[str, str]
    response_json: Any
    from_fault: bool


class Pipeline:
    """Leads requests to the handlers of the table."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def add_routes(self, app: web.Application) -> None:
        """Put all routes into the application, and behind them what answers unknown ones."""
        for route in ROUTES:
            app.router.add_route(route.method, PREFIX + route.template, self._way_of(route))
        app.router.add_route("*", "/api/{tail:.*}", self._unknown)
        app.router.add_get("/attachments/{attachment_id}/{filename}", self._attachment)

    def _way_of(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._handle(route, request)

        return handle

    async def _handle(self, route: Route, request: web.Request) -> web.StreamResponse:
        sandbox = self._sandbox
        raw = await request.read()
        path = request.path.removeprefix(PREFIX)
        if sandbox.faults.latency:
            await asyncio.sleep(sandbox.faults.latency)
        parts = dict(request.match_info)
        headers, refusal = sandbox.limits.admit(request.method, route.template, parts)
        fault = sandbox.faults.strike(request.method, path) if refusal is None else None
        if fault is not None and fault.kind is Kind.HANG:
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind is Kind.RESET_BEFORE:
            return cut(request)
        content, answer = Content(), Answer()
        if refusal is not None:
            answer = Answer(429, refusal.body)
            headers |= refusal.headers
        elif fault is not None and fault.kind is Kind.STATUS:
            answer = self._faulty(fault, headers)
        else:
            content, answer = self._act(route, request, raw)
            if fault is not None and fault.kind is Kind.RESET_AFTER:
                return cut(request)
            if fault is not None and fault.kind is Kind.STATUS_AFTER:
                answer = self._faulty(fault, headers)
        response = self.respond(answer, headers)
        from_fault = refusal is not None or (fault is not None and fault.kind is not Kind.HANG)
        self._observe(route.template, path, request, raw, content, answer, response, from_fault)
        return response

    def _faulty(self, fault: Fault, headers: dict[str, str]) -> Answer:
        if fault.status == 429:
            refusal = Refusal(fault.retry_after, is_global=fault.is_global, headers={})
            headers |= refusal.headers
            return Answer(429, refusal.body)
        message = _WORDS.get(fault.status, f"{fault.status}: Error")
        return Answer(fault.status, {"message": message, "code": 0})

    def _act(self, route: Route, request: web.Request, raw: bytes) -> tuple[Content, Answer]:
        sandbox, content = self._sandbox, Content()
        try:
            if not route.open and request.headers.get("Authorization") != f"Bot {sandbox.world.token}":
                raise refuse("unauthorized")
            content = read_content(request.headers.get("Content-Type", ""), raw)
            call = Call(
                sandbox.world,
                sandbox.gateway_url,
                route.template,
                dict(request.match_info),
                dict(request.query),
                content.json,
                keep_files(sandbox.world, sandbox.url, content),
            )
            return content, route.handler(call)
        except DiscordError as error:
            return content, Answer(error.status, error.payload())
        except Exception as error:
            _log.exception("The sandbox failed at %s %s", request.method, request.path)
            sandbox.failures.append(error)
            return content, Answer(500, {"message": _WORDS[500], "code": 0})

    def respond(self, answer: Answer, headers: dict[str, str]) -> web.Response:
        """Make a response as Discord's: JSON by exactly that name, dated by the world's clock."""
        headers = headers | {"Date": format_datetime(self._sandbox.world.now(), usegmt=True)}
        if answer.data is None:
            return web.Response(status=answer.status, headers=headers)
        headers["Content-Type"] = "application/json"
        return web.Response(status=answer.status, body=orjson.dumps(answer.data), headers=headers)

    def _observe(
        self,
        template: str,
        path: str,
        request: web.Request,
        raw: bytes,
        content: Content,
        answer: Answer,
        response: web.Response,
        from_fault: bool,
    ) -> None:
        if not self._sandbox.observers:
            return
        exchange = Exchange(
            request.method,
            template,
            path,
            dict(request.query),
            dict(request.headers),
            raw,
            content.json,
            answer.status,
            dict(response.headers),
            answer.data,
            from_fault,
        )
        for observer in self._sandbox.observers:
            observer(exchange)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self._sandbox.unknown_routes.append(f"{request.method} {request.path}")
        _log.warning("The sandbox does not know the route %s %s", request.method, request.path)
        raw, path = await request.read(), request.path.removeprefix(PREFIX)
        answer = Answer(501, {"message": "The sandbox does not know this route", "code": 0})
        response = self.respond(answer, {})
        self._observe("", path, request, raw, Content(), answer, response, from_fault=False)
        return response

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        wanted = request.match_info["attachment_id"]
        attachment = self._sandbox.world.attachments.get(int(wanted)) if wanted.isdigit() else None
        if attachment is None:
            raise web.HTTPNotFound
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=attachment.data, content_type="application/octet-stream", headers=headers)


def cut(request: web.Request) -> web.Response:
    """Reset a connection, so that the client sees an error and no answer."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=500)
