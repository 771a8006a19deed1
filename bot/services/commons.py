"""The commons: the log that everybody may read, its head, and whether it holds."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.chain import Break, Link, find_break
from bot.services.publications import (
    Edition,
    Head,
    OpenedEntry,
    PublishedEntry,
    PublishedPage,
    PublishedServer,
)
from bot.services.published import (
    adopted_charter,
    opened_entries,
    published_decisions,
    published_server,
    published_servers,
    published_tasks,
)
from bot.services.signatures import signatures_mark
from bot.services.using_power import powers_used
from db import decisions, servers
from db.engine import Database

_USES_SHOWN = 10
"""Uses of the coordinators' power under the newest decisions."""


class CommonsService:
    """Reads the log for whoever asks; what a server does not publish is not found here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def turns(self) -> int:
        """How many times anything was written by this process: while it stands still, so do all pages."""
        return self._database.turns

    async def published_servers(self) -> Sequence[PublishedServer]:
        """The servers that chose to publish, by name."""
        async with self._database.look() as session:
            return await published_servers(session)

    async def edition(self, slug: str) -> Edition | None:
        """What the pages of a published log depend on, cheaply; None where nothing is published."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            head = Head(*await decisions.head(session, row.guild_id))
            return Edition(
                await published_server(session, row),
                head,
                await decisions.texts_kept(session, row.guild_id),
                await signatures_mark(session, row.guild_id),
            )

    async def page(self, slug: str, *, limit: int, before: int | None = None) -> PublishedPage | None:
        """Decisions of a published log from the newest, or before a number; None where nothing is published."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            rows = await decisions.newest(session, row.guild_id, limit=limit, before=before)
            return PublishedPage(
                server=await published_server(session, row),
                decisions=await published_decisions(session, row.guild_id, rows),
                total=await decisions.how_many(session, row.guild_id),
                head=Head(*await decisions.head(session, row.guild_id)),
                powers=tuple(
                    replace(each, text=None) for each in await powers_used(session, row.guild_id, limit=_USES_SHOWN)
                )
                if before is None
                else (),
            )

    async def decision(self, slug: str, number: int) -> PublishedEntry | None:
        """One published decision with its tasks, None where there is none."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            found = await decisions.get(session, row.guild_id, number) if row else None
            if row is None or found is None:
                return None
            return PublishedEntry(
                server=await published_server(session, row),
                decision=(await published_decisions(session, row.guild_id, [found]))[0],
                tasks=await published_tasks(session, row.guild_id, found),
                total=await decisions.how_many(session, row.guild_id),
                head=Head(*await decisions.head(session, row.guild_id)),
                adopted=await adopted_charter(session, row, number),
            )

    async def entries(self, slug: str, *, after: int, limit: int) -> Sequence[OpenedEntry]:
        """The entries of a published log that follow sequence `after`, with their texts and salts.

        Empty at the end of the log, and where nothing is published.
        """
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            return await opened_entries(session, row.guild_id, after, limit=limit) if row else ()

    async def verify(self, guild_id: int) -> tuple[Head, Break | None]:
        """Walk a server's whole chain: its head, and the first entry that does not hold."""
        async with self._database.look() as session:
            rows = await decisions.entries(session, guild_id)
            head = Head(*await decisions.head(session, guild_id))
        return head, find_break(Link(row.sequence, row.body, row.hash) for row in rows)
