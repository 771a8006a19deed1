"""Living answers: what the JSON API tells of things that change from day to day, and what it says when it cannot."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.domain.rules import Kind
from bot.domain.tasks import Effort
from bot.web.api_answers import Count, Hidden, Link, Number, Text, Turn
from bot.web.api_schema import Says


@dataclass(frozen=True, slots=True)
class KnowHowHeading:
    """A page of what the group knows, without its text."""

    number: Number
    page: Link
    title: Text
    tags: tuple[str, ...]
    hidden: Hidden
    revision: Annotated[int, Says("The number of the revision that stands; every one is kept.", minimum=1)]
    revised_on: date


@dataclass(frozen=True, slots=True)
class KnowHowList:
    """Pages of know-how by number, the newest first; a full block of older ones never changes its numbers."""

    total: Annotated[int, Says("How many there are in all.", minimum=0)]
    pages: tuple[KnowHowHeading, ...]
    previous: Turn
    next: Turn


@dataclass(frozen=True, slots=True)
class Work:
    """A task that a page came from, and the decision that it was born of."""

    task: Number
    decision: Number


@dataclass(frozen=True, slots=True)
class KnowHow:
    """A page of what the group knows, as it stands now."""

    heading: KnowHowHeading
    text: Text
    shared_on: date
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal that is voted on now; who takes part, and how, is nobody's business yet."""

    number: Number
    kind: Kind
    title: Text
    text: Text
    hidden: Hidden
    options: tuple[str | None, ...]
    closes_on: date


@dataclass(frozen=True, slots=True)
class OpenProposals:
    """What is voted on, the one that closes first in front."""

    proposals: tuple[OpenProposal, ...]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that looks for hands."""

    number: Number
    title: Text
    why: Text
    hidden: Hidden
    places: Annotated[int, Says("How many people it still needs.", minimum=0)]
    effort: Effort | None
    skills: Annotated[tuple[str, ...], Says("What it takes, in words of the members' own.")]
    due_on: date | None
    decision: Annotated[int | None, Says("The number of the decision that it serves.")]


@dataclass(frozen=True, slots=True)
class OpenTasks:
    """Tasks that look for hands, those first that nobody has taken up for long."""

    total: Count
    tasks: tuple[OpenTask, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something comes, without its hour."""

    on: date
    reminder: Number
    text: Text
    hidden: Hidden
    is_meeting: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """What comes, day by day."""

    until: Annotated[date, Says("The last day that is looked at.")]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is in the way of an answer, by RFC 9457."""

    title: Annotated[str, Says("What it is, in a few words.")]
    status: Annotated[int, Says("The status of the answer.", minimum=400, maximum=599)]
    detail: Annotated[str, Says("What to do about it.")]
