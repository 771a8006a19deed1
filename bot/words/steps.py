"""Steps: `/why`, a sentence for each question of a rule with the fact, the number that was needed, and yes or no."""

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.decisions import Question, Step
from bot.domain.rules import SMALLEST_QUORUM, DecisionRule, Kind, ceil_share, half_up, quorum_of
from bot.words.catalogue import Words


def question_sentence(step: Step, asked: Sequence[Step], words: Words) -> str:
    """One of the questions that were `asked`, answered."""
    held = words.say("yes") if step.held else words.say("no")
    match step.question:
        case Question.QUORUM:
            return words.say(
                "Did enough people take part? {got} took part, {needed} needed: {held}.",
                got=step.got,
                needed=step.needed,
                held=held,
            )
        case Question.BLOCKS:
            return words.say(
                "Were there fewer blocks than would stop it? {got} with a reason, {needed} would stop it: {held}.",
                got=step.got,
                needed=step.needed,
                held=held,
            )
        case Question.SHARE if step.share == 1:
            return words.say(
                "Did nobody disagree or block? {against} did, and nobody may: {held}.", against=step.against, held=held
            )
        case Question.SHARE:
            return words.say(
                "Did enough agree? {agree}, {against}; {must}: {held}.",
                agree=words.count("{n} agrees", "{n} agree", step.got),
                against=_against(step, asked, words),
                must=_must(step, words),
                held=held,
            )
        case Question.SUPPORT:
            return words.say(
                "Was there enough support at all? {agree}; at least half of the {quorum} who must take part, "
                "so {needed}: {held}.",
                agree=words.count("{n} agrees", "{n} agree", step.got),
                quorum=next(each.needed for each in asked if each.question is Question.QUORUM),
                needed=step.needed,
                held=held,
            )
        case Question.SECONDS:
            return words.say(
                "Did somebody agree besides the author? {got} did, {needed} needed: {held}.",
                got=step.got,
                needed=step.needed,
                held=held,
            )
        case Question.AHEAD:
            return words.say(
                "Was one option ahead of the others? {fact}: {held}.", fact=_on_top(step, words), held=held
            )
        case Question.HALF:
            return words.say(
                "Did at least half of those taking part approve of what was on top? {got} did, and half is {needed}: "
                "{held}.",
                got=step.got,
                needed=step.needed,
                held=held,
            )


def _against(step: Step, asked: Sequence[Step], words: Words) -> str:
    """How many are against; blocks are named only where the rule knows them."""
    if any(each.question is Question.BLOCKS for each in asked):
        return words.count("{n} disagrees or blocks", "{n} disagree or block", step.against)
    return words.count("{n} disagrees", "{n} disagree", step.against)


def _must(step: Step, words: Words) -> str:
    """How many had to agree, compared with those against; the share in plain words."""
    assert step.share is not None
    times = step.share / (1 - step.share)
    least = ceil_share(times, step.against)
    if step.is_strict:
        must, least = words.say("more must agree than disagree"), least + (least == times * step.against)
    elif times == 2:
        must = words.say("at least twice as many must agree")
    elif times == 3:
        must = words.say("at least three times as many must agree")
    else:
        part, whole = step.share.numerator, step.share.denominator
        must, least = words.say("at least {part} of every {whole} must agree", part=part, whole=whole), step.needed
    return words.say("{must}, so {least}", must=must, least=least) if least else must


def _on_top(step: Step, words: Words) -> str:
    """What was on top of a choice, in a few words."""
    if step.held:
        return words.say("One had the most approvals")
    if not step.got:
        return words.say("Nobody approved of any")
    if step.got == 1:
        return words.say("“Keep discussing” was on top")
    return words.count("{n} was level on top", "{n} were level on top", step.got)


def needed_sentences(rule: DecisionRule, words: Words) -> str:
    """Why just so many had to take part, out of how many people; empty where the rule asks for no number."""
    if not rule.quorum:
        return ""
    counted = words.count(
        "Why {quorum}? {n} person counted as active when voting opened.",
        "Why {quorum}? {n} people counted as active when voting opened.",
        rule.active,
        quorum=rule.quorum,
    )
    return f"{counted} {_part_of_active(rule, words)}"


def _part_of_active(rule: DecisionRule, words: Words) -> str:
    """Which part of the active people that is. Source: charter, §2, "A", and §4, the table of kinds."""
    usual, half = quorum_of(rule.active), half_up(rule.active)
    is_charter = rule.kind is Kind.CHARTER
    expected = ceil_share(Fraction(3, 2), usual) if is_charter else usual
    if rule.quorum != expected:
        return words.say(
            "Usually that would make {usual}; the numbers of this vote ask for {quorum}.",
            usual=expected,
            quorum=rule.quorum,
        )
    if is_charter:
        return words.say("An action would need {usual}; changing our charter needs half as many again.", usual=usual)
    if half < SMALLEST_QUORUM:
        return words.say("That is the least that can ever decide.")
    if usual == half:
        return words.say("That is half of them.")
    return words.say("Half of them would be {half}, but the larger a group, the smaller the part it needs.", half=half)
