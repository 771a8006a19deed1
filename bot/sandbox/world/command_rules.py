"""Discord's rules for application commands, and the completed form in which it keeps them."""

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from bot.sandbox.world.errors import FormErrors

Json = dict[str, Any]

CHAT_INPUT = 1
MAX_OPTIONS = 25
MAX_TOTAL_TEXT = 8000
_LOCALE_NAMES = (
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja"
    " zh-TW ko ar he"
)
LOCALES = frozenset(_LOCALE_NAMES.split())
_NAME = re.compile(r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")


class Option(IntEnum):
    """Discord's kinds of command option."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


_NESTING = frozenset({Option.SUBCOMMAND, Option.GROUP})
_VALUES = frozenset(Option) - _NESTING


def normal_command(given: Json, path: str, form: FormErrors) -> Json:
    """Check a command as sent and complete it as kept, without ids; what is wrong is noted under the path."""
    prefix = f"{path}." if path else ""
    kind = given.get("type") or CHAT_INPUT
    form.choice(f"{prefix}type", kind, (1, 2, 3))
    _check_texts(given, prefix, form, is_command_name=kind == CHAT_INPUT)
    permissions = given.get("default_member_permissions")
    shape: Json = {
        "type": kind,
        "name": given.get("name"),
        "name_localizations": given.get("name_localizations"),
        "description": given.get("description") or "",
        "description_localizations": given.get("description_localizations"),
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": given.get("dm_permission") is not False,
        "contexts": given.get("contexts"),
        "integration_types": given.get("integration_types") or [0],
        "nsfw": bool(given.get("nsfw")),
    }
    if kind == CHAT_INPUT:
        options = _options(given, prefix, form, frozenset(Option))
        if options:
            shape["options"] = options
        if _text_length(shape) > MAX_TOTAL_TEXT:
            form.add(path or "name", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
    elif given.get("description"):
        form.add(f"{prefix}description", "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Must not have a description")
    return shape


def _options(given: Json, prefix: str, form: FormErrors, allowed: frozenset[Option]) -> list[Json]:
    listed = given.get("options") or []
    if len(listed) > MAX_OPTIONS:
        form.add(f"{prefix}options", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_OPTIONS} or fewer in length.")
    names: set[object] = set()
    optional_seen = False
    shapes = []
    for index, option in enumerate(listed):
        path = f"{prefix}options.{index}"
        if option.get("name") in names:
            form.add(f"{path}.name", "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", "Option names must be unique")
        names.add(option.get("name"))
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            form.add(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required")
        if form.choice(f"{path}.type", option.get("type"), tuple(sorted(int(kind) for kind in allowed))):
            shapes.append(_option(option, path, form))
    nested = {shape["type"] in _NESTING for shape in shapes}
    if nested == {True, False}:
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        form.add(f"{prefix}options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    return shapes


def _option(given: Json, path: str, form: FormErrors) -> Json:
    kind = Option(given["type"])
    _check_texts(given, f"{path}.", form, is_command_name=True)
    shape: Json = {
        "type": int(kind),
        "name": given.get("name"),
        "name_localizations": given.get("name_localizations"),
        "description": given.get("description") or "",
        "description_localizations": given.get("description_localizations"),
    }
    if kind in _NESTING:
        inner = _VALUES if kind is Option.SUBCOMMAND else frozenset({Option.SUBCOMMAND})
        shape["options"] = _options(given, f"{path}.", form, inner)
        return shape
    shape["required"] = bool(given.get("required"))
    for key in ("min_value", "max_value", "min_length", "max_length", "channel_types"):
        if given.get(key) is not None:
            shape[key] = given[key]
    if kind in (Option.STRING, Option.INTEGER, Option.NUMBER):
        shape |= _choices(given, path, form)
    return shape


def _choices(given: Json, path: str, form: FormErrors) -> Json:
    choices = given.get("choices") or []
    if choices and given.get("autocomplete"):
        form.add(f"{path}.autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", "Cannot have choices as well")
    if len(choices) > MAX_OPTIONS:
        form.add(f"{path}.choices", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_OPTIONS} or fewer in length.")
    for index, choice in enumerate(choices):
        form.length(f"{path}.choices.{index}.name", choice.get("name"), 100, 1)
        if isinstance(choice.get("value"), str):
            form.length(f"{path}.choices.{index}.value", choice["value"], 100)
    shape: Json = {"autocomplete": bool(given.get("autocomplete"))}
    if choices:
        keys = ("name", "name_localizations", "value")
        shape["choices"] = [{key: choice.get(key) for key in keys} for choice in choices]
    return shape


def _check_texts(given: Json, prefix: str, form: FormErrors, *, is_command_name: bool) -> None:
    for name, path in _with_localisations(given, "name", prefix, form):
        if not form.length(path, name, 32, 1) or not is_command_name:
            continue
        if not _NAME.fullmatch(str(name)) or str(name) != str(name).lower():
            form.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    if is_command_name:
        for description, path in _with_localisations(given, "description", prefix, form):
            form.length(path, description, 100, 1)


def _with_localisations(given: Json, key: str, prefix: str, form: FormErrors) -> list[tuple[object, str]]:
    texts: list[tuple[object, str]] = [(given.get(key), f"{prefix}{key}")]
    localised = given.get(f"{key}_localizations")
    if isinstance(localised, Mapping):
        for locale, text in localised.items():
            path = f"{prefix}{key}_localizations.{locale}"
            if locale not in LOCALES:
                form.add(path, "APPLICATION_COMMAND_INVALID_LOCALE", "Locale is not supported")
            texts.append((text, path))
    return texts


def _text_length(shape: Json) -> int:
    total = 0
    for key in ("name", "description"):
        localised = (shape.get(f"{key}_localizations") or {}).values()
        total += max([len(shape.get(key) or ""), *map(len, localised)])
    total += sum(_text_length(option) for option in shape.get("options") or [])
    for choice in shape.get("choices") or []:
        total += len(str(choice["name"])) + len(str(choice["value"]))
    return total


def localised(shape: Json, locale: str) -> Json:
    """A command as a client of one language shows it: `name_localized` and `description_localized` all the way down."""
    shown = {key: value for key, value in shape.items() if not key.endswith("_localizations")}
    for key in ("name", "description"):
        texts = shape.get(f"{key}_localizations") or {}
        if key in shape:
            shown[f"{key}_localized"] = texts.get(locale) or shape[key]
    for key in ("options", "choices"):
        if key in shape:
            shown[key] = [localised(each, locale) for each in shape[key]]
    return shown
