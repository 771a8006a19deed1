"""The outbox: what is owed gets delivered, once, however long it takes."""

import asyncio
import logging
import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.proposals import State
from bot.domain.rules import RUN_OFF_HOURS, DecisionRule
from bot.services.cards import CheckCard, DecisionCard, LossCard, Notice, ProposalCard, TaskCard
from bot.services.checks import check_card
from bot.services.decision_cards import decision_cards
from bot.services.integrity import lose_channel
from bot.services.losses import loss_card
from bot.services.owing import owe
from bot.services.ports import Clock, NoticeBoard, Register, Unreachable
from bot.services.proposal_cards import proposal_card
from bot.services.proposals import existing_proposal
from bot.services.reading import ReadingService
from bot.services.servers import founded
from bot.services.task_cards import task_cards
from db import checks, decisions, outbox, proposals, tasks
from db.engine import Database, Session

_log = logging.getLogger(__name__)

A_SWEEP = 100
_SOON = timedelta(minutes=10)
"""A ballot that is posted within this time is posted at once, as voting goes."""

_LONGEST_PAUSE = timedelta(minutes=15)

Kind = Literal[
    "ballot",
    "run-off",
    "ballot-again",
    "furnish",
    "decision",
    "task",
    "check",
    "furnish-check",
    "loss",
    "show-ballot",
    "show-decision",
    "show-task",
]
"""A ballot to post, one more for a run-off, a posted ballot to furnish with reactions and thread, a decision or a task
to post, a temperature check to post and then to furnish; or a message that must be redrawn however long it takes,
because its text was covered or uncovered."""

_POSTED_BY = {
    "show-ballot": ("ballot", "run-off", "ballot-again"),
    "show-decision": ("decision",),
    "show-task": ("task",),
}
"""The notices by which the message that is to be redrawn comes to stand."""


class OutboxService:
    """Delivers notices in the order in which they were owed, and writes down where they ended up."""

    def __init__(
        self, database: Database, clock: Clock, board: NoticeBoard, register: Register, reading: ReadingService
    ) -> None:
        self._database = database
        self._clock = clock
        self._board = board
        self._register = register
        self._reading = reading
        self._one_at_a_time = asyncio.Lock()

    async def deliver_due(self) -> int:
        """Try everything due, and what that owes in turn; returns how many notices were delivered."""
        delivered = 0
        async with self._one_at_a_time:
            while True:
                async with self._database.look() as session:
                    due = await outbox.due(session, self._clock.now(), limit=A_SWEEP)
                reached = [await self._deliver(row) for row in due]
                delivered += sum(reached)
                if not any(reached):
                    return delivered

    async def _deliver(self, row: outbox.NoticeRow) -> bool:
        """One attempt, written down before it is made, so that a crash in between leads to a search."""
        async with self._database.turn() as session:
            if not await outbox.try_now(session, row.id, self._clock.now()):
                return False
        try:
            if row.kind == "furnish":
                await self._furnish(row)
            elif row.kind == "furnish-check":
                await self._furnish_check(row)
            elif row.kind in _POSTED_BY:
                await self._show_anew(row)
            else:
                await self._post(row)
        except Unreachable as fault:
            _log.warning("notice %s %d was not delivered: %s", row.kind, row.subject, fault)
            await self._put_off(row, fault)
            return False
        except Exception as fault:
            # One notice that nobody knows how to send must not hold up those behind it.
            _log.exception("notice %s %d was not delivered", row.kind, row.subject)
            await self._put_off(row, Unreachable(type(fault).__name__))
            return False
        return True

    async def _post(self, row: outbox.NoticeRow) -> None:
        async with self._database.look() as session:
            card = await self._loss(session, row) if row.kind == "loss" else await _card(session, row)
        notice = Notice(row.guild_id, row.channel_id, row.nonce, card)
        message_id = await self._board.post(notice, tried_since=row.first_tried_at)
        now = self._clock.now()
        async with self._database.turn() as session:
            await outbox.delivered(session, row.id, now)
            match row.kind:
                case "ballot" | "run-off" | "ballot-again":
                    proposal = await existing_proposal(session, row.guild_id, row.subject)
                    await proposals.change(session, proposal.id, message_id=message_id)
                    if row.kind != "ballot-again" and proposal.state == State.OPEN:
                        began_at = row.owed_at if row.kind == "run-off" else proposal.opened_at
                        await _give_full_time(session, proposal, began_at, now)
                    await owe(session, row.guild_id, row.channel_id, "furnish", row.subject, now)
                case "decision":
                    await decisions.announced(session, row.guild_id, row.subject, row.channel_id, message_id)
                case "check":
                    await checks.posted(session, row.guild_id, row.subject, message_id)
                    await owe(session, row.guild_id, row.channel_id, "furnish-check", row.subject, now)
                case "task":
                    await tasks.shown(session, row.guild_id, row.subject, row.channel_id, message_id)

    async def _loss(self, session: Session, row: outbox.NoticeRow) -> LossCard:
        card = await loss_card(session, self._register, row.guild_id, row.subject)
        if card is None:
            raise Unreachable("nothing is missing any more", is_gone=True)
        return card

    async def _furnish(self, row: outbox.NoticeRow) -> None:
        """Reactions and thread for a posted ballot; then it is read, for taps that came before we knew its id."""
        async with self._database.look() as session:
            card = await proposal_card(session, await existing_proposal(session, row.guild_id, row.subject))
        if card.message_id is None:
            raise Unreachable("the ballot is to be posted again", is_gone=True)
        thread_id = await self._board.furnish(card)
        async with self._database.turn() as session:
            proposal = await existing_proposal(session, row.guild_id, row.subject)
            await proposals.change(session, proposal.id, thread_id=thread_id)
            await outbox.delivered(session, row.id, self._clock.now())
        await self._reading.try_to_read(proposal)

    async def _furnish_check(self, row: outbox.NoticeRow) -> None:
        """Reactions for a posted temperature check."""
        async with self._database.look() as session:
            card = await _running_check(session, row)
        await self._board.furnish_check(card)
        async with self._database.turn() as session:
            await outbox.delivered(session, row.id, self._clock.now())

    async def _show_anew(self, row: outbox.NoticeRow) -> None:
        """Redraw a message; one whose posting is under way may stand already, so it is waited for."""
        async with self._database.look() as session:
            if await outbox.waits(session, row.guild_id, row.subject, _POSTED_BY[row.kind]):
                raise Unreachable("what is to be redrawn may not stand yet")
            card = await _card(session, row)
            former = await _former_messages(session, card)
        if isinstance(card, ProposalCard):
            await self._show_ballots(card, former)
        elif isinstance(card, DecisionCard):
            await self._board.show_decision(card)
        else:
            assert isinstance(card, TaskCard), "a temperature check is never covered"
            await self._board.show_task(card)
        async with self._database.turn() as session:
            await outbox.delivered(session, row.id, self._clock.now())

    async def _show_ballots(self, card: ProposalCard, former: list[int]) -> None:
        """Redraw every ballot message of a proposal, former ones to lead on; one that is gone shows nothing."""
        led_on = [replace(card, message_id=message_id, goes_on_in=card.message_id) for message_id in former]
        for each in (*led_on, card):
            try:
                await self._board.show_proposal(each)
            except Unreachable as fault:
                if not fault.is_gone:
                    raise

    async def _put_off(self, row: outbox.NoticeRow, fault: Unreachable) -> None:
        now = self._clock.now()
        async with self._database.turn() as session:
            if fault.is_gone:
                await outbox.give_up(session, row.id, now, str(fault))
                await self._look_after(session, row, fault)
            else:
                await outbox.postpone(session, row.id, _next_try(row.attempts, now, fault.rest), str(fault))

    async def _look_after(self, session: Session, row: outbox.NoticeRow, fault: Unreachable) -> None:
        """Have a ballot that turned out to be gone put back soon, or its server's votes wait for another channel."""
        if row.kind in ("furnish", "show-ballot"):
            message_id = (await existing_proposal(session, row.guild_id, row.subject)).message_id
            if message_id is not None:
                self._reading.owe(message_id)
        elif row.kind in _POSTED_BY["show-ballot"] and fault.is_place_gone:
            await lose_channel(session, row.guild_id, row.channel_id, self._clock.now())


