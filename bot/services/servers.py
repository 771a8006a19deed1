"""Servers: founding one, and what the other use cases need to know of it."""

import unicodedata
import zoneinfo
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from bot.domain.chain import link
from bot.domain.errors import AlreadySetUp, NotAFounder, NotSetUp, UnknownTimeZone
from bot.domain.records import charter_facts
from bot.domain.rules import ServerRules
from bot.services.acts import met
from bot.services.cards import Person, ServerCard
from bot.services.days import local_day
from bot.services.ports import Clock
from db import decisions, members, proposals, servers
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class Founding:
    """What the founder chooses: channels, language, time zone, and whether decisions go on the web."""

    name: str
    language: str
    time_zone: str
    publishes: bool
    proposals_channel_id: int
    decisions_channel_id: int
    tasks_channel_id: int


class ServerService:
    """Founds servers and knows which channels hold their ballots."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._proposals_channels: set[int] = set()
        self._as_of = -1

    async def open(self) -> None:
        """Learn which channels to listen to: those that are bound, and those in which ballots stand from before."""
        as_of = self._database.turns
        async with self._database.look() as session:
            bound = {row.proposals_channel_id for row in await servers.all_founded(session)}
            self._proposals_channels = bound | await proposals.alive_channels(session)
        self._as_of = as_of

    async def follow(self) -> None:
        """Learn it again where anything was written since: a vote can bind another channel."""
        if self._as_of != self._database.turns:
            await self.open()

    def holds_ballots(self, channel_id: int) -> bool:
        """Whether ballots stand in this channel; asked for every tap, so it looks nowhere else."""
        return channel_id in self._proposals_channels

    async def check_may_found(self, guild_id: int, *, manages_server: bool) -> None:
        """Refuse founding a second time, and to somebody without Manage Server. Source: charter, §2."""
        if await self.find(guild_id) is not None:
            raise AlreadySetUp
        if not manages_server:
            raise NotAFounder

    async def found(self, founder: Person, founding: Founding, *, manages_server: bool) -> ServerCard:
        """Found a server: its bindings, charter version 1 with the defaults, and the log's first entry."""
        await self.check_may_found(founder.guild_id, manages_server=manages_server)
        zone = check_time_zone(founding.time_zone)
        now = self._clock.now()
        rules = ServerRules()
        guild_id = founder.guild_id
        async with self._database.turn() as session:
            if await servers.get(session, guild_id) is not None:
                raise AlreadySetUp
            row = servers.ServerRow(
                guild_id=guild_id,
                name=founding.name,
                slug=await _free_slug(session, founding.name),
                founded_at=now,
                language=founding.language,
                time_zone=zone,
                publishes=founding.publishes,
                proposals_channel_id=founding.proposals_channel_id,
                decisions_channel_id=founding.decisions_channel_id,
                tasks_channel_id=founding.tasks_channel_id,
            )
            session.add(row)
            await session.flush()
            session.add(servers.CharterRow(guild_id=guild_id, version=1, rules=rules.facts(), in_force_at=now))
            sequence, previous = await decisions.head(session, guild_id)
            entry = link(sequence + 1, previous, charter_facts(1, rules, in_force_on=local_day(now, zone)))
            await decisions.append(session, guild_id, "charter", entry, now)
            await members.remember(session, [seen(founder, acted_at=now)])
            card = card_of(row)
        self._proposals_channels.add(card.proposals_channel_id)
        return card

    async def get(self, guild_id: int) -> ServerCard:
        """The server; refuses with `NotSetUp`."""
        async with self._database.look() as session:
            return card_of(await founded(session, guild_id))

    async def find(self, guild_id: int) -> ServerCard | None:
        """The server, None where it was never founded."""
        async with self._database.look() as session:
            row = await servers.get(session, guild_id)
        return card_of(row) if row else None


def check_time_zone(typed: str) -> str:
    """The name of the time zone as the tz database spells it; refuses with `UnknownTimeZone` and near names."""
    names = {name.casefold(): name for name in zoneinfo.available_timezones()}
    wanted = "_".join(typed.split()).casefold()
    if wanted in names:
        return names[wanted]
    by_city = {key.rsplit("/", 1)[-1]: name for key, name in sorted(names.items(), reverse=True)}
    near = [by_city[key] for key in get_close_matches(wanted.rsplit("/", 1)[-1], by_city, n=3, cutoff=0.6)]
    raise UnknownTimeZone(typed, tuple(near))


async def founded(session: Session, guild_id: int, *, locked: bool = False) -> servers.ServerRow:
    """The server's row; refuses with `NotSetUp`.

    `locked` holds the row until the turn ends, so that what somebody may do so many times is counted by one turn
    after the other.
    """
    row = await servers.get(session, guild_id, locked=locked)
    if row is None:
        raise NotSetUp
    return row


def card_of(row: servers.ServerRow) -> ServerCard:
    """The card of a server's row."""
    return ServerCard(
        guild_id=row.guild_id,
        name=row.name,
        slug=row.slug,
        founded_at=row.founded_at,
        language=row.language,
        time_zone=row.time_zone,
        publishes=row.publishes,
        proposals_channel_id=row.proposals_channel_id,
        decisions_channel_id=row.decisions_channel_id,
        tasks_channel_id=row.tasks_channel_id,
        coordinators_role_id=row.coordinators_role_id,
    )


def seen(person: Person, *, acted_at: datetime | None = None) -> dict[str, Any]:
    """A person as `db.members.remember` takes them."""
    return met(person.guild_id, person.user_id, name=person.name, joined_at=person.joined_at, acted_at=acted_at)


async def _free_slug(session: Session, name: str) -> str:
    """An address for the web from the server's name: letters, digits and hyphens, not yet taken."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    stem = "-".join("".join(char if char.isalnum() else " " for char in bare).split())[:48].strip("-") or "server"
    taken = await servers.slugs_like(session, stem) | RESERVED_SLUGS
    return next(
        slug for slug in (stem, *(f"{stem}-{count}" for count in range(2, len(taken) + 3))) if slug not in taken
    )


RESERVED_SLUGS = frozenset({"log", "static", "healthz", "metrics", "api", "verify"})
"""Addresses that the web keeps for itself."""
