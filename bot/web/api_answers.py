"""Answers: what the JSON API tells, in types of which its description is written too."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.domain.covers import Veil
from bot.domain.decisions import Outcome
from bot.domain.prolongations import Cause
from bot.domain.reminders import Act
from bot.domain.rules import Kind
from bot.domain.tasks import State
from bot.web.api_schema import Says

_HASH = "^[0-9a-f]{64}$"
_SHARE = "^[0-9]+(/[0-9]+)?$"

Number = Annotated[int, Says("Its number.", minimum=1)]
Text = Annotated[str | None, Says("As members wrote it, in simple Markdown; null where it was erased or is hidden.")]
Hidden = Annotated[
    Veil | None, Says("Why no text is shown: it is covered because it exposes a person, or stays inside the group.")
]
Link = Annotated[str, Says("Where to read it, relative to this answer's address.", format="uri-reference")]
Turn = Annotated[str | None, Says("The answer with what is newer or older; null at an end.", format="uri-reference")]
Share = Annotated[str, Says("A share as an exact fraction.", pattern=_SHARE)]
Count = Annotated[int, Says("How many.", minimum=0)]


@dataclass(frozen=True, slots=True)
class Log:
    """A group that publishes what it decides, and how far its log has come."""

    name: Annotated[str, Says("What the group is called.")]
    slug: Annotated[str, Says("Its address on this server, which never changes.")]
    language: Annotated[str, Says("The language of the group's pages, by BCP 47.")]
    entries: Annotated[int, Says("How many entries the log has.", minimum=0)]
    head: Annotated[str, Says("The hash of the last entry: whoever notes it can prove later that none was changed.")]
    decisions: Count
    page: Link
    lines: Annotated[str, Says("The whole log, to copy and to check.", format="uri-reference")]
    verifier: Annotated[str, Says("The program that checks it.", format="uri-reference")]
    text_licence: Annotated[str, Says("The licence of what members wrote.", format="uri")]
    data_licence: Annotated[str, Says("The licence of everything else.", format="uri")]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a decision stands in the log's chain of hashes."""

    sequence: Annotated[int, Says("Its place among all entries, from 1.", minimum=1)]
    hash: Annotated[str, Says("The hash of this entry.", pattern=_HASH)]
    previous: Annotated[str, Says("The hash of the entry before it.", pattern=_HASH)]


@dataclass(frozen=True, slots=True)
class Rule:
    """The numbers by which a proposal was decided, fixed when its voting opened."""

    kind: Kind
    active: Annotated[int, Says("How many people were active then; the quorum follows from it.", minimum=0)]
    quorum: Annotated[int, Says("How many had to take part.", minimum=0)]
    threshold: Share
    is_strict: Annotated[bool, Says("Whether the threshold had to be exceeded, not only reached.")]
    least_agree: Annotated[int, Says("How many had to agree at least.", minimum=0)]
    blocks: Annotated[bool, Says("Whether enough blocks stopped it.")]
    block_floor: Count
    block_share: Share
    voting_hours: Count
    seconds: Annotated[int, Says("How many besides the author had to agree, for lazy consent.", minimum=0)]
    options: Annotated[int, Says("How many options there were, 0 where it was agreed to or not.", minimum=0)]
    is_secret: Annotated[bool, Says("Whether it was a secret vote.")]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many said what; all 0 for a choice among options."""

    agree: Count
    disagree: Count
    abstain: Count
    block: Count
    unexplained: Annotated[int, Says("Blocks without a reason, which count as disagreement.", minimum=0)]
    seconds: Annotated[int, Says("Those besides the author who agreed, for lazy consent.", minimum=0)]


@dataclass(frozen=True, slots=True)
class NotCounted:
    """What was tapped and not counted, and why."""

    newcomers: Count
    unknown: Count
    late: Count
    unclear: Count
    untapped: Count


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice; number 0 is "keep discussing"."""

    number: Annotated[int, Says("Its number on the ballot.", minimum=0)]
    text: Text
    approvals: Count


@dataclass(frozen=True, slots=True)
class Objection:
    """The reason somebody gave for a block, without who it was."""

    text: Text
    is_resolved: Annotated[bool, Says("Whether whoever raised it said that it was resolved.")]


