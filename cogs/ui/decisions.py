"""Decisions: the announcement, the list, the whole text and the reasons."""

from collections.abc import Iterable
from dataclasses import replace

import discord

from bot.domain.chain import SHORT
from bot.domain.charter import IN_FORCE_AFTER, waits
from bot.domain.covers import Veil
from bot.domain.decisions import Outcome, outcome_of
from bot.domain.judging import asked
from bot.domain.proposals import State
from bot.domain.rules import Kind
from bot.services.cards import DecisionCard, ProposalCard
from bot.words.catalogue import Words
from bot.words.covers import erased_word, hidden_options, veil_word
from bot.words.explanations import (
    count_sentence,
    outcome_word,
    result_sentences,
    step_sentences,
)
from bot.words.kinds import change_sentence, origin_sentences, says_the_change, way_sentences
from bot.words.steps import needed_sentences
from cogs.ui.ballots import count_line, covered_sentence, exposes_button, headline, small_print
from cogs.ui.picture import TEXT_LIMIT, Picture, button, card, channel_url, link_button, row
from cogs.ui.tasks import task_title
from cogs.ui.text import line, plain, stamp

PASSED = discord.Colour(0x2F6FAB)
NOT_PASSED = discord.Colour(0x8A6D3B)

TASKS_READ = 10
"""Tasks under the whole text of a decision."""

OBJECTIONS_ROOM = TEXT_LIMIT - 200
"""Characters of objections on one page, with room for the heading."""

_TO_REWORK = (Outcome.BLOCKED, Outcome.NO_QUORUM)
"""The outcomes whose announcement invites to propose again."""

_OTHERWISE_PROPOSED = (Kind.CHARTER, Kind.MANDATE, Kind.RECALL, Kind.COVER)
"""The kinds that commands of their own propose."""

_UNCOUNTED = (Outcome.WITHDRAWN, Outcome.LAPSED)
"""The outcomes of which no question was asked."""

A_PAGE = 10
"""Decisions on one page of the list."""


def decision_title(decision: DecisionCard, words: Words) -> str:
    """The title, or that it was erased or is covered."""
    if decision.is_covered:
        return veil_word(Veil.COVERED, words)
    return line(decision.title) if decision.title is not None else erased_word(words)


def _legible(decision: DecisionCard, words: Words) -> DecisionCard:
    """The decision with the options of a choice made harmless for a line of ours."""
    if decision.is_covered:
        return replace(decision, options=hidden_options(len(decision.options), words))
    return replace(decision, options=tuple(line(option) if option is not None else None for option in decision.options))


def _reworked(decision: DecisionCard) -> int:
    """The decision that a new proposal would rework, 0 where it only proposes again."""
    return decision.number if decision.outcome is Outcome.BLOCKED else 0


def decision_view(decision: DecisionCard, words: Words) -> Picture:
    """The announcement in the decisions channel."""
    outcome = outcome_word(decision.outcome, words)
    title = words.say(
        "### D-{number} · {outcome}: {title}",
        number=decision.number,
        outcome=outcome,
        title=decision_title(decision, words),
    )
    looking = (
        words.count("{n} task looks for hands.", "{n} tasks look for hands.", decision.looking)
        if decision.looking
        else ""
    )
    result = "\n".join([result_sentences(_legible(decision, words), words), *_follows(decision, words)])
    return Picture(
        card(
            title,
            f"{result}\n{looking}".strip(),
            words.say("We look at it again on {day}.", day=words.day(decision.review_on))
            if decision.review_on
            else None,
            _reminder(decision, words),
            row(
                [
                    button(words.say("Tasks"), "tasks", decision.number, style=discord.ButtonStyle.primary)
                    if decision.tasks
                    else None,
                    button(words.say("Why?"), "why", decision.number, "D"),
                    button(words.say("Read"), "read-decision", decision.number),
                    button(words.say("Propose anew"), "propose", _reworked(decision), decision.kind.value)
                    if decision.outcome in _TO_REWORK and decision.kind not in _OTHERWISE_PROPOSED
                    else None,
                ]
            ),
            words.say("-# log {head}", head=decision.hash[:SHORT]),
            accent=PASSED if decision.outcome is Outcome.PASSED else NOT_PASSED,
        )
    )


def _reminder(decision: DecisionCard, words: Words) -> str | None:
    """The reminder that the decision gave birth to, or that its time had passed."""
    born = decision.reminder
    if born is None:
        return None
    if born.number is None:
        return words.say(
            "Its reminder was for {day}. The vote took longer, so nobody is reminded.", day=words.day(born.on)
        )
    return words.say("R-{number} reminds everybody on {day}.", number=born.number, day=words.day(born.on))


def _follows(decision: DecisionCard, words: Words) -> list[str]:
    """What follows of itself from a change that passed."""
    change = decision.course.change
    if change is None or decision.outcome is not Outcome.PASSED:
        return []
    said = [] if says_the_change(decision.title, change, decision.language) else [change_sentence(change, words)]
    if not waits(change):
        return [*said, words.say("In force now.")]
    in_force_at = stamp(decision.decided_at + IN_FORCE_AFTER)
    return [*said, words.say("In force from {when}.", when=in_force_at)]


