"""Where Discord's own API and its OpenAPI description differ: one list, with the reason for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Mend(Enum):
    """What is done to a value before it is held against the description."""

    DROP = "drop"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A place where the real API takes or gives something else than is described.

    `operation` is a regular expression for "METHOD /template"; `side` is "request" or "answer"; `path` leads through
    the JSON, where `*` stands for one step and `**` for any number of them.
    """

    operation: str
    side: str
    path: str
    mend: Mend
    reason: str

    def applies_to(self, operation: str, side: str) -> bool:
        """Whether this is about one side of an operation."""
        return self.side == side and re.fullmatch(self.operation, operation) is not None

    def mended(self, data: Any) -> Any:
        """The same JSON as the description would have it; what was given stays as it is."""
        return _mended(data, self.path.split("/"), self.mend)


def _mended(node: Any, path: Sequence[str], mend: Mend) -> Any:
    step, rest = path[0], path[1:]
    if step == "**":
        deeper = _each(node, lambda key, child: _mended(child, path, mend))
        return _mended(deeper, rest, mend)
    if not rest and mend is Mend.DROP and isinstance(node, dict):
        return {key: child for key, child in node.items() if key != step}
    return _each(node, lambda key, child: _changed(child, rest, mend) if step in ("*", key) else child)


def _each(node: Any, change: Any) -> Any:
    if isinstance(node, dict):
        return {key: change(key, child) for key, child in node.items()}
    if isinstance(node, list):
        return [change(str(index), child) for index, child in enumerate(node)]
    return node


def _changed(value: Any, rest: Sequence[str], mend: Mend) -> Any:
    if rest:
        return _mended(value, rest, mend)
    if mend is Mend.TEXT:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return (int(value) if value.isdigit() else 0) if isinstance(value, str) else value


_COMMANDS = r"(PUT|POST|PATCH) /applications/\{application_id\}/.*"
_EDITS = r"PATCH /(channels/\{channel_id\}|webhooks/\{webhook_id\}/\{webhook_token\})/messages/.*"
_CALLBACK = r"POST /interactions/.*"
_NUMBERED = "discord.py writes this id as a number; Discord reads numbers and texts alike."

DEVIATIONS = [
    Deviation(
        ".*",
        "answer",
        "errors/**/_errors/*/code",
        Mend.NUMBER,
        "The codes of faults in a form are words; Discord's reference shows BASE_TYPE_REQUIRED and the like.",
    ),
    Deviation(_EDITS, "request", "tts", Mend.DROP, "discord.py sends it with edits too, where Discord ignores it."),
    Deviation(_CALLBACK, "request", "data/tts", Mend.DROP, "The same for answers that edit a message."),
    Deviation(
        _COMMANDS, "request", "*/nsfw", Mend.DROP, "Discord's reference describes it, its OpenAPI file does not."
    ),
    Deviation(".*", "request", "embeds/*/flags", Mend.DROP, "discord.py sends back what Discord gives with embeds."),
    Deviation(_CALLBACK, "request", "data/embeds/*/flags", Mend.DROP, "The same in answers to interactions."),
    Deviation(r"POST .*/messages", "request", "message_reference/*", Mend.TEXT, _NUMBERED),
    Deviation(r"POST .*/messages", "request", "attachments/*/id", Mend.TEXT, _NUMBERED),
    Deviation(_CALLBACK, "request", "data/attachments/*/id", Mend.TEXT, _NUMBERED),
    Deviation(r"POST .*/bulk-delete", "request", "messages/*", Mend.TEXT, _NUMBERED),
    Deviation(r"POST /channels/.*/messages", "request", "allowed_mentions/users/*", Mend.TEXT, _NUMBERED),
    Deviation(r"POST /users/@me/channels", "request", "recipient_id", Mend.TEXT, _NUMBERED),
    Deviation(r"POST /guilds/\{guild_id\}/channels", "request", "parent_id", Mend.TEXT, _NUMBERED),
    Deviation(
        r"(POST|PATCH) .*/roles.*",
        "request",
        "permissions",
        Mend.NUMBER,
        "Discord's reference has permissions as text; the OpenAPI file has them as numbers.",
    ),
    Deviation(r"PUT .*/permissions/.*", "request", "allow", Mend.NUMBER, "The same for what a channel allows."),
    Deviation(r"PUT .*/permissions/.*", "request", "deny", Mend.NUMBER, "The same for what a channel denies."),
    Deviation(r"PUT .*/permissions/.*", "request", "id", Mend.DROP, "discord.py repeats the id that the path has."),
]
