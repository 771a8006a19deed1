"""Typed text: what any field asks of it."""

from bot.domain.errors import MissingText, TextTooLong


def clean_text(text: str) -> str:
    """The text without what no reader sees and no file can hold: lone surrogates and control characters."""
    kept = (char for char in text.replace("\r\n", "\n").replace("\r", "\n") if _is_legible(char))
    return "".join(kept).strip()


def clean_name(name: str) -> str:
    """A name as it came in from outside, without what no file can hold; the usual name passes unread."""
    return name if name.isprintable() else clean_text(name)


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