def decision_pages(decision: DecisionCard, words: Words) -> list[Picture]:
    """The whole text of a decision, for one reader: what was proposed, then the objections, as many as fit a page."""
    title = f"### D-{decision.number} · {decision_title(decision, words)}"
    discussion = (
        link_button(words.say("Discussion"), channel_url(decision.guild_id, decision.thread_id))
        if decision.thread_id
        else None
    )
    if decision.is_covered:
        return [Picture(card(title, covered_sentence(words), row([discussion])))]
    exposes = None if decision.kind is Kind.COVER else exposes_button(decision.number, "D", words)
    said = [
        *(f"- {_text(objection, words)}" for objection in decision.objections),
        *(words.say("- {text} (resolved)", text=_text(objection, words)) for objection in decision.resolved),
    ]
    objections = ["\n".join([words.say("**Objections**"), *some]) for some in _pages(said)]
    course = decision.course
    if course.change is not None and says_the_change(decision.title, course.change, decision.language):
        course = replace(course, change=None)
    origin = "\n".join(origin_sentences(course, words))
    return [
        Picture(card(title, origin, _text(decision.body, words), _tasks(decision, words), row([discussion, exposes]))),
        *(Picture(card(page)) for page in objections),
    ]


def _tasks(decision: DecisionCard, words: Words) -> str | None:
    """The tasks that serve the decision, as many as fit; *Tasks* shows all."""
    if not decision.tasks:
        return None
    lines = [f"- T-{task.number} · {task_title(task, words)}" for task in decision.tasks[:TASKS_READ]]
    left = len(decision.tasks) - len(lines)
    more = [words.count("- {n} more", "- {n} more", left)] if left else []
    return "\n".join([words.say("**Tasks**"), *lines, *more])


def _text(text: str | None, words: Words) -> str:
    return plain(text) if text is not None else words.say("(text erased)")


def _pages(items: Iterable[str]) -> list[list[str]]:
    """The items in order, as many on a page as fit."""
    pages: list[list[str]] = []
    room = 0
    for item in items:
        if len(item) > room:
            pages.append([])
            room = OBJECTIONS_ROOM
        pages[-1].append(item)
        room -= len(item) + 1
    return pages


def why_decision_view(decision: DecisionCard, words: Words) -> Picture:
    """How a decision came about, step by step."""
    said = step_sentences(decision.steps, decision.outcome, words)
    count = count_sentence(_legible(decision, words), words)
    is_counted = decision.outcome not in _UNCOUNTED
    told = f"{count}\n{_numbered(said)}{small_print(decision.counters, words)}" if is_counted else "\n".join(said)
    return Picture(
        card(
            f"### D-{decision.number} · {decision_title(decision, words)}",
            told,
            "\n".join(way_sentences(_legible(decision, words), words)),
            needed_sentences(decision.rule, words) if is_counted else None,
            words.say(
                "-# Opened {opened}, closed {closed}, by version {version} of our charter.",
                opened=words.day(decision.opened_on),
                closed=words.day(decision.closed_on),
                version=decision.charter_version,
            ),
        )
    )


def why_proposal_view(proposal: ProposalCard, words: Words) -> Picture:
    """What a running proposal still needs, step by step, as the count stands now."""
    has_opened = proposal.state is not State.DISCUSSED
    return Picture(
        card(
            headline(proposal, words),
            _until_when(proposal, words),
            _as_it_stands(proposal, words) if has_opened else None,
            needed_sentences(proposal.rule, words) if has_opened else None,
            words.say("Nobody can close it early: no admin, no coordinator, not me."),
        )
    )


def _until_when(proposal: ProposalCard, words: Words) -> str:
    match proposal.state:
        case State.DISCUSSED:
            return words.say("Voting opens {when}. Talk it over first.", when=stamp(proposal.opened_at))
        case State.INTERRUPTED:
            return words.say("The vote is interrupted: I can't work in its channel. It goes on with the time left.")
        case _:
            return words.say("Voting runs until {when}. As it stands now:", when=stamp(proposal.closes_at))


def _as_it_stands(proposal: ProposalCard, words: Words) -> str:
    """The steps so far; of a secret vote only what its ballot shows."""
    if proposal.rule.is_secret:
        return count_line(proposal, words)
    questions = asked(proposal.tally, proposal.approvals, proposal.rule)
    said = step_sentences(questions, outcome_of(questions), words)[:-1]
    return _numbered(said) + small_print(proposal.counters, words)


def _numbered(said: list[str]) -> str:
    return "\n".join(f"{place}. {sentence}" for place, sentence in enumerate(said, 1))


def decisions_page(decisions: list[DecisionCard], words: Words, *, more_before: int | None) -> Picture:
    """A page of the log for one reader, the newest first; `more_before` is where the next page goes on."""
    if not decisions:
        return Picture(card(words.say("Nothing is decided yet. /propose starts something.")))
    entries = "\n".join(
        f"**D-{decision.number}** · {outcome_word(decision.outcome, words)}: {decision_title(decision, words)}"
        f"\n-# {words.day(decision.decided_on)}"
        for decision in decisions
    )
    older = button(words.say("Older"), "decisions", more_before) if more_before else None
    return Picture(card(words.say("### Our decisions"), entries, row([older])))
