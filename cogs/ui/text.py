"""Text: members' words made harmless for Discord, cut to size, and instants as Discord writes them."""

import re
from datetime import datetime
from typing import Literal

from discord.utils import format_dt

_JOINER = "\u2060"
"""A word joiner: unseen and unheard, it keeps Discord from reading what stands around it as one token."""

_BIDI = dict.fromkeys([*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C])
# Where a member's text ends a word of ours may go on, so its end counts as well.
_TOKEN = re.compile(r"<(?=[@#/:aAtTiI&]|$)")
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_INVITE = re.compile(r"(?i)(discord(?:app)?)(?=\.(?:gg|com/invite))")
_MASKED = re.compile(r"\](?=\s*\(|$)")
_MARKDOWN = re.compile(r"(?P<url>https?://[^\s<]+)|[\\*_`~|]")
"""Marks that format, and addresses, in which Discord reads none and an escape would break the link.

`discord.utils.escape_markdown` leaves what stands in a masked link as it is.
"""

_LINE_START = re.compile(r"(?m)^([^\S\n]*)(?=(?:#{1,3}|-#|>>>)(?:\s|$))")


def plain(text: str) -> str:
    """A member's text, its simple Markdown kept, without pings, tokens, masked links, invites, headings or bidi tricks.

    Source: integrity page, §3, "Injection".
    """
    harmless = text.translate(_BIDI)
    harmless = _TOKEN.sub(f"<{_JOINER}", harmless)
    harmless = _EVERYBODY.sub(f"@{_JOINER}", harmless)
    harmless = _INVITE.sub(rf"\1{_JOINER}", harmless)
    harmless = _MASKED.sub(f"]{_JOINER}", harmless)
    return _LINE_START.sub(r"\1\\", harmless)


def line(text: str) -> str:
    """A member's text for a line of ours, such as a title or a name: harmless, one line, no Markdown."""
    return plain(_MARKDOWN.sub(_escaped, " ".join(text.split())))


def _escaped(found: re.Match[str]) -> str:
    return found[0] if found["url"] else f"\\{found[0]}"


def shortened(text: str, limit: int, *, lines: int = 12) -> tuple[str, bool]:
    """The beginning of a text within a limit of characters and lines, and whether anything was left out."""
    kept = "\n".join(text.split("\n")[:lines])
    if len(kept) > limit:
        kept = kept[:limit].rsplit(" ", 1)[0]
    return (text, False) if kept == text else (f"{kept.rstrip()} …", True)


def stamp(instant: datetime, style: Literal["f", "F", "d", "D", "t", "T", "R"] = "f") -> str:
    """An instant as a Discord timestamp, which each reader sees in their own zone and language."""
    return format_dt(instant, style)


def code_block(text: str) -> str:
    """Text in a block that can be copied, its own fences broken."""
    return f"```\n{text.replace('``', f'`{_JOINER}`')}\n```"
