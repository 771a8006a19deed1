"""Wording: what the pages say around the decisions, in the reader's or the server's language."""

from functools import cache

from bot.domain.covers import Veil
from bot.domain.rules import Kind
from bot.domain.tally import Tally
from bot.domain.tasks import State
from bot.services.publications import PublishedCharter
from bot.words import Words
from bot.words.covers import veil_word
from bot.words.kinds import kind_word


@cache
def labels(words: Words) -> dict[str, str]:
    """The fixed words of all pages, by the name under which the templates know them."""
    return {
        "skip": words.say("Skip to the content"),
        "pages": words.say("Pages"),
        "ways": words.say("In this log"),
        "decisions": words.say("Decisions"),
        "know-how": words.say("Know-how"),
        "how": words.say("How we decide"),
        "open": words.say("Open proposals"),
        "hands": words.say("Looking for hands"),
        "calendar": words.say("Calendar"),
        "pictures": words.say("In pictures"),
        "search": words.say("Search"),
        "more": words.say("More"),
        "proposed_by": words.say("Proposed by"),
        "all_logs": words.say("Decision logs"),
        "all_logs_lead": words.say("These groups publish what they decide, in full and without names."),
        "no_logs": words.say("Nothing is published here yet."),
        "log": words.say("Decision log"),
        "log_lead": words.say("Everything this group has decided, the newest first, passed or not."),
        "no_decisions": words.say(
            "Nothing is decided yet. The first decision will stand here when its vote has closed."
        ),
        "powers_used": words.say("Powers used"),
        "powers_lead": words.say("Coordinators schedule, move and cancel reminders, and nothing else."),
        "older": words.say("Older decisions"),
        "newer": words.say("Newer decisions"),
        "older_one": words.say("The decision before"),
        "newer_one": words.say("The decision after"),
        "text": words.say("What was proposed"),
        "tally": words.say("How the votes fell"),
        "counted": words.say("How this was counted"),
        "way": words.say("On the way"),
        "noted": words.say("Also noted"),
        "chosen": words.say("chosen"),
        "resolved": words.say("Resolved, and kept on record:"),
        "adopted": words.say("Charter from then on"),
        "review": words.say("To be looked at again"),
        "objections": words.say("Objections"),
        "tasks": words.say("First tasks"),
        "place": words.say("Place in the log"),
        "entry": words.say("Entry"),
        "hash": words.say("Its hash"),
        "previous": words.say("Hash before"),
        "proposal": words.say("Proposal"),
        "opened": words.say("Voting opened"),
        "closed": words.say("Voting closed"),
        "decided": words.say("Decided"),
        "charter": words.say("Charter"),
        "what_this_is": words.say("What this is"),
        "what_it_says": words.say(
            "Minga, a bot, counts this group's votes and keeps this record: one person, one vote. Nobody can close a "
            "vote early. Minga puts no names here."
        ),
        "chain": words.say(
            "Every entry carries the hash of the one before, so that a change anywhere would show in the last one. "
            "The whole log, to copy and to check:"
        ),
        "know_how_file": words.say("All that this group knows and wrote down, to copy:"),
        "head": words.say("Head of the log"),
        "printed": words.say("Printed from"),
        "texts": words.say("Texts:"),
        "data": words.say("Data:"),
        "home": words.say("To the start"),
        "missing": words.say("There is nothing here"),
        "missing_lead": words.say(
            "There is no such page, or it is not published. If somebody gave you the address, see whether it is whole."
        ),
        "read_only": words.say("These pages can only be read"),
        "read_only_lead": words.say("Nothing can be sent here. Proposing and voting happen in the group's own chat."),
        "broken": words.say("This page could not be made"),
        "broken_lead": words.say("That is our fault, and nothing is lost. Try again in a minute."),
    }


def hidden_text(veil: Veil | None, words: Words) -> str:
    """What stands in place of a text that is hidden, or that was erased."""
    return words.say("(text erased)") if veil is None else veil_word(veil, words)


def how_many(total: int, words: Words) -> str:
    """How many decisions a log holds."""
    return words.count("{n} decision", "{n} decisions", total)


def charter_version(version: int, words: Words) -> str:
    """Which version of the charter a decision was counted by."""
    return words.say("version {version}, its numbers fixed when voting opened", version=version)


def kind_of(kind: Kind, words: Words, *, is_secret: bool) -> str | None:
    """What sort of vote it was, where it was not the usual one."""
    if kind is Kind.ACTION:
        return words.say("secret vote") if is_secret else None
    named = kind_word(kind, words)
    return words.say("{kind}, secret vote", kind=named) if is_secret else named


def adopted_version(charter: PublishedCharter, words: Words) -> str:
    """What a decision changed in the charter."""
    return words.say(
        "version {version}, in force from {day}", version=charter.version, day=words.day(charter.in_force_on)
    )


def approve(people: int, words: Words) -> str:
    """How many approve of an option."""
    return words.count("{n} approves", "{n} approve", people)


def half_mark(people: int, words: Words) -> str:
    """What the mark on the bars of a choice says."""
    return words.count("{n} is half of those taking part", "{n} is half of those taking part", people)


def needed_mark(quorum: int, words: Words) -> str:
    """What the mark on the bar says."""
    return words.count("{n} needed to take part", "{n} needed to take part", quorum)


def task_state(state: State, words: Words) -> str:
    """Where a task is, without saying whose it is."""
    match state:
        case State.OPEN:
            return words.say("looks for hands")
        case State.CLAIMED:
            return words.say("taken up")
        case State.DONE:
            return words.say("done")
        case State.DROPPED:
            return words.say("dropped")


def tally_parts(tally: Tally, words: Words) -> list[tuple[str, int, str]]:
    """The choices that somebody made, in the bar's order: their kind, how many, and that in words."""
    parts = [
        ("agree", tally.agree, words.count("{n} agrees", "{n} agree", tally.agree)),
        ("disagree", tally.disagree, words.count("{n} disagrees", "{n} disagree", tally.disagree)),
        ("block", tally.block, words.count("{n} blocks", "{n} block", tally.block)),
        (
            "unexplained",
            tally.unexplained,
            words.count("{n} blocks without a reason", "{n} block without a reason", tally.unexplained),
        ),
        ("abstain", tally.abstain, words.count("{n} abstains", "{n} abstain", tally.abstain)),
    ]
    return [part for part in parts if part[1]]
