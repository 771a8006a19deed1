"""Wording of the front of a log and of its search."""

from functools import cache

from bot.services.searching import LOOKED_THROUGH, Found
from bot.words import Words


@cache
def labels(words: Words) -> dict[str, str]:
    """The fixed words of these pages, by the name under which the templates know them."""
    return {
        "what": words.say("What this group decides and what it has learnt, open for anybody to read, copy and check."),
        "decided": words.say("What we decided"),
        "no_decisions": words.say(
            "Nothing is decided yet. The first decision will stand here when its vote has closed."
        ),
        "known": words.say("What we know"),
        "no_pages": words.say(
            "Nothing is written down yet. The first page will stand here as soon as somebody shares it."
        ),
        "how": words.say("How we decide"),
        "whole_charter": words.say("All our rules, with their numbers"),
        "open": words.say("Being voted on"),
        "nothing_open": words.say("Nothing is being voted on now."),
        "all_open": words.say("What they say"),
        "hands": words.say("Looking for hands"),
        "no_hands": words.say("No task looks for hands now."),
        "all_hands": words.say("All that looks for hands"),
        "powers": words.say("Powers used"),
        "all_powers": words.say("Every use of a power"),
        "pictures": words.say("In pictures"),
        "search": words.say("Search"),
        "search_for": words.say("Search decisions and know-how"),
        "found_decisions": words.say("Decisions"),
        "found_pages": words.say("Know-how"),
        "how_to_search": words.say(
            "Type a word or two, with or without accents. Found is what holds all of them; of the last word the "
            "beginning is enough."
        ),
        "too_long": words.say("That is too long to look for. A word or two are enough."),
        "no_words": words.say("There is no word in that to look for. Type letters or numbers."),
        "nothing_found": words.say(
            "Nothing here holds all of these words. Try fewer of them, or only the beginning of one."
        ),
    }


def all_decisions(total: int, words: Words) -> str:
    """The way to the list of decisions."""
    return words.say("All decisions ({n})", n=total)


def all_pages(total: int, words: Words) -> str:
    """The way to the list of know-how."""
    return words.say("All pages ({n})", n=total)


def more_found(more: int, words: Words) -> str:
    """How many things more hold the words; only so many are counted."""
    return words.count(
        "{n} more holds these words. Another word finds fewer.",
        "{n} more hold these words. Another word finds fewer.",
        more,
    )


def looked_through_sentence(found: Found, words: Words) -> str | None:
    """How far back decisions were looked through, where that is not to the beginning."""
    if found.looked_through:
        return None
    return words.say("Only the newest {n} decisions were looked through.", n=LOOKED_THROUGH)
