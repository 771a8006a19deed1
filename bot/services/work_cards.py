"""Work cards: offers from one person to another, and what a task's history tells."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.offers import State
from bot.domain.tasks import Contents, TaskAct


@dataclass(frozen=True, slots=True)
class OfferCard:
    """A task that one person offers to another; `title` is None where the text is covered.

    `by` and `to` are None for whoever was forgotten, and the offer is over then.
    """

    guild_id: int
    number: int
    """The offer's own, by which its buttons know it."""
    task: int
    ordinal: int
    title: str | None
    by: int | None
    by_name: str
    to: int | None
    hands_on: bool
    state: State
    expires_at: datetime
    channel_id: int | None
    message_id: int | None
    language: str

    @property
    def mark(self) -> str:
        """What its message begins with, apart from all others about the same task."""
        return f"🤝 T-{self.task} ({self.ordinal})" if self.ordinal > 1 else f"🤝 T-{self.task}"


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """What a task said after somebody's act, and what it said before; nobody's name where nobody knows it."""

    act: TaskAct
    by_name: str
    at: datetime
    before: Contents | None
    after: Contents
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryCard:
    """A task's history, the newest first."""

    guild_id: int
    number: int
    title: str
    revisions: tuple[RevisionCard, ...]
