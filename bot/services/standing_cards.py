"""Cards of standing work: the board, the question whether somebody is still on a task, and who would learn one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.boards import Part
from bot.services.cards import TaskCard


@dataclass(frozen=True, slots=True)
class BoardPart:
    """The first tasks of a part of the board, or a page of it from `start` on, and how many it has in all."""

    part: Part
    tasks: tuple[TaskCard, ...]
    total: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class BoardCard:
    """The board of a server; `number` counts its messages. `goes_on_in` is the channel in which it stands by now."""

    prefix: ClassVar[str] = "B"

    guild_id: int
    number: int
    parts: Mapping[Part, BoardPart]
    channel_id: int
    message_id: int | None
    language: str
    goes_on_in: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """The question to a holder whether they are still on it, without a title that might be covered one day.

    `place` tells the questions on one task apart, `until` is when the place is free again.
    """

    guild_id: int
    task: int
    place: int
    holder_id: int
    until: datetime
    language: str

    @property
    def prefix(self) -> str:
        """What its mark begins with."""
        return f"❓ T-{self.task}"

    @property
    def number(self) -> int:
        """What its mark ends with."""
        return self.place


@dataclass(frozen=True, slots=True)
class ReleasedCard:
    """That somebody's place on a task is free again, with thanks; `name` is None where it was forgotten."""

    guild_id: int
    task: int
    place: int
    name: str | None
    language: str

    @property
    def prefix(self) -> str:
        """What its mark begins with."""
        return f"🌿 T-{self.task}"

    @property
    def number(self) -> int:
        """What its mark ends with."""
        return self.place


@dataclass(frozen=True, slots=True)
class AnsweredCard:
    """A reminder of a task that nobody holds any more: it asks nothing of anybody, and shows no title."""

    prefix: ClassVar[str] = "⏰ T"

    task: TaskCard

    @property
    def number(self) -> int:
        """What its mark ends with."""
        return self.task.number

    @property
    def language(self) -> str:
        """How it speaks."""
        return self.task.language


@dataclass(frozen=True, slots=True)
class LearnersCard:
    """Who would like to learn a task, for its thread; `title` is None where the text is covered."""

    prefix: ClassVar[str] = "👀 T"

    guild_id: int
    number: int
    title: str | None
    names: tuple[str | None, ...]
    channel_id: int
    message_id: int | None
    language: str


@dataclass(frozen=True, slots=True)
class FittingTask:
    """An open task for one person, and why it is shown: what of it they know, and since when it waits."""

    task: TaskCard
    known: tuple[str, ...]
    open_since: date


@dataclass(frozen=True, slots=True)
class FittingPage:
    """A page of open tasks for one person, and what they said that they can do."""

    entries: tuple[FittingTask, ...]
    abilities: tuple[str, ...]
    start: int
    is_more: bool
