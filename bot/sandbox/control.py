"""The sandbox's own routes for a bot, a test or a story in another process: the clock, faults, unknown routes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from bot.sandbox.world.clock import iso

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox


class Control:
    """Routes under `/sandbox/` that turn the world's wheels."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def add_routes(self, app: web.Application) -> None:
        """Put the routes into the application."""
        app.router.add_get("/sandbox/clock", self._clock)
        app.router.add_post("/sandbox/clock", self._move_clock)
        app.router.add_post("/sandbox/faults", self._switch_faults)
        app.router.add_get("/sandbox/unknown-routes", self._unknown_routes)

    async def _clock(self, request: web.Request) -> web.Response:
        clock = self._sandbox.world.clock
        return _json({"now": iso(clock.now()), "offset_seconds": clock.offset.total_seconds()})

    async def _move_clock(self, request: web.Request) -> web.Response:
        wanted = await _body(request)
        world = self._sandbox.world
        try:
            if "live_seconds" in wanted:
                await self._sandbox.let_pass(timedelta(seconds=float(wanted["live_seconds"])))
            elif "skip_seconds" in wanted:
                world.skip(timedelta(seconds=float(wanted["skip_seconds"])))
            else:
                moment = datetime.fromisoformat(str(wanted["to"]))
                if moment.tzinfo is None:
                    raise ValueError("the moment needs its offset from UTC")
                world.skip(moment - world.now())
        except (KeyError, ValueError) as error:
            return _json({"message": f"Give live_seconds, skip_seconds or to, not before now: {error}"}, status=400)
        return await self._clock(request)

    async def _switch_faults(self, request: web.Request) -> web.Response:
        wanted = await _body(request)
        try:
            if not self._move_gateway(wanted):
                self._sandbox.faults.switch_on(wanted)
        except (ValueError, TypeError, KeyError) as error:
            return _json({"message": str(error)}, status=400)
        return _json({"standing": len(self._sandbox.faults.standing)})

    def _move_gateway(self, wanted: dict[str, Any]) -> bool:
        hub, kind = self._sandbox.hub, wanted.get("kind")
        if kind == "drop_connections":
            hub.drop_connections(resumable=bool(wanted.get("resumable", True)))
        elif kind == "reconnect":
            hub.ask_to_reconnect()
        elif kind == "invalidate":
            hub.invalidate(resumable=bool(wanted.get("resumable", False)))
        elif kind == "release":
            hub.release()
        else:
            return False
        return True

    async def _unknown_routes(self, request: web.Request) -> web.Response:
        return _json({"unknown_routes": self._sandbox.unknown_routes})


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body must be a JSON object.")
    return body


def _json(data: object, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(data), content_type="application/json")
