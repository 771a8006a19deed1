"""What an interaction carries beside the question: chosen options with their types, and the things named in them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from bot.sandbox.world.command_rules import Option
from bot.sandbox.world.component_kinds import Kind
from bot.sandbox.world.errors import FormErrors, refuse
from bot.sandbox.world.message_shapes import attachment_shape
from bot.sandbox.world.places import Channel
from bot.sandbox.world.shapes import channel_shape, member_shape, role_shape, user_shape

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

Json = dict[str, Any]
RESOLVING = {
    Option.USER: "user",
    Option.ROLE: "role",
    Option.CHANNEL: "channel",
    Option.MENTIONABLE: "mentionable",
    Option.ATTACHMENT: "attachment",
}
SELECT_RESOLVING = {
    Kind.USER_SELECT: "user",
    Kind.ROLE_SELECT: "role",
    Kind.CHANNEL_SELECT: "channel",
    Kind.MENTIONABLE_SELECT: "mentionable",
    Kind.FILE_UPLOAD: "attachment",
}


def descend(shape: Json, words: list[str]) -> tuple[Json, list[Json]]:
    """Follow the words after a command's name to the subcommand; answer it and the way there, outermost first."""
    way = []
    for word in words:
        found = next(
            (each for each in shape.get("options", []) if each["name"] == word and each["type"] in (1, 2)), None
        )
        if found is None:
            raise refuse("unknown_command")
        way.append(found)
        shape = found
    if any(each["type"] in (Option.SUBCOMMAND, Option.GROUP) for each in shape.get("options", [])):
        raise refuse("unknown_command")
    return shape, way


def read_options(shape: Json, given: Mapping[str, object], *, focused: str | None = None) -> list[Json]:
    """The options as sent with an interaction; what a client would not let pass is refused as one 50035.

    With `focused` (the option being typed) nothing is checked, as for autocomplete.
    """
    form = FormErrors()
    options = {option["name"]: option for option in shape.get("options", [])}
    for name in given.keys() - options.keys():
        form.add(name, "UNKNOWN_OPTION", "The command has no such option")
    sent = []
    for name, option in options.items():
        if given.get(name) is None:
            if option.get("required") and focused is None:
                form.required(name)
            continue
        value = _value(option, given[name])
        if focused is None:
            _check_value(option, value, form)
        part: Json = {"name": name, "type": option["type"], "value": value}
        if name == focused:
            part["focused"] = True
            part["value"] = str(given[name])
        sent.append(part)
    form.check()
    return sent


def _value(option: Json, given: object) -> object:
    kind = Option(option["type"])
    if kind in RESOLVING:
        return str(given)
    if kind is Option.INTEGER and isinstance(given, str):
        return int(given) if given.lstrip("-").isdigit() else given
    if kind is Option.NUMBER and isinstance(given, str):
        try:
            return float(given)
        except ValueError:
            return given
    return given


def _check_value(option: Json, value: object, form: FormErrors) -> None:
    name, kind = option["name"], Option(option["type"])
    if option.get("choices") and value not in {choice["value"] for choice in option["choices"]}:
        form.add(name, "BASE_TYPE_CHOICES", "Value must be one of the choices.")
    if kind is Option.STRING:
        form.length(name, value, option.get("max_length", 6000), option.get("min_length", 0))
    elif kind is Option.BOOLEAN and not isinstance(value, bool):
        form.add(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
    elif kind in (Option.INTEGER, Option.NUMBER):
        if isinstance(value, bool) or not isinstance(value, int if kind is Option.INTEGER else int | float):
            form.add(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
        elif value < option.get("min_value", value) or value > option.get("max_value", value):
            form.add(name, "NUMBER_TYPE_MAX", "The number is out of range.")


def resolve(world: "World", channel: Channel, wanted: Iterable[tuple[str, str]]) -> Json:
    """The things named by ids, as an interaction carries them; a pair is a kind and an id, unknown ones are refused."""
    resolved: Json = {}
    guild = world.guilds_by_id.get(channel.guild_id or 0)
    for kind, text in wanted:
        number = int(text) if text.isdigit() else 0
        if kind == "channel":
            place = world.channel_of(number)
            resolved.setdefault("channels", {})[text] = channel_shape(place) | {"permissions": "0"}
        elif kind == "attachment":
            if number not in world.attachments:
                raise refuse("unknown_message")
            resolved.setdefault("attachments", {})[text] = attachment_shape(world.attachments[number])
        elif guild is not None and kind in ("role", "mentionable") and number in guild.roles:
            resolved.setdefault("roles", {})[text] = role_shape(guild.roles[number])
        elif kind == "role":
            raise refuse("unknown_role")
        else:
            resolved.setdefault("users", {})[text] = user_shape(world.user_of(number))
            if guild is not None and number in guild.members:
                shape = member_shape(guild.members[number], with_user=False)
                shape["permissions"] = str(int(world.permissions_in(number, channel)))
                resolved.setdefault("members", {})[text] = shape
    return resolved


def options_to_resolve(options: list[Json]) -> list[tuple[str, str]]:
    """The kinds and ids named in a command's options."""
    return [(RESOLVING[option["type"]], str(option["value"])) for option in options if option["type"] in RESOLVING]


def fields_to_resolve(submitted: list[Json]) -> list[tuple[str, str]]:
    """The kinds and ids named in a form's entries."""
    wanted = []
    for entry in submitted:
        inner = entry.get("component")
        for part in [inner] if inner else entry.get("components", []):
            kind = SELECT_RESOLVING.get(part["type"])
            if kind is not None:
                wanted += [(kind, value) for value in part["values"]]
    return wanted
