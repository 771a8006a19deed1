"""Plays a sandbox over its HTTP interface, from any process: builds its world, moves its clock, finds its people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.story.person import NoAnswer, NothingCame, Person
from bot.story.seen import Button, Form, Json, Message, NotThere, Reply, Select
from bot.story.wire import Refused, Wire

__all__ = [
    "Button",
    "Form",
    "Message",
    "NoAnswer",
    "NotThere",
    "NothingCame",
    "Person",
    "Refused",
    "Reply",
    "SandboxClient",
    "Select",
]


class SandboxClient(Wire):
    """A sandbox at a URL such as `http://127.0.0.1:8080`; an async context manager."""

    async def world(self) -> Json:
        """The servers, the bot, the links and the time."""
        return dict(await self.ask("GET", "/world"))

    async def now(self) -> datetime:
        """The world's time."""
        return datetime.fromisoformat((await self.ask("GET", "/clock"))["now"])

    async def skip(self, span: timedelta) -> datetime:
        """Let time pass at once."""
        return datetime.fromisoformat((await self.ask("POST", "/clock", {"skip_seconds": span.total_seconds()}))["now"])

    async def skip_to(self, moment: datetime) -> datetime:
        """Let time pass until a moment."""
        return datetime.fromisoformat((await self.ask("POST", "/clock", {"to": moment.isoformat()}))["now"])

    async def skip_to_deadline(self, guild_id: int) -> datetime:
        """Let time pass until a second after the next deadline that any message of a server shows."""
        return datetime.fromisoformat((await self.ask("POST", f"/guilds/{guild_id}/skip-to-deadline", {}))["now"])

    async def add_guild(
        self,
        name: str,
        owner: str,
        *,
        owner_joined_at: datetime | None = None,
        bot_permissions: int | Sequence[str] | None = 0,
    ) -> tuple[int, int]:
        """Make a server; answer its id and its owner's. With `bot_permissions` None the bot is not in it."""
        body: Json = {"name": name, "owner": owner, "bot_permissions": _permissions(bot_permissions)}
        made = await self.ask("POST", "/guilds", body | _moment("owner_joined_at", owner_joined_at))
        return int(made["id"]), int(made["owner_id"])

    async def add_channel(
        self,
        guild_id: int,
        name: str,
        *,
        type: str = "text",
        topic: str | None = None,
        parent_id: int | None = None,
        overwrites: Sequence[Json] = (),
    ) -> int:
        """Make a channel (`text`, `announcement`, `category`); answer its id.

        An overwrite is {"id", "member": bool, "allow", "deny"} with numbers or lists of Discord's permission names.
        """
        body: Json = {"name": name, "type": type, "topic": topic, "overwrites": list(overwrites)}
        if parent_id is not None:
            body["parent_id"] = str(parent_id)
        return int((await self.ask("POST", f"/guilds/{guild_id}/channels", body))["id"])

    async def add_role(
        self, guild_id: int, name: str, *, permissions: int | Sequence[str] = 0, hoist: bool = False
    ) -> int:
        """Make a role; answer its id."""
        body: Json = {"name": name, "permissions": _permissions(permissions), "hoist": hoist}
        return int((await self.ask("POST", f"/guilds/{guild_id}/roles", body))["id"])

    async def add_member(
        self,
        guild_id: int,
        name: str,
        *,
        joined_at: datetime | None = None,
        role_ids: Sequence[int] = (),
        locale: str = "en-GB",
    ) -> Person:
        """Let somebody new join a server, now or as of an earlier moment."""
        body: Json = {"name": name, "locale": locale, "role_ids": [str(each) for each in role_ids]}
        made = await self.ask("POST", f"/guilds/{guild_id}/members", body | _moment("joined_at", joined_at))
        return Person(self, int(made["id"]), guild_id)

    def person(self, user_id: int, guild_id: int, *, channel_id: int | None = None) -> Person:
        """A member who is there already."""
        return Person(self, user_id, guild_id, channel_id=channel_id)

    async def people(self, guild_id: int) -> dict[str, Person]:
        """All people of a server by the names shown there."""
        guilds = {guild["id"]: guild for guild in (await self.world())["guilds"]}
        ids = [int(user_id) for user_id in guilds[str(guild_id)]["people"]]
        seen = await Person(self, ids[0], guild_id).look()
        return {each["name"]: Person(self, int(each["id"]), guild_id) for each in seen["members"] if not each["bot"]}

    async def set_roles(self, guild_id: int, user_id: int, role_ids: Sequence[int]) -> None:
        """Give a member exactly these roles, as the owner."""
        body: Json = {"role_ids": [str(each) for each in role_ids]}
        await self.ask("PATCH", f"/guilds/{guild_id}/members/{user_id}", body)

    async def time_out(self, guild_id: int, user_id: int, until: datetime | None) -> None:
        """Silence a member until a moment, as the owner; None ends it."""
        body: Json = {"timed_out_until": until.isoformat() if until else None}
        await self.ask("PATCH", f"/guilds/{guild_id}/members/{user_id}", body)

    async def remove_member(self, guild_id: int, user_id: int) -> None:
        """Let a member go, or throw the bot out."""
        await self.ask("DELETE", f"/guilds/{guild_id}/members/{user_id}")

    async def delete_channel(self, guild_id: int, channel_id: int) -> None:
        """Delete a channel or thread, as the owner."""
        await self.ask("DELETE", f"/guilds/{guild_id}/channels/{channel_id}")

    async def set_available(self, guild_id: int, available: bool) -> None:
        """Let an outage take a server away from the bot, or end it."""
        await self.ask("POST", f"/guilds/{guild_id}/availability", {"available": available})

    async def add_fault(self, **fault: Any) -> None:
        """Switch a fault on, in the words of the sandbox's own `/sandbox/faults`."""
        await self.ask("POST", "/faults", fault)


def _permissions(given: int | Sequence[str] | None) -> Any:
    return given if given is None or isinstance(given, int) else list(given)


def _moment(key: str, given: datetime | None) -> Json:
    return {key: given.isoformat()} if given is not None else {}
