"""The ways in which the rules of work say no, beyond those of claiming, as facts."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Refusal


@dataclass(eq=False)
class TooManySkills(Refusal):
    """More skills were named than fit."""

    count: int
    limit: int


@dataclass(eq=False)
class TaskIsDropped(Refusal):
    """The task was dropped."""

    number: int


@dataclass(eq=False)
class TaskIsCovered(Refusal):
    """The task's text is covered, so nobody edits what they cannot read."""

    number: int


@dataclass(eq=False)
class BornFromDecision(Refusal):
    """The task was born from a decision, so it goes on serving that one."""

    number: int
    decision: int


@dataclass(eq=False)
class MoreHoldIt(Refusal):
    """More people hold the task than it is to be for; nobody takes it from any of them."""

    number: int
    holding: int


@dataclass(eq=False)
class EditedMeanwhile(Refusal):
    """Somebody else changed the same fields since the form was opened."""

    number: int
    fields: tuple[str, ...]


@dataclass(eq=False)
class NothingEdited(Refusal):
    """The form was sent as it was opened."""

    number: int


@dataclass(eq=False)
class HeldByOthers(Refusal):
    """Others hold the task, so it is not dropped from under them."""

    number: int


@dataclass(eq=False)
class NotDropped(Refusal):
    """The task is not dropped, so there is nothing to put back."""

    number: int


@dataclass(eq=False)
class TooLateToPutBack(Refusal):
    """The task was dropped too long ago; `until` is when the time for putting it back ended."""

    number: int
    until: datetime


@dataclass(eq=False)
class NobodyToAsk(Refusal):
    """Whoever was picked is a bot, is not in this server, or is the one who picked."""


@dataclass(eq=False)
class HoldsItAlready(Refusal):
    """Whoever was picked holds the task already."""

    number: int


@dataclass(eq=False)
class AskedAlready(Refusal):
    """This person was asked about this task not long ago; one question is enough. `again_at` ends the rest."""

    number: int
    again_at: datetime


@dataclass(eq=False)
class HandedOnAlready(Refusal):
    """The holder waits for somebody else's answer about the same task."""

    number: int


@dataclass(eq=False)
class TooManyOffers(Refusal):
    """This person asked as many others as one may in a week; `room_at` is when there is room again."""

    limit: int
    room_at: datetime


@dataclass(eq=False)
class NotAskedOfYou(Refusal):
    """The offer was made to somebody else."""


@dataclass(eq=False)
class NotYourOffer(Refusal):
    """The offer was made by somebody else, who alone takes it back."""


@dataclass(eq=False)
class OfferIsOver(Refusal):
    """The offer was taken back, accepted, has ended, or what it offered is not to be had any more."""

    number: int
