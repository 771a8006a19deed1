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
from bot.domain.tasks import State
from bot.services.time_cards import PowerCard


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
    powers: tuple[PowerCard, ...] = ()
    """What coordinators did last, without a text; on the first page only."""


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
