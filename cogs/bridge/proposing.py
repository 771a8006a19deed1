"""Proposing: what was picked before the form opens travels in the form's own id, and the form asks for the rest."""

import re
from dataclasses import dataclass
from typing import Self

from discord import ui

from bot.domain.phrases import LONGEST
from bot.domain.proposals import BODY_LIMIT, TITLE_LIMIT, Carried
from bot.domain.reminders import TEXT_LIMIT
from bot.domain.rules import SECRET_KINDS, Kind
from bot.services.cards import ProposalCard
from bot.words.catalogue import Words
from bot.words.kinds import kind_word
from cogs.bridge.forms import Form, text_field
from cogs.bridge.host import FromAnotherVersion

TASKS_LIMIT = 1_100
"""Characters of the field for first tasks: ten lines and their ends."""

OPTIONS_LIMIT = 900

REMINDER_LIMIT = LONGEST + 1 + TEXT_LIMIT
"""Characters of the field for the reminder: a time, the end of its line, and a text."""

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

    @classmethod
    def of_press(cls, reworks: int, detail: str) -> Self:
        """The wish of a button: a whole one, or a kind alone beside the number of what is reworked."""
        if "." in detail:
            return cls.of_text(detail)
        return cls(next((kind for kind in _PROPOSABLE if kind.value == detail), Kind.ACTION), reworks=reworks)


def proposal_form(wish: Wish, words: Words) -> Form:
    """The empty form of a proposal of this kind."""
    labels = _text_fields(words, None)
    if wish.kind is Kind.CHOICE:
        labels.append(_options_field(words, ""))
    if wish.kind is Kind.MEETING:
        labels.append(
            text_field("met_on", words.say("Day of the meeting"), limit=10, hint=words.say("Like 2026-05-11."))
        )
        labels.append(text_field("present", words.say("How many were there"), limit=6))
    labels.append(_tasks_field(words, ""))
    if wish.kind is not Kind.MEETING:
        labels.append(_reminder_field(words, None))
    named = words.say("Propose: {kind}", kind=kind_word(wish.kind, words))
    title = words.say("Propose") if wish.kind is Kind.ACTION else named
    return Form(title, "open-proposal", detail=wish.text(), labels=labels)


def amending_form(proposal: ProposalCard, words: Words) -> Form:
    """The form in which an author changes a text; what the machine wrote or was picked before stays as it is."""
    labels = _text_fields(words, proposal)
    if proposal.kind in SECRET_KINDS:
        # The title says whose mandate it is about, and is the bot's own.
        labels = labels[1:]
    if proposal.kind is Kind.CHOICE:
        labels.append(_options_field(words, "\n".join(proposal.options)))
    if proposal.kind in _PROPOSABLE:
        labels.append(_tasks_field(words, "\n".join(proposal.first_tasks)))
        labels.append(_reminder_field(words, proposal.reminder))
    return Form(words.say("Change the text"), "amended", proposal.number, labels=labels)


def _text_fields(words: Words, filled: ProposalCard | None) -> list[ui.Label[Form]]:
    return [
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


def _options_field(words: Words, filled: str) -> ui.Label[Form]:
    return text_field(
        "options",
        words.say("Options"),
        limit=OPTIONS_LIMIT,
        hint=words.say("Two to nine, one a line. “Keep discussing” is always there too."),
        filled=filled,
        is_long=True,
    )


def _reminder_field(words: Words, carried: Carried | None) -> ui.Label[Form]:
    """When in the first line, what in the others; a form holds five fields, so it is one."""
    filled = f"{carried.starts:%Y-%m-%d %H:%M} {carried.zone}\n{carried.text}" if carried else ""
    return text_field(
        "reminder",
        words.say("One reminder"),
        limit=REMINDER_LIMIT,
        hint=words.say("If you like: when in the first line, after the vote; what in the next."),
        filled=filled,
        is_long=True,
        required=False,
    )


def _tasks_field(words: Words, filled: str) -> ui.Label[Form]:
    return text_field(
        "first_tasks",
        words.say("First tasks"),
        limit=TASKS_LIMIT,
        hint=words.say("One a line, if you like. They open for everybody when it passes."),
        filled=filled,
        is_long=True,
        required=False,
    )
