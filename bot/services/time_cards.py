"""Cards of time: reminders, meetings and what is told in time, as frozen facts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from bot.domain.reminders import Act, Origin, State
from bot.domain.schedule import Occurrence, Schedule


@dataclass(frozen=True, slots=True)
class ReminderCard:
    """A reminder with its next occurrences; `author_name` or `decision_number` says where it is from.

    `text` is None where the decision's text is covered. `ends_at` is when the term is over with which it ends, None
    where it ends by itself. `mandate_id` is the mandate under which it stands, None where a decision scheduled it.
    """

    guild_id: int
    number: int
    origin: Origin
    text: str | None
    author_name: str | None
    decision_number: int | None
    state: State
    schedule: Schedule
    upcoming: tuple[Occurrence, ...]
    channel_id: int
    is_meeting: bool
    ends_at: datetime | None
    mandate_id: int | None
    language: str


@dataclass(frozen=True, slots=True)
class BornReminder:
    """The reminder of a decision: its number and day; no number where its time had passed when it was decided."""

    number: int | None
    on: date


@dataclass(frozen=True, slots=True)
class OccurrenceCard:
    """One occurrence of a reminder, as everybody sees it; of a meeting, how many will be there.

    `text` is None where the decision's text is covered.
    """

    prefix: ClassVar[str] = "R"

    guild_id: int
    number: int
    occurrence_id: int
    text: str | None
    author_name: str | None
    decision_number: int | None
    due_at: datetime
    is_late: bool
    is_meeting: bool
    coming: int
    channel_id: int
    message_id: int | None
    thread_id: int | None
    language: str


@dataclass(frozen=True, slots=True)
class AgendaCard:
    """What a meeting is to talk about: items by anybody, and what is being decided, as number and title.

    A title is None where the text is covered.
    """

    prefix: ClassVar[str] = "R"

    guild_id: int
    number: int
    occurrence_id: int
    items: tuple[str, ...]
    proposals: tuple[tuple[int, str | None], ...]
    thread_id: int
    message_id: int | None
    language: str


@dataclass(frozen=True, slots=True)
class NotesCard:
    """The notes of a meeting, which are a page of know-how; title and text are None where it is covered."""

    prefix: ClassVar[str] = "K"

    guild_id: int
    number: int
    reminder: int
    title: str | None
    text: str | None
    author_name: str | None
    filed_on: date
    language: str
    channel_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClosingCard:
    """An open vote that closes soon; `title` is None where the text is covered."""

    prefix: ClassVar[str] = "⏳ P"

    guild_id: int
    number: int
    title: str | None
    closes_at: datetime
    channel_id: int
    message_id: int
    language: str


@dataclass(frozen=True, slots=True)
class DueTaskCard:
    """A task that is due tomorrow, for those who hold it; `title` is None where the text is covered."""

    prefix: ClassVar[str] = "⏰ T"

    guild_id: int
    number: int
    title: str | None
    due_on: date
    holders: tuple[int, ...]
    language: str


@dataclass(frozen=True, slots=True)
class PersonalCard:
    """A reminder that somebody asked for themselves; `name` is the server's address, by which its message is known."""

    guild_id: int
    number: int
    name: str
    member_id: int
    text: str
    due_at: datetime | None
    is_late: bool
    schedule: Schedule
    upcoming: tuple[Occurrence, ...]
    language: str

    @property
    def mark(self) -> str:
        """What its message begins with: one person's servers count each for themselves."""
        return f"⏰ {self.number} · {self.name}"


@dataclass(frozen=True, slots=True)
class PowerCard:
    """One use of a coordinator's power, out of the log; the text is None where it was erased or is not told."""

    act: Act
    reminder: int
    seat: int
    decision: int
    on: date
    text: str | None = None

    @classmethod
    def of_facts(cls, facts: dict[str, Any], text: str | None) -> "PowerCard":
        """Read a log entry back."""
        on = date.fromisoformat(facts["on"])
        return cls(Act(facts["act"]), facts["reminder"], facts["seat"], facts["decision"], on, text)
