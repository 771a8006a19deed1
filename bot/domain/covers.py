"""Covers: texts that expose a person, what hides them from whom, and how the log notes it without the text."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from bot.domain.errors import Refusal
from bot.domain.records import FORMAT

PRESSES_NEEDED = 2
"""So many people who vote here must say that a text exposes a person. Source: charter, §9."""


class Holder(StrEnum):
    """What holds a text that can be covered; a decision's text is that of its proposal."""

    PROPOSAL = "proposal"
    TASK = "task"
    PAGE = "page"


_PREFIX = {Holder.PROPOSAL: "P", Holder.TASK: "T", Holder.PAGE: "K"}


@dataclass(frozen=True, slots=True)
class Covered:
    """One text that is covered, or that somebody wants covered, by the number of what holds it."""

    holder: Holder
    number: int

    @property
    def mark(self) -> str:
        """How people refer to it: "P-12"."""
        return f"{_PREFIX[self.holder]}-{self.number}"


class Veil(StrEnum):
    """Why a published record comes without its texts."""

    COVERED = "covered"
    """Its text exposes a person, or two members say so and the vote on it runs. Source: charter, §9."""
    INSIDE = "inside"
    """Somebody asked that the text stay inside the server. Source: charter, §5, "Public"."""


def cover_facts(what: Literal["covered", "uncovered"], text: Covered, *, vote: int, on: date) -> dict[str, Any]:
    """The entry that a text was covered, or uncovered again, with the number of the vote about it."""
    return {
        "format": FORMAT,
        "kind": "integrity",
        "on": on.isoformat(),
        "text": text.mark,
        "vote": vote,
        "what": what,
    }


@dataclass(eq=False)
class NotAVoterYet(Refusal):
    """This takes somebody who would vote on what opens now; they vote on what opens after `votes_from`.

    Both are None where nobody knows since when they are here.
    """

    joined_at: datetime | None
    votes_from: datetime | None


@dataclass(eq=False)
class AlreadyCovered(Refusal):
    """The text is covered; `mark` is what holds it, like P-12, and `vote` the proposal on which that is voted."""

    mark: str
    vote: int


@dataclass(eq=False)
class StaysReadable(Refusal):
    """A vote has decided that this text stays readable."""

    mark: str
    vote: int


@dataclass(eq=False)
class NothingToCover(Refusal):
    """A vote about covering holds no text of any member's."""

    number: int


@dataclass(eq=False)
class NothingOfThatNumber(Refusal):
    """What was typed is no number of a proposal, a decision, a task or a page."""
