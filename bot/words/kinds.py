"""Kinds of proposals, prolongations and reworkings, in a word or a sentence."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.prolongations import Cause, Prolongation
from bot.domain.rules import Kind
from bot.words.catalogue import Words


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
            return words.say("Too few had taken part: it lasts until {until}.", until=until)
        case Cause.LATE_TURN:
            return words.say("It turned in its last six hours: it lasts until {until}.", until=until)
        case Cause.BOT_AWAY:
            return words.say("I was away near the end: it lasts until {until}.", until=until)


def cause_sentence(cause: Cause, words: Words) -> str:
    """Why a vote that is over lasted longer."""
    match cause:
        case Cause.QUORUM_MISSED:
            return words.say("It lasted 72 hours longer, because too few had taken part.")
        case Cause.LATE_TURN:
            return words.say("It lasted 24 hours longer, because it turned in its last six hours.")
        case Cause.BOT_AWAY:
            return words.say("It lasted longer, because I was away near the end.")
