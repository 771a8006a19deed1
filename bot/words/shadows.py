"""Shadows in words: why nobody can be gone along with."""

from bot.domain import shadows
from bot.domain.errors import Refusal
from bot.words.catalogue import Words


def of_shadowing(refusal: Refusal, words: Words) -> str | None:
    """What stands in the way of going along with a task, and what to do instead; None for what is no matter of it."""
    match refusal:
        case shadows.NobodyToLearnFrom(number):
            return words.say(
                "Nobody has T-{number} in hands, so there is nobody to learn from just now. You can take it: "
                "*I'll do it*.",
                number=number,
            )
        case shadows.YouDoIt(number):
            return words.say(
                "You have T-{number} in hands yourself. *Shadow* is for those who would like to learn it.",
                number=number,
            )
        case _:
            return None
