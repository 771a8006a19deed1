"""Members: what is stored about one of them, forgetting them, and the name that they show on the web."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.errors import Refusal
from bot.domain.proposals import State
from bot.domain.texts import check_text
from bot.services.ballots import BallotService
from bot.services.cards import Person
from bot.services.letting_go import let_go
from bot.services.own_texts import OwnTexts, own_texts
from bot.services.ports import Clock
from bot.services.servers import founded, seen
from db import (
    abilities,
    ballots,
    calendar_links,
    covers,
    knowhow,
    links,
    mandates,
    meetings,
    members,
    offers,
    personal_reminders,
    previews,
    proposals,
    reminders,
    shadows,
    task_revisions,
    tasks,
    unsent_forms,
)
from db.engine import Database, Session

SHOWN_NAME_LIMIT = 60
"""Characters of a name on the web."""

NO_TEXTS = OwnTexts()

STORING = (
    members,
    links,
    proposals,
    tasks,
    task_revisions,
    offers,
    shadows,
    abilities,
    knowhow,
    mandates,
    reminders,
    personal_reminders,
    previews,
    unsent_forms,
    meetings,
    calendar_links,
    covers,
)
"""The nouns that store something about a person, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything that is stored about one person in one server: rows by part, as plain values."""

    server: str
    at: datetime
    parts: Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class FarewellCard:
    """What forgetting would do to one person's things: shown before anything is done."""

    is_known: bool
    joined_at: datetime | None
    voted_on: tuple[int, ...] = ()
    """Votes under way with a ballot of theirs, by number."""
    proposed: tuple[int, ...] = ()
    """Proposals of theirs that are under way."""
    stands_in: tuple[int, ...] = ()
    """Votes under way on a mandate of theirs, or on its recall."""
    held_tasks: tuple[int, ...] = ()
    has_mandate: bool = False
    texts: OwnTexts = NO_TEXTS


@dataclass(frozen=True, slots=True)
class ShownName:
    """The name that somebody shows on the web, None for none, and whether the server publishes anything."""

    name: str | None
    publishes: bool


class MemberService:
    """What is a member's own business alone. Source: charter, §9 and §5."""

    def __init__(self, database: Database, clock: Clock, ballot_service: BallotService) -> None:
        self._database = database
        self._clock = clock
        self._ballots = ballot_service

    async def data(self, person: Person) -> OwnData:
        """Everything stored about somebody; nothing of it is about anybody else."""
        async with self._database.look() as session:
            server = await founded(session, person.guild_id)
            parts: dict[str, Sequence[Mapping[str, Any]]] = {}
            for noun in STORING:
                parts |= await noun.data_of(session, person.guild_id, person.user_id)
            return OwnData(server.name, self._clock.now(), parts)

    async def farewell(self, person: Person) -> FarewellCard:
        """What forgetting somebody would do; nothing is done yet."""
        async with self._database.look() as session:
            await founded(session, person.guild_id)
            return await _farewell(session, person.guild_id, person.user_id)

    async def forget(self, person: Person, *, with_texts: bool, withdraws: bool) -> FarewellCard:
        """Forget somebody; returns what was there before.

        `withdraws` takes their ballots in votes under way back first. Without it they count, as they were cast.
        """
        await self._ballots.inbox.drained()
        before = await self.farewell(person)
        for number in before.voted_on if withdraws else ():
            try:
                await self._ballots.withdraw(person, number)
            except Refusal:
                # It ended in between, and what counted has counted.
                continue
        async with self._database.turn() as session:
            await let_go(session, person.guild_id, person.user_id, self._clock.now(), with_texts=with_texts)
        return before

    async def shown_name(self, person: Person) -> ShownName:
        """Under which name somebody is shown on the web."""
        async with self._database.look() as session:
            return await _shown_name(session, person)

    async def show_name(self, person: Person, name: str) -> ShownName:
        """Have one's name shown on the web beside what one proposes, until one takes it off again.

        Refuses with `MissingText` or `TextTooLong`.
        """
        kept = check_text("public_name", " ".join(name.split()), SHOWN_NAME_LIMIT)
        async with self._database.turn() as session:
            await founded(session, person.guild_id)
            await members.remember(session, [seen(person)])
            await members.show_name(session, person.guild_id, person.user_id, kept)
            return await _shown_name(session, person)

    async def drop_name(self, person: Person) -> ShownName:
        """Take one's name off the web; that there was none is no harm."""
        async with self._database.turn() as session:
            await members.show_name(session, person.guild_id, person.user_id, None)
            return await _shown_name(session, person)


async def _shown_name(session: Session, person: Person) -> ShownName:
    server = await founded(session, person.guild_id)
    name = (await members.shown_names(session, person.guild_id)).get(person.user_id)
    return ShownName(name, server.publishes)


async def _farewell(session: Session, guild_id: int, member_id: int) -> FarewellCard:
    member = await members.get(session, guild_id, member_id)
    parts: dict[str, Any] = {}
    for noun in STORING:
        parts |= await noun.data_of(session, guild_id, member_id)
    alive = [row for row in await links.tied(session, guild_id, member_id) if row.state != State.SETTLED]
    voted = await ballots.by_members(session, [(row.id, member_id) for row in alive])
    return FarewellCard(
        is_known=bool(parts),
        joined_at=member.joined_at if member else None,
        voted_on=tuple(row.number for row in alive if (row.id, member_id) in voted),
        proposed=tuple(row.number for row in alive if row.author_id == member_id),
        stands_in=tuple(row.number for row in alive if row.subject_id == member_id),
        held_tasks=tuple(row.number for row in await tasks.held_by(session, guild_id, member_id)),
        has_mandate=await mandates.of_member(session, guild_id, member_id) is not None,
        texts=await own_texts(session, guild_id, member_id, parts),
    )
