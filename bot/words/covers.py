"""Covers in words: what stands in place of a text that is hidden, and the vote on whether it stays so."""

from bot.domain.covers import Covered, Veil
from bot.words.catalogue import Words


def veil_word(veil: Veil, words: Words) -> str:
    """What stands in place of a title or a text that is hidden."""
    match veil:
        case Veil.COVERED:
            return words.say("(text covered)")
        case Veil.INSIDE:
            return words.say("(text kept inside the group)")


def erased_word(words: Words) -> str:
    """What stands in place of a title or a text whose writer had it erased."""
    return words.say("(text erased)")


def hidden_options(count: int, words: Words) -> tuple[str, ...]:
    """What the options of a choice are called while their texts are hidden."""
    return tuple(words.say("option {number}", number=number) for number in range(1, count + 1))


def vote_title(text: Covered, words: Words) -> str:
    """The title of the vote on a cover."""
    return words.say("Does the text of {mark} stay covered?", mark=text.mark)


def vote_body(text: Covered, words: Words) -> str:
    """What that vote is about, and what each answer does."""
    return words.say(
        "Two members say that the text of {mark} exposes a person, so it is covered.\n"
        "Agree: it stays covered. Disagree: everybody can read it again.",
        mark=text.mark,
    )
