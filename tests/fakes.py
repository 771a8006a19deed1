"""Fakes of the ports: a board and a box that keep what they hear."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.ballots import EMOJI_OF, OPTION_EMOJI, bare_emoji
from bot.domain.forms import emoji_of
from bot.services.cards import BallotPlace, CheckCard, DecisionCard, ProposalCard, TaskCard
from bot.services.digest_cards import DigestCard
from bot.services.notices import Content, Notice
from bot.services.ports import Listing, StandingReaction, Unreachable
from bot.services.standing_cards import BoardCard, LearnersCard
from bot.services.time_cards import AgendaCard, NotesCard, OccurrenceCard, PersonalCard
from bot.services.work_cards import OfferCard
from tests.fake_clock import FakeClock
from tests.fake_outside import Outside


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands on the board."""

    message_id: int
    notice: Notice
    posted_at: datetime


class FakeNoticeBoard(Outside):
    """Keeps every message that was posted and every picture that was drawn; posting has the real board's manners."""

    def __init__(self, clock: FakeClock, box: "FakeBallotBox") -> None:
        super().__init__()
        self._clock = clock
        self._box = box
        self._last_id = 1_000_000
        self.posted: list[Posted] = []
        self.threads: dict[int, int] = {}
        """The threads opened, by the ballot's message id."""
        self.shown_proposals: list[ProposalCard] = []
        self.shown_decisions: list[DecisionCard] = []
        self.furnished_checks: list[CheckCard] = []
        self.shown_checks: list[CheckCard] = []
        self.shown_tasks: list[TaskCard] = []
        self.shown_prompts: list[tuple[int, int, Content]] = []
        self.shown_reminders: list[OccurrenceCard] = []
        self.shown_agendas: list[AgendaCard] = []
        self.shown_offers: list[OfferCard] = []
        self.shown_notes: list[NotesCard] = []
        self.shown_digests: list[DigestCard] = []
        self.shown_boards: list[BoardCard] = []
        self.shown_learners: list[LearnersCard] = []
        self.told: list[tuple[PersonalCard, str]] = []
        """What people were told in direct messages, with the nonce."""
        self.deaf: set[int] = set()
        """Who takes no direct messages."""
        self.thread_names: dict[int, str] = {}

    def standing(self, mark: str) -> list[Posted]:
        """The messages that stand under this mark: one, where all is well."""
        return [message for message in self.posted if message.notice.mark == mark]

    async def post(self, notice: Notice, *, tried_since: datetime | None) -> int:
        """Post, or find by its mark what an earlier attempt left in the channel."""
        with self._call("post", notice, tried_since):
            found = self._search(notice, tried_since) if tried_since else None
            if found is None:
                found = Posted(self._next_id(), notice, self._clock.now())
                self.posted.append(found)
            await self._let_things_happen()
        return found.message_id

    async def furnish(self, card: ProposalCard) -> int:
        """Open the ballot's thread, once."""
        with self._call("furnish", card):
            assert card.message_id is not None, "a ballot is furnished after it is posted"
            thread_id = card.thread_id or self.threads.setdefault(card.message_id, self._next_id())
            self._box.own_gone.pop(card.message_id, None)
            await self._let_things_happen()
        return thread_id

    async def name_discussion(self, card: ProposalCard) -> None:
        """Keep the name that it then has."""
        with self._call("name_discussion", card):
            self.thread_names[card.thread_id or 0] = f"P-{card.number} · {card.title}"
            await self._let_things_happen()

    async def name_thread(self, thread_id: int, name: str) -> None:
        """Keep the name that it then has."""
        with self._call("name_thread", thread_id, name):
            self.thread_names[thread_id] = name
            await self._let_things_happen()

    async def show_proposal(self, card: ProposalCard) -> None:
        """Keep the picture."""
        await self._keep("show_proposal", self.shown_proposals, card)

    async def show_decision(self, card: DecisionCard) -> None:
        """Keep the picture."""
        await self._keep("show_decision", self.shown_decisions, card)

    async def furnish_check(self, card: CheckCard) -> None:
        """Remember that the reactions were put on."""
        with self._call("furnish_check", card):
            self.furnished_checks.append(card)
            await self._let_things_happen()

    async def show_check(self, card: CheckCard) -> None:
        """Keep the picture."""
        await self._keep("show_check", self.shown_checks, card)

    async def show_task(self, card: TaskCard) -> None:
        """Keep the picture."""
        await self._keep("show_task", self.shown_tasks, card)

    async def show_prompt(self, guild_id: int, channel_id: int, message_id: int, card: Content) -> None:
        """Keep the picture, and where it stands."""
        await self._keep("show_prompt", self.shown_prompts, (channel_id, message_id, card))

    async def show_reminder(self, card: OccurrenceCard) -> None:
        """Keep the picture."""
        await self._keep("show_reminder", self.shown_reminders, card)

    async def show_offer(self, card: OfferCard) -> None:
        """Keep the picture."""
        await self._keep("show_offer", self.shown_offers, card)

    async def show_agenda(self, card: AgendaCard) -> None:
        """Keep the picture."""
        await self._keep("show_agenda", self.shown_agendas, card)

    async def show_notes(self, card: NotesCard) -> None:
        """Keep the picture."""
        await self._keep("show_notes", self.shown_notes, card)

    async def show_digest(self, card: DigestCard) -> None:
        """Keep the picture."""
        await self._keep("show_digest", self.shown_digests, card)

    async def show_board(self, card: BoardCard) -> None:
        """Keep the picture."""
        await self._keep("show_board", self.shown_boards, card)

    async def show_learners(self, card: LearnersCard) -> None:
        """Keep the picture."""
        await self._keep("show_learners", self.shown_learners, card)

    async def _keep(self, what: str, kept: list[Any], card: object) -> None:
        with self._call(what, card):
            kept.append(card)
            await self._let_things_happen()

    async def open_thread(self, guild_id: int, channel_id: int, message_id: int, name: str) -> int:
        """Open a message's thread, once."""
        with self._call("open_thread", guild_id, channel_id, message_id, name):
            thread_id = self.threads.setdefault(message_id, self._next_id())
            self.thread_names.setdefault(thread_id, name)
            await self._let_things_happen()
        return thread_id

    async def tell(self, card: PersonalCard, *, nonce: str, tried_since: datetime | None) -> None:
        """Tell a person, once for a nonce; a deaf one cannot be told."""
        with self._call("tell", card, nonce, tried_since):
            if card.member_id in self.deaf:
                raise Unreachable("cannot send messages to this user", is_gone=True)
            if tried_since is None or all(said != nonce for _, said in self.told):
                self.told.append((card, nonce))
            await self._let_things_happen()

    def _search(self, notice: Notice, since: datetime) -> Posted | None:
        return next(
            (
                message
                for message in self.posted
                if message.notice.channel_id == notice.channel_id
                and message.notice.mark == notice.mark
                and message.posted_at >= since
            ),
            None,
        )

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id


