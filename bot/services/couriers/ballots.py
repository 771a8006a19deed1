"""Couriers of ballots: posting them, furnishing them with reactions and thread, and redrawing them."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.proposals import State
from bot.domain.rules import RUN_OFF_HOURS, DecisionRule
from bot.services.cards import ProposalCard
from bot.services.couriers.courier import Courier, Desk, Poster, Redrawer
from bot.services.integrity import lose_channel
from bot.services.notices import Content
from bot.services.owing import owe
from bot.services.ports import NothingToTell, Unreachable
from bot.services.proposal_cards import proposal_card
from bot.services.proposals import existing_proposal
from db import outbox, proposals
from db.engine import Session

_SOON = timedelta(minutes=10)
"""A ballot that is posted within this time is posted at once, as voting goes."""

_POSTINGS = ("ballot", "run-off", "ballot-again")
"""A ballot to post, one more for a run-off, one that is put back."""


class BallotPoster(Poster):
    """Posts a ballot, the first one, the one of a run-off or one in place of one that is gone."""

    async def card(self, session: Session, row: outbox.NoticeRow) -> Content:
        """The proposal."""
        return await proposal_card(session, await existing_proposal(session, row.guild_id, row.subject))

    async def posted(self, session: Session, row: outbox.NoticeRow, message_id: int, now: datetime) -> None:
        """Remember the message, and owe it reactions and thread."""
        proposal = await existing_proposal(session, row.guild_id, row.subject)
        await proposals.change(session, proposal.id, message_id=message_id)
        if row.kind != "ballot-again" and proposal.state == State.OPEN:
            began_at = row.owed_at if row.kind == "run-off" else proposal.opened_at
            await _give_full_time(session, proposal, began_at, now)
        await owe(session, row.guild_id, row.channel_id, "furnish", row.subject, now)

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Have the server's votes wait for another channel where this one is gone."""
        if fault.is_place_gone:
            await lose_channel(session, row.guild_id, row.channel_id, self.desk.clock.now())


class BallotFurnisher(Courier):
    """Reactions and thread for a posted ballot; then it is read, for taps that came before we knew its id."""

    async def deliver(self, row: outbox.NoticeRow) -> None:
        """Furnish the ballot where it stands now."""
        async with self.desk.database.look() as session:
            card = await proposal_card(session, await existing_proposal(session, row.guild_id, row.subject))
        if card.message_id is None:
            raise NothingToTell("the ballot is to be posted again")
        thread_id = await self.desk.board.furnish(card)
        async with self.desk.database.turn() as session:
            proposal = await existing_proposal(session, row.guild_id, row.subject)
            await proposals.change(session, proposal.id, thread_id=thread_id)
            await outbox.delivered(session, row.id, self.desk.clock.now())
        await self.desk.reading.try_to_read(proposal)

    async def given_up(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Have a ballot that turned out to be gone put back soon."""
        _have_looked_at(self.desk, (await existing_proposal(session, row.guild_id, row.subject)).message_id)


class BallotRedrawer(Redrawer):
    """Redraws every ballot message of a proposal, former ones to lead on, and names its discussion thread anew.

    What is gone shows nothing any more; a ballot that turned out to be gone is put back soon.
    """

    posted_by = _POSTINGS

    async def redraw(self, row: outbox.NoticeRow) -> None:
        """The former messages first, then the one that stands."""
        async with self.desk.database.look() as session:
            proposal = await existing_proposal(session, row.guild_id, row.subject)
            card: ProposalCard = await proposal_card(session, proposal)
        led_on = [
            replace(card, message_id=message_id, goes_on_in=card.message_id) for message_id in proposal.former_messages
        ]
        for each in (*led_on, card):
            try:
                await self.desk.board.show_proposal(each)
            except Unreachable as fault:
                if not fault.is_gone:
                    raise
                if each is card:
                    _have_looked_at(self.desk, card.message_id)
        try:
            await self.desk.board.name_discussion(card)
        except Unreachable as fault:
            # A thread that somebody locked keeps its name, however often one asks.
            if not (fault.is_gone or fault.is_refused):
                raise


def _have_looked_at(desk: Desk, message_id: int | None) -> None:
    if message_id is not None:
        desk.reading.owe(message_id)


async def _give_full_time(session: Session, row: proposals.ProposalRow, began_at: datetime, now: datetime) -> None:
    """Let voting, or a run-off, last its whole time from when its ballot could be seen, where posting it took long.

    Otherwise whoever keeps the bot out of a channel would shorten votes. Source: charter, §1.6.
    """
    if now - began_at > _SOON:
        hours = RUN_OFF_HOURS if row.run_off else DecisionRule.of_facts(row.rule).voting_hours
        await proposals.change(session, row.id, closes_at=max(row.closes_at, now + timedelta(hours=hours)))
