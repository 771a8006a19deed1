"""The door: every connection comes in here, and whoever lets us wait too long or takes too much room is shown out."""

import asyncio
import logging
import socket
from http import HTTPStatus
from itertools import islice
from typing import cast

from aiohttp import web

from bot.web.headers import ON_EVERY_ANSWER
from bot.web.limits import Limits, Origins, is_near, now, origin_of

_log = logging.getLogger(__name__)

_BODY_SECONDS = 2.0
"""How long the body of a request is read, which nobody needs."""

_NEW_SECONDS = 1.0
"""How long a reader may take to ask before they count as one who waits."""

_KERNEL_BYTES = 65_536
_MOST_HEADERS = 64
_FORWARDED_FOR = "X-Forwarded-For"
_LOOKED_AT = 32
"""How many are looked at to find one who waits, before one is shown out in the middle of an answer."""


class Ready(web.StreamResponse):
    """An answer whose bytes are ready, head and all, for a connection that stays."""

    __slots__ = ("wire",)

    def __init__(self, wire: bytes) -> None:
        self.wire = wire

    @property
    def keep_alive(self) -> bool:
        """Always: who wants to leave is answered in the usual way."""
        return True


class Visit(web.RequestHandler):
    """One connection. Adds to aiohttp's own what it lacks: a reader who does not read is cut off.

    aiohttp itself cuts who sends no whole request within `keepalive_timeout`.
    """

    __slots__ = (
        "_began",
        "_check",
        "_door",
        "_has_asked",
        "_is_asking",
        "_left",
        "_limits",
        "_line",
        "_sent",
        "origin",
        "peer",
    )

    def __init__(self, door: "Door", server: web.Server) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]  # aiohttp asks whether there is one, and says a logger
            keepalive_timeout=door.limits.idle,
            lingering_time=_BODY_SECONDS,
            max_headers=_MOST_HEADERS,
            logger=_log,
        )
        self._door = door
        self._limits = door.limits
        self._line: asyncio.Transport | None = None
        self._check: asyncio.TimerHandle | None = None
        self._left = 0
        self._began = 0.0
        self._sent: asyncio.Future[None] | None = None
        self._has_asked = False
        self._is_asking = False
        self.peer = ""
        self.origin: str | None = None
        """Whom the connection is counted for; None for a proxy that we trust."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection in; whatever is not sent at once is watched from now on."""
        self._line = cast(asyncio.Transport, transport)
        self._line.set_write_buffer_limits(0)
        _keep_little(transport.get_extra_info("socket"))
        told = transport.get_extra_info("peername")
        self.peer = str(told[0]) if told else ""
        self.origin = None if self._door.origins.is_proxy(self.peer) else origin_of(self.peer)
        self._began = now()
        super().connection_made(transport)
        self._door.enter(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget the connection."""
        self._door.leave(self)
        self._stop_watching()
        self._let_go()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Not all could be sent at once: watch whether it goes on."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """All is sent."""
        self._stop_watching()
        self._let_go()
        super().resume_writing()

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send an answer; one whose bytes are ready goes out as it is. True where nobody is there any more."""
        if not isinstance(resp, Ready):
            return await super().finish_response(request, resp, start_time)
        if self._line is None or self._line.is_closing():
            return resp, True
        self._line.write(resp.wire)
        if self._check is not None:
            self._sent = asyncio.get_running_loop().create_future()
            await self._sent
        return resp, False

    def begin(self) -> float:
        """Note that a whole request has come, and tell when."""
        self._began = now()
        self._has_asked = self._is_asking = True
        self._door.welcome(self)
        return self._began

    def end(self) -> None:
        """Note that an answer was found; whether it is sent shows by itself."""
        self._is_asking = False

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is asked or on its way, and it is not only just that the reader came."""
        is_new = not self._has_asked and now() < self._began + _NEW_SECONDS
        return self._check is None and not self._is_asking and not is_new

    def cut(self) -> None:
        """End the connection at once, whatever is still to be sent."""
        if self._line is not None:
            self._line.abort()

    def _watch(self) -> None:
        assert self._line is not None
        self._left = self._line.get_write_buffer_size()
        self._check = asyncio.get_running_loop().call_later(self._limits.stall, self._go_on_or_cut)

    def _go_on_or_cut(self) -> None:
        assert self._line is not None
        taken = self._left - self._line.get_write_buffer_size()
        if taken < self._limits.least_bytes or now() > self._began + self._limits.longest_answer:
            self.cut()
        else:
            self._watch()

    def _let_go(self) -> None:
        if self._sent is not None and not self._sent.done():
            self._sent.set_result(None)
        self._sent = None

    def _stop_watching(self) -> None:
        if self._check is not None:
            self._check.cancel()
            self._check = None

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what was no request, without repeating it and without a line in the log; a fault of ours has one."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.error("a request could not be answered", exc_info=exc)
        said = "This is no request that can be read.\n" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "Try again.\n"
        if request.writer.output_size > 0:
            raise ConnectionError("an answer is half sent")
        response = web.Response(status=status, text=said, headers=ON_EVERY_ANSWER)
        response.force_close()
        return response


def _keep_little(plug: socket.socket) -> None:
    """Leave what is not sent yet with us, where the kernel can be told so.

    By itself it takes in megabytes, and asks for more only when a third of them is gone: a reader on a slow line would
    look to us like one who does not read.
    """
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _KERNEL_BYTES)


class Door:
    """Knows all connections, the one that asked longest ago in front; newcomers always get in."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.origins = Origins(limits.trusted_proxies)
        self._all: dict[Visit, None] = {}
        self._by_origin: dict[str, dict[Visit, None]] = {}
        self._has_warned = False

    def __len__(self) -> int:
        return len(self._all)

    def enter(self, visit: Visit) -> None:
        """Take a connection in; where there are too many, of its origin or in all, another one has to go."""
        self._all[visit] = None
        if len(self._all) > self.limits.connections:
            self._show_out_of(self._all)
        if visit.origin is not None:
            theirs = self._by_origin.setdefault(visit.origin, {})
            theirs[visit] = None
            if len(theirs) > self.limits.connections_of_one:
                self._show_out_of(theirs)

    def leave(self, visit: Visit) -> None:
        """A connection has ended."""
        self._all.pop(visit, None)
        theirs = self._by_origin.get(visit.origin or "")
        if theirs is not None:
            theirs.pop(visit, None)
            if not theirs:
                del self._by_origin[visit.origin or ""]

    def welcome(self, visit: Visit) -> None:
        """Whoever asks is the last who has to go."""
        for queue in (self._all, self._by_origin.get(visit.origin or "")):
            if queue is not None and visit in queue:
                del queue[visit]
                queue[visit] = None

    def origin(self, visit: Visit, request: web.BaseRequest) -> str:
        """Whom a request is counted for."""
        if visit.origin is None:
            return self.origins.of(visit.peer, request.headers.getall(_FORWARDED_FOR, ()))
        if not self._has_warned and _FORWARDED_FOR in request.headers and is_near(visit.peer):
            self._has_warned = True
            _log.warning(
                "a web server in front of this one is not named in TRUSTED_PROXIES, "
                "so that all who read through it count as one reader"
            )
        return visit.origin

    def close(self) -> None:
        """Show everybody out."""
        for visit in list(self._all):
            visit.cut()

    def _show_out_of(self, queue: dict[Visit, None]) -> None:
        """The one who asked longest ago and waits for nothing; else the one who asked longest ago."""
        longest = list(islice(queue, _LOOKED_AT))
        chosen = next((visit for visit in longest if visit.is_waiting), longest[0])
        self.leave(chosen)
        chosen.cut()
