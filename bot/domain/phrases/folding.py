"""Folding: a typed text without capitals, accents and typographic signs, and the way back to what was typed."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SIGNS = (
    {"º": "o", "ª": "a", "°": "o", "：": ":", "@": " "} | dict.fromkeys("’‘ʼ´`", "'") | dict.fromkeys("‐‑‒–—−", "-")
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origins` holds for each of its characters, and for its end, the place in the text as typed."""

    text: str
    typed: str
    origins: tuple[int, ...]

    def word_at(self, place: int) -> str:
        """What was typed from a place in the folded text on, up to the next space; of the last word at the end."""
        rest = self.typed[self.origins[place] :].split()
        before = self.typed[: self.origins[place]].split()
        return next(iter([*rest[:1], *before[-1:]]), "").strip(",;()")


def fold(typed: str) -> Folded:
    """A text as the lexer reads it: lower case, without accents, every space a plain one."""
    letters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(typed):
        plain = _plain(character)
        letters.append(plain)
        origins.extend([place] * len(plain))
    return Folded("".join(letters), typed, (*origins, len(typed)))


def folded(text: str) -> str:
    """The folded text alone; quick enough for ten thousand titles while somebody types."""
    if text.isascii() and text.isprintable() and "@" not in text and "`" not in text:
        return text.lower()
    return text.translate(_TABLE)


class _Table(dict[int, str]):
    """What characters become, by code point, as far as they were met; of a great many the first ones are kept."""

    def __missing__(self, point: int) -> str:
        plain = _plain(chr(point))
        if len(self) < _KEPT:
            self[point] = plain
        return plain


_KEPT = 4_096
_TABLE = _Table()


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isspace():
        return " "
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(each for each in apart if not unicodedata.category(each).startswith(("M", "Cf")))
