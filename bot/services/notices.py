"""Notices: what is owed to a channel, and everything that such a notice can show."""

from dataclasses import dataclass

from bot.services.cards import CheckCard, DecisionCard, ProposalCard, TaskCard
from bot.services.digest_cards import DigestCard, DigestPart
from bot.services.loss_cards import LossCard, RestoredCard
from bot.services.standing_cards import AnsweredCard, BoardCard, LearnersCard, QuestionCard, ReleasedCard
from bot.services.time_cards import AgendaCard, ClosingCard, DueTaskCard, NotesCard, OccurrenceCard
from bot.services.work_cards import OfferCard

Content = (
    ProposalCard
    | DecisionCard
    | TaskCard
    | CheckCard
    | LossCard
    | RestoredCard
    | OccurrenceCard
    | AgendaCard
    | NotesCard
    | ClosingCard
    | DueTaskCard
    | AnsweredCard
    | OfferCard
    | DigestCard
    | DigestPart
    | BoardCard
    | QuestionCard
    | ReleasedCard
    | LearnersCard
)
"""What a notice can show."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something owed to a channel: the card to show, the nonce for Discord and the mark for a later search.

    `mentions` are the people whom it mentions, almost always nobody. Source: charter, §9.
    """

    guild_id: int
    channel_id: int
    nonce: str
    content: Content
    mentions: tuple[int, ...] = ()

    @property
    def mark(self) -> str:
        """What the message's first line begins with, by which it is found again: "P-12"."""
        if isinstance(self.content, OfferCard):
            return self.content.mark
        return f"{self.content.prefix}-{self.content.number}"
