"""Chronicle cards: what a published log tells of the course of things, without an id or a name in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.domain.decisions import Outcome
from bot.domain.rules import ServerRules
from bot.services.publications import Head, PublishedDecision, PublishedServer
from bot.services.time_cards import PowerCard


@dataclass(frozen=True, slots=True)
class CharterVersion:
    """One version of a charter: its numbers by setting, and how each that it changed stood before.

    `switched_on` says that this version began to publish; `waits` that it is not in force yet.
    """

    version: int
    values: Mapping[str, Fraction]
    changed: tuple[tuple[str, Fraction, Fraction], ...]
    in_force_on: date
    is_in_force: bool
    waits: bool
    decision_number: int | None
    switched_on: bool = False


@dataclass(frozen=True, slots=True)
class PublishedCharters:
    """A server's charter: the rules in force, and every version, the newest first."""

    server: PublishedServer
    head: Head
    rules: ServerRules
    versions: tuple[CharterVersion, ...]

    @property
    def in_force(self) -> CharterVersion:
        """The version in force."""
        return next(version for version in self.versions if version.is_in_force)


@dataclass(frozen=True, slots=True)
class TermCard:
    """A mandate's term in days; `seat` is None where it is over, and both where it waits for one.

    `recalled_by` is the decision that took it back.
    """

    decision_number: int
    seat: int | None
    begins_on: date | None
    ends_on: date | None
    ended_on: date | None = None
    recalled_by: int | None = None


@dataclass(frozen=True, slots=True)
class PublishedPowers:
    """Uses of the coordinators' power, the newest first, and how many there are; `newest` is the number of the first.

    The terms stand on the page of the newest only: those that run or wait, then those that are over.
    """

    server: PublishedServer
    head: Head
    uses: tuple[PowerCard, ...]
    newest: int
    total: int
    terms: tuple[TermCard, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthCard:
    """The decisions of one month, which is told as its first day: how many ended how, and their numbers."""

    month: date
    outcomes: Mapping[Outcome, int]
    first: int
    last: int

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """The decisions of one year by month; each by itself only where they are few enough for a page."""

    server: PublishedServer
    head: Head
    year: int
    years: tuple[int, ...]
    """Every year with decisions."""
    months: tuple[MonthCard, ...]
    total: int
    """How many decisions there are in all years."""
    decisions: tuple[PublishedDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many took part in one decision, and how many were needed."""

    number: int
    took_part: int
    needed: int


@dataclass(frozen=True, slots=True)
class WorkMonth:
    """Tasks born and done in one month, told as its first day, and how many pages of know-how there were at its end."""

    month: date
    born: int
    done: int
    pages: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What the pictures show: the last decisions, and the last months up to the last in which anything happened."""

    server: PublishedServer
    head: Head
    turnouts: tuple[Turnout, ...]
    months: tuple[MonthCard, ...]
    work: tuple[WorkMonth, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The entry beside another one in the chain: its kind, and the number of what it tells of, where it has one."""

    sequence: int
    kind: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Ties:
    """What one decision is tied to: the entries before and after it, and the decisions around it.

    `reworked_by` are those that reworked it; `term` is that of the mandate which it gave, or took back.
    """

    before: Neighbour | None
    after: Neighbour | None
    reworked_by: tuple[int, ...] = ()
    term: TermCard | None = None
