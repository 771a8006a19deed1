"""Application commands over REST: for every server, and for one."""

from typing import Any

from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.world.errors import refuse

routes = Routes()
GLOBAL = "/applications/{application_id}/commands"
GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_TEXTS = ("name_localizations", "description_localizations")


def _place(call: Call) -> int | None:
    if call.id("application_id") != call.world.application_id:
        raise refuse("unknown_application")
    if "guild_id" not in call.parts:
        return None
    guild_id = call.id("guild_id")
    if guild_id not in call.world.guilds_by_id or call.bot_id not in call.world.guild_of(guild_id).members:
        raise refuse("missing_access")
    return guild_id


def _without_localisations(shape: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in shape.items() if key not in _TEXTS}
    for key in ("options", "choices"):
        if key in kept:
            kept[key] = [_without_localisations(each) for each in kept[key]]
    return kept


@routes.add("GET", GLOBAL)
@routes.add("GET", GUILD)
def listed(call: Call) -> Answer:
    """All commands of a place, with their translations if asked for."""
    shapes = call.world.commands.listed(_place(call))
    if not call.flag("with_localizations"):
        shapes = [_without_localisations(shape) for shape in shapes]
    return Answer(200, shapes)


@routes.add("PUT", GLOBAL)
@routes.add("PUT", GUILD)
def overwrite(call: Call) -> Answer:
    """Replace all commands of a place."""
    given = call.body if isinstance(call.body, list) else []
    return Answer(200, call.world.commands.overwrite(_place(call), given))


@routes.add("POST", GLOBAL)
@routes.add("POST", GUILD)
def create(call: Call) -> Answer:
    """Register one command."""
    shape, is_new = call.world.commands.create(_place(call), call.fields)
    return Answer(201 if is_new else 200, shape)


@routes.add("GET", GLOBAL + "/{command_id}")
@routes.add("GET", GUILD + "/{command_id}")
def get(call: Call) -> Answer:
    """One command."""
    return Answer(200, call.world.commands.get(_place(call), call.id("command_id")))


@routes.add("PATCH", GLOBAL + "/{command_id}")
@routes.add("PATCH", GUILD + "/{command_id}")
def edit(call: Call) -> Answer:
    """Change one command."""
    return Answer(200, call.world.commands.edit(_place(call), call.id("command_id"), call.fields))


@routes.add("DELETE", GLOBAL + "/{command_id}")
@routes.add("DELETE", GUILD + "/{command_id}")
def delete(call: Call) -> Answer:
    """Take one command off the register."""
    call.world.commands.delete(_place(call), call.id("command_id"))
    return Answer(204)
