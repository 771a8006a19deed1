"""Counting: standing ballots become a tally, exactly."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.ballots import Choice


@dataclass(frozen=True, slots=True)
class StandingBallot:
    """One person's choice as it stands, with whether a block's objection was given."""

    choice: Choice
    explained: bool = False
    is_authors: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many standing ballots say what.

    `unexplained` are blocks whose objection is missing; they count as disagreement and are not in `block`. `seconds`
    are those among `agree` who are not the author, counted for lazy consent only.
    """

    agree: int = 0
    disagree: int = 0
    abstain: int = 0
    block: int = 0
    unexplained: int = 0
    seconds: int = 0

    @property
    def against(self) -> int:
        """People who disagree or block, explained or not."""
        return self.disagree + self.block + self.unexplained

    @property
    def turnout(self) -> int:
        """People taking part: everybody whose ballot stands."""
        return self.agree + self.abstain + self.against

    def facts(self) -> dict[str, int]:
        """The tally as the decision record holds it."""
        facts = {
            "abstain": self.abstain,
            "agree": self.agree,
            "block": self.block,
            "disagree": self.disagree,
            "unexplained": self.unexplained,
        }
        return facts | ({"seconds": self.seconds} if self.seconds else {})


def count(ballots: Iterable[StandingBallot], *, is_lazy: bool = False) -> Tally:
    """Count ballots; a block without its objection counts as disagreement. Source: charter, §4.

    Only for lazy consent are the author's and the others' agreements told apart.
    """
    counted = list(ballots)
    seconds = sum(is_lazy and ballot.choice is Choice.AGREE and not ballot.is_authors for ballot in counted)
    return Tally(**Counter(_part_of(ballot) for ballot in counted), seconds=seconds)


def _part_of(ballot: StandingBallot) -> str:
    """The field of the tally in which a ballot is counted."""
    is_unexplained = ballot.choice is Choice.BLOCK and not ballot.explained
    return "unexplained" if is_unexplained else ballot.choice.value
