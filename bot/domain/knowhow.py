"""Know-how: pages that anybody shares and revises, with what they may hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.knowhow_refusals import MarksLeft, TooManyTags
from bot.domain.skills import SKILL_LIMIT, skill_of
from bot.domain.texts import check_text, clean_text

TITLE_LIMIT = 100
TEXT_LIMIT = 4_000
TAGS_LIMIT = 5
TYPED_TAGS_LIMIT = 400
"""Characters of all tags as they are typed, with commas between them."""

WRITING_KEPT = timedelta(days=1)
"""How long is kept what somebody wrote and could not send."""

_BETWEEN = re.compile(r"[,;\n،、，；]")

MARK = "▼▼▼"
"""What begins a line that marks, in a text to be merged, where two people wrote differently."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: tags are normalised, and each is there once."""

    title: str
    text: str
    tags: tuple[str, ...] = ()


def page_of(title: str, text: str, tags: str) -> Page:
    """A page as it was typed, cleaned, its tags with commas or lines between them.

    Refuses with `MissingText`, `TextTooLong`, `TooManyTags` or, where a merge was left half done, `MarksLeft`.
    """
    one_line = check_text("title", " ".join(title.split()), TITLE_LIMIT)
    kept = check_text("know_how", text, TEXT_LIMIT)
    if any(line.startswith(MARK) for line in kept.split("\n")):
        raise MarksLeft(MARK)
    return Page(one_line, kept, tags_of(tags))


def tags_of(typed: str) -> tuple[str, ...]:
    """The tags in a typed line, written as the skills of tasks are, in their order and each once.

    Refuses with `TooManyTags` or `TextTooLong`.
    """
    spelt = map(skill_of, _BETWEEN.split(clean_text(typed)))
    tags = tuple(dict.fromkeys(tag for tag in spelt if tag))
    for tag in tags:
        check_text("tags", tag, SKILL_LIMIT)
    if len(tags) > TAGS_LIMIT:
        raise TooManyTags(len(tags), TAGS_LIMIT)
    return tags


def typed_tags(tags: Iterable[str]) -> str:
    """Tags as somebody would type them."""
    return ", ".join(tags)
