"""Listed: a decision as lists of decisions show it, in the server's language."""

from dataclasses import replace
from typing import Any

from bot.services.publications import PublishedDecision
from bot.web.bar import Bar, tally_bar, turnout_bar
from bot.web.wording import hidden_text, kind_of
from bot.words import Words
from bot.words.covers import hidden_options
from bot.words.explanations import outcome_word, result_sentences


def shown(decision: PublishedDecision, words: Words) -> PublishedDecision:
    """The decision with names for the options of a choice whose texts are hidden."""
    if decision.veil is None:
        return decision
    return replace(decision, options=hidden_options(len(decision.options), words))


def bar_of(decision: PublishedDecision, words: Words, *, by_person: bool) -> Bar:
    """How the votes fell, as a drawing; of a choice, how many took part."""
    if decision.approvals is not None:
        return turnout_bar(decision.turnout, decision.rule, words)
    return tally_bar(decision.tally, decision.rule, words, by_person=by_person)


def listed(decision: PublishedDecision, words: Words) -> dict[str, Any]:
    """A decision as a list shows it; `hidden` stands where a text is missing."""
    decision = shown(decision, words)
    return {
        "hidden": hidden_text(decision.veil, words),
        "number": decision.number,
        "kind": kind_of(decision.kind, words, is_secret=decision.rule.is_secret),
        "title": decision.title,
        "outcome": decision.outcome.value,
        "outcome_word": outcome_word(decision.outcome, words),
        # The chat's mark of emphasis is none on the web.
        "result": result_sentences(decision, words).replace("**", ""),
        "decided_on": decision.decided_on,
        "bar": bar_of(decision, words, by_person=False) if decision.turnout else None,
    }
