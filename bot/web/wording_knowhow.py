"""Wording of know-how: what the pages say around what a group knows, and around a search."""

from functools import cache

from bot.services.published_knowhow import KnowHowEntry, PublishedRevision
from bot.words import Words


@cache
def labels(words: Words) -> dict[str, str]:
    """The fixed words of these pages, by the name under which the templates know them."""
    return {
        "know_how": words.say("Know-how"),
        "know_how_lead": words.say(
            "What this group has learnt and wrote down, for everybody. Anybody in it can add to a page or put it right."
        ),
        "no_pages": words.say(
            "Nothing is written down yet. The first page will stand here as soon as somebody shares it."
        ),
        "newer_pages": words.say("Newer pages"),
        "older_pages": words.say("Older pages"),
        "from_work": words.say("Came from"),
        "tags": words.say("Tags"),
        "shared": words.say("Shared"),
        "history": words.say("History"),
        "history_lead": words.say("The newest first. A minus stands before what went, a plus before what came."),
        "merged": words.say("Merged with what others wrote meanwhile."),
        "first": words.say("The first version."),
        "whole": words.say("The text before it was erased by its writer, so all of this one is shown."),
        "nothing": words.say("The same words again."),
        "read_newest": words.say("Read the newest"),
        "newer_revisions": words.say("Newer revisions"),
        "older_revisions": words.say("Older revisions"),
    }


def pages_in_all(total: int, words: Words) -> str:
    """How many pages there are."""
    return words.count("{n} page", "{n} pages", total)


def revision_name(revision: PublishedRevision, words: Words) -> str:
    """A revision by its number."""
    return words.say("Revision {number}", number=revision.number)


def former_sentence(entry: KnowHowEntry, words: Words) -> str:
    """That what is shown is not what the page says now."""
    return words.say(
        "This is revision {number} of {newest}, from {day}. The page says something else now.",
        number=entry.revision.number,
        newest=entry.newest,
        day=words.day(entry.revision.made_on),
    )


def revised_sentence(entry: KnowHowEntry, words: Words) -> str | None:
    """How often a page was revised; None for one that never was."""
    return words.count("{n} revision", "{n} revisions", entry.newest) if entry.newest > 1 else None
