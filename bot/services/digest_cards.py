"""Digest cards: a digest as frozen facts, line by line, and what of it has to go into its thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.decisions import Outcome
from bot.domain.digest import Section, Skipped
from bot.domain.reminders import Act
from bot.domain.tasks import Effort

SHOWN = 5
"""Lines of one section on the message itself; the others follow in its thread."""

A_PART = 20
"""Lines on one message of the thread, so few that they fit whatever their titles are."""


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A decision; the title is None where it was erased or is covered."""

    number: int
    title: str | None
    is_covered: bool
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """An open vote; the title is None where it is covered."""

    number: int
    title: str | None
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task, without those who hold it or did it; the title is None where it is covered."""

    number: int
    title: str | None
    effort: Effort | None


@dataclass(frozen=True, slots=True)
class PageLine:
    """A new page of know-how; the title is None where it is covered."""

    number: int
    title: str | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An agreement that is due to be looked at again, and the proposal that it was."""

    number: int
    title: str | None
    is_covered: bool
    review_on: date
    proposal_number: int


@dataclass(frozen=True, slots=True)
class PowerLine:
    """How often somebody used a coordinator's power in one way; the name is None where it was forgotten."""

    name: str | None
    seat: int
    act: Act
    times: int


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A kind of work that one person alone has done lately; who it is stands nowhere."""

    skill: str


Line = DecidedLine | ClosingLine | TaskLine | PageLine | SkillLine | ReviewLine | PowerLine | Skipped


@dataclass(frozen=True, slots=True)
class DigestCard:
    """The digest of a week, `number` as ISO 8601 counts it; one that is not due yet has a `next_at`."""

    prefix: ClassVar[str] = "W"

    guild_id: int
    number: int
    first_on: date
    last_on: date
    due_at: datetime
    is_late: bool
    lines: dict[Section, Sequence[Line]]
    head: str
    sequence: int
    language: str
    next_at: datetime | None = None
    is_quiet: bool = False
    channel_id: int | None = None
    message_id: int | None = None
    thread_id: int | None = None
    part_ids: tuple[int, ...] = ()

    @property
    def parts(self) -> tuple["DigestPart", ...]:
        """What the message has no room for: each section that is too long, whole."""
        long = [section for section, lines in self.lines.items() if len(lines) > SHOWN]
        starts = [(section, start) for section in long for start in range(0, len(self.lines[section]), A_PART)]
        return tuple(DigestPart(self, section, start, place) for place, (section, start) in enumerate(starts, 1))


@dataclass(frozen=True, slots=True)
class DigestPart:
    """One message in the thread of a digest: lines of one section; `number` is its place in the thread."""

    digest: DigestCard
    section: Section
    start: int
    number: int

    @property
    def prefix(self) -> str:
        """What its mark begins with."""
        return f"{self.digest.prefix}-{self.digest.number}"

    @property
    def language(self) -> str:
        """The digest's."""
        return self.digest.language

    @property
    def lines(self) -> Sequence[Line]:
        """Its lines."""
        return self.digest.lines[self.section][self.start : self.start + A_PART]
