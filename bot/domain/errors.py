"""Refusals: every way in which the rules say no, as facts; the wording is the words' business."""

from dataclasses import dataclass
from datetime import datetime


class Refusal(Exception):
    """A state of affairs that stands in the way of what somebody asked for."""


@dataclass(eq=False)
class NotSetUp(Refusal):
    """The server has not been founded yet."""


@dataclass(eq=False)
class AlreadySetUp(Refusal):
    """The server was founded before; its rules change only by vote."""


@dataclass(eq=False)
class NotAFounder(Refusal):
    """Founding takes Discord's Manage Server, which this person does not hold."""


@dataclass(eq=False)
class UnknownTimeZone(Refusal):
    """No time zone has this name; `near` holds names that come close, best first."""

    name: str
    near: tuple[str, ...] = ()


@dataclass(eq=False)
class MissingPermissions(Refusal):
    """The bot lacks permissions in a channel; `names` are Discord's permission flags."""

    channel_id: int
    names: tuple[str, ...]


@dataclass(eq=False)
class MissingText(Refusal):
    """A text that is needed was left empty; `field` is the form's field."""

    field: str


@dataclass(eq=False)
class TextTooLong(Refusal):
    """A text is longer than its field holds; lengths in characters."""

    field: str
    length: int
    limit: int


@dataclass(eq=False)
class TooManyFirstTasks(Refusal):
    """A proposal names more first tasks than it may."""

    count: int
    limit: int


@dataclass(eq=False)
class TooManyOpenProposals(Refusal):
    """The author has as many open proposals as one person may; `room_at` is when the next one closes."""

    limit: int
    room_at: datetime


@dataclass(eq=False)
class NoSuchProposal(Refusal):
    """No proposal of this server has this number."""

    number: int


@dataclass(eq=False)
class NoSuchDecision(Refusal):
    """No decision of this server has this number."""

    number: int


@dataclass(eq=False)
class NoSuchTask(Refusal):
    """No task of this server has this number."""

    number: int


@dataclass(eq=False)
class VotingClosed(Refusal):
    """Voting on this proposal is over; the deadline itself is too late."""

    number: int
    closed_at: datetime


@dataclass(eq=False)
class VotingInterrupted(Refusal):
    """The clock of this proposal stands still until the bot can work in its channel again."""

    number: int


@dataclass(eq=False)
class NotOnTheRoll(Refusal):
    """The person came too late to vote on this proposal, or nobody knows when they came.

    They vote on what opens after `votes_from`.
    """

    number: int
    opened_at: datetime
    joined_at: datetime | None
    votes_from: datetime | None


@dataclass(eq=False)
class NoBallotStands(Refusal):
    """There is no ballot of this person to withdraw or to give a reason for."""

    number: int


@dataclass(eq=False)
class TaskIsDone(Refusal):
    """The task is finished."""

    number: int


@dataclass(eq=False)
class TaskIsFull(Refusal):
    """As many people as the task needs have taken it."""

    number: int
    people_needed: int


@dataclass(eq=False)
class WrongPeopleNeeded(Refusal):
    """A task is for nobody, or for more people than one task can hold."""

    limit: int


@dataclass(eq=False)
class AlreadyClaimed(Refusal):
    """The person holds this task already."""

    number: int


@dataclass(eq=False)
class TooManyClaims(Refusal):
    """The person holds as many tasks as one person may at once."""

    limit: int
    held: tuple[int, ...]


@dataclass(eq=False)
class NotYourTask(Refusal):
    """The person does not hold this task."""

    number: int


@dataclass(eq=False)
class NotAValue(Refusal):
    """What was typed cannot be read as a value of this setting of the charter."""

    setting: str
    typed: str


@dataclass(eq=False)
class OutsideBounds(Refusal):
    """The value lies outside the bounds of the entrenched core; the bounds are fractions as text."""

    setting: str
    low: str
    high: str


@dataclass(eq=False)
class NothingChanges(Refusal):
    """The setting has this value already."""

    setting: str


@dataclass(eq=False)
class ChangeUnderway(Refusal):
    """A change of this setting is being voted on; there is one at a time."""

    setting: str
    number: int


@dataclass(eq=False)
class CannotAmend(Refusal):
    """Somebody else has voted on it, or it is not open: the text stands. A new proposal can name this one."""

    number: int


@dataclass(eq=False)
class NotTheAuthor(Refusal):
    """Only the author may do this with a proposal."""

    number: int


@dataclass(eq=False)
class WrongOptions(Refusal):
    """A choice offers too few or too many options."""

    count: int
    low: int
    high: int


@dataclass(eq=False)
class NotBlocked(Refusal):
    """Only what was blocked can be reworked."""

    number: int


@dataclass(eq=False)
class NoSuchMandate(Refusal):
    """There is no such mandate, or its recall is being voted on."""


@dataclass(eq=False)
class MandateHeld(Refusal):
    """This person holds a mandate, waits for a seat or stands for one already."""


@dataclass(eq=False)
class VotingNotOpen(Refusal):
    """The proposal is still being discussed; voting opens at an instant."""

    number: int
    opens_at: datetime


@dataclass(eq=False)
class NotOnOffer(Refusal):
    """What was picked is not among this proposal's choices, perhaps not any more."""

    number: int


@dataclass(eq=False)
class NotADay(Refusal):
    """What was typed is no date like 2026-05-11."""

    typed: str


@dataclass(eq=False)
class NotANumber(Refusal):
    """What was typed into this field is no whole number."""

    field: str


@dataclass(eq=False)
class PartOfTheCore(Refusal):
    """No vote changes this; `principle` names it."""

    principle: str


@dataclass(eq=False)
class NoSuchSetting(Refusal):
    """The charter has no setting of this name."""

    typed: str


@dataclass(eq=False)
class BallotChanged(Refusal):
    """The ballot says something else than when the form for its reason was opened."""

    number: int
