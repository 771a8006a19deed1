"""A person's request at the page: who asks in which server, what they sent, and how they are answered."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from bot.sandbox.world import DiscordError, World

Json = dict[str, Any]


class Hosting(Protocol):
    """What the page needs of the sandbox that serves it."""

    @property
    def world(self) -> World:
        """The world people live in."""

    @property
    def links(self) -> list[tuple[str, str]]:
        """Labels and addresses shown beside the clock."""


def refusal(status: int, message: str) -> DiscordError:
    """A refusal of the page's own, with code 0, to be raised by the caller."""
    return DiscordError(status, 0, message)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, with the world it is about."""

    request: web.Request
    world: World

    def number(self, name: str) -> int:
        """An id out of the path."""
        return int(self.request.match_info[name])

    def text(self, name: str) -> str:
        """A text out of the path."""
        return self.request.match_info[name]

    def asked(self, name: str) -> int | None:
        """A whole number out of the query, or nothing."""
        given = self.request.query.get(name, "")
        return int(given) if given.isdecimal() else None

    def seat(self) -> tuple[int, int]:
        """The server and the member this request is made as; refused where that is no person of this server."""
        guild_id, user_id = self.number("guild"), self.number("user")
        member = self.world.guild_of(guild_id, user_id).members[user_id]
        if member.user.bot:
            raise refusal(403, "A bot cannot be played here.")
        return guild_id, user_id

    def place(self) -> tuple[int, int]:
        """The member and the channel this request is about; refused where it is another server's channel."""
        guild_id, user_id = self.seat()
        channel_id = self.number("channel")
        if self.world.channel_of(channel_id, user_id).guild_id != guild_id:
            raise refusal(404, "That channel is in another server.")
        return user_id, channel_id

    async def body(self) -> Json:
        """The JSON object that was sent; refused with 415 for another kind of body, so that no foreign form gets in."""
        if self.request.content_type != "application/json":
            raise refusal(415, "The body must be JSON.")
        try:
            given = json.loads(await self.request.text())
        except ValueError:
            given = None
        if not isinstance(given, dict):
            raise DiscordError(400, 50109, "The request body contains invalid JSON.")
        return given


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


def answer(value: object, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.json_response(value, status=status, headers={"Cache-Control": "no-store"})


def nothing() -> web.Response:
    """The answer to an act that has nothing to tell."""
    return web.Response(status=204)


def serving(hosting: Hosting, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Make an aiohttp handler that answers refusals as Discord would."""

    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(Visit(request, hosting.world))
        except DiscordError as error:
            return answer(error.payload(), error.status)

    return serve


def required_text(body: Json, key: str) -> str:
    """A text in a body that must be there."""
    given = body.get(key)
    if not isinstance(given, str) or not given:
        raise refusal(400, f"“{key}” is missing.")
    return given


def number_in(body: Json, key: str) -> int | None:
    """An id in a body, or nothing."""
    given = body.get(key)
    if given is None:
        return None
    if not str(given).isdecimal():
        raise refusal(400, f"“{key}” must be an id.")
    return int(given)


def moment(body: Json, key: str) -> datetime | None:
    """An aware moment in a body (ISO 8601), or nothing."""
    given = body.get(key)
    if given is None:
        return None
    try:
        read = datetime.fromisoformat(str(given))
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise refusal(400, f"“{key}” must be a moment with its zone, as in 2026-05-06T18:00:00+00:00.")
    return read


def ids(body: Json, key: str) -> list[int]:
    """A list of ids in a body, or an empty one."""
    given = body.get(key) or []
    if not isinstance(given, list) or not all(str(each).isdecimal() for each in given):
        raise refusal(400, f"“{key}” must be a list of ids.")
    return [int(each) for each in given]
