"""Misreadings in words: what to type instead."""

from bot.domain import misreadings
from bot.domain.errors import Refusal, TextTooLong
from bot.words.catalogue import Words
from bot.words.fields import field_name
from bot.words.settings import example_value


def of_misreading(refusal: Refusal, words: Words) -> str | None:
    """A sentence or two where what was typed could not be read, None for what was refused otherwise."""
    match refusal:
        case misreadings.TooFewPresent(field, limit):
            return words.say(
                "“{field}” can be anything from 1 to {limit}. Nobody there, nothing agreed.",
                field=field_name(field, words),
                limit=limit,
            )
        case TextTooLong("skills", length, limit):
            return words.say(
                "One of these skills has {length} characters; {limit} fit. Please shorten it.",
                length=length,
                limit=limit,
            )
        case misreadings.NothingToExplain():
            return words.say(
                "That isn't a number I know. Pick one from the list, or type it like D-7 for a decision or P-12 for "
                "what is being voted on."
            )
        case misreadings.NoUnit(setting=setting, typed=typed):
            return words.say(
                "{typed} hours or {typed} days? Please write the unit too, like: {example}.",
                typed=typed,
                example=example_value(setting, words),
            )
        case _:
            return None
