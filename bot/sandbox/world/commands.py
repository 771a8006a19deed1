"""The bot's registered commands: for every server or for one, and who may see them."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.world.command_rules import CHAT_INPUT, localised, normal_command
from bot.sandbox.world.errors import DiscordError, FormErrors, refuse
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.places import Channel

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]
MOST_OF_A_KIND = {1: 100, 2: 15, 3: 15}
IN_GUILD, IN_BOT_DM = 0, 1


class Commands:
    """The register of commands; `guild_id` None means for every server."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._register: dict[int | None, dict[int, Json]] = {}

    def listed(self, guild_id: int | None = None) -> list[Json]:
        """All commands registered for one server, or for every server."""
        return list(self._register.get(guild_id, {}).values())

    def get(self, guild_id: int | None, command_id: int) -> Json:
        """One registered command; refused with 10063."""
        try:
            return self._register[guild_id][command_id]
        except KeyError:
            raise refuse("unknown_command") from None

    def overwrite(self, guild_id: int | None, given: list[Json]) -> list[Json]:
        """Replace all commands of a place; one of the same kind and name keeps its id."""
        form = FormErrors()
        shapes = []
        names: set[tuple[int, str]] = set()
        for index, each in enumerate(given):
            shape = normal_command(each, str(index), form)
            if (shape["type"], shape["name"]) in names:
                message = "Application command names must be unique"
                form.add(str(index), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
            names.add((shape["type"], shape["name"]))
            shapes.append(shape)
        form.check()
        for kind, most in MOST_OF_A_KIND.items():
            if sum(shape["type"] == kind for shape in shapes) > most:
                raise refuse("max_commands")
        old = self._by_name(guild_id)
        new = [self._registered(guild_id, shape, old.get((shape["type"], shape["name"]))) for shape in shapes]
        self._register[guild_id] = {int(shape["id"]): shape for shape in new}
        return new

    def create(self, guild_id: int | None, given: Json) -> tuple[Json, bool]:
        """Register one command, over one of the same name; answer it and whether it is new."""
        form = FormErrors()
        shape = normal_command(given, "", form)
        form.check()
        old = self._by_name(guild_id).get((shape["type"], shape["name"]))
        registered = self._registered(guild_id, shape, old)
        self._register.setdefault(guild_id, {})[int(registered["id"])] = registered
        return registered, old is None

    def edit(self, guild_id: int | None, command_id: int, changes: Json) -> Json:
        """Change one command."""
        old = self.get(guild_id, command_id)
        form = FormErrors()
        shape = normal_command(old | changes, "", form)
        form.check()
        self._register[guild_id][command_id] = registered = self._registered(guild_id, shape, old)
        return registered

    def delete(self, guild_id: int | None, command_id: int) -> None:
        """Take one command off the register."""
        self.get(guild_id, command_id)
        del self._register[guild_id][command_id]

    def available(self, user_id: int, channel_id: int) -> list[Json]:
        """The commands a person can use in a channel, localised for them; a server's own hides a global one."""
        channel = self._world.channel_of(channel_id, user_id)
        granted = self._world.permissions_in(user_id, channel)
        if not granted & Permission.USE_APPLICATION_COMMANDS or not self._is_bot_in(channel):
            return []
        by_name: dict[tuple[int, str], Json] = {}
        for place in (None, channel.guild_id):
            for shape in self.listed(place):
                by_name[(shape["type"], shape["name"])] = shape
        locale = self._world.user_of(user_id).locale
        return [
            localised(shape, locale)
            for shape in by_name.values()
            if _may_use(shape, granted) and _stands_in(shape, channel.guild_id)
        ]

    def named(self, user_id: int, channel_id: int, name: str, kind: int = CHAT_INPUT) -> Json:
        """The command of a name that a person can use in a channel; refused with 10063."""
        for shape in self.available(user_id, channel_id):
            if shape["type"] == kind and shape["name"] == name:
                return shape
        raise DiscordError(404, 10063, f"Unknown application command: {name}")

    def _is_bot_in(self, channel: Channel) -> bool:
        bot_id = self._world.bot.id
        if channel.guild_id is None:
            return bot_id in channel.recipient_ids
        return bot_id in self._world.guild_of(channel.guild_id).members

    def _by_name(self, guild_id: int | None) -> dict[tuple[int, str], Json]:
        return {(shape["type"], shape["name"]): shape for shape in self.listed(guild_id)}

    def _registered(self, guild_id: int | None, shape: Json, old: Json | None) -> Json:
        world = self._world
        ids: Json = {
            "id": old["id"] if old else str(world.snowflakes.next()),
            "application_id": str(world.application_id),
            "version": str(world.snowflakes.next()),
        }
        if guild_id is not None:
            ids["guild_id"] = str(guild_id)
        return ids | shape


def _may_use(shape: Json, granted: Permission) -> bool:
    needed = shape["default_member_permissions"]
    if needed is None or granted & Permission.ADMINISTRATOR:
        return True
    return int(needed) != 0 and not int(needed) & ~int(granted)


def _stands_in(shape: Json, guild_id: int | None) -> bool:
    if guild_id is not None:
        return shape["contexts"] is None or IN_GUILD in shape["contexts"]
    return IN_BOT_DM in shape["contexts"] if shape["contexts"] is not None else bool(shape["dm_permission"])
