"""Why the replay ends otherwise than the organisation did: the one thing that made the difference, in plain words."""

from enum import Enum

from bot.domain.approvals import ApprovalTally
from bot.domain.decisions import Outcome, Question, Step
from bot.domain.judging import asked
from bot.domain.tally import Tally
from bot.story.replay import Replayed

PASSED = "passed"
_NO_QUORUM = "no quorum"
_REJECTED = "rejected"


class Difference(Enum):
    """What made the difference; the value names it."""

    QUORUM = "our quorum stopped it"
    SHARE = "we ask for twice as many in favour as against"
    SUPPORT = "we ask for more people in favour"
    BLOCKS = "blocks stopped it"
    AHEAD = "none of the options won"
    THEIR_QUORUM = "their quorum stopped it, and ours would not have"
    THEIR_RULE = "their rule asked for more than ours"
    UNLIKE = "both say no, for different reasons"


_STOPPED = {
    Question.QUORUM: Difference.QUORUM,
    Question.BLOCKS: Difference.BLOCKS,
    Question.SHARE: Difference.SHARE,
    Question.SUPPORT: Difference.SUPPORT,
}


def steps_of(replayed: Replayed) -> tuple[Step, ...]:
    """Every question of our rule with its numbers."""
    tally = replayed.tally
    if isinstance(tally, ApprovalTally):
        return asked(Tally(), tally, replayed.rule)
    return asked(tally, None, replayed.rule)


def difference(replayed: Replayed) -> Difference:
    """What made the difference between two outcomes that are not the same."""
    if replayed.outcome is Outcome.PASSED:
        return Difference.THEIR_QUORUM if replayed.case.verdict == _NO_QUORUM else Difference.THEIR_RULE
    if replayed.case.verdict != PASSED:
        return Difference.UNLIKE
    return _STOPPED.get(_stopper(replayed).question, Difference.AHEAD)


def because(replayed: Replayed) -> str:
    """The difference in a sentence or two, with its numbers."""
    if replayed.outcome is Outcome.PASSED:
        return _passed_here(replayed)
    step, tally = _stopper(replayed), replayed.tally
    match step.question:
        case Question.QUORUM:
            ending = "which is not the same as saying no" if replayed.case.verdict == _REJECTED else ""
            said = f"{step.got} took part where we need {step.needed}, so here nothing is decided"
            return f"{said}, {ending}." if ending else f"{said}."
        case Question.BLOCKS:
            return f"{_people(step.got, 'blocks', 'block')} with a reason; here {step.needed} are enough to stop it."
        case Question.SHARE:
            many = "More agree than are against" if step.got > step.against else "No more agree than are against"
            return (
                f"{many}, {step.got} to {step.against}. Here twice as many have to agree: "
                f"{step.needed} of these {step.got + step.against}."
            )
        case Question.SUPPORT:
            return f"{_people(step.got, 'agrees', 'agree')}, and here {step.needed} have to, half of those needed."
        case Question.AHEAD:
            return "No option alone was on top, and the run-off brought the same again."
        case _:
            return f"The option on top has {step.got} approvals, and half of the {tally.turnout} who took part is more."


def _stopper(replayed: Replayed) -> Step:
    return next(step for step in steps_of(replayed) if not step.held)


def _passed_here(replayed: Replayed) -> str:
    tally, rule = replayed.tally, replayed.rule
    took_part = f"{tally.turnout} took part, and here {rule.quorum} are enough"
    theirs = "By their rule too few took part." if replayed.case.verdict == _NO_QUORUM else "Their rule asked for more."
    if isinstance(tally, ApprovalTally):
        return f"{theirs} {took_part}; one option is ahead, with at least half of those taking part."
    if not tally.against:
        return f"{theirs} {took_part}; nobody is against."
    sides = f"{_people(tally.agree, 'agrees', 'agree')} and {_people(tally.against, 'is', 'are')} against"
    return f"{theirs} {took_part}; {sides}, and here twice as many will do."


def _people(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
