"""Amending: what authors may still do with their proposals, within the charter's limits."""

from datetime import datetime

from bot.domain.ballots import Act
from bot.domain.covers import Holder
from bot.domain.decisions import Outcome
from bot.domain.errors import CannotAmend, NotTheAuthor, VotingClosed
from bot.domain.proposals import Draft, State, check_carried
from bot.services.agendas import draw_agendas_again
from bot.services.cards import Person, ProposalCard
from bot.services.inbox import Inbox
from bot.services.owing import owe
from bot.services.ports import Clock, Register
from bot.services.proposal_cards import proposal_card
from bot.services.proposals import count_members, existing_proposal, freeze_into
from bot.services.reading import ReadingService
from bot.services.servers import founded
from bot.services.settling import cleared, conclude
from bot.services.tally_board import TallyBoard
from db import ballots, covers, ledger, proposals
from db.engine import Database, Session


class AmendingService:
    """Edits, amends and withdraws: only the author, and only until somebody else has voted. Source: charter, §3."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        register: Register,
        board: TallyBoard,
        inbox: Inbox,
        reading: ReadingService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._register = register
        self._board = board
        self._inbox = inbox
        self._reading = reading

    async def check(self, person: Person, number: int) -> ProposalCard:
        """The proposal that somebody is about to change.

        Refuses with `NotTheAuthor`, `VotingClosed` or `CannotAmend`.
        """
        async with self._database.look() as session:
            row = await existing_proposal(session, person.guild_id, number)
            await _check_may_change(session, row, person, self._clock.now())
            return await proposal_card(session, row)

    async def amend(self, person: Person, number: int, draft: Draft) -> ProposalCard:
        """Change the text; once voting is open this clears the ballots and starts the clock anew."""
        await self._hear_all(person, number)
        now = self._clock.now()
        member_count = await count_members(self._register, person.guild_id)
        async with self._database.turn() as session:
            row = await existing_proposal(session, person.guild_id, number)
            await _check_may_change(session, row, person, now)
            await _forget_lifted_cover(session, row)
            if row.title != draft.title:
                # The discussion thread bears the title, and only what is owed is tried until it is done.
                await owe(session, row.guild_id, row.channel_id, "show-ballot", row.number, now)
            row.title, row.body = draft.title, draft.body
            row.first_tasks, row.options = list(draft.first_tasks), list(draft.options)
            row.reminder = draft.reminder.facts() if draft.reminder else None
            if row.state == State.OPEN:
                server = await founded(session, row.guild_id)
                await ballots.clear(session, row.id)
                await ledger.append(session, [cleared(row, now)])
                await freeze_into(session, row, server, member_count=member_count, opened_at=now)
                row.turned_at, row.prolongations, row.six_hours_before = None, [], None
                if row.options:
                    await owe(session, row.guild_id, row.channel_id, "furnish", row.number, now)
            check_carried(draft.reminder, row.closes_at)
            await session.flush()
            await draw_agendas_again(session, row.guild_id, now)
            card = await proposal_card(session, row)
        self._board.mark_stale(row.id)
        return card

    async def may_change(self, person: Person, number: int) -> bool:
        """Whether somebody may still change a proposal, or take it back."""
        async with self._database.look() as session:
            row = await existing_proposal(session, person.guild_id, number)
            return await may_change(session, row, person.user_id, self._clock.now())

    async def withdraw(self, person: Person, number: int) -> ProposalCard:
        """Take a proposal back; the log keeps that it was there."""
        await self._hear_all(person, number)
        now = self._clock.now()
        async with self._database.turn() as session:
            row = await existing_proposal(session, person.guild_id, number)
            await _check_may_change(session, row, person, now)
            row.opened_at, row.closes_at = min(row.opened_at, now), now
            await session.flush()
            await conclude(session, row, Outcome.WITHDRAWN, now)
            await session.refresh(row)
            card = await proposal_card(session, row)
        self._board.mark_stale(row.id)
        return card

    async def _hear_all(self, person: Person, number: int) -> None:
        """Write and read what others tapped before: that the bot has not got to it yet takes no ballot from them."""
        async with self._database.look() as session:
            row = await existing_proposal(session, person.guild_id, number)
        if row.author_id == person.user_id and row.state == State.OPEN and self._reading.is_behind(row):
            await self._reading.try_safely(row)
        await self._inbox.drained()


async def _forget_lifted_cover(session: Session, row: proposals.ProposalRow) -> None:
    """What a vote made readable again was another text: the new one may be asked about anew."""
    cover = await covers.get(session, row.guild_id, Holder.PROPOSAL.value, row.number)
    if cover is not None and cover.lifted_at is not None:
        await covers.forget_text(session, row.guild_id, cover.kind, cover.number)


async def _check_may_change(session: Session, row: proposals.ProposalRow, person: Person, now: datetime) -> None:
    if row.author_id != person.user_id:
        raise NotTheAuthor(row.number)
    if row.state == State.OPEN and row.closes_at <= now:
        raise VotingClosed(row.number, row.closes_at)
    if not await may_change(session, row, person.user_id, now):
        raise CannotAmend(row.number)


async def may_change(session: Session, row: proposals.ProposalRow, user_id: int, now: datetime) -> bool:
    """Whether somebody may change a proposal or take it back now."""
    if row.author_id != user_id:
        return False
    if row.state == State.OPEN and row.closes_at > now:
        return not await ledger.has_counted(session, row.id, Act.CAST.value, by_others_than=user_id)
    return row.state == State.DISCUSSED
