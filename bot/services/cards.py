"""Cards: frozen facts that services hand to adapters; no wording, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from bot.domain.approvals import ApprovalTally
from bot.domain.decisions import Outcome, Step
from bot.domain.forms import BallotForm, form_of
from bot.domain.integrity import Happening, Note
from bot.domain.members import Standing
from bot.domain.prolongations import Cause, Prolongation
from bot.domain.proposals import Carried, Meeting, State
from bot.domain.records import STRAIGHT, Counters, Course
from bot.domain.rules import DecisionRule, Kind
from bot.domain.tally import Tally
from bot.domain.tasks import Effort
from bot.domain.tasks import State as TaskState
from bot.services.time_cards import BornReminder


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts, as the gateway's payload says it."""

    guild_id: int
    user_id: int
    name: str
    joined_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServerCard:
    """A founded server: its bindings and how it speaks."""

    guild_id: int
    name: str
    slug: str
    founded_at: datetime
    language: str
    time_zone: str
    publishes: bool
    proposals_channel_id: int
    decisions_channel_id: int
    tasks_channel_id: int
    coordinators_role_id: int | None = None


@dataclass(frozen=True, slots=True)
class BallotPlace:
    """Where a ballot message stands."""

    guild_id: int
    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal as its ballot shows it."""

    prefix: ClassVar[str] = "P"

    guild_id: int
    number: int
    title: str
    body: str
    first_tasks: tuple[str, ...]
    author_name: str
    state: State
    opened_at: datetime
    closes_at: datetime
    rule: DecisionRule
    tally: Tally
    counters: Counters
    channel_id: int
    message_id: int | None
    thread_id: int | None
    language: str
    time_zone: str
    outcome: Outcome | None = None
    decision_number: int | None = None
    author_id: int = 0
    kind: Kind = Kind.ACTION
    options: tuple[str, ...] = ()
    run_off: tuple[int, ...] = ()
    """The options in the run-off, once there is one."""
    turned_at: datetime | None = None
    prolongations: tuple[Prolongation, ...] = ()
    reworks: int | None = None
    follows: int | None = None
    meeting: Meeting | None = None
    change: Mapping[str, Any] | None = None
    approvals: ApprovalTally | None = None
    participation: int | None = None
    """How many take part in a secret vote under way, 0 until there are enough to be shown."""
    winner: int | None = None
    notes: tuple[Note, ...] = ()
    """What befell the vote from outside."""
    reminder: Carried | None = None
    is_covered: bool = False
    """A covered card holds no text: title, body and options are empty, and there are no first tasks or reminder."""
    goes_on_in: int | None = None
    """On the picture of a former ballot: the message of the run-off that took its place."""

    @property
    def is_erased(self) -> bool:
        """Whether its author had its text erased."""
        return not self.title and not self.is_covered

    @property
    def turnout(self) -> int:
        """How many take part, as far as it may be shown."""
        if self.participation is not None:
            return self.participation
        return self.approvals.turnout if self.approvals else self.tally.turnout

    @property
    def is_bare(self) -> bool:
        """Whether the ballot message was deleted and stands without its text. Source: charter, §4."""
        return any(note.what is Happening.BALLOT_GONE for note in self.notes)

    @property
    def form(self) -> BallotForm:
        """What its ballots can say now."""
        return form_of(self.rule, self.run_off)


@dataclass(frozen=True, slots=True)
class PanelCard:
    """What *My vote* shows to one person: where they stand and what they said."""

    proposal: ProposalCard
    standing: Standing
    joined_at: datetime | None
    votes_from: datetime | None
    choice: str | None
    """What the ballot says; on a choice the options approved of, joined by plus signs."""
    cast_at: datetime | None
    reason: str | None
    may_change: bool = False
    """This person proposed it, and may still change its text or take it back."""
    stays_inside: bool = False
    """Somebody asked that the text is not published on the web."""
    can_keep_inside: bool = False
    """This person may ask for that now."""


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """The stated reason of a standing block, and whose it is; None on a secret vote."""

    name: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Drop:
    """That a task was dropped: by whom, when and why; the reason is empty where the text is covered."""

    by_name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task with those who hold it, or held it when it was done."""

    prefix: ClassVar[str] = "T"

    guild_id: int
    number: int
    title: str
    why: str
    state: TaskState
    people_needed: int
    holders: tuple[Person, ...]
    effort: Effort | None
    due_on: date | None
    decision_number: int | None
    channel_id: int | None
    message_id: int | None
    language: str
    is_covered: bool = False
    """A covered card holds neither title, reason nor skills."""
    pages: tuple[int, ...] = ()
    """The pages of know-how that came from it."""
    skills: tuple[str, ...] = ()
    is_first: bool = False
    """Whether it is good for somebody's first task."""
    learners: int = 0
    """How many would like to learn it."""
    drop: Drop | None = None
    revision: int = 0
    is_overdue: bool = False
    decision_channel_id: int | None = None
    decision_message_id: int | None = None
    """Where the decision that it serves was announced."""

    @property
    def is_erased(self) -> bool:
        """Whether whoever wrote it had its text erased."""
        return not self.title and not self.is_covered

    def is_held_by(self, user_id: int) -> bool:
        """Whether this person holds the task."""
        return any(holder.user_id == user_id for holder in self.holders)


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision as it is announced, listed and published."""

    prefix: ClassVar[str] = "D"

    guild_id: int
    number: int
    proposal_number: int
    title: str | None
    """None where the text was erased or is covered; the same for `body`, `objections` and `options`."""
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
    decided_at: datetime
    charter_version: int
    tasks: tuple[TaskCard, ...]
    sequence: int
    hash: str
    previous: str
    language: str
    thread_id: int | None = None
    kind: Kind = Kind.ACTION
    options: tuple[str | None, ...] = ()
    winner: int | None = None
    approvals: ApprovalTally | None = None
    prolongations: tuple[Cause, ...] = ()
    course: Course = STRAIGHT
    resolved: tuple[str | None, ...] = ()
    """The objections that were raised and do not stand any more."""
    review_on: date | None = None
    """When an agreement is due to be looked at again."""
    reminder: BornReminder | None = None
    is_covered: bool = False
    channel_id: int | None = None
    message_id: int | None = None
    """Where it was announced."""

    @property
    def turnout(self) -> int:
        """How many took part."""
        return self.approvals.turnout if self.approvals else self.tally.turnout

    @property
    def looking(self) -> int:
        """How many of its tasks look for hands."""
        return sum(task.state is TaskState.OPEN for task in self.tasks)


@dataclass(frozen=True, slots=True)
class CheckCard:
    """A temperature check; `counts` are there when its time is over: warm, unsure, cold."""

    prefix: ClassVar[str] = "C"

    guild_id: int
    number: int
    question: str
    ends_at: datetime
    channel_id: int
    message_id: int | None
    language: str
    counts: tuple[int, ...] | None = None
