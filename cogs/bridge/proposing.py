"""Proposing: what was picked before the form opens travels in the form's own id, and the form asks for the rest."""

import re
from dataclasses import dataclass
from typing import Self

from bot.domain.proposals import BODY_LIMIT, TITLE_LIMIT
from bot.domain.rules import Kind
from bot.services.cards import ProposalCard
from bot.words.catalogue import Words
from bot.words.kinds import kind_word
from cogs.bridge.forms import Form, text_field
from cogs.bridge.host import FromAnotherVersion

TASKS_LIMIT = 1_100
"""Characters of the field for first tasks: ten lines and their ends."""

OPTIONS_LIMIT = 900

_PROPOSABLE = (Kind.ACTION, Kind.AGREEMENT, Kind.LAZY, Kind.MEETING, Kind.CHOICE)
_TEXT = re.compile(
    r"(?P<kind>[a-z]+)\.(?P<hours>0|24|48)\.(?P<secret>[01])\.(?P<reworks>\d{1,9})\.(?P<follows>\d{1,9})"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody picked before writing; the numbers are 0 where nothing is named."""

    kind: Kind = Kind.ACTION
    discuss_hours: int = 0
    is_secret: bool = False
    reworks: int = 0
    follows: int = 0

    def text(self) -> str:
        """The wish as a custom id carries it."""
        return f"{self.kind.value}.{self.discuss_hours}.{int(self.is_secret)}.{self.reworks}.{self.follows}"

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Read a wish back, whatever follows it; refuses with `FromAnotherVersion`."""
        found = _TEXT.match(text)
        kind = next((kind for kind in _PROPOSABLE if found and kind.value == found["kind"]), None)
        if found is None or kind is None:
            raise FromAnotherVersion
        return cls(kind, int(found["hours"]), found["secret"] == "1", int(found["reworks"]), int(found["follows"]))


def proposal_form(
    wish: Wish,
    words: Words,
    *,
    action: str = "open-proposal",
    number: int = 0,
    filled: ProposalCard | None = None,
) -> Form:
    """The form of a proposal of this kind, empty or with a text that is to be changed."""
    kind = wish.kind
    labels = [
        text_field(
            "title",
            words.say("Title"),
            limit=TITLE_LIMIT,
            hint=words.say("What should happen, in a line."),
            filled=filled.title if filled else "",
        ),
        text_field(
            "body",
            words.say("What and why"),
            limit=BODY_LIMIT,
            hint=words.say("No names, addresses or numbers of people, please: decisions can be public."),
            filled=filled.body if filled else "",
            is_long=True,
        ),
    ]
    if kind is Kind.CHOICE:
        labels.append(
            text_field(
                "options",
                words.say("Options"),
                limit=OPTIONS_LIMIT,
                hint=words.say("Two to nine, one a line. “Keep discussing” is always there too."),
                filled="\n".join(filled.options) if filled else "",
                is_long=True,
            )
        )
    if kind is Kind.MEETING and filled is None:
        labels.append(
            text_field("met_on", words.say("Day of the meeting"), limit=10, hint=words.say("Like 2026-05-11."))
        )
        labels.append(text_field("present", words.say("How many were there"), limit=6))
    labels.append(
        text_field(
            "first_tasks",
            words.say("First tasks"),
            limit=TASKS_LIMIT,
            hint=words.say("One a line, if you like. They open for everybody when it passes."),
            filled="\n".join(filled.first_tasks) if filled else "",
            is_long=True,
            required=False,
        )
    )
    title = words.say("Propose") if kind is Kind.ACTION else words.say("Propose: {kind}", kind=kind_word(kind, words))
    return Form(title, action, number, detail=wish.text(), labels=labels)
