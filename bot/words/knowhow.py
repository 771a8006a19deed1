"""Know-how in words: how its rules say no."""

from bot.domain import knowhow_refusals as refusals
from bot.domain.errors import Refusal
from bot.words.catalogue import Words


def of_knowing(refusal: Refusal, words: Words) -> str | None:
    """What stands in the way of a page, and what to do instead; None for what is no matter of know-how."""
    match refusal:
        case refusals.NoSuchPage(0):
            return words.say("That isn't the number of a page. Pick one from the list, or type it like K-3.")
        case refusals.NoSuchPage(number):
            return words.say("There is no page K-{number} here. /knowhow find looks for words.", number=number)
        case refusals.PageIsCovered(number):
            return words.say(
                "K-{number} is covered, because two members say that it exposes a person. When the vote lifts the "
                "cover, anybody can revise it again.",
                number=number,
            )
        case refusals.NothingRevised(number):
            return words.say("K-{number} says that already, so nothing was changed.", number=number)
        case refusals.TooManyTags(count, limit):
            return words.say(
                "That is {count} tags; {limit} fit. Keep those that people look for.", count=count, limit=limit
            )
        case refusals.MarksLeft(mark):
            return words.say(
                "A line still begins with {mark}. Between these marks both texts stand: keep what is right, and take "
                "out the marks.",
                mark=mark,
            )
        case refusals.WritingIsGone():
            return words.say("What you wrote here is sent already, or too old. /knowhow show has the page as it is.")
        case _:
            return None
