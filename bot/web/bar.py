"""The tally bar: who said what as lengths, against the number of people needed."""

from dataclasses import dataclass

from bot.domain.rules import DecisionRule
from bot.domain.tally import Tally
from bot.web.wording import needed_mark, tally_parts
from bot.words import Words
from bot.words.explanations import tally_sentence, turnout_sentence

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
    needed_at: str
    needed: str
    legend: tuple[tuple[str, str], ...]
    """The kind and the words of each choice made."""


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
        needed_at=_percent(rule.quorum, scale),
        needed=needed_mark(rule.quorum, words),
        legend=tuple((kind, said) for kind, _, said in parts),
    )


def _percent(part: int, whole: int) -> str:
    hundredths = round(10_000 * part / whole)
    return f"{hundredths // 100}.{hundredths % 100:02}%"
