"""Bars: who said what as lengths, against the number of people needed, and a bar for each option of a choice."""

from dataclasses import dataclass

from bot.domain.approvals import TALK
from bot.domain.rules import DecisionRule, half_up
from bot.domain.tally import Tally
from bot.services.publications import PublishedDecision
from bot.web.wording import approve, needed_mark, tally_parts
from bot.words import Words
from bot.words.explanations import option_name, tally_sentence, turnout_sentence

MOST_CELLS = 60
"""Up to this many people each is a cell of their own; beyond, a choice is one length."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the bar; `left` and `width` are percentages as SVG takes them."""

    kind: str
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar ready to draw, with what it says in words."""

    says: str
    pieces: tuple[Piece, ...]
    needed_at: str | None
    """Where the mark of the people needed stands; None where no number was needed."""
    needed: str
    legend: tuple[tuple[str, str], ...]
    """The kind and the words of each choice made."""


@dataclass(frozen=True, slots=True)
class OptionBar:
    """One option of a choice: what it is called, how many approve of it in words, and its length."""

    name: str
    says: str
    width: str
    half_at: str
    is_chosen: bool


def tally_bar(tally: Tally, rule: DecisionRule, words: Words, *, by_person: bool) -> Bar:
    """The bar of a tally; `by_person` gives everybody a cell where they are few enough."""
    scale = max(tally.turnout, rule.quorum, 1)
    parts = tally_parts(tally, words)
    sized = [(kind, many) for kind, many, _ in parts]
    if tally.turnout < scale:
        sized.append(("missing", scale - tally.turnout))
    pieces: list[Piece] = []
    so_far = 0
    for kind, many in sized:
        step = 1 if by_person and scale <= MOST_CELLS else many
        starts = range(so_far, so_far + many, step)
        pieces += [Piece(kind, _percent(start, scale), _percent(step, scale)) for start in starts]
        so_far += many
    return Bar(
        says=f"{tally_sentence(tally, words)} {turnout_sentence(tally.turnout, rule, words)}",
        pieces=tuple(pieces),
        needed_at=_percent(rule.quorum, scale) if rule.quorum else None,
        needed=needed_mark(rule.quorum, words),
        legend=tuple((kind, said) for kind, _, said in parts),
    )


def turnout_bar(turnout: int, rule: DecisionRule, words: Words) -> Bar:
    """The bar of those who took part in a choice, whatever they approved of."""
    scale = max(turnout, rule.quorum, 1)
    pieces = [Piece("part", _percent(0, scale), _percent(turnout, scale))] if turnout else []
    if turnout < scale:
        pieces.append(Piece("missing", _percent(turnout, scale), _percent(scale - turnout, scale)))
    return Bar(
        says=turnout_sentence(turnout, rule, words),
        pieces=tuple(pieces),
        needed_at=_percent(rule.quorum, scale),
        needed=needed_mark(rule.quorum, words),
        legend=(),
    )


def option_bars(decision: PublishedDecision, words: Words) -> tuple[OptionBar, ...]:
    """A bar for each option that was on offer in the end, in the ballot's order; "keep discussing" stands last."""
    tally = decision.approvals
    if tally is None:
        return ()
    offered = decision.course.run_off or (*range(1, len(tally.approvals)), TALK)
    half = _percent(half_up(tally.turnout), max(tally.turnout, 1))
    return tuple(
        OptionBar(
            name=option_name(decision.options, option, words),
            says=approve(tally.approvals[option], words),
            width=_percent(tally.approvals[option], max(tally.turnout, 1)),
            half_at=half,
            is_chosen=option == decision.winner,
        )
        for option in offered
    )


def _percent(part: int, whole: int) -> str:
    hundredths = round(10_000 * part / whole)
    return f"{hundredths // 100}.{hundredths % 100:02}%"
