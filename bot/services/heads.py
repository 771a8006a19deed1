"""Published heads: how far each log was told to the world, kept apart from the database, so that none is forked."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bot.domain.integrity import restored_facts
from bot.services.days import local_day
from bot.services.entering import enter
from bot.services.owing import owe
from bot.services.ports import Clock
from db import decisions, published_heads, servers
from db.engine import Database, Session

NOTICE = "restored"


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A log that was published further than the database knows it, or otherwise.

    `published` is the last entry that was told, `kept` the last one of the database's that can be one of those; None
    for a log in which the published entry is another one.
    """

    guild_id: int
    name: str
    published: int
    kept: int | None


class LogWasRolledBack(Exception):
    """The database is older than what was published; `logs` are those that it would fork. Source: integrity, §2."""

    def __init__(self, logs: tuple[RolledBack, ...]) -> None:
        super().__init__(", ".join(f"{each.name}: {each.kept} of {each.published}" for each in logs))
        self.logs = logs


class HeadService:
    """Writes down each log's head before anything is told that may show it; a log that lags behind is told nothing of.

    Without a file nothing is kept and nothing noticed. ADR: docs/adr/0032.
    """

    def __init__(self, database: Database, clock: Clock, file: Path | None) -> None:
        self._database = database
        self._clock = clock
        self._file = file
        self._known: dict[int, tuple[int, str]] | None = None

    @property
    def are_kept(self) -> bool:
        """Whether there is a file; without it an old database is not noticed."""
        return self._file is not None

    async def note(self, guild_id: int) -> None:
        """Write down how far a log goes now; raises `LogWasRolledBack` where that is not as far as it went before."""
        if self._file is None:
            return
        known = await self._read()
        async with self._database.look() as session:
            head = await decisions.head(session, guild_id)
            lost = await _lost(session, guild_id, known[guild_id]) if guild_id in known else None
        if lost is not None:
            raise LogWasRolledBack((lost,))
        if head[0] and known.get(guild_id) != head:
            await self._write(known | {guild_id: head})

    async def behind(self) -> tuple[RolledBack, ...]:
        """The logs that were published further than the database knows them."""
        known = await self._read()
        async with self._database.look() as session:
            found = [await _lost(session, guild_id, head) for guild_id, head in sorted(known.items())]
        return tuple(each for each in found if each is not None)

    async def check(self) -> None:
        """Raise `LogWasRolledBack` where the database is older than what was published of any log."""
        if lost := await self.behind():
            raise LogWasRolledBack(lost)

    async def go_on(self) -> tuple[RolledBack, ...]:
        """Go on with the database as it is: each log that lags behind says so itself, in its next entry and in Discord.

        Returns what was lost. The entry is written before the file, so that no log goes on without a word.
        """
        behind = await self.behind()
        for lost in behind:
            known = dict(await self._read())
            head = await self._enter(lost)
            known.pop(lost.guild_id)
            await self._write(known | ({lost.guild_id: head} if head else {}))
        return behind

    async def _enter(self, lost: RolledBack) -> tuple[int, str] | None:
        """Write the entry; None where the server itself is not in the database: it has to be set up anew."""
        now = self._clock.now()
        async with self._database.turn() as session:
            server = await servers.get(session, lost.guild_id)
            if server is None:
                return None
            kept, _ = await decisions.head(session, lost.guild_id)
            facts = restored_facts(kept, published=lost.published, on=local_day(now, server.time_zone))
            sequence, hash_ = await enter(session, lost.guild_id, "integrity", facts, now)
            await owe(session, lost.guild_id, server.decisions_channel_id, NOTICE, sequence, now)
        return sequence, hash_

    async def _read(self) -> dict[int, tuple[int, str]]:
        if self._known is None:
            self._known = await asyncio.to_thread(published_heads.read, self._file) if self._file else {}
        return self._known

    async def _write(self, heads: dict[int, tuple[int, str]]) -> None:
        assert self._file is not None, "what was read was read from somewhere"
        await asyncio.to_thread(published_heads.write, self._file, heads)
        self._known = heads


async def _lost(session: Session, guild_id: int, published: tuple[int, str]) -> RolledBack | None:
    """What of a published log is missing; None where the published entry is there as it was."""
    sequence, hash_ = published
    if await decisions.has_entry(session, guild_id, sequence, hash_):
        return None
    here, _ = await decisions.head(session, guild_id)
    server = await servers.get(session, guild_id)
    return RolledBack(guild_id, server.name if server else str(guild_id), sequence, here if here < sequence else None)
