"""The commons: the log that everybody may read, its head, and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.chain import Break, Link, find_break
from bot.services.cards import DecisionCard, ServerCard
from bot.services.decision_cards import decision_cards
from bot.services.servers import card_of
from db import decisions, servers
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a server's log: how many entries it has and the hash of the last."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page of a published log: decisions, the newest first, and how many there are in all."""

    server: ServerCard
    decisions: tuple[DecisionCard, ...]
    total: int
    head: Head


class CommonsService:
    """Reads the log for whoever asks; what a server does not publish is not found here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def published_servers(self) -> Sequence[ServerCard]:
        """The servers that chose to publish, by name."""
        async with self._database.look() as session:
            return [card_of(row) for row in await servers.published(session)]

    async def published_head(self, slug: str) -> Head | None:
        """The head of a published log, None where nothing is published under this address."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            return Head(*await decisions.head(session, row.guild_id)) if row else None

    async def page(self, slug: str, *, limit: int, before: int | None = None) -> PublishedPage | None:
        """Decisions of a published log from the newest, or before a number; None where nothing is published."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            rows = await decisions.newest(session, row.guild_id, limit=limit, before=before)
            return PublishedPage(
                server=card_of(row),
                decisions=tuple(await decision_cards(session, row.guild_id, rows)),
                total=await decisions.how_many(session, row.guild_id),
                head=Head(*await decisions.head(session, row.guild_id)),
            )

    async def decision(self, slug: str, number: int) -> tuple[ServerCard, DecisionCard] | None:
        """One published decision, None where there is none."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            found = await decisions.get(session, row.guild_id, number) if row else None
            if row is None or found is None:
                return None
            return card_of(row), (await decision_cards(session, row.guild_id, [found]))[0]

    async def verify(self, guild_id: int) -> tuple[Head, Break | None]:
        """Walk a server's whole chain: its head, and the first entry that does not hold."""
        async with self._database.look() as session:
            rows = await decisions.entries(session, guild_id)
        links = [Link(row.sequence, row.body, row.hash) for row in rows]
        async with self._database.look() as session:
            return Head(*await decisions.head(session, guild_id)), find_break(links)
