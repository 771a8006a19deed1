"""Skills: what a task takes and what people can do, as tags that are written the same way by everybody."""

import re
import unicodedata

from bot.domain.errors import TextTooLong
from bot.domain.task_refusals import TooManySkills
from bot.domain.texts import clean_text

SKILL_LIMIT = 30
"""Characters of one skill."""

A_TASKS_SKILLS = 5

_BETWEEN = re.compile(r"[,;\n،、，；]")


def skill_of(typed: str) -> str:
    """One skill as it is kept: small letters, single spaces, without a hash; empty where nothing is left."""
    legible = clean_text(unicodedata.normalize("NFKC", typed)).lower()
    return " ".join(legible.split()).lstrip("# ").rstrip(" .")


def skills_of(typed: str, *, most: int) -> tuple[str, ...]:
    """The skills in what somebody typed, in its order and each once; commas or the ends of lines stand between them.

    Refuses with `TextTooLong` of the field "skills", or with `TooManySkills`.
    """
    found = tuple(dict.fromkeys(filter(None, map(skill_of, _BETWEEN.split(typed)))))
    for skill in found:
        if len(skill) > SKILL_LIMIT:
            raise TextTooLong("skills", len(skill), SKILL_LIMIT)
    if len(found) > most:
        raise TooManySkills(len(found), most)
    return found
