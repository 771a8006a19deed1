"""Which strings Discord takes for an emoji, and the key under which two spellings are the same."""

import re

_KEYCAP = re.compile(r"[0-9#*]\ufe0f?\u20e3")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_BASE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf"
    "\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f004\U0001f0cf\U0001f170-\U0001f251\U0001f300-\U0001faff"
)
_MODIFIERS = "\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_PLAIN = re.compile(f"[{_BASE}][{_MODIFIERS}]*(?:\u200d[{_BASE}][{_MODIFIERS}]*)*")
_CUSTOM = re.compile(r"(?:a?:)?([A-Za-z0-9_]{2,32}):([0-9]{15,20})")


def is_unicode_emoji(text: str) -> bool:
    """Whether a string is one emoji and nothing else."""
    return any(pattern.fullmatch(text) for pattern in (_KEYCAP, _FLAG, _PLAIN))


def custom_emoji_id(text: str) -> int | None:
    """The id in `name:id`, or nothing for a string of another form."""
    match = _CUSTOM.fullmatch(text)
    return int(match.group(2)) if match else None


def reaction_key(name: str, emoji_id: int | None) -> str:
    """The key of an emoji among a message's reactions: spellings with and without U+FE0F are one."""
    return str(emoji_id) if emoji_id is not None else name.replace("\ufe0f", "")
