"""The notice board over Discord: posts once, furnishes ballots and keeps pictures fresh."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import discord

from bot.domain.checks import EMOJI
from bot.domain.proposals import State
from bot.services.cards import CheckCard, DecisionCard, LossCard, ProposalCard, TaskCard
from bot.services.digest_cards import DigestCard, DigestPart
from bot.services.notices import Content, Notice
from bot.services.ports import Unreachable
from bot.services.standing_cards import AnsweredCard, BoardCard, LearnersCard, QuestionCard, ReleasedCard
from bot.services.time_cards import (
    AgendaCard,
    ClosingCard,
    DueTaskCard,
    NotesCard,
    OccurrenceCard,
    PersonalCard,
)
from bot.services.work_cards import OfferCard
from bot.words.catalogue import Words, words_in
from cogs.bridge.answer import NOBODY
from cogs.bridge.reach import Rests, reaching
from cogs.ui.ballots import ballot_view
from cogs.ui.boards import board_view
from cogs.ui.checks import check_view
from cogs.ui.decisions import decision_view
from cogs.ui.digest import digest_view, part_view
from cogs.ui.losses import loss_view
from cogs.ui.meetings import agenda_view, notes_view
from cogs.ui.offers import offer_view
from cogs.ui.picture import Picture
from cogs.ui.prompts import closing_view, due_task_view
from cogs.ui.reminders import occurrence_view, personal_view
from cogs.ui.standing import learners_view, question_view, released_view
from cogs.ui.tasks import answered_view, task_view

_THREAD_EXISTS = 160004
_THREAD_FOLDED = 50083
_THREAD_NAME_LIMIT = 100
_SKEW = timedelta(minutes=1)
"""Discord's clock may run behind ours; the search for a mark begins this much earlier."""

_A_WEEK: Literal[10080] = 10080
"""Minutes after which an idle discussion folds itself away."""


