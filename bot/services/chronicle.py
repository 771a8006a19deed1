"""The chronicle: what a published log tells of the course of things: charters, powers, years, sums, and ties."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction

from bot.domain.charter import PUBLISHES, SETTINGS
from bot.domain.rules import ServerRules
from bot.domain.schedule import instant_of
from bot.services.chronicle_cards import (
    CharterVersion,
    Neighbour,
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
from bot.services.using_power import powers_used
from db import chronicle, decisions, mandates, proposals, servers
from db.engine import Database, Session

LISTED_IN_A_YEAR = 500
"""Up to so many decisions each stand by themselves on the page of their year; beyond, only how many there were."""

LAST_DECISIONS = 30
"""How many decisions the picture of turnout shows: as many bars as a phone's screen keeps apart."""


class ChronicleService:
    """Reads what the log's pages tell beside its decisions; what a server does not publish is not found here."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
            if not found:
                return None
            listed = found if len(found) <= LISTED_IN_A_YEAR else ()
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
        async with self._database.look() as session:
            row = await servers.by_slug(session, slug)
            found = await decisions.get(session, row.guild_id, number) if row else None
            if row is None or found is None:
                return None
            beside = await decisions.entries_at(session, row.guild_id, [found.sequence - 1, found.sequence + 1])
            again = await proposals.reworking(session, row.guild_id, number)
            decided = [await decisions.of_proposal(session, each.id) for each in again]
            return Ties(
                before=_neighbour(beside.get(found.sequence - 1)),
                after=_neighbour(beside.get(found.sequence + 1)),
                reworked_by=tuple(each.number for each in decided if each is not None),
                term=await _term_of(session, row, found),
            )


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
        _term(each, row, seat=seats.get(each.id), recalls=recalls) for each in (*seated, *waiting, *reversed(over))
    )


def _term(
    mandate: mandates.MandateRow,
    server: servers.ServerRow,
    *,
    seat: int | None = None,
    recalls: Sequence[tuple[int, datetime]] = (),
) -> TermCard:
    begins, ends, ended = (
        local_day(at, server.time_zone) if at else None for at in (mandate.begins_at, mandate.ends_at, mandate.ended_at)
    )
    by = [number for number, at in recalls if at == mandate.ended_at]
    # Of several at the same instant nobody can say which was whose.
    return TermCard(mandate.decision_number, seat, begins, ends, ended, by[0] if len(by) == 1 else None)


async def _term_of(session: Session, row: servers.ServerRow, decision: decisions.DecisionRow) -> TermCard | None:
    """The term of the mandate that a decision gave or took back."""
    recalls = await chronicle.recalls(session, row.guild_id)
    given = await mandates.of_decisions(session, row.guild_id, [decision.number])
    if given:
        return _term(given[decision.number], row, recalls=recalls)
    if decision.number not in dict(recalls):
        return None
    taken = [each for each in await mandates.over(session, row.guild_id) if each.ended_at == decision.decided_at]
    terms = [_term(each, row, recalls=recalls) for each in taken]
    return next((each for each in terms if each.recalled_by == decision.number), None)


_TOLD_OF = {"charter": "version", "decision": "number", "prolongation": "proposal"}
"""Under which name an entry of a kind holds the number of what it tells of."""


def _neighbour(entry: decisions.LogRow | None) -> Neighbour | None:
    if entry is None:
        return None
    told_of = _TOLD_OF.get(entry.kind)
    return Neighbour(entry.sequence, entry.kind, json.loads(entry.body)[told_of] if told_of else None)
