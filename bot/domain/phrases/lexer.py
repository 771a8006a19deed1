"""The lexer: every way in which a phrase can be cut into tokens, as a graph from its beginning to its end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from bot.domain.phrases.folding import Folded
from bot.domain.phrases.lexicon import WORD, Lexicon
from bot.domain.phrases.tokens import Kind, Token

_BETWEEN = re.compile(r"[ '.-]{1,2}|")
_SPACE = re.compile(r"[ ']*")
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:t| (?=[\d:. ]{4,9}[+z]))"
    r"(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)? ?(z|[+-]\d\d(?::?\d\d)?)(?![\d:a-z])"
)
_MARKS = {
    ",": (Kind.MARK, Kind.AND),
    ".": (Kind.MARK,),
    "!": (Kind.MARK,),
    "?": (Kind.MARK,),
    ";": (Kind.MARK,),
    "-": (Kind.MARK, Kind.TO),
    "(": (Kind.MARK,),
    ")": (Kind.MARK,),
    "&": (Kind.AND,),
    "+": (Kind.AND,),
}

_SHAPES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(shape))
    for kind, shape in (
        (Kind.DATE, r"(\d{4})([-/.])(\d\d?)\2(\d\d?)(?:t(?=\d)|(?!\d))"),
        (Kind.CLOCK, r"(\d\d?):(\d\d)(?::(\d\d))?(?![\d:])"),
        (Kind.CLOCK, r"(\d\d?)\.(\d\d)(?!\d|\.\d)"),
        (Kind.CLOCK, r"(\d\d?) ?h(?:rs?|s)?\.? ?(\d\d)(?:(?:min|mn|m)\b|(?![\d:]))"),
        (Kind.CLOCK, r"(\d\d?) ?h(?:rs?|s)?\b"),
        (Kind.PAIR, r"(\d\d?)/(\d\d?)(?:/(\d{4}|\d\d))?(?![\d/])"),
        (Kind.PAIR, r"(\d\d?)\.(\d\d?)\.(\d{4}|\d\d)(?!\d)"),
        (Kind.PAIR, r"(\d\d?)\.(\d\d?)\.(?!\d)"),
        (Kind.PAIR, r"(\d\d?)\.(0?[1-9]|1[0-2])(?!\d|\.)"),
        (Kind.PAIR, r"(\d\d?)-(\d\d?)-(\d{4})(?!\d)"),
        (Kind.NUM, r"(\d{1,7})(?!\d|[.,:/]\d)"),
    )
)
"""What a run of digits and signs can stand for; several at once, where it is not certain."""

_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Edge:
    """A token between two places of the graph, and how unusual it is to read it so."""

    token: Token
    to: int
    cost: int = 0


@dataclass(slots=True)
class Graph:
    """All the ways to cut a phrase.

    Places are those of the folded text; negative ones lie inside a word that stands for several tokens. `starts` says
    where in the folded text a negative place lies.
    """

    edges: dict[int, list[Edge]] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    begin: int = 0
    end: int = 0

    def add(self, start: int, tokens: tuple[Token, ...], to: int, cost: int = 0) -> None:
        """Add a way through one or more tokens from one place to another."""
        here = start
        for token in tokens[:-1]:
            inside = -len(self.starts) - 1
            self.starts[inside] = start
            self.edges.setdefault(here, []).append(Edge(token, inside, cost))
            here, cost = inside, 0
        self.edges.setdefault(here, []).append(Edge(tokens[-1], to, cost))


def cut(phrase: Folded, lexicon: Lexicon) -> Graph:
    """Every way to cut a folded phrase, as far as its words are known."""
    text = phrase.text
    start = _space_after(text, 0)
    graph = Graph(begin=start, end=len(text))
    waiting, seen = [start], {start}
    while waiting:
        place = waiting.pop()
        for tokens, end, cost in _ways(text, place, lexicon):
            to = _space_after(text, end)
            graph.add(place, tokens, to, cost)
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return graph


def _space_after(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _ways(text: str, place: int, lexicon: Lexicon) -> Iterator[tuple[tuple[Token, ...], int, int]]:
    sign = text[place : place + 1]
    if sign in _MARKS:
        if not text[place + 1 : place + 2].isdecimal() or not text[place - 1 : place].isdecimal() or sign in "-+":
            yield from (((Token(kind),), place + 1, 0) for kind in _MARKS[sign])
        return
    end, senses = _longest(text, place, lexicon)
    for tokens, cost in senses:
        yield tokens, end, cost
    if sign.isdecimal():
        further = 1 if senses else 0
        yield from (((token,), stop, further) for token, stop in _figures(text, place, lexicon))


def _longest(text: str, place: int, lexicon: Lexicon) -> tuple[int, tuple[tuple[tuple[Token, ...], int], ...]]:
    """The longest entry of the lexicon that stands at a place: where it ends, and its senses."""
    words: list[str] = []
    best: tuple[int, tuple[tuple[tuple[Token, ...], int], ...]] = (place, ())
    here = place
    while len(words) < lexicon.longest and (word := WORD.match(text, here)):
        words.append(word.group())
        senses = lexicon.senses.get(tuple(words))
        if senses:
            best = (word.end(), senses)
        gap = _BETWEEN.match(text, word.end())
        here = gap.end() if gap else word.end()
    return best


def _figures(text: str, place: int, lexicon: Lexicon) -> Iterator[tuple[Token, int]]:
    """What the figures at a place can stand for."""
    exact = _INSTANT.match(text, place)
    if exact and (instant := _instant(exact)):
        yield Token(Kind.INSTANT, at=instant), exact.end()
        return
    for kind, shape in _SHAPES:
        found = shape.match(text, place)
        if found:
            yield _figure(kind, found), found.end()
            if "h" in found.group():
                hours, minutes, _ = _figure(kind, found).numbers
                yield Token(Kind.SPAN, (hours * 60 + minutes,)), found.end()
    number = WORD.match(text, place)
    if number and number.end() - place <= 2:
        suffix = lexicon.ordinal.match(text, number.end())
        if suffix:
            yield Token(Kind.NTH, (int(number.group()),)), suffix.end()


def _figure(kind: Kind, found: re.Match[str]) -> Token:
    numbers = tuple(int(each) for each in found.groups() if each is not None and each.isdecimal())
    if kind is Kind.CLOCK:
        return Token(kind, (*numbers, 0, 0)[:3])
    if kind is Kind.PAIR and len(numbers) == 3 and numbers[2] < 100:
        return Token(kind, (*numbers[:2], _CENTURY + numbers[2]))
    return Token(kind, numbers)


def _instant(found: re.Match[str]) -> datetime | None:
    """The instant of an ISO time with an offset; None when there is no such."""
    *numbers, offset = found.groups()
    year, month, day, hour, minute, second = (int(each or 0) for each in numbers)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=_offset(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> timezone:
    if text == "z":
        return UTC
    digits = text[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-ahead if text[0] == "-" else ahead)
