"""Kinds of proposals, prolongations and reworkings, in a word or a sentence."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.prolongations import Cause, Prolongation
from bot.domain.proposals import Meeting
from bot.domain.records import Course
from bot.domain.rules import LAZY_KINDS, DecisionRule, Kind
from bot.words.catalogue import Words, words_in
from bot.words.explanations import option_name
from bot.words.settings import setting_name, text_value


def kind_word(kind: Kind, words: Words) -> str:
    """What a kind of proposal is called, in small letters."""
    match kind:
        case Kind.ACTION:
            return words.say("action")
        case Kind.AGREEMENT:
            return words.say("agreement")
        case Kind.LAZY:
            return words.say("lazy consent")
        case Kind.MEETING:
            return words.say("agreed at a meeting")
        case Kind.CHOICE:
            return words.say("choice")
        case Kind.CHARTER:
            return words.say("charter change")
        case Kind.MANDATE:
            return words.say("mandate")
        case Kind.RECALL:
            return words.say("recall")
        case Kind.COVER:
            return words.say("keep a text covered")


def prolongation_sentence(by: Prolongation, words: Words, moment: Callable[[datetime], str]) -> str:
    """Why a vote lasts longer and until when."""
    until = moment(by.until)
    match by.cause:
        case Cause.QUORUM_MISSED:
            return words.say("Too few had taken part: voting lasts until {until}.", until=until)
        case Cause.LATE_TURN:
            return words.say("The result turned in the last six hours: voting lasts until {until}.", until=until)
        case Cause.BOT_AWAY:
            return words.say("I was away near the end: voting lasts until {until}.", until=until)


def cause_sentence(cause: Cause, words: Words) -> str:
    """Why a vote that is over lasted longer."""
    match cause:
        case Cause.QUORUM_MISSED:
            return words.say("It lasted 72 hours longer, because too few had taken part.")
        case Cause.LATE_TURN:
            return words.say("It lasted 24 hours longer, because the result turned in the last six hours.")
        case Cause.BOT_AWAY:
            return words.say("It lasted longer, because I was away near the end.")


def meeting_sentence(meeting: Meeting, words: Words) -> str:
    """When an assembly met, and how many were there."""
    return words.count(
        "Agreed at a meeting on {day}; {n} person was there.",
        "Agreed at a meeting on {day}; {n} people were there.",
        meeting.present,
        day=words.day(meeting.met_on),
    )


def reworks_sentence(number: int, words: Words) -> str:
    """Which blocked decision a proposal reworks."""
    return words.say("Reworks D-{number}, which was blocked.", number=number)


def change_sentence(change: Mapping[str, str | None], words: Words) -> str:
    """What is changed: "How long voting lasts: 3 days → 5 days"."""
    setting, old, new = change["setting"], change["old"], change["new"]
    assert setting is not None
    named = setting_name(setting, words)
    named = named[:1].upper() + named[1:]
    if old is None or new is None:
        return named
    return words.say(
        "{setting}: {old} → {new}",
        setting=named,
        old=text_value(setting, old, words),
        new=text_value(setting, new, words),
    )


def says_the_change(title: str | None, change: Mapping[str, str | None], language: str) -> bool:
    """Whether a title, which stands in the server's language, is just what the bot offered as one."""
    return title == change_sentence(change, words_in(language))


class Travelled(Protocol):
    """What the way of a proposal is told of: a decision's card, for members or for the public."""

    @property
    def kind(self) -> Kind:
        """The kind as it was proposed."""
        ...

    @property
    def rule(self) -> DecisionRule:
        """The rule by which it was decided."""
        ...

    @property
    def course(self) -> Course:
        """Where it came from."""
        ...

    @property
    def prolongations(self) -> Sequence[Cause]:
        """Why it lasted longer."""
        ...

    @property
    def options(self) -> Sequence[str | None]:
        """What a choice offered."""
        ...


def origin_sentences(course: Course, words: Words) -> list[str]:
    """Where a proposal came from, a sentence each: what it changes, which meeting, what it reworks."""
    said = []
    if course.change is not None:
        said.append(change_sentence(course.change, words))
    if course.meeting is not None:
        said.append(meeting_sentence(course.meeting, words))
    if course.reworks is not None:
        said.append(reworks_sentence(course.reworks, words))
    return said


def way_sentences(decided: Travelled, words: Words) -> list[str]:
    """What happened to a proposal on its way, a sentence each; nothing where nothing did."""
    said = []
    if decided.kind in LAZY_KINDS and not decided.rule.is_lazy:
        said.append(words.say("Somebody was against it, so everybody voted."))
    if decided.course.run_off:
        tied = words.listing(option_name(decided.options, option, words) for option in decided.course.run_off)
        said.append(words.say("These were level on top and went into a run-off: {options}.", options=tied))
    return said + [cause_sentence(cause, words) for cause in decided.prolongations]