async def _give_full_time(session: Session, row: proposals.ProposalRow, began_at: datetime, now: datetime) -> None:
    """Let voting, or a run-off, last its whole time from when its ballot could be seen, where posting it took long.

    Otherwise whoever keeps the bot out of a channel would shorten votes. Source: charter, §1.6.
    """
    if now - began_at > _SOON:
        hours = RUN_OFF_HOURS if row.run_off else DecisionRule.of_facts(row.rule).voting_hours
        await proposals.change(session, row.id, closes_at=max(row.closes_at, now + timedelta(hours=hours)))


def _next_try(attempts: int, now: datetime, rest: timedelta | None) -> datetime:
    """When to try again: not before the rest that was asked for is over, else doubling from a second, with jitter."""
    if rest is not None:
        return now + rest * random.uniform(1, 1.2)
    return now + min(_LONGEST_PAUSE, timedelta(seconds=2 ** min(attempts, 10))) * random.uniform(0.8, 1.2)


_Shown = ProposalCard | DecisionCard | TaskCard | CheckCard


async def _former_messages(session: Session, card: _Shown) -> list[int]:
    """The messages at which a proposal's ballot stood before; all else stands where it stood first."""
    if not isinstance(card, ProposalCard):
        return []
    return (await existing_proposal(session, card.guild_id, card.number)).former_messages


async def _card(session: Session, row: outbox.NoticeRow) -> _Shown:
    """What the notice shows, as it is now."""
    server = await founded(session, row.guild_id)
    match row.kind:
        case "ballot" | "run-off" | "ballot-again" | "show-ballot":
            return await proposal_card(session, await existing_proposal(session, row.guild_id, row.subject))
        case "decision" | "show-decision":
            decision = await decisions.get(session, row.guild_id, row.subject)
            assert decision is not None
            return (await decision_cards(session, row.guild_id, [decision]))[0]
        case "check":
            return await _running_check(session, row)
        case _:
            task = await tasks.get(session, row.guild_id, row.subject)
            assert task is not None
            return (await task_cards(session, [task], language=server.language))[0]


async def _running_check(session: Session, row: outbox.NoticeRow) -> CheckCard:
    """The check that a notice is about; raises `Unreachable` where its time is over."""
    check = await checks.get(session, row.guild_id, row.subject)
    if check is None:
        raise Unreachable("the temperature check is over", is_gone=True)
    return check_card(check)
