"""Abilities: what somebody says privately that they can do, and the open tasks that fit it."""

from collections.abc import Sequence

from bot.domain.skills import skills_of
from bot.services.cards import Person
from bot.services.days import local_day
from bot.services.ports import Clock
from bot.services.servers import founded, seen
from bot.services.standing_cards import FittingPage, FittingTask
from bot.services.task_cards import task_cards
from db import abilities, members, openings, task_skills
from db.engine import Database

MOST = 20
"""Abilities that one person lists."""

A_PAGE = 8
"""Tasks on one page: each is a section with a button, and 40 components fit."""


class AbilityService:
    """Finds work for people; what they can do is shown to them alone. Source: charter, §6."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, person: Person) -> Sequence[str]:
        """What somebody can do, in their own order; refuses with `NotSetUp`."""
        async with self._database.look() as session:
            await founded(session, person.guild_id)
            return await abilities.of_member(session, person.guild_id, person.user_id)

    async def write(self, person: Person, typed: str) -> Sequence[str]:
        """Write down what somebody can do, in place of what they wrote before.

        Refuses with `TextTooLong` or `TooManySkills`.
        """
        skills = skills_of(typed, most=MOST)
        async with self._database.turn() as session:
            await founded(session, person.guild_id)
            await members.remember(session, [seen(person, acted_at=self._clock.now())])
            await abilities.put(session, person.guild_id, person.user_id, skills)
        return skills

    async def add(self, person: Person, typed: str) -> Sequence[str]:
        """Add to what somebody can do; refuses like `write`."""
        known = await self.of(person)
        return await self.write(person, ", ".join([*known, typed]))

    async def skills_in_use(self, guild_id: int) -> Sequence[str]:
        """The skills that tasks of a server take or took, those of most tasks first."""
        async with self._database.look() as session:
            return await task_skills.in_use(session, guild_id)

    async def fitting(self, person: Person, start: int = 0) -> FittingPage:
        """A page of the open tasks that fit somebody best, each with why it is shown; refuses with `NotSetUp`."""
        async with self._database.look() as session:
            server = await founded(session, person.guild_id)
            known = await abilities.of_member(session, person.guild_id, person.user_id)
            rows = await openings.fitting(
                session, person.guild_id, person.user_id, known, start=start, limit=A_PAGE + 1
            )
            shown = rows[:A_PAGE]
            cards = await task_cards(session, shown, language=server.language)
        entries = tuple(
            FittingTask(
                card,
                tuple(skill for skill in card.skills if skill in known),
                local_day(row.created_at, server.time_zone),
            )
            for row, card in zip(shown, cards, strict=True)
        )
        return FittingPage(entries, tuple(known), start, len(rows) > A_PAGE)
