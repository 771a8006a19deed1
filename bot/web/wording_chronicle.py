"""Wording of the chronicle: what the pages say around charters, powers, years and pictures."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.dates import format_skeleton

from bot.domain.decisions import Outcome
from bot.services.chronicle_cards import CharterVersion, TermCard
from bot.words import Words
from bot.words.explanations import outcome_word


@cache
def labels(words: Words) -> dict[str, str]:
    """The fixed words of these pages, by the name under which the templates know them."""
    return {
        "how": words.say("How we decide"),
        "how_lead": words.say("In plain words, with the numbers in force now."),
        "numbers": words.say("Our numbers"),
        "beside": words.say("Shown on the web beside the log"),
        "core": words.say("What no vote changes"),
        "versions": words.say("Every version"),
        "founding": words.say("founded with the usual numbers"),
        "by": words.say("Decided in"),
        "in_force": words.say("in force now"),
        "powers": words.say("Powers used"),
        "powers_lead": words.say(
            "Coordinators schedule, move and cancel reminders, and nothing else. Every time they do, it stands here."
        ),
        "no_powers": words.say("No coordinator has used their power yet."),
        "uses": words.say("Every use"),
        "given": words.say("given in"),
        "recalled": words.say("taken back in"),
        "seats": words.say("Seats now"),
        "no_seats": words.say("Nobody holds a mandate now. Everything works without one; all it allows is reminders."),
        "terms_over": words.say("Terms that are over"),
        "newer_powers": words.say("Newer uses"),
        "older_powers": words.say("Older uses"),
        "years": words.say("By year"),
        "month": words.say("Month"),
        "decision": words.say("Decision"),
        "pictures": words.say("In pictures"),
        "pictures_lead": words.say(
            "How many took part, and what became of it. Only totals, nothing about single people. The numbers stand "
            "below each picture."
        ),
        "as_table": words.say("The numbers as a table"),
        "too_little": words.say("There is too little to draw yet. Pictures come with the second decision."),
        "turnout": words.say("How many took part"),
        "outcomes": words.say("Decisions by month"),
        "tasks": words.say("Tasks by month"),
        "pages": words.say("Pages of know-how"),
        "took_part": words.say("took part"),
        "needed": words.say("needed"),
        "born": words.say("new"),
        "done": words.say("done"),
        "written": words.say("pages"),
        "before": words.say("Entry before"),
        "after": words.say("Entry after"),
        "reworked_by": words.say("Reworked in"),
        "reworks": words.say("Reworks"),
        "mandate": words.say("The mandate"),
        "stood": words.say("These stood when voting closed:"),
        "to_copy": words.say("One tap on a hash selects all of it, to copy."),
    }


def month_name(month: date, words: Words) -> str:
    """A month with its year: "May 2026"."""
    return str(format_skeleton("yMMMM", month, locale=words.locale))


def short_month(month: date, words: Words) -> str:
    """A month with its year where there is little room: "Sept 2026"."""
    return str(format_skeleton("yMMM", month, locale=words.locale))


def month_mark(month: date, words: Words) -> str:
    """A month as it stands below a picture, its year below it where that is another: "May"."""
    return str(format_skeleton("MMM", month, locale=words.locale))


def outcomes_sentence(outcomes: Mapping[Outcome, int], words: Words) -> str:
    """How many decisions ended how: "Passed: 3, Not passed: 1"."""
    return ", ".join(
        f"{outcome_word(each, words)}: {outcomes[each]}" for each in reversed(Outcome) if outcomes.get(each)
    )


def version_title(version: CharterVersion, words: Words) -> str:
    """Which version it is."""
    return words.say("Version {version}", version=version.version)


def coming_sentence(version: CharterVersion, words: Words) -> str:
    """That a version was decided and is not in force yet."""
    return words.say(
        "Version {version} will come into force on {day}.",
        version=version.version,
        day=words.day(version.in_force_on),
    )


def version_sentence(version: CharterVersion, words: Words) -> str:
    """Since when a version is in force, or from when on it will be."""
    day = words.day(version.in_force_on)
    return words.say("will come into force on {day}", day=day) if version.waits else words.say("from {day}", day=day)


def term_sentence(term: TermCard, words: Words) -> str:
    """A term in days: which seat, until when, or since when it waits."""
    if term.begins_on is None or term.ends_on is None:
        return words.say("waits for a seat")
    if term.ended_on is not None:
        return words.say("from {begun} to {ended}", begun=words.day(term.begins_on), ended=words.day(term.ended_on))
    if term.seat is None:
        return words.say("from {begun}, until {ends}", begun=words.day(term.begins_on), ends=words.day(term.ends_on))
    return words.say(
        "Seat {seat}: from {begun}, until {ends}",
        seat=term.seat,
        begun=words.day(term.begins_on),
        ends=words.day(term.ends_on),
    )


def uses_of(first: int, last: int, total: int, words: Words) -> str:
    """Which uses of how many a page shows."""
    if last - first + 1 == total:
        return words.count("{n} use in all", "{n} uses in all", total)
    return words.say("{first} to {last} of {total}", first=first, last=last, total=total)


def year_lead(year: int, total: int, words: Words) -> str:
    """How many decisions a year holds."""
    return words.count("{n} decision in {year}", "{n} decisions in {year}", total, year=year)


def turnouts_say(decisions: int, words: Words) -> str:
    """What the picture of turnout shows."""
    return words.count(
        "How many took part in the last decision, and how many were needed.",
        "How many took part in each of the last {n} decisions, the oldest first, and how many were needed.",
        decisions,
    )


def outcomes_say(months: int, words: Words) -> str:
    """What the picture of outcomes shows."""
    return words.count(
        "How the decisions of one month ended.", "How the decisions of each of {n} months ended.", months
    )


def otherwise(words: Words) -> str:
    """What stands together of how decisions end."""
    return words.say("otherwise")


def tasks_say(months: int, words: Words) -> str:
    """What the picture of tasks shows."""
    return words.count(
        "Tasks that decisions gave birth to in one month, and tasks of theirs that were done.",
        "Tasks that decisions gave birth to in each of {n} months, and tasks of theirs that were done.",
        months,
    )


def pages_say(months: int, words: Words) -> str:
    """What the picture of know-how shows."""
    return words.count(
        "How many pages of know-how there were at the end of one month.",
        "How many pages of know-how there were at the end of each of {n} months.",
        months,
    )


def entry_words(kind: str, number: int | None, words: Words) -> str:
    """What another entry of the log is."""
    match kind:
        case "decision":
            return f"D-{number}"
        case "charter":
            return words.say("charter, version {version}", version=number)
        case "prolongation":
            return words.say("P-{number} prolonged", number=number)
        case "power":
            return words.say("a power used")
        case _:
            return words.say("a note on what befell a vote")


def tasks_done(done: int, total: int, words: Words) -> str:
    """How far the tasks of a decision are."""
    return words.count("{done} of {n} task done", "{done} of {n} tasks done", total, done=done)
