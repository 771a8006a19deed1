"""The commons: the log that everybody may read, what a charter shows beside it, its head, and whether it holds."""

from collections.abc import Sequence

from bot.domain.chain import Break, Link, find_break
from bot.services.ports import Clock
from bot.services.publications import (
    Edition,
    Head,
    LookingTasks,
    OpenedEntry,
    PublishedCalendar,
    PublishedEntry,
    PublishedPage,
    PublishedProposals,
    PublishedServer,
)
from bot.services.published import (
    adopted_charters,
    opened_entries,
    published_decisions,
    published_server,
    published_servers,
    published_tasks,
)
from bot.services.signatures import signatures_mark
from bot.services.under_way import days_ahead, proposals_voted_on, tasks_with_places
from db import decisions, servers
from db.engine import Database, Session


class CommonsService:
    """Reads the log for whoever asks; what a server does not publish is not found here."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

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
            )

    async def decision(self, slug: str, number: int) -> PublishedEntry | None:
        """One published decision with its tasks, None where there is none."""
        return next(iter(await self.decisions(slug, [number])), None)

    async def decisions(self, slug: str, numbers: Sequence[int]) -> Sequence[PublishedEntry]:
        """Published decisions with their tasks, by number; those that there are not are left out."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            rows = await decisions.by_numbers(session, row.guild_id, numbers) if row else ()
            if row is None or not rows:
                return ()
            server = await published_server(session, row)
            total = await decisions.how_many(session, row.guild_id)
            head = Head(*await decisions.head(session, row.guild_id))
            tasks = await published_tasks(session, row.guild_id, rows)
            adopted = await adopted_charters(session, row)
            return tuple(
                PublishedEntry(server, each, tasks[each.number], total, head, adopted.get(each.number))
                for each in await published_decisions(session, row.guild_id, rows)
            )

    async def open_proposals(self, slug: str) -> PublishedProposals | None:
        """What is voted on now; None where the charter does not say that it is published."""
        async with self._database.look() as session:
            found = await _published(session, slug)
            if found is None or not found[1].shows_proposals:
                return None
            row, server = found
            return PublishedProposals(server, await proposals_voted_on(session, row))

    async def tasks_looking(self, slug: str, *, limit: int) -> LookingTasks | None:
        """The tasks that look for hands; None where the charter does not say that they are published."""
        async with self._database.look() as session:
            found = await _published(session, slug)
            if found is None or not found[1].shows_tasks:
                return None
            row, server = found
            return LookingTasks(server, *await tasks_with_places(session, row, self._clock.now(), limit=limit))

    async def calendar_ahead(self, slug: str) -> PublishedCalendar | None:
        """What comes, day by day; None where the charter does not say that it is published."""
        async with self._database.look() as session:
            found = await _published(session, slug)
            if found is None or not found[1].shows_calendar:
                return None
            row, server = found
            return PublishedCalendar(server, *await days_ahead(session, row, self._clock.now()))

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


async def _published(session: Session, slug: str) -> tuple[servers.ServerRow, PublishedServer] | None:
    """A server that publishes its log, with what it shows beside it."""
    row = await servers.by_slug(session, slug)
    return (row, await published_server(session, row)) if row else None
