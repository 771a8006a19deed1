"""What the use cases need of the world outside: a clock, a place to show things, the reactions, the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.services.cards import BallotPlace, CheckCard, DecisionCard, ProposalCard, TaskCard
from bot.services.digest_cards import DigestCard
from bot.services.notices import Content, Notice
from bot.services.standing_cards import BoardCard, LearnersCard
from bot.services.time_cards import AgendaCard, NotesCard, OccurrenceCard, PersonalCard
from bot.services.work_cards import OfferCard


class Clock(Protocol):
    """Tells the time; the sandbox and tests bring their own."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class Unreachable(Exception):
    """Something outside could not be reached or refused; `is_gone` when trying again is of no use.

    `is_refused` says that the bot lacks a permission, `is_place_gone` that not only a message is gone but the channel
    or the server that held it. `rest` is how long to leave it alone, where the other side or our own rule says so.
    """

    def __init__(
        self,
        reason: str,
        *,
        is_gone: bool = False,
        is_place_gone: bool = False,
        is_refused: bool = False,
        rest: timedelta | None = None,
    ) -> None:
        super().__init__(reason)
        self.is_gone = is_gone or is_place_gone
        self.is_place_gone = is_place_gone
        self.is_refused = is_refused
        self.rest = rest


class NothingToTell(Unreachable):
    """What was owed is of no use any more, as it should be: trying again would be none either, and nothing is wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, is_gone=True)


@dataclass(frozen=True, slots=True)
class StandingReaction:
    """One reaction of one person as Discord lists it; bots are left out."""

    user_id: int
    emoji: str
    is_super: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands on a ballot message: the people's reactions, and which emoji of the bot's own are still there.

    The bot's own are bare of variation selectors.
    """

    people: Sequence[StandingReaction]
    own: frozenset[str]


class NoticeBoard(Protocol):
    """Where notices are posted and pictures of the record are kept fresh. Everything raises `Unreachable`."""

    async def post(self, notice: Notice, *, tried_since: datetime | None) -> int:
        """Post a notice once and return its message id.

        `tried_since` is when the first attempt began, None for the first: the channel is searched from there for
        the notice's mark before it is posted again.
        """
        ...

    async def furnish(self, card: ProposalCard) -> int:
        """Put the reactions on a ballot, open its discussion thread and return the thread's id; twice is no harm."""
        ...

    async def name_discussion(self, card: ProposalCard) -> None:
        """Name the discussion thread of a ballot after its title as it is now; it is gone where nobody can read it."""
        ...

    async def name_thread(self, thread_id: int, name: str) -> None:
        """Give a thread another name; it is gone where nobody can read it."""
        ...

    async def furnish_check(self, card: CheckCard) -> None:
        """Put the reactions on a temperature check; twice is no harm."""
        ...

    async def show_proposal(self, card: ProposalCard) -> None:
        """Redraw a ballot."""
        ...

    async def show_decision(self, card: DecisionCard) -> None:
        """Redraw an announcement."""
        ...

    async def show_check(self, card: CheckCard) -> None:
        """Redraw a temperature check."""
        ...

    async def show_task(self, card: TaskCard) -> None:
        """Redraw a task's message."""
        ...

    async def show_offer(self, card: OfferCard) -> None:
        """Redraw the question by which a task is offered to somebody."""
        ...

    async def show_prompt(self, guild_id: int, channel_id: int, message_id: int, card: Content) -> None:
        """Redraw a message that was posted, as this card."""
        ...

    async def show_reminder(self, card: OccurrenceCard) -> None:
        """Redraw a reminder that came."""
        ...

    async def show_agenda(self, card: AgendaCard) -> None:
        """Redraw a meeting's agenda."""
        ...

    async def show_notes(self, card: NotesCard) -> None:
        """Redraw a meeting's notes."""
        ...

    async def show_digest(self, card: DigestCard) -> None:
        """Redraw a digest, and the messages in its thread."""
        ...

    async def show_board(self, card: BoardCard) -> None:
        """Redraw the board of tasks."""
        ...

    async def show_learners(self, card: LearnersCard) -> None:
        """Redraw who would like to learn a task."""
        ...

    async def open_thread(self, guild_id: int, channel_id: int, message_id: int, name: str) -> int:
        """Open a thread on a message and return its id; that there is one already is no harm."""
        ...

    async def tell(self, card: PersonalCard, *, nonce: str, tried_since: datetime | None) -> None:
        """Send a person, in a direct message, what they asked to be told; once, as with `post`.

        Raises `Unreachable`, gone where they take no direct messages.
        """
        ...


class BallotBox(Protocol):
    """The reactions on a ballot message. Everything raises `Unreachable`."""

    async def standing_reactions(self, place: BallotPlace) -> Listing:
        """Every reaction that stands on the message, normal and super, all pages."""
        ...

    async def reaction_counts(self, place: BallotPlace, emoji: Sequence[str]) -> tuple[int, ...]:
        """How many people tapped each of these reactions, the bot itself left out."""
        ...

    async def take_off(self, place: BallotPlace, user_id: int, said: str) -> None:
        """Take one person's reaction off, the one that says this, as a courtesy."""
        ...


class Register(Protocol):
    """What Discord knows of members. Everything raises `Unreachable`."""

    async def joined_at(self, guild_id: int, user_id: int) -> datetime | None:
        """When the person joined the server this time, None where they are not in it."""
        ...

    async def member_count(self, guild_id: int) -> int:
        """How many people and bots the server has, about."""
        ...

    async def has_channel(self, guild_id: int, channel_id: int) -> bool:
        """Whether the bot is in the server and the channel is there, as far as is known without asking."""
        ...

    async def missing_permissions(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        """Which permissions that the bot needs it lacks in a channel, as far as is known without asking.

        None where the channel is not known to be there.
        """
        ...

    async def where_to_speak(self, guild_id: int, preferred: Sequence[int]) -> int | None:
        """The first of these channels in which the bot may speak, else the one for the server's own messages."""
        ...

    async def is_channel_gone(self, guild_id: int, channel_id: int) -> bool:
        """Whether Discord says that there is no such channel."""
        ...
