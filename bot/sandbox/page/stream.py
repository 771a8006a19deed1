"""Lets pages follow a member's changes as server-sent events, and drivers wait for them by long polling."""

import json

from aiohttp import web

from bot.sandbox.page.changes import changes_for
from bot.sandbox.page.journal import Journal
from bot.sandbox.page.visit import Handler, Visit, answer
from bot.sandbox.world import DiscordError

HEARTBEAT_SECONDS = 15.0
LONGEST_WAIT = 60.0


def _first_number(visit: Visit) -> int:
    given = visit.request.headers.get("Last-Event-ID") or visit.request.query.get("after") or ""
    return int(given) if given.isdecimal() else visit.world.bus.last_number


def following(journal: Journal) -> Handler:
    """The handler of the stream; a page that asks for forgotten events is told to reload."""

    async def follow(visit: Visit) -> web.StreamResponse:
        guild_id, user_id = visit.seat()
        number = _first_number(visit)
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            }
        )
        await response.prepare(visit.request)
        await response.write(b"retry: 1000\n\n")
        while True:
            events = await journal.next_after(number, HEARTBEAT_SECONDS)
            if events is None:
                number = visit.world.bus.last_number
                changes = [{"id": number, "type": "reload", "data": {}}]
            else:
                number = events[-1].number if events else number
                changes = changes_for(visit.world, events, guild_id, user_id)
            lines = [f"id: {change['id']}\nevent: change\ndata: {_line(change)}\n\n" for change in changes]
            await response.write("".join(lines).encode() or b": still here\n\n")
            if not _is_still_there(visit):
                return response

    return follow


def _line(change: dict[str, object]) -> str:
    return json.dumps({"type": change["type"], "data": change["data"]}, ensure_ascii=False, separators=(",", ":"))


def _is_still_there(visit: Visit) -> bool:
    try:
        visit.seat()
    except DiscordError:
        return False
    return True


def waiting(journal: Journal) -> Handler:
    """The handler of the long poll: {"changes": […], "last": number}; empty changes if nothing came in time."""

    async def wait(visit: Visit) -> web.StreamResponse:
        guild_id, user_id = visit.seat()
        number = _first_number(visit)
        seconds = min(float(visit.request.query.get("timeout", "20")), LONGEST_WAIT)
        events = await journal.next_after(number, seconds)
        if events is None:
            return answer(
                {"changes": [{"id": number, "type": "reload", "data": {}}], "last": visit.world.bus.last_number}
            )
        changes = changes_for(visit.world, events, guild_id, user_id)
        return answer({"changes": changes, "last": events[-1].number if events else number})

    return wait
