"""Mandates: standing for one, who holds or waits for one, their recall, and their end by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import MandateHeld, NoSuchMandate
from bot.domain.proposals import Draft, State
from bot.domain.rules import Kind
from bot.services.aftermath import end_mandate
from bot.services.cards import Person
from bot.services.ports import Clock
from db import mandates, members, proposals
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class MandateCard:
    """One mandate: its seat, or None while it waits for one, and until when it runs."""

    decision_number: int
    name: str
    seat: int | None
    ends_at: datetime | None


class MandateService:
    """Nobody is put into a seat by somebody else: one stands oneself, everybody votes, everybody can recall."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def standing(self, guild_id: int) -> Sequence[MandateCard]:
        """The mandates of a server, those with a seat in front, then those that wait, in the order of decision."""
        async with self._database.look() as session:
            rows = [
                row
                for row in await mandates.standing(session, guild_id)
                if row.ends_at is None or row.ends_at > self._clock.now()
            ]
            people = await members.by_ids(session, guild_id, [row.member_id for row in rows])
        seated = [row for row in rows if row.begins_at is not None]
        waiting = [row for row in rows if row.begins_at is None]
        return [
            MandateCard(row.decision_number, people[row.member_id].name or "", seat, row.ends_at)
            for seat, row in [*enumerate(seated, 1), *((None, row) for row in waiting)]
        ]

    async def stand(self, person: Person, title: str, body: str) -> Draft:
        """The draft of one's own mandate; refuses with `MandateHeld` to somebody who holds one or stands already."""
        if not await self.may_stand(person):
            raise MandateHeld
        return Draft(title, body, kind=Kind.MANDATE, subject_id=person.user_id)

    async def may_stand(self, person: Person) -> bool:
        """Whether somebody neither holds or waits for a mandate nor stands for one already."""
        async with self._database.look() as session:
            held = await mandates.of_member(session, person.guild_id, person.user_id)
            return held is None and not await _about(session, person.guild_id, Kind.MANDATE, person.user_id)

    async def end_due(self) -> int:
        """End every mandate whose term is over, when it was over, also after downtime; returns how many.

        Who waits takes the seat that is free from now on. Source: charter, §8.
        """
        now = self._clock.now()
        async with self._database.look() as session:
            over = await mandates.overdue(session, now)
        for row in over:
            async with self._database.turn() as session:
                present = (await mandates.by_ids(session, row.guild_id, [row.id]))[row.id]
                if present.ended_at is None and present.ends_at is not None:
                    await end_mandate(session, present, present.ends_at, now)
        return len(over)

    async def recall(self, guild_id: int, decision_number: int, title: str, body: str) -> Draft:
        """The draft of a recall; refuses with `NoSuchMandate` where none stands or its recall is voted on."""
        async with self._database.look() as session:
            rows = await mandates.standing(session, guild_id)
            held = next((row for row in rows if row.decision_number == decision_number), None)
            under_way = held is not None and await _about(session, guild_id, Kind.RECALL, held.member_id)
        if held is None or under_way:
            raise NoSuchMandate
        return Draft(title, body, kind=Kind.RECALL, subject_id=held.member_id)


async def _about(session: Session, guild_id: int, kind: Kind, member_id: int) -> bool:
    """Whether a vote of this kind about this person is under way."""
    return any(
        row.kind == kind and row.subject_id == member_id and row.state != State.SETTLED
        for row in await proposals.alive_of(session, guild_id)
    )
