"""The ways in which the rules of time say no, as facts."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.errors import Refusal
from bot.domain.phrases.questions import Question


@dataclass(eq=False)
class NotACoordinator(Refusal):
    """This person has no seat now, so they schedule nothing for all; `waits` is whether one is to come."""

    waits: bool


@dataclass(eq=False)
class TermIsOver(Refusal):
    """This person was a coordinator until an instant that has passed."""

    ended_at: datetime


@dataclass(eq=False)
class TooManyReminders(Refusal):
    """The coordinator has scheduled as many as may be in a week; `room_at` is when there is room again."""

    limit: int
    room_at: datetime


@dataclass(eq=False)
class TooManyOfYours(Refusal):
    """As many reminders of this person's own wait as may."""

    limit: int


@dataclass(eq=False)
class NoSuchReminder(Refusal):
    """No reminder of this server, or of this person, has this number; 0 for what is no number of one."""

    number: int


@dataclass(eq=False)
class ReminderIsOver(Refusal):
    """The reminder was cancelled or has ended."""

    number: int


@dataclass(eq=False)
class DecidedReminder(Refusal):
    """A decision scheduled the reminder, so no coordinator moves or cancels it."""

    number: int
    decision: int


@dataclass(eq=False)
class NothingToRenew(Refusal):
    """The reminder does not end with somebody else's term."""

    number: int


@dataclass(eq=False)
class TimeIsPast(Refusal):
    """The time that was picked has passed."""


@dataclass(eq=False)
class AlreadyRepeats(Refusal):
    """The time says itself how it repeats, and something else was picked beside it."""


@dataclass(eq=False)
class NotRepeating(Refusal):
    """What a proposal carries reminds once."""


@dataclass(eq=False)
class BeforeTheClose(Refusal):
    """The reminder of a proposal would come before its vote is over."""

    closes_at: datetime


@dataclass(eq=False)
class NotHeldYet(Refusal):
    """The meeting whose agreement is proposed lies ahead."""

    met_on: date


@dataclass(eq=False)
class TooManyPresent(Refusal):
    """More people than any meeting has were said to have been at one."""

    limit: int


@dataclass(eq=False)
class PreviewIsGone(Refusal):
    """The preview that was to be saved is not kept any more, or was saved already."""


@dataclass(eq=False)
class AgendaIsFull(Refusal):
    """The agenda holds as many items as fit."""

    limit: int


@dataclass(eq=False)
class CannotSpeakThere(Refusal):
    """The person may not write in the channel themselves."""

    channel_id: int


@dataclass(eq=False)
class NoWebAddress(Refusal):
    """Nobody has said at which address on the web this Minga is reached, so no link leads to it."""


@dataclass(eq=False)
class UnclearTime(Refusal):
    """A time that was typed cannot be taken as it is; the question says why, and what could be meant."""

    question: Question


@dataclass(eq=False)
class UnclearDay(Refusal):
    """Nothing but a day was asked for, and what was typed is none; the question says why, and what could be meant."""

    question: Question