@dataclass(frozen=True, slots=True)
class Changed:
    """One setting of the charter with its old and its new value, null where these are the members' business."""

    setting: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Met:
    """The assembly whose agreement was recorded."""

    met_on: date
    present: Count


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, without names: days, never minutes."""

    number: Number
    page: Link
    title: Text
    text: Text
    hidden: Hidden
    kind: Kind
    outcome: Outcome
    tally: Tally
    options: tuple[Option, ...]
    winner: Annotated[int | None, Says("The number of the option that was chosen.")]
    run_off: Annotated[tuple[int, ...], Says("The options that were tied, and voted on once more.")]
    turnout: Annotated[int, Says("How many took part.", minimum=0)]
    not_counted: NotCounted
    rule: Rule
    objections: tuple[Objection, ...]
    prolonged: Annotated[tuple[Cause, ...], Says("Why voting lasted longer, each time it did.")]
    proposal: Annotated[int, Says("The number of the proposal that it was.", minimum=1)]
    reworks: Annotated[int | None, Says("The number of the blocked decision that it reworks.")]
    changes: Changed | None
    meeting: Met | None
    opened_on: date
    closed_on: date
    decided_on: date
    review_on: Annotated[date | None, Says("When an agreement is due to be looked at again.")]
    charter: Annotated[int, Says("The version of the charter by which it was counted.", minimum=1)]
    place: Place


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions of a log, the newest first; a full block of older ones never changes its numbers."""

    total: Annotated[int, Says("How many there are in all.", minimum=0)]
    decisions: tuple[Decision, ...]
    previous: Turn
    next: Turn


@dataclass(frozen=True, slots=True)
class BornTask:
    """A task that a decision gave birth to; who holds it is not told."""

    number: Number
    title: Text
    hidden: Hidden
    state: State


@dataclass(frozen=True, slots=True)
class DecisionInFull:
    """One decision with what became of it."""

    decision: Decision
    tasks: tuple[BornTask, ...]
    adopted: Annotated[int | None, Says("The version of the charter that it brought about.")]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a charter."""

    key: str
    value: Annotated[str, Says("A number or an exact fraction; 1 and 0 for yes and no.", pattern=_SHARE)]
    unit: str


@dataclass(frozen=True, slots=True)
class CharterVersion:
    """One version of a group's charter."""

    version: Annotated[int, Says("Its number; 1 is the founding's.", minimum=1)]
    in_force_on: date
    decision: Annotated[int | None, Says("The number of the decision that adopted it; null for the founding.")]
    is_in_force: Annotated[bool, Says("Whether it holds now; a newer one may be waiting.")]
    changed: Annotated[tuple[str, ...], Says("The keys of the settings that are not as in the version before.")]
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Charter:
    """How a group decides: every version of its charter, the newest first."""

    versions: tuple[CharterVersion, ...]


@dataclass(frozen=True, slots=True)
class PowerUsed:
    """One use of a coordinator's one power: something done to a reminder, without its text."""

    number: Annotated[int, Says("Its place among all uses, from 1.", minimum=1)]
    act: Act
    reminder: Annotated[int, Says("The number of the reminder.", minimum=1)]
    seat: Annotated[int, Says("Which seat it was; who sat there is not told.", minimum=1)]
    decision: Annotated[int, Says("The number of the decision that gave the seat.", minimum=1)]
    on: date


@dataclass(frozen=True, slots=True)
class Term:
    """The term of one mandate, by its seat and without a name; a day is null where it has not come."""

    decision: Annotated[int, Says("The number of the decision that gave the mandate.", minimum=1)]
    seat: Annotated[int | None, Says("Which seat it holds; null while it waits for one, and when it is over.")]
    begins_on: date | None
    ends_on: date | None
    ended_on: date | None
    recalled_by: Annotated[int | None, Says("The number of the decision that took it back.")]


@dataclass(frozen=True, slots=True)
class Powers:
    """Uses of a coordinator's power, the newest first; a full block of older ones never changes its numbers."""

    total: Annotated[int, Says("How many there are in all.", minimum=0)]
    powers: tuple[PowerUsed, ...]
    terms: Annotated[tuple[Term, ...], Says("Every mandate's term, beside the newest uses only.")]
    previous: Turn
    next: Turn
