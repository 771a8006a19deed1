"""Searching know-how: which words a text holds, what a typed query asks for, and the place that it found.

Words are split and folded here, not by a database, so that every database finds the same: without accents and capitals,
and in scripts that put no spaces between words by pairs of signs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.phrases.folding import Folded, fold, folded

MOST_TERMS = 8
SHORTEST_BEGINNING = 2
"""Characters from which on the last word of a query is taken for the beginning of one."""

QUERY_LIMIT = 60
"""Characters of a query that are looked for; they go on the buttons that turn the pages."""

TAG_SIGN = "#"
"""What a query begins with that asks for a tag alone."""

_LONGEST_WORD = 40
_AROUND = 60
"""Characters on either side of the place that was found."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2190-\u2bff\u2e80-\u2fdf\u3005-\u3007\u3030\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|(?:(?![{_UNSPACED}])[^\W_])+")


@dataclass(frozen=True, slots=True)
class Term:
    """One word that is looked for, perhaps only its beginning."""

    word: str
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: pages that hold every term, of a tag query among their tags."""

    terms: tuple[Term, ...]
    of_tags: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """The place that was found, with what stands around it."""

    before: str
    hit: str
    after: str


def words_in_text(text: str) -> list[str]:
    """The words of a text as they are written into the index, in their order, each once."""
    return list(dict.fromkeys(_words(folded(text), every=True)))


def line_of_words(text: str) -> str:
    """The words of a text in one line, between spaces, to be looked through by `is_among`."""
    return f" {' '.join(words_in_text(text))} "


def is_among(line: str, query: Query) -> bool:
    """Whether a line of words holds every term of a query; one without terms is held by none."""
    ends = (f" {term.word}{'' if term.is_beginning else ' '}" for term in query.terms)
    return bool(query.terms) and all(wanted in line for wanted in ends)


def query_of(typed: str) -> Query:
    """What a typed query asks for; no terms where it holds nothing that can be looked for."""
    text = folded(typed[:QUERY_LIMIT]).strip()
    words = list(dict.fromkeys(_words(text, every=False)))[:MOST_TERMS]
    terms = [Term(word) for word in words]
    if words and text.endswith(words[-1]) and len(words[-1]) >= SHORTEST_BEGINNING and not _is_unspaced(words[-1]):
        terms[-1] = Term(words[-1], is_beginning=True)
    return Query(tuple(terms), of_tags=text.startswith(TAG_SIGN))


def snippet(text: str, query: Query) -> Snippet:
    """The first place in a text that one of the terms is found at, or its beginning where none is."""
    one_line = " ".join(text.split())
    found = fold(one_line)
    start, end = next(_hits(found, query), (0, 0))
    cut_from = _space_near(one_line, max(0, start - _AROUND), start)
    cut_to = min(len(one_line), end + _AROUND if end else 2 * _AROUND)
    if cut_to < len(one_line):
        cut_to = max(end, one_line.rfind(" ", end, cut_to) if " " in one_line[end:cut_to] else cut_to)
    before = ("… " if cut_from else "") + one_line[cut_from:start]
    after = one_line[end:cut_to] + (" …" if cut_to < len(one_line) else "")
    return Snippet(before, one_line[start:end], after)


def _hits(text: Folded, query: Query) -> Iterator[tuple[int, int]]:
    """Where the terms are found in a text as it was typed, the first of all first."""
    wanted = "|".join(
        re.escape(term.word)
        if _is_unspaced(term.word)
        else rf"(?<![^\W_]){re.escape(term.word)}" + ("" if term.is_beginning else r"(?![^\W_])")
        for term in query.terms
    )
    if not wanted:
        return
    for found in re.finditer(wanted, text.text):
        yield text.origins[found.start()], text.origins[found.end() - 1] + 1


def _is_unspaced(word: str) -> bool:
    return re.match(f"[{_UNSPACED}]", word) is not None


def _space_near(text: str, cut: int, start: int) -> int:
    """The beginning of a word at a cut or after it, before `start`."""
    if not cut:
        return 0
    space = text.find(" ", cut, start)
    return cut if space < 0 else space + 1


def _words(text: str, *, every: bool) -> Iterator[str]:
    """The words of a folded text; of signs without spaces their pairs, and for the index each sign too."""
    for found in _WORD.finditer(text):
        word = found[0]
        if not found["unspaced"]:
            yield word[:_LONGEST_WORD]
            continue
        if every or len(word) == 1:
            yield from word
        yield from (word[place : place + 2] for place in range(len(word) - 1))
