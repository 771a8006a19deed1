"""Lexicons: which words of a language stand for which tokens."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.phrases.folding import folded
from bot.domain.phrases.tokens import Kind, Part, Token

Sense = tuple[tuple[Token, ...], int]
"""The tokens that a word stands for, and how unusual it is that it does: 0 is usual."""

WORD = re.compile(r"[^\W\d_]+|\d+")
_HOUR = 60
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
"""How umlauts are typed where the keyboard has none."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words.

    `senses` is keyed by the words of an entry, folded; `longest` the most words of one; `ordinal` a pattern for what
    follows the digits of an ordinal number; `is_day_first` false where 1/12 may be the twelfth of January.
    """

    senses: Mapping[tuple[str, ...], tuple[Sense, ...]]
    longest: int
    ordinal: re.Pattern[str]
    is_day_first: bool


Entries = Mapping[Token | tuple[Token, ...], str]
"""Tokens, and the words that stand for them, with bars between."""


def lexicon(usual: Entries, unusual: Entries, *, ordinal: str, is_day_first: bool = True) -> Lexicon:
    """A lexicon out of its entries."""
    senses: dict[tuple[str, ...], list[Sense]] = {}
    for cost, entries in enumerate((usual, unusual)):
        for tokens, spellings in entries.items():
            sense = (tokens if isinstance(tokens, tuple) else (tokens,), cost)
            for spelling in spellings.split("|"):
                for words in {_words(spelling), _words(spelling.translate(_DIGRAPHS))}:
                    senses.setdefault(words, []).append(sense)
    return Lexicon(
        {words: tuple(found) for words, found in senses.items()},
        max(map(len, senses)),
        re.compile(rf"(?:{ordinal})(?![^\W_])"),
        is_day_first,
    )


def _words(spelling: str) -> tuple[str, ...]:
    return tuple(WORD.findall(folded(spelling)))


def numbers(kind: Kind, first: int, spellings: str) -> dict[Token | tuple[Token, ...], str]:
    """Tokens for numbers one after the other; spellings of one number have bars between, numbers commas."""
    return {Token(kind, (first + place,)): names for place, names in enumerate(spellings.split(","))}


def of(kind: Kind, *values: int) -> Token:
    """A token of a kind with its numbers."""
    return Token(kind, values)


def part(of_the_day: Part) -> Token:
    """A token for a part of the day."""
    return Token(Kind.PART, part=of_the_day)


EVERY, OTHER, HABIT, OFTEN = of(Kind.EVERY), of(Kind.OTHER), of(Kind.HABIT), of(Kind.OFTEN)
NEXT, THIS, IN, HENCE = of(Kind.NEXT), of(Kind.THIS), of(Kind.IN), of(Kind.HENCE)
DAY, WEEK, MOON, YEAR = of(Kind.DAY), of(Kind.WEEK), of(Kind.MOON), of(Kind.YEAR)
MINUTE, HOUR = of(Kind.SMALL, 1), of(Kind.SMALL, _HOUR)
DATED = of(Kind.DATED)
WORKDAYS, WEEKEND = of(Kind.WORKDAYS), of(Kind.WEEKEND)
ONE = of(Kind.ONE, 1)
GLUE, AND, TO = of(Kind.GLUE), of(Kind.AND), of(Kind.TO)
NOON, MIDNIGHT, HOURS = of(Kind.NOON), of(Kind.MIDNIGHT), of(Kind.HOURS)
AM, PM = of(Kind.MERIDIEM, 0), of(Kind.MERIDIEM, 12)
HALF, QUARTER, LESS = of(Kind.HALF), of(Kind.QUARTER), of(Kind.LESS)
LAST = of(Kind.ORD, -1)
TODAY, TOMORROW, DAY_AFTER = of(Kind.AHEAD, 0), of(Kind.AHEAD, 1), of(Kind.AHEAD, 2)
MORNING, MIDDAY, AFTERNOON = part(Part.MORNING), part(Part.MIDDAY), part(Part.AFTERNOON)
EVENING, NIGHT, SMALL_HOURS = part(Part.EVENING), part(Part.NIGHT), part(Part.SMALL_HOURS)
