"""Comings: how many people went or were timed out while votes were open, noted as numbers, never as names."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.integrity import people_facts
from bot.services.days import local_day
from bot.services.entering import enter
from bot.services.ports import Clock
from bot.services.servers import founded
from db import proposals
from db.engine import Database

A_SPELL = timedelta(minutes=10)
"""What happens within this span is one entry."""


@dataclass(slots=True)
class _Spell:
    """What has happened in one server since an instant."""

    since: datetime
    gone: int = 0
    timed_out: int = 0


class ComingService:
    """Counts; Discord does not say who left and who was kicked, so both are "gone". Source: charter, §4 and §5."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._spells: dict[int, _Spell] = {}
        self._timed_out: dict[tuple[int, int], datetime] = {}

    def note_gone(self, guild_id: int) -> None:
        """Somebody left a server or was removed from it."""
        self._spell(guild_id).gone += 1

    def note_time_out(self, guild_id: int, user_id: int, until: datetime | None) -> None:
        """Somebody is timed out until an instant, None for not at all; hearing of it again is no news."""
        if until is None or until <= self._clock.now():
            self._timed_out.pop((guild_id, user_id), None)
        elif self._timed_out.get((guild_id, user_id)) != until:
            self._timed_out[guild_id, user_id] = until
            self._spell(guild_id).timed_out += 1

    def _spell(self, guild_id: int) -> _Spell:
        return self._spells.setdefault(guild_id, _Spell(self._clock.now()))

    async def enter_due(self) -> None:
        """Write what happened ten minutes ago and since into the log, where a vote was open."""
        now = self._clock.now()
        self._timed_out = {key: until for key, until in self._timed_out.items() if until > now}
        for guild_id, spell in list(self._spells.items()):
            if spell.since + A_SPELL <= now:
                del self._spells[guild_id]
                await self._enter(guild_id, spell)

    async def enter_all(self) -> None:
        """Write all of it now, because the process ends."""
        while self._spells:
            await self._enter(*self._spells.popitem())

    async def _enter(self, guild_id: int, spell: _Spell) -> None:
        now = self._clock.now()
        async with self._database.look() as session:
            numbers = await proposals.open_since(session, guild_id, spell.since)
        if not numbers:
            return
        async with self._database.turn() as session:
            on = local_day(now, (await founded(session, guild_id)).time_zone)
            facts = people_facts(numbers, gone=spell.gone, timed_out=spell.timed_out, on=on)
            await enter(session, guild_id, "integrity", facts, now)