OWN = frozenset(map(bare_emoji, (*EMOJI_OF.values(), *OPTION_EMOJI)))
"""Every reaction that the bot may have put on a ballot."""


class FakeBallotBox(Outside):
    """Holds the reactions that stand on messages, as Discord would list them."""

    def __init__(self) -> None:
        super().__init__()
        self.reactions: dict[int, list[StandingReaction]] = {}
        self.own_gone: dict[int, set[str]] = {}
        """The bot's own reactions that are missing, by message id."""
        self.taken_off: list[tuple[int, int, str]] = []
        """What was taken off as a courtesy: message id, user id, what it said."""

    def add(self, message_id: int, user_id: int, emoji: str, *, is_super: bool = False) -> None:
        """Let a reaction stand, as if somebody had tapped."""
        self.remove(message_id, user_id, emoji, is_super=is_super)
        self.reactions.setdefault(message_id, []).append(StandingReaction(user_id, emoji, is_super))

    def remove(self, message_id: int, user_id: int, emoji: str, *, is_super: bool = False) -> None:
        """Let a reaction go, by whosever hand."""
        gone = (user_id, bare_emoji(emoji), is_super)
        self.reactions[message_id] = [
            one
            for one in self.reactions.get(message_id, [])
            if (one.user_id, bare_emoji(one.emoji), one.is_super) != gone
        ]

    def clear(self, message_id: int) -> None:
        """Take every reaction off a message, the bot's own too, as a moderator can."""
        self.reactions[message_id] = []
        self.own_gone[message_id] = set(OWN)

    async def standing_reactions(self, place: BallotPlace) -> Listing:
        """The reactions as they stand when the listing begins; what happens meanwhile is not in it."""
        with self._call("standing_reactions", place):
            listed = tuple(self.reactions.get(place.message_id, ()))
            own = OWN - self.own_gone.get(place.message_id, set())
            await self._let_things_happen()
        return Listing(listed, own)

    async def reaction_counts(self, place: BallotPlace, emoji: Sequence[str]) -> tuple[int, ...]:
        """How many tapped each."""
        with self._call("reaction_counts", place, emoji):
            tapped = [bare_emoji(one.emoji) for one in self.reactions.get(place.message_id, ())]
            await self._let_things_happen()
        return tuple(tapped.count(bare_emoji(one)) for one in emoji)

    async def take_off(self, place: BallotPlace, user_id: int, said: str) -> None:
        """Take a normal reaction off, and remember it."""
        with self._call("take_off", place, user_id, said):
            self.taken_off.append((place.message_id, user_id, said))
            self.remove(place.message_id, user_id, emoji_of(said))
            await self._let_things_happen()
