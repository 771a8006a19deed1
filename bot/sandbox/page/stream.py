"""Lets pages follow a member's changes as server-sent events, and drivers wait for them by long polling."""

import json

from aiohttp import web

from bot.sandbox.page.changes import changes_for
from bot.sandbox.page.journal import Journal
from bot.sandbox.page.visit import Handler, Json, Visit, answer, refusal
from bot.sandbox.world import DiscordError

HEARTBEAT_SECONDS = 15.0
LONGEST_WAIT = 60.0
_STREAM = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def _first_number(visit: Visit) -> int:
    given = visit.request.headers.get("Last-Event-ID") or visit.request.query.get("after") or ""
    return int(given) if given.isdecimal() else visit.world.bus.last_number


async def _next(visit: Visit, journal: Journal, number: int, seconds: float) -> tuple[int, list[Json]]:
    guild_id, user_id = visit.seat()
    events = await journal.next_after(number, seconds)
    if events is None:
        last = visit.world.bus.last_number
        return last, [{"id": last, "type": "reload", "data": {}}]
    last = events[-1].number if events else number
    return last, changes_for(visit.world, events, guild_id, user_id)


def following(journal: Journal) -> Handler:
    """The handler of the stream; a page that asks for forgotten events is told to `reload`."""

    async def follow(visit: Visit) -> web.StreamResponse:
        visit.seat()
        number = _first_number(visit)
        response = web.StreamResponse(headers=_STREAM)
        await response.prepare(visit.request)
        await response.write(b"retry: 1000\n\n")
        while not journal.is_closed:
            try:
                number, changes = await _next(visit, journal, number, HEARTBEAT_SECONDS)
            except DiscordError:
                break
            lines = [f"id: {change['id']}\nevent: change\ndata: {_line(change)}\n\n" for change in changes]
            try:
                await response.write("".join(lines).encode() or b": still here\n\n")
            except ConnectionResetError:
                break
        return response

    return follow


def _line(change: Json) -> str:
    return json.dumps({"type": change["type"], "data": change["data"]}, ensure_ascii=False, separators=(",", ":"))


def waiting(journal: Journal) -> Handler:
    """The handler of the long poll: {"changes": […], "last": number}; no changes if nothing came in time."""

    async def wait(visit: Visit) -> web.StreamResponse:
        try:
            seconds = min(float(visit.request.query.get("timeout", "20")), LONGEST_WAIT)
        except ValueError:
            raise refusal(400, "“timeout” must be a number of seconds.") from None
        last, changes = await _next(visit, journal, _first_number(visit), seconds)
        return answer({"changes": changes, "last": last})

    return wait
