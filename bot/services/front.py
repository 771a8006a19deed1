"""The front of a published log: what a reader from outside sees first, a little of everything."""

from dataclasses import dataclass, replace

from bot.domain.rules import ServerRules
from bot.services.ports import Clock
from bot.services.publications import Head, LookingTask, PublishedDecision, PublishedProposal, PublishedServer
from bot.services.published import published_decisions, published_server
from bot.services.published_knowhow import PublishedHeading, heading_of
from bot.services.time_cards import PowerCard
from bot.services.under_way import proposals_voted_on, tasks_with_places
from bot.services.using_power import powers_used
from db import decisions, published_texts, servers
from db.engine import Database

_SHOWN = 5
_USES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class PublishedFront:
    """The newest of everything; `proposals` and `tasks` are None where the charter does not publish them.

    `tasks_in_all` says how many look for hands, `decided_in_all` and `known_in_all` how much there is of the rest.
    """

    server: PublishedServer
    head: Head
    rules: ServerRules
    decided: tuple[PublishedDecision, ...]
    decided_in_all: int
    known: tuple[PublishedHeading, ...]
    known_in_all: int
    powers: tuple[PowerCard, ...]
    proposals: tuple[PublishedProposal, ...] | None
    tasks: tuple[LookingTask, ...] | None
    tasks_in_all: int


class FrontService:
    """Reads the newest of everything for whoever opens a log at its beginning."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def front(self, slug: str) -> PublishedFront | None:
        """The newest of everything; None where nothing is published."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            guild_id, server = row.guild_id, await published_server(session, row)
            charter = await servers.charter(session, guild_id, row.charter_version)
            newest = await decisions.newest(session, guild_id, limit=_SHOWN)
            known = await published_texts.headings_revised_last(session, guild_id, limit=_SHOWN)
            looking, in_all = (
                await tasks_with_places(session, row, self._clock.now(), limit=_SHOWN)
                if server.shows_tasks
                else (None, 0)
            )
            return PublishedFront(
                server=server,
                head=Head(*await decisions.head(session, guild_id)),
                rules=ServerRules.of_facts(charter.rules),
                decided=await published_decisions(session, guild_id, newest),
                decided_in_all=await decisions.how_many(session, guild_id),
                known=tuple(heading_of(each, row.time_zone) for each in known),
                known_in_all=await published_texts.last_page(session, guild_id),
                # When a group meets is not published: opponents read too.
                powers=tuple(
                    replace(each, text=None) for each in await powers_used(session, guild_id, limit=_USES_SHOWN)
                ),
                proposals=await proposals_voted_on(session, row) if server.shows_proposals else None,
                tasks=looking,
                tasks_in_all=in_all,
            )
