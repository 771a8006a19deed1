"""Wording of feeds: what stands around the entries, and what they are called."""

from bot.services.publications import LookingTask, PublishedDecision, PublishedProposal
from bot.services.published_knowhow import PublishedHeading
from bot.web.wording import hidden_text
from bot.web.wording_open import hidden_kind
from bot.words import Words
from bot.words.explanations import outcome_word


def feed_title(server: str, words: Words) -> str:
    """What the feed is called among others."""
    return words.say("{server}: what we decide and what we know", server=server)


def feed_lead(sequence: int, head: str, words: Words) -> str:
    """What the feed tells, with the head of the log for whoever keeps what they read."""
    return words.say(
        "What this group decides and learns, without names. Head of the log: entry {number}, {hash}",
        number=sequence,
        hash=head,
    )


def licence(words: Words) -> str:
    """Under which licence it can be used."""
    return words.say("Texts: CC BY-SA 4.0. Data: CC0.")


def decision_title(decision: PublishedDecision, words: Words) -> str:
    """A decision by its number, what it says and how it ended."""
    title = hidden_text(decision.veil, words) if decision.title is None else decision.title
    return f"D-{decision.number} · {title} · {outcome_word(decision.outcome, words)}"


def page_title(heading: PublishedHeading, words: Words) -> str:
    """A page of know-how by its number and what it is called."""
    return f"K-{heading.number} · {hidden_text(heading.veil, words) if heading.title is None else heading.title}"


def charter_title(version: int, words: Words) -> str:
    """A version of the charter."""
    return words.say("Charter, version {version}", version=version)


def proposal_title(proposal: PublishedProposal, words: Words) -> str:
    """A proposal that is voted on."""
    hidden = hidden_kind(words) if proposal.is_about_a_person else hidden_text(proposal.veil, words)
    return words.say(
        "Being voted on: P-{number} · {title}",
        number=proposal.number,
        title=hidden if proposal.title is None else proposal.title,
    )


def task_title(task: LookingTask, words: Words) -> str:
    """A task that looks for hands."""
    title = hidden_text(task.veil, words) if task.title is None else task.title
    return words.say("Looking for hands: T-{number} · {title}", number=task.number, title=title)


def place_in_the_log(decision: PublishedDecision, words: Words) -> str:
    """Where a decision stands in the chain."""
    return words.say("Entry {number} of the log, {hash}", number=decision.sequence, hash=decision.hash)


def given_by(decision: int, words: Words) -> str:
    """Which decision something goes back to."""
    return words.say("Decided in D-{number}.", number=decision)


def founded(words: Words) -> str:
    """Where the first version of a charter is from."""
    return words.say("Founded with the usual numbers.")


def revision_number(revision: int, words: Words) -> str:
    """Which revision of a page it is."""
    return words.say("Revision {number}", number=revision)


def objections_lead(words: Words, *, are_resolved: bool) -> str:
    """What stands above objections."""
    return words.say("Resolved, and kept on record:") if are_resolved else words.say("Objections")
