"""Tapped: what taps need to know of proposals and people, remembered from one turn of the inbox to the next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.domain.ballots import Verdict
from bot.domain.forms import BallotForm, form_of
from bot.domain.members import Roll, Standing
from bot.domain.proposals import State
from bot.domain.rules import DecisionRule
from bot.services.acts import verdict_on
from bot.services.away import deadline_of
from bot.services.inbox import ROOM, Tap
from bot.services.proposals import roll_of
from db import members, proposals
from db.engine import Session


@dataclass(frozen=True, slots=True)
class Tapped:
    """What taps need of a proposal, worked out once for all of a turn."""

    id: int
    guild_id: int
    roll: Roll
    form: BallotForm
    is_lazy: bool
    state: State
    closes_at: datetime

    @classmethod
    async def of_row(cls, session: Session, row: proposals.ProposalRow) -> Self:
        """What a proposal's row says of it, with the deadline by which taps are judged."""
        rule = DecisionRule.of_facts(row.rule)
        return cls(
            id=row.id,
            guild_id=row.guild_id,
            roll=roll_of(row),
            form=form_of(rule, row.run_off),
            is_lazy=rule.is_lazy,
            state=State(row.state),
            closes_at=await deadline_of(session, row),
        )

    def verdict(self, standing: Standing, received_at: datetime) -> Verdict:
        """Whether an act of somebody who stands like this counts."""
        opened_at = self.roll.opened_at
        return verdict_on(self.state, standing, received_at=received_at, opened_at=opened_at, closes_at=self.closes_at)


class Memory:
    """What turns have read of proposals and people; good as long as nobody else has had a turn since.

    While people tap, one turn of the inbox follows another, and each needs what the last one knew.
    """

    def __init__(self) -> None:
        self.as_of = -1
        """The turns that had been committed when all this was so."""
        self.tapped: dict[int, Tapped | None] = {}
        """By message id; None for a message that is no ballot."""
        self.joined: dict[tuple[int, int], datetime | None] = {}
        """The earliest join dates known, by (guild id, user id)."""

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin anew."""
        return len(self.tapped) + len(self.joined) > ROOM

    async def learn(self, session: Session, taps: Sequence[Tap]) -> None:
        """Read what these taps need and is not known yet."""
        new = {tap.message_id for tap in taps} - self.tapped.keys()
        if new:
            found = await proposals.by_messages(session, new)
            for message_id in new:
                row = found.get(message_id)
                # While the clock stands still no tap is taken in: all of them are read when it goes on.
                counts = row is not None and row.state != State.INTERRUPTED
                self.tapped[message_id] = await Tapped.of_row(session, row) if row is not None and counts else None
        by_guild: dict[int, set[int]] = {}
        for guild_id, user_id in {
            (tap.guild_id, tap.user_id) for tap in taps if not tap.is_removal
        } - self.joined.keys():
            by_guild.setdefault(guild_id, set()).add(user_id)
        for guild_id, user_ids in by_guild.items():
            met_before = await members.joined(session, guild_id, user_ids)
            self.joined |= {(guild_id, user_id): met_before.get(user_id) for user_id in user_ids}

    async def relearn(self, session: Session, proposal_ids: Collection[int]) -> None:
        """Read anew what has changed of these proposals."""
        changed = [message_id for message_id, on in self.tapped.items() if on is not None and on.id in proposal_ids]
        for message_id, row in (await proposals.by_messages(session, changed)).items():
            self.tapped[message_id] = await Tapped.of_row(session, row)
