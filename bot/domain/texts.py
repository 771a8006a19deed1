"""Typed text: what any field asks of it."""

import re

from bot.domain.errors import MissingText, TextTooLong

_IDS = re.compile(
    r"""
    <(?P<of>@[!&]?|\#)\d+>          # a person, a role, a channel
    | <a?(?P<emoji>:\w+:)\d+>
    | </(?P<command>[^:<>\n]+):\d+>
    | <t:-?\d+(?::\w)?>             # an instant, to the minute
    | (?:https?://)?(?:\w+\.)?discord(?:app)?\.com/(?:channels|users)/[@\w/]+
    | (?<!\w)\d{17,20}(?!\w)        # an id as it is copied
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Where ids of Discord's stand in a text. Source: Discord's reference, "Message formatting"."""


def clean_text(text: str) -> str:
    """The text without what no reader sees and no file can hold: lone surrogates and control characters."""
    kept = (char for char in text.replace("\r\n", "\n").replace("\r", "\n") if _is_legible(char))
    return "".join(kept).strip()


def clean_name(name: str) -> str:
    """A name as it came in from outside, without what no file can hold; the usual name passes unread."""
    return name if name.isprintable() else clean_text(name)


def without_ids(text: str) -> str:
    """The text with no id of Discord's in it: what it named is left as "@…", "#…" or "…"."""
    return _IDS.sub(_unnamed, text)


def _unnamed(found: re.Match[str]) -> str:
    if found["command"]:
        return f"/{found['command']}"
    return found["emoji"] or f"{(found['of'] or '')[:1]}…"


def check_text(field: str, text: str, limit: int) -> str:
    """The text, cleaned; refuses with `MissingText` when nothing is left and `TextTooLong` over `limit` characters."""
    cleaned = clean_text(text)
    if not cleaned:
        raise MissingText(field)
    if len(cleaned) > limit:
        raise TextTooLong(field, len(cleaned), limit)
    return cleaned


def _is_legible(char: str) -> bool:
    point = ord(char)
    if point < 0x20:
        return char in "\n\t"
    return not (0x7F <= point < 0xA0 or 0xD800 <= point <= 0xDFFF or point in (0xFFFE, 0xFFFF))
