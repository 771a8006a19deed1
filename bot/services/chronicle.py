"""The chronicle: what a published log tells of the course of things: charters, powers, years, sums, and ties."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction

from bot.domain.charter import PUBLISHES, SETTINGS
from bot.domain.rules import ServerRules
from bot.domain.schedule import instant_of
from bot.services.chronicle_cards import (
    CharterVersion,
    PublishedCharters,
    PublishedPowers,
    PublishedYear,
    Sums,
    TermCard,
    Ties,
    Turnout,
)
from bot.services.days import local_day
from bot.services.publications import Head
from bot.services.published import published_decisions, published_server
from bot.services.sums import all_months, by_month, last_months, work_by_month
from bot.services.ties import term_card, ties_between
from bot.services.using_power import powers_used
from db import chronicle, decisions, mandates, servers
from db.engine import Database, Session

LISTED_IN_A_YEAR = 500
"""Up to so many decisions each stand by themselves on the page of their year; beyond, only how many there were."""

LAST_DECISIONS = 30
"""How many decisions the picture of turnout shows: as many bars as a phone's screen keeps apart."""


class ChronicleService:
    """Reads what the log's pages tell beside its decisions; what a server does not publish is not found here."""

    def __init__(self, database: Database, *, listed_in_a_year: int = LISTED_IN_A_YEAR) -> None:
        self._database = database
        self._listed_in_a_year = listed_in_a_year

    async def charters(self, slug: str) -> PublishedCharters | None:
        """Every version of a server's charter, the newest first."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            rows = await servers.charters(session, row.guild_id)
            in_force = next(each for each in rows if each.version == row.charter_version)
            return PublishedCharters(
                server=await published_server(session, row),
                head=await _head(session, row),
                rules=ServerRules.of_facts(in_force.rules),
                versions=tuple(
                    _version(newer, older, row) for newer, older in zip(rows, [*rows[1:], None], strict=True)
                ),
            )

    async def powers(self, slug: str, *, limit: int, last: int | None = None) -> PublishedPowers | None:
        """Uses of the coordinators' power, the newest first; `last` is the number of the first, counted from 1."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            total = await decisions.how_many_entries(session, row.guild_id, "power")
            newest = total if last is None else min(last, total)
            uses = await powers_used(session, row.guild_id, limit=limit, skip=total - newest)
            return PublishedPowers(
                server=await published_server(session, row),
                head=await _head(session, row),
                # When a group meets is not published: opponents read too.
                uses=tuple(replace(each, text=None) for each in uses),
                newest=newest,
                total=total,
                terms=await _terms(session, row) if last is None else (),
            )

    async def year(self, slug: str, year: int) -> PublishedYear | None:
        """The decisions of one year; None where there is none."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            years = await _years(session, row) if row else ()
            if row is None or year not in years:
                return None
            since, until = (_midnight(date(each, 1, 1), row) for each in (year, year + 1))
            found = await chronicle.endings(session, row.guild_id, since, until)
            listed = found if len(found) <= self._listed_in_a_year else ()
            rows = await decisions.by_numbers(session, row.guild_id, [number for number, _, _ in listed])
            return PublishedYear(
                server=await published_server(session, row),
                head=await _head(session, row),
                year=year,
                years=years,
                months=by_month(found, row.time_zone),
                total=await decisions.how_many(session, row.guild_id),
                decisions=await published_decisions(session, row.guild_id, rows),
            )

    async def years(self, slug: str) -> tuple[int, ...]:
        """The years in which something was decided, from the first to the last; empty where nothing is published."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            return await _years(session, row) if row else ()

    async def work_mark(self, slug: str) -> tuple[int, int, int] | None:
        """What the sums depend on beside the log: how many tasks there are, and done, and pages of know-how."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            return await chronicle.work_mark(session, row.guild_id) if row else None

    async def sums(self, slug: str) -> Sums | None:
        """What the pictures of a log show."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            if row is None:
                return None
            newest = await decisions.newest(session, row.guild_id, limit=LAST_DECISIONS)
            told = await published_decisions(session, row.guild_id, newest[::-1])
            ended = await chronicle.endings(session, row.guild_id)
            spans = await chronicle.task_spans(session, row.guild_id)
            births = await chronicle.page_births(session, row.guild_id)
            instants = [at for _, _, at in ended] + [at for span in spans for at in span if at] + list(births)
            days = [local_day(at, row.time_zone) for at in instants]
            shown = last_months(max(days), min(days)) if days else ()
            return Sums(
                server=await published_server(session, row),
                head=await _head(session, row),
                turnouts=tuple(Turnout(each.number, each.turnout, each.rule.quorum) for each in told),
                months=all_months(by_month(ended, row.time_zone), shown),
                work=work_by_month(shown, spans, births, row.time_zone),
            )

    async def ties(self, slug: str, number: int) -> Ties | None:
        """What a published decision is tied to."""
        return (await self.ties_of(slug, [number])).get(number)

    async def ties_of(self, slug: str, numbers: Sequence[int]) -> Mapping[int, Ties]:
        """What published decisions are tied to, by number; those that there are not are left out."""
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            return await ties_between(session, row, numbers) if row else {}


async def _head(session: Session, row: servers.ServerRow) -> Head:
    return Head(*await decisions.head(session, row.guild_id))


def _midnight(day: date, row: servers.ServerRow) -> datetime:
    return instant_of(datetime.combine(day, time()), row.time_zone)


async def _years(session: Session, row: servers.ServerRow) -> tuple[int, ...]:
    """The years from the first decision to the last, without those in which there was none."""
    span = await chronicle.decided_first_and_last(session, row.guild_id)
    if span is None:
        return ()
    first, last = (local_day(at, row.time_zone).year for at in span)
    found = [first]
    for year in range(first + 1, last):
        since, until = (_midnight(date(each, 1, 1), row) for each in (year, year + 1))
        found += [year] if await chronicle.endings(session, row.guild_id, since, until) else []
    return tuple(found if first == last else [*found, last])


def _version(newer: servers.CharterRow, older: servers.CharterRow | None, server: servers.ServerRow) -> CharterVersion:
    values = _values(newer)
    before = values if older is None else _values(older)
    return CharterVersion(
        version=newer.version,
        values=values,
        changed=tuple((key, before[key], value) for key, value in values.items() if value != before[key]),
        in_force_on=local_day(newer.in_force_at, server.time_zone),
        is_in_force=newer.version == server.charter_version,
        waits=newer.version > server.charter_version,
        decision_number=newer.decision_number,
        switched_on=bool(newer.rules.get(PUBLISHES)),
    )


def _values(row: servers.CharterRow) -> Mapping[str, Fraction]:
    rules = ServerRules.of_facts(row.rules)
    return {key: setting.read(rules) for key, setting in SETTINGS.items()}


async def _terms(session: Session, row: servers.ServerRow) -> tuple[TermCard, ...]:
    """The mandates that stand, those with a seat in front, then those that are over, the newest first."""
    standing = await mandates.standing(session, row.guild_id)
    seated = [each for each in standing if each.begins_at is not None]
    seats = {each.id: seat for seat, each in enumerate(seated, 1)}
    waiting = [each for each in standing if each.begins_at is None]
    over = await mandates.over(session, row.guild_id)
    recalls = await chronicle.recalls(session, row.guild_id)
    return tuple(
        term_card(each, row, seat=seats.get(each.id), recalls=recalls) for each in (*seated, *waiting, *reversed(over))
    )