class DiscordNoticeBoard:
    """The port `NoticeBoard` over discord.py's client."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._rests = Rests(client)

    async def post(self, notice: Notice, *, tried_since: datetime | None) -> int:
        """Post a notice, or find it where an earlier attempt got through without our hearing of it."""
        channel = self._channel(notice.guild_id, notice.channel_id)
        with self._rests.reaching("post", notice.channel_id):
            if tried_since is not None:
                found = await self._find(channel, notice.mark, since=tried_since - _SKEW)
                if found is not None:
                    return found
            message = await channel.send(
                view=view_of(notice.content), nonce=notice.nonce, allowed_mentions=_only(notice.mentions)
            )
        return message.id

    async def _find(self, channel: discord.abc.Messageable, mark: str, *, since: datetime) -> int | None:
        """The message of ours whose first line begins with the mark."""
        first_line = re.compile(rf"[#*\s]*{re.escape(mark)}(?: ·|\**$)", re.MULTILINE)
        after = discord.Object(discord.utils.time_snowflake(since))
        async for message in channel.history(after=after, limit=None, oldest_first=True):
            if self._client.user is None or message.author.id != self._client.user.id:
                continue
            first = next(_texts(message.components), "")
            if first_line.match(first):
                return message.id
        return None

    async def furnish(self, card: ProposalCard) -> int:
        """Reactions and discussion thread; that the thread exists already is success."""
        assert card.message_id is not None
        message = self._message(card.guild_id, card.channel_id, card.message_id)
        with self._rests.reaching("furnish", card.channel_id):
            for emoji in card.form.emoji if card.state is State.OPEN else ():
                await message.add_reaction(emoji)
            if card.thread_id is not None:
                return card.thread_id
        return await self.open_thread(card.guild_id, card.channel_id, card.message_id, _discussion_name(card))

    async def name_discussion(self, card: ProposalCard) -> None:
        """Rename the thread."""
        if card.thread_id is not None:
            await self.name_thread(card.thread_id, _discussion_name(card))

    async def name_thread(self, thread_id: int, name: str) -> None:
        """Rename a thread; one that folded itself away can only be renamed by being opened again."""
        with reaching():
            await self._client.http.edit_channel(thread_id, name=name[:_THREAD_NAME_LIMIT], archived=False)

    async def furnish_check(self, card: CheckCard) -> None:
        """The three reactions."""
        assert card.message_id is not None
        message = self._message(card.guild_id, card.channel_id, card.message_id)
        with self._rests.reaching("furnish", card.channel_id):
            for emoji in EMOJI:
                await message.add_reaction(emoji)

    async def show_check(self, card: CheckCard) -> None:
        """Redraw a temperature check."""
        if card.message_id is not None:
            await self._edit(card.guild_id, card.channel_id, card.message_id, check_view(card, words_in(card.language)))

    async def show_proposal(self, card: ProposalCard) -> None:
        """Redraw a ballot."""
        if card.message_id is not None:
            await self._edit(
                card.guild_id, card.channel_id, card.message_id, ballot_view(card, words_in(card.language))
            )

    async def show_decision(self, card: DecisionCard) -> None:
        """Redraw an announcement."""
        if card.channel_id is not None and card.message_id is not None:
            view = decision_view(card, words_in(card.language))
            await self._edit(card.guild_id, card.channel_id, card.message_id, view)

    async def show_task(self, card: TaskCard) -> None:
        """Redraw a task's message."""
        if card.channel_id is not None and card.message_id is not None:
            await self._edit(card.guild_id, card.channel_id, card.message_id, task_view(card, words_in(card.language)))

    async def show_offer(self, card: OfferCard) -> None:
        """Redraw the question by which a task is offered."""
        if card.channel_id is not None and card.message_id is not None:
            await self._edit(card.guild_id, card.channel_id, card.message_id, offer_view(card, words_in(card.language)))

    async def show_prompt(self, guild_id: int, channel_id: int, message_id: int, card: Content) -> None:
        """Redraw a message that was posted, as this card."""
        await self._edit(guild_id, channel_id, message_id, view_of(card))

    async def show_reminder(self, card: OccurrenceCard) -> None:
        """Redraw a reminder that came."""
        if card.message_id is not None:
            view = occurrence_view(card, words_in(card.language))
            await self._edit(card.guild_id, card.channel_id, card.message_id, view)

    async def show_agenda(self, card: AgendaCard) -> None:
        """Redraw a meeting's agenda."""
        if card.message_id is not None:
            await self._edit(card.guild_id, card.thread_id, card.message_id, agenda_view(card, words_in(card.language)))

    async def show_notes(self, card: NotesCard) -> None:
        """Redraw a meeting's notes."""
        if card.channel_id is not None and card.message_id is not None:
            await self._edit(card.guild_id, card.channel_id, card.message_id, notes_view(card, words_in(card.language)))

    async def show_digest(self, card: DigestCard) -> None:
        """Redraw a digest, and as many of the messages in its thread as there are."""
        words = words_in(card.language)
        if card.channel_id is not None and card.message_id is not None:
            await self._edit(card.guild_id, card.channel_id, card.message_id, digest_view(card, words))
        for part, message_id in zip(card.parts, card.part_ids, strict=False):
            await self._edit(card.guild_id, card.thread_id or 0, message_id, part_view(part, words))

    async def show_board(self, card: BoardCard) -> None:
        """Redraw the board of tasks."""
        if card.message_id is not None:
            await self._edit(card.guild_id, card.channel_id, card.message_id, board_view(card, words_in(card.language)))

    async def show_learners(self, card: LearnersCard) -> None:
        """Redraw who would like to learn a task."""
        if card.message_id is not None:
            view = learners_view(card, words_in(card.language))
            await self._edit(card.guild_id, card.channel_id, card.message_id, view)

    async def open_thread(self, guild_id: int, channel_id: int, message_id: int, name: str) -> int:
        """A thread on a message has the message's id; that it exists already is success."""
        with self._rests.reaching("furnish", channel_id):
            try:
                thread = await self._message(guild_id, channel_id, message_id).create_thread(
                    name=name[:_THREAD_NAME_LIMIT], auto_archive_duration=_A_WEEK
                )
            except discord.HTTPException as fault:
                if fault.code != _THREAD_EXISTS:
                    raise
                return message_id
        return thread.id

    async def tell(self, card: PersonalCard, *, nonce: str, tried_since: datetime | None) -> None:
        """Open the conversation and write into it; who takes no direct messages cannot be told this way."""
        with reaching():
            try:
                channel = await self._client.create_dm(discord.Object(card.member_id))
                if tried_since is not None and await self._find(channel, card.mark, since=tried_since - _SKEW):
                    return
                view = personal_view(card, words_in(card.language))
                await channel.send(view=view, nonce=nonce, allowed_mentions=NOBODY)
            except discord.Forbidden as fault:
                raise Unreachable(str(fault), is_gone=True) from fault
            except discord.NotFound as fault:
                raise Unreachable(str(fault), is_gone=True) from fault

    async def _edit(self, guild_id: int, channel_id: int, message_id: int, view: Picture) -> None:
        with self._rests.reaching("edit", channel_id):
            message = self._message(guild_id, channel_id, message_id)
            try:
                await message.edit(view=view, allowed_mentions=NOBODY)
            except discord.HTTPException as fault:
                if fault.code != _THREAD_FOLDED:
                    raise
                # What stands in a thread that folded itself away is changed only by opening it again.
                await self._client.http.edit_channel(channel_id, archived=False)
                await message.edit(view=view, allowed_mentions=NOBODY)

    def _channel(self, guild_id: int, channel_id: int) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(channel_id, guild_id=guild_id, type=discord.ChannelType.text)

    def _message(self, guild_id: int, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self._channel(guild_id, channel_id).get_partial_message(message_id)


def _discussion_name(card: ProposalCard) -> str:
    return f"P-{card.number}" if card.is_covered else f"P-{card.number} · {card.title}"


def _only(people: Sequence[int]) -> discord.AllowedMentions:
    """Mention these people, and nobody else."""
    if not people:
        return NOBODY
    return discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(each) for each in people])


def view_of(content: Content) -> Picture:
    """How a message looks that shows this card."""
    words = words_in(content.language)
    return _VIEWS[type(content)](content, words)


_VIEWS: Mapping[type[Any], Callable[[Any, Words], Picture]] = {
    ProposalCard: ballot_view,
    DecisionCard: decision_view,
    TaskCard: task_view,
    CheckCard: check_view,
    LossCard: loss_view,
    OccurrenceCard: occurrence_view,
    AgendaCard: agenda_view,
    NotesCard: notes_view,
    ClosingCard: closing_view,
    DueTaskCard: due_task_view,
    AnsweredCard: lambda card, words: answered_view(card.task, words),
    OfferCard: offer_view,
    DigestCard: digest_view,
    DigestPart: part_view,
    BoardCard: board_view,
    QuestionCard: question_view,
    ReleasedCard: released_view,
    LearnersCard: learners_view,
}


def _texts(components: Any) -> Any:
    """Every text of a message in components, in order."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(getattr(component, "children", ()))
