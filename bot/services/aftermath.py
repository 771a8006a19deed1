"""Aftermath: what follows by itself from a proposal that passed, in the turn that settled it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.chain import link
from bot.domain.charter import IN_FORCE_AFTER, NO_ROLE, PUBLISHES, SETTINGS, Housekeeping, waits
from bot.domain.records import charter_facts
from bot.domain.rules import Kind, ServerRules
from bot.services.boards import board_changed
from bot.services.days import local_day
from bot.services.digest import move_digest
from bot.services.servers import founded
from db import decisions, mandates, proposals, reminders, servers
from db.engine import Session

COLUMNS = {
    Housekeeping.TIME_ZONE: "time_zone",
    Housekeeping.LANGUAGE: "language",
    Housekeeping.DIGEST_TIME: "digest_time",
    Housekeeping.PROPOSALS_CHANNEL: "proposals_channel_id",
    Housekeeping.DECISIONS_CHANNEL: "decisions_channel_id",
    Housekeeping.TASKS_CHANNEL: "tasks_channel_id",
    Housekeeping.COORDINATORS_ROLE: "coordinators_role_id",
}
"""Where each binding stands."""


async def follow_up(session: Session, row: proposals.ProposalRow, decision_number: int, now: datetime) -> None:
    """Do what a passed proposal of some kinds asks beyond its record; the others ask nothing."""
    if row.change is not None:
        await _adopt(session, row, row.change, decision_number, now)
    elif row.kind == Kind.MANDATE:
        await _grant(session, row, decision_number, now)
    elif row.kind == Kind.RECALL:
        await _take_back(session, row, now)


async def _grant(session: Session, row: proposals.ProposalRow, decision_number: int, now: datetime) -> None:
    """Give a mandate: a seat where one is free, else a place in the order of decision."""
    assert row.subject_id is not None
    session.add(
        mandates.MandateRow(
            guild_id=row.guild_id, member_id=row.subject_id, decision_number=decision_number, granted_at=now
        )
    )
    await session.flush()
    await fill_seats(session, row.guild_id, now)


async def _take_back(session: Session, row: proposals.ProposalRow, now: datetime) -> None:
    assert row.subject_id is not None
    held = await mandates.of_member(session, row.guild_id, row.subject_id)
    if held is not None:
        await end_mandate(session, held, now, now)


async def end_mandate(session: Session, row: mandates.MandateRow, ended_at: datetime, now: datetime) -> None:
    """End a mandate and what repeats under it, and let who waits have its seat. Source: charter, §8."""
    await mandates.end(session, row.id, ended_at)
    await reminders.end_with_mandate(session, row.id)
    await fill_seats(session, row.guild_id, now)


async def fill_seats(session: Session, guild_id: int, now: datetime) -> None:
    """Let those who wait longest take the seats that are free. Source: charter, §4 and §8."""
    server = await founded(session, guild_id)
    charter = await servers.charter(session, guild_id, server.charter_version)
    rules = ServerRules.of_facts(charter.rules)
    standing = await mandates.standing(session, guild_id)
    free = rules.seats - sum(row.begins_at is not None for row in standing)
    waiting = [row for row in standing if row.begins_at is None]
    for row in waiting[: max(0, free)]:
        row.begins_at, row.ends_at = now, now + rules.term
    await session.flush()


async def _adopt(
    session: Session, row: proposals.ProposalRow, change: Mapping[str, Any], decision_number: int, now: datetime
) -> None:
    """Adopt a change: bindings at once, numbers as the next version of the charter, in force a day later.

    Publication is switched off at once, as a recall takes back; switched on it waits, like every change.
    """
    setting, new = change["setting"], change["new"]
    if waits(change):
        await _next_version(session, row, setting, new, decision_number, now)
    elif setting == PUBLISHES:
        await servers.bind(session, row.guild_id, publishes=False)
    else:
        column = COLUMNS[Housekeeping(setting)]
        await servers.bind(session, row.guild_id, **{column: _stored(setting, column, new)})
        if setting in (Housekeeping.TIME_ZONE, Housekeeping.DIGEST_TIME):
            await move_digest(session, row.guild_id, now)
        await session.refresh(await founded(session, row.guild_id))
        await board_changed(session, row.guild_id, now)


def _stored(setting: str, column: str, new: str) -> int | str | None:
    """The value of a binding as its column holds it."""
    if setting == Housekeeping.COORDINATORS_ROLE and new == NO_ROLE:
        return None
    return int(new) if column.endswith("_id") else new


async def _next_version(
    session: Session, row: proposals.ProposalRow, setting: str, new: str, decision_number: int, now: datetime
) -> None:
    """Write the next version: the newest one, in force or waiting, with this one number changed, or publication."""
    server = await founded(session, row.guild_id)
    newest = (await servers.charters(session, row.guild_id))[0]
    rules = ServerRules.of_facts(newest.rules)
    if setting != PUBLISHES:
        rules = SETTINGS[setting].write(rules, SETTINGS[setting].of_text(new))
    in_force_at = now + IN_FORCE_AFTER
    version = newest.version + 1
    session.add(
        servers.CharterRow(
            guild_id=row.guild_id,
            version=version,
            rules=rules.facts() | ({PUBLISHES: True} if setting == PUBLISHES else {}),
            in_force_at=in_force_at,
            decision_number=decision_number,
        )
    )
    on = local_day(in_force_at, server.time_zone)
    sequence, previous = await decisions.head(session, row.guild_id)
    entry = link(sequence + 1, previous, charter_facts(version, rules, in_force_on=on, decision=decision_number))
    await decisions.append(session, row.guild_id, "charter", entry, now)
