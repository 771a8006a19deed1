"""Publications: what a page of the log is given to show, without an id in it, nor a name that nobody asked to show."""

from dataclasses import dataclass
from datetime import date

from bot.domain.approvals import ApprovalTally
from bot.domain.covers import Veil
from bot.domain.decisions import Outcome, Step
from bot.domain.prolongations import Cause
from bot.domain.records import STRAIGHT, Counters, Course
from bot.domain.rules import DecisionRule, Kind
from bot.domain.tally import Tally
from bot.domain.tasks import Effort, State

ABOUT_A_PERSON = frozenset({Kind.MANDATE, Kind.RECALL, Kind.COVER})
"""What an open vote of these kinds says is not published."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a server's log: how many entries it has and the hash of the last."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class PublishedServer:
    """A server that publishes its log: its name, its address on the web and its language.

    The rest is what its charter in force lets the web show beside the log.
    """

    name: str
    slug: str
    language: str
    shows_proposals: bool = False
    shows_tasks: bool = False
    shows_calendar: bool = False
    invites_search_engines: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """All that a list of decisions depends on: while it stays equal, so does every page of the list.

    `texts_kept` falls when a text is erased, which moves no head; `names` changes with the names that are shown.
    """

    server: PublishedServer
    head: Head
    texts_kept: int
    names: str = ""


@dataclass(frozen=True, slots=True)
class PublishedTask:
    """A task that a decision gave birth to; who holds it is nobody's business outside.

    The title is None if it was erased, or where a veil hides it.
    """

    number: int
    title: str | None
    state: State
    veil: Veil | None = None


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """A decision as its record tells it, in days; erased texts are None, and all of them are behind a veil."""

    number: int
    proposal_number: int
    title: str | None
    body: str | None
    objections: tuple[str | None, ...]
    outcome: Outcome
    tally: Tally
    rule: DecisionRule
    counters: Counters
    steps: tuple[Step, ...]
    opened_on: date
    closed_on: date
    decided_on: date
    charter_version: int
    sequence: int
    hash: str
    previous: str
    kind: Kind = Kind.ACTION
    options: tuple[str | None, ...] = ()
    winner: int | None = None
    approvals: ApprovalTally | None = None
    prolongations: tuple[Cause, ...] = ()
    course: Course = STRAIGHT
    review_on: date | None = None
    """When an agreement is due to be looked at again."""
    resolved: tuple[str | None, ...] = ()
    """The objections that were raised and do not stand any more."""
    veil: Veil | None = None
    author: str | None = None
    """The name under which its author has asked to be shown; None for most."""

    @property
    def turnout(self) -> int:
        """How many took part."""
        return self.approvals.turnout if self.approvals else self.tally.turnout


@dataclass(frozen=True, slots=True)
class PublishedCharter:
    """A version of the charter that a decision adopted."""

    version: int
    in_force_on: date


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page of a published log: decisions, the newest first, and how many there are in all."""

    server: PublishedServer
    decisions: tuple[PublishedDecision, ...]
    total: int
    head: Head


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """One published decision with its tasks, and the log around it; `adopted` is what it changed in the charter."""

    server: PublishedServer
    decision: PublishedDecision
    tasks: tuple[PublishedTask, ...]
    total: int
    head: Head
    adopted: PublishedCharter | None = None


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A text with what proves that an entry meant it: SHA-256 of salt and text is the commitment."""

    commitment: str
    salt: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """One entry of the log as it is handed out: the canonical body, its hash, and the texts not erased."""

    body: str
    hash: str
    texts: tuple[OpenedText, ...]


@dataclass(frozen=True, slots=True)
class PublishedProposal:
    """A proposal that is voted on: what it says and the day it closes; who takes part and how is nobody's business yet.

    The texts are None where they were erased, behind a veil, and on every vote that is about a person.
    """

    number: int
    kind: Kind
    title: str | None
    body: str | None
    options: tuple[str | None, ...]
    closes_on: date
    veil: Veil | None = None

    @property
    def is_about_a_person(self) -> bool:
        """Whether it says nothing because somebody's mandate or safety is voted on."""
        return self.kind in ABOUT_A_PERSON


@dataclass(frozen=True, slots=True)
class PublishedProposals:
    """What is voted on, the one that closes first in front."""

    server: PublishedServer
    proposals: tuple[PublishedProposal, ...]


@dataclass(frozen=True, slots=True)
class LookingTask:
    """A task with places free, and how many; the texts are None where they were erased or behind a veil."""

    number: int
    title: str | None
    why: str | None
    places: int
    effort: Effort | None
    due_on: date | None
    decision_number: int | None
    is_first: bool = False
    veil: Veil | None = None
    skills: tuple[str, ...] = ()
    """What it takes, in words of its own; hidden with the other texts."""


@dataclass(frozen=True, slots=True)
class LookingTasks:
    """Tasks that look for hands, those first that nobody has taken up for long; `total` says how many there are."""

    server: PublishedServer
    tasks: tuple[LookingTask, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PublishedDate:
    """A day on which something comes; the text is None where it was erased or behind a veil."""

    on: date
    number: int
    text: str | None
    is_meeting: bool
    veil: Veil | None = None


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """What comes from today on, day by day and without its hour."""

    server: PublishedServer
    dates: tuple[PublishedDate, ...]
    until: date
    """The last day that is looked at."""
