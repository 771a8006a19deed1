"""Tasking: the forms in which tasks are written, and what opens them carries."""

import re
from dataclasses import dataclass, replace
from typing import Self

from discord import ui

from bot.domain.phrases import LONGEST
from bot.domain.skills import A_TASKS_SKILLS, SKILL_LIMIT
from bot.domain.tasks import PEOPLE_LIMIT, REASON_LIMIT, TITLE_LIMIT, WHY_LIMIT, Contents, Effort
from bot.words.catalogue import Words
from bot.words.fields import field_name
from bot.words.tasks import part_name
from cogs.bridge.forms import Form, select_field, text_field
from cogs.bridge.host import FromAnotherVersion
from cogs.bridge.router import Act, member_of, whole_number

SKILLS_LIMIT = A_TASKS_SKILLS * (SKILL_LIMIT + 2)
"""Characters of the field for skills: all of them at their longest, with what stands between."""

_WISH = re.compile(r"(?P<effort>[a-z]*)\.(?P<first>[01]?)\.(?P<decision>\d{1,9})\.(?P<revision>\d{1,9})")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was picked before a form opened, None and 0 where nothing was, and the revision it is written over."""

    effort: Effort | None = None
    is_first: bool | None = None
    decision: int = 0
    revision: int = 0

    def text(self) -> str:
        """The wish as a custom id carries it."""
        first = "" if self.is_first is None else str(int(self.is_first))
        return f"{self.effort.value if self.effort else ''}.{first}.{self.decision}.{self.revision}"

    def over(self, revision: int) -> Self:
        """The same wish, written over another revision."""
        return replace(self, revision=revision)

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Read a wish back, whatever follows it; an empty text wishes nothing; refuses with `FromAnotherVersion`."""
        if not text or text.startswith(":"):
            return cls()
        found = _WISH.match(text)
        if found is None:
            raise FromAnotherVersion
        effort = member_of(Effort, found["effort"]) if found["effort"] else None
        first = bool(int(found["first"])) if found["first"] else None
        return cls(effort, first, int(found["decision"]), int(found["revision"]))


def adding_form(wish: Wish, skills: str, words: Words) -> Form:
    """The form of a new task; `skills` were picked with the command."""
    return Form(
        words.say("Put up a task"),
        "open-task",
        detail=wish.text(),
        labels=_labels(words, None, skills=skills),
    )


def editing_form(number: int, wish: Wish, said: Contents, words: Words) -> Form:
    """The form of a task with all that it says."""
    return Form(
        words.say("Edit T-{number}", number=number),
        "task-edited",
        number,
        detail=wish.text(),
        labels=_labels(words, said, skills=", ".join(said.skills)),
    )


def dropping_form(number: int, words: Words) -> Form:
    """The form for the reason why a task is dropped."""
    return Form(
        words.say("Drop T-{number}", number=number),
        "task-dropped",
        number,
        labels=[
            text_field(
                "reason",
                field_name("reason", words),
                limit=REASON_LIMIT,
                hint=words.say("Everybody can read it, and put the task back within 7 days."),
                is_long=True,
            )
        ],
    )


def _labels(words: Words, said: Contents | None, *, skills: str) -> list[ui.Label[Form]]:
    chosen = said.people_needed if said else 1
    return [
        text_field("task", part_name("title", words), limit=TITLE_LIMIT, filled=said.title if said else ""),
        text_field(
            "why",
            part_name("why", words),
            limit=WHY_LIMIT,
            filled=said.why if said else "",
            is_long=True,
            required=False,
        ),
        select_field(
            "people",
            part_name("people_needed", words),
            [(str(count), str(count)) for count in range(1, PEOPLE_LIMIT + 1)],
            chosen=str(chosen),
        ),
        text_field(
            "skills",
            part_name("skills", words),
            limit=SKILLS_LIMIT,
            hint=words.say("Up to {limit}, with commas between them, like: drive, print.", limit=A_TASKS_SKILLS),
            filled=skills[:SKILLS_LIMIT],
            required=False,
        ),
        text_field(
            "due",
            part_name("due_on", words),
            limit=LONGEST,
            hint=words.say("A day, if there is one, like “next friday”. Who takes it is reminded the day before."),
            filled=said.due_on.isoformat() if said and said.due_on else "",
            required=False,
        ),
    ]


def people_of(act: Act) -> int:
    """How many people were picked in a form; one where nothing was."""
    return whole_number(act.text("people") or "1")
