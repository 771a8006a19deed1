"""Explanations: outcomes, tallies and the steps of a count, in sentences that chat and web share."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from bot.domain.approvals import TALK, ApprovalTally, on_top
from bot.domain.decisions import Outcome, Question, Step
from bot.domain.records import Counters
from bot.domain.rules import DecisionRule
from bot.domain.tally import Tally
from bot.words.catalogue import Words
from bot.words.steps import question_sentence


def outcome_word(outcome: Outcome, words: Words) -> str:
    """The outcome in a word or two, with a capital."""
    match outcome:
        case Outcome.PASSED:
            return words.say("Passed")
        case Outcome.REJECTED:
            return words.say("Not passed")
        case Outcome.BLOCKED:
            return words.say("Blocked")
        case Outcome.NO_QUORUM:
            return words.say("Too few took part")
        case Outcome.NOT_DECIDED:
            return words.say("Not decided")
        case Outcome.NO_SUPPORT:
            return words.say("No support")
        case Outcome.LAPSED:
            return words.say("Lapsed")
        case Outcome.WITHDRAWN:
            return words.say("Withdrawn")


def tally_sentence(tally: Tally, words: Words) -> str:
    """Who said what: "10 agree, 2 disagree, 1 abstains."; choices nobody made are left out."""
    if tally == Tally():
        return words.say("Nobody voted.")
    parts = [
        words.count("{n} agrees", "{n} agree", tally.agree),
        words.count("{n} disagrees", "{n} disagree", tally.disagree) if tally.disagree else "",
        words.count("{n} abstains", "{n} abstain", tally.abstain) if tally.abstain else "",
        words.count("{n} blocks", "{n} block", tally.block) if tally.block else "",
        words.count("{n} blocks without a reason", "{n} block without a reason", tally.unexplained)
        if tally.unexplained
        else "",
    ]
    return words.say("{parts}.", parts=", ".join(part for part in parts if part))


def turnout_sentence(turnout: int, rule: DecisionRule, words: Words) -> str:
    """How many took part and, where it matters, how many were needed."""
    took_part = words.count("{n} took part", "{n} took part", turnout)
    if not rule.quorum:
        return words.say("{took_part}.", took_part=took_part)
    return words.say("{took_part}, {needed} needed.", took_part=took_part, needed=rule.quorum)


class Decided(Protocol):
    """What a result is told of: a decision's card, for members or for the public."""

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        ...

    @property
    def rule(self) -> DecisionRule:
        """The rule frozen into it."""
        ...

    @property
    def tally(self) -> Tally:
        """Who said what; empty for a choice."""
        ...

    @property
    def approvals(self) -> ApprovalTally | None:
        """How many approved each option of a choice."""
        ...

    @property
    def options(self) -> tuple[str | None, ...]:
        """What a choice offered; None for a text that was erased."""
        ...

    @property
    def winner(self) -> int | None:
        """The option that won."""
        ...

    @property
    def turnout(self) -> int:
        """How many took part."""
        ...

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every question of the rule with its numbers."""
        ...


def result_sentences(decided: Decided, words: Words) -> str:
    """The result as it is announced: the count, and for what did not pass the one thing that was missing."""
    turnout = turnout_sentence(decided.turnout, decided.rule, words)
    count = count_sentence(decided, words)
    match decided.outcome:
        case Outcome.PASSED if decided.winner is not None:
            won = option_name(decided.options, decided.winner, words)
            return words.say("**{option}** it is. {count} {turnout}", option=won, count=count, turnout=turnout)
        case Outcome.PASSED:
            return f"{count} {turnout}"
        case Outcome.NO_QUORUM:
            return words.say("{turnout} Nothing is decided; propose again any time.", turnout=turnout)
        case Outcome.BLOCKED:
            stand = words.count("{n} block stands.", "{n} blocks stand.", decided.tally.block)
            return words.say("{stand} Rework it and propose anew.", stand=stand)
        case Outcome.REJECTED:
            missing = next(step for step in decided.steps if not step.held)
            return f"{count} {_missing(missing, decided.rule, words)}"
        case Outcome.NOT_DECIDED:
            return f"{count} {_undecided(decided, words)}"
        case Outcome.NO_SUPPORT:
            return words.say("Nobody else agreed in time. Propose it again any time.")
        case Outcome.LAPSED | Outcome.WITHDRAWN:
            return _ended_uncounted(decided.outcome, words)


def _ended_uncounted(outcome: Outcome, words: Words) -> str:
    if outcome is Outcome.LAPSED:
        return words.say(
            "I couldn't work here for more than thirty days, so this vote has lapsed. Propose it again any time."
        )
    return words.say("Its author took it back.")


def count_sentence(decided: Decided, words: Words) -> str:
    """Who said what, for any kind of vote."""
    if decided.approvals is None:
        return tally_sentence(decided.tally, words)
    return approvals_sentence(decided.approvals, decided.options, words)


def approvals_sentence(tally: ApprovalTally, options: Sequence[str | None], words: Words) -> str:
    """How many approved each option that somebody approved of: "Tuesday 5, Monday 3, keep discussing 1."."""
    ranked = sorted(enumerate(tally.approvals), key=lambda pair: (-pair[1], pair[0] == TALK, pair[0]))
    parts = [
        words.say("{option} {votes}", option=option_name(options, option, words), votes=votes)
        for option, votes in ranked
        if votes or (option != TALK and not tally.turnout)
    ]
    return words.say("{parts}.", parts=", ".join(parts))


def option_name(options: Sequence[str | None], option: int, words: Words) -> str:
    """What an option of a choice is called."""
    if option == TALK:
        return words.say("keep discussing")
    text = options[option - 1]
    return words.say("(text erased)") if text is None else text


def _undecided(decided: Decided, words: Words) -> str:
    """What kept a choice from being decided."""
    assert decided.approvals is not None
    leading = on_top(decided.approvals)
    if TALK in leading:
        return words.say("“Keep discussing” is on top, so talk on.")
    if len(leading) > 1:
        return words.count("{n} option is level, so talk on.", "{n} options are level, so talk on.", len(leading))
    ahead = option_name(decided.options, leading[0], words)
    return words.say("Fewer than half of those taking part approve of {option}, so talk on.", option=ahead)


def _missing(step: Step, rule: DecisionRule, words: Words) -> str:
    if step.question is Question.SHARE:
        return _needed_share(step, rule, words)
    return words.count("It needed {n} person to agree.", "It needed {n} people to agree.", step.needed)


def _needed_share(step: Step, rule: DecisionRule, words: Words) -> str:
    """The share in plain words: shares of two thirds and three quarters are twice and three times as many."""
    assert step.share is not None
    if step.share == 1:
        return words.say("It needed nobody to disagree or block.")
    if step.is_strict and step.share == Fraction(1, 2):
        return words.say("It needed more to agree than to disagree.")
    match step.share / (1 - step.share), rule.blocks:
        case 2, True:
            return words.say("It needed twice as many to agree as to disagree or block.")
        case 2, _:
            return words.say("It needed twice as many to agree as to disagree.")
        case 3, True:
            return words.say("It needed three times as many to agree as to disagree or block.")
        case 3, _:
            return words.say("It needed three times as many to agree as to disagree.")
        case _:
            return words.say(
                "It needed at least {part} of every {whole} to agree, not counting who abstained.",
                part=step.share.numerator,
                whole=step.share.denominator,
            )


def step_sentences(steps: Sequence[Step], outcome: Outcome, words: Words) -> list[str]:
    """`/why`, a sentence for each question of the rule with its numbers, and the outcome last."""
    if outcome in (Outcome.WITHDRAWN, Outcome.LAPSED):
        # Whatever the ballots say, no question was asked of them.
        return [_ended_uncounted(outcome, words)]
    word = outcome_word(outcome, words)
    if any(not step.held for step in steps):
        ending = words.say("The first “no” decides, so the outcome is: {outcome}.", outcome=word)
    else:
        ending = words.say("So the outcome is: {outcome}.", outcome=word)
    told = [step for step in steps if not _is_empty(step)]
    return [*(question_sentence(step, steps, words) for step in told), ending]


def _is_empty(step: Step) -> bool:
    """Whether a question was about half of nobody: where nobody takes part in a choice, it says nothing."""
    return step.question is Question.HALF and not step.needed


def counter_sentences(counters: Counters, words: Words) -> list[str]:
    """What was tapped and is not counted, or counts though its reaction has gone; nothing where nothing was."""
    said = []
    if counters.newcomers:
        said.append(
            words.count("{n} newcomer's tap not counted.", "{n} newcomers' taps not counted.", counters.newcomers)
        )
    if counters.unknown:
        said.append(
            words.count(
                "{n} tap not counted: I couldn't see when that person joined.",
                "{n} taps not counted: I couldn't see when those people joined.",
                counters.unknown,
            )
        )
    if counters.unclear:
        said.append(
            words.count(
                "{n} ballot unclear, not counted: several choices were tapped while I was away.",
                "{n} ballots unclear, not counted: several choices were tapped while I was away.",
                counters.unclear,
            )
        )
    if counters.late:
        said.append(words.count("{n} vote came too late.", "{n} votes came too late.", counters.late))
    if counters.untapped:
        said.append(
            words.count(
                "{n} reaction was taken off; the vote behind it still counts.",
                "{n} reactions were taken off; the votes behind them still count.",
                counters.untapped,
            )
        )
    return said
