"""The weekly digest: planning each server's next one, gathering what it tells when it is due, and owing it once."""

import json
import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.domain.digest import (
    AHEAD,
    MOST_LATE,
    Contents,
    DigestTime,
    PowerUsed,
    Skipped,
    Week,
    due_of,
    first_week,
    is_late,
    is_too_late,
    moved_to,
)
from bot.domain.lapses import UNCLAIMED
from bot.domain.sharing import LEAST_DONE, WITHIN
from bot.services.days import local_day
from bot.services.digest_cards import DigestCard
from bot.services.digest_lines import lines_of
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.said_once import SaidOnce
from bot.services.servers import founded
from db import decisions, digests, knowhow, openings, proposals, reminders, servers, tasks
from db.engine import Database, Session

_log = logging.getLogger(__name__)


class DigestService:
    """One digest for each server and ISO week, or none where nothing happened. Source: charter, §8."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._knows_zones = False
        self._said_once = SaidOnce(_log)

    async def now(self, guild_id: int) -> DigestCard:
        """What a digest would tell if it came now, for whoever asks; refuses with `NotSetUp`."""
        now = self._clock.now()
        async with self._database.look() as session:
            server = await founded(session, guild_id)
            waiting = await digests.waiting(session, guild_id)
            week = Week(waiting[0].iso_year, waiting[0].iso_week) if waiting else _first_week(server, now)
            due_at = waiting[0].due_at if waiting else _due_of(server, week)
            since, since_on = await _since(session, server, due_at)
            # What happened at this very instant is shown as well; the digest itself leaves it to the next one.
            contents, is_quiet = await _gather(session, server, since, now + timedelta.resolution, since_on)
            return DigestCard(
                guild_id=guild_id,
                number=week.number,
                first_on=since_on,
                last_on=local_day(now, server.time_zone),
                due_at=due_at,
                is_late=False,
                lines=await lines_of(session, server, contents),
                head=contents.head,
                sequence=contents.sequence,
                language=server.language,
                next_at=due_at,
                is_quiet=is_quiet,
            )

    async def send_due(self) -> int:
        """Owe every digest whose time has come, once, however many look; returns how many."""
        await self._follow_zones()
        await self._plan()
        sent = 0
        is_more = True
        while is_more:
            async with self._database.look() as session:
                due = await digests.due(session, self._clock.now())
            became = [await self._take(row) for row in due]
            sent += became.count(digests.OWED)
            # After a long outage the digest of the week that follows may be due as well.
            is_more = any(became)
        return sent

    async def _take(self, row: digests.DigestRow) -> str | None:
        """Decide what becomes of a digest that is due; None where another process did, or nobody could."""
        became = None
        with self._said_once.holding_up_nobody("the digest %d of the database was not gathered", row.id):
            async with self._database.turn() as session:
                became = await _take(session, row, self._clock.now())
        return became

    async def _plan(self) -> None:
        """Have a digest wait for every server that has none to come."""
        async with self._database.look() as session:
            without = await digests.unplanned(session)
        for server in without:
            with self._said_once.holding_up_nobody("no digest was planned for the server %d", server.guild_id):
                async with self._database.turn() as session:
                    last = await digests.latest(session, server.guild_id, digests.PAST)
                    first = Week(last.iso_year, last.iso_week).following if last else None
                    await _plan(session, server, first or _first_week(server, self._clock.now()))

    async def _follow_zones(self) -> None:
        """Find the next times anew, once in a process: the time zone database may be another since the last one."""
        if self._knows_zones:
            return
        async with self._database.look() as session:
            guild_ids = {row.guild_id for row in await digests.waiting(session)}
        for guild_id in guild_ids:
            try:
                async with self._database.turn() as session:
                    await move_digest(session, guild_id, self._clock.now())
            except Exception:
                # A server whose time zone is gone must not hold up the others.
                _log.exception("the digest of the server %d keeps its time", guild_id)
        self._knows_zones = True


async def move_digest(session: Session, guild_id: int, now: datetime) -> None:
    """Move the digest to come to the day, hour and zone that are in force from now on."""
    server = await founded(session, guild_id)
    await session.refresh(server)
    for row in await digests.waiting(session, guild_id):
        week = Week(row.iso_year, row.iso_week)
        row.due_at = moved_to(week, row.due_at, DigestTime.of_text(server.digest_time), server.time_zone, now)
    await session.flush()


async def digest_card(session: Session, row: digests.DigestRow, *, is_late: bool) -> DigestCard:
    """The card of a digest that is owed or stands: its contents as they were fixed, the texts as they may be shown."""
    server = await founded(session, row.guild_id)
    assert row.contents is not None
    assert row.since_on is not None
    assert row.until_on is not None
    contents = Contents.of_facts(row.contents)
    return DigestCard(
        guild_id=row.guild_id,
        number=row.iso_week,
        first_on=row.since_on,
        last_on=max(row.since_on, row.until_on - timedelta(days=1)),
        due_at=row.due_at,
        is_late=is_late,
        lines=await lines_of(session, server, contents),
        head=contents.head,
        sequence=contents.sequence,
        language=server.language,
        channel_id=row.channel_id,
        message_id=row.message_id,
        thread_id=row.thread_id,
        part_ids=tuple(row.parts),
    )


def _first_week(server: servers.ServerRow, now: datetime) -> Week:
    return first_week(DigestTime.of_text(server.digest_time), server.time_zone, now)


def _due_of(server: servers.ServerRow, week: Week) -> datetime:
    return due_of(week, DigestTime.of_text(server.digest_time), server.time_zone)


async def _plan(session: Session, server: servers.ServerRow, week: Week) -> None:
    await digests.plan(session, server.guild_id, week.year, week.number, _due_of(server, week))


async def _take(session: Session, row: digests.DigestRow, now: datetime) -> str | None:
    """Write down what becomes of a digest that is due, owe it where there is something to tell, and plan the next."""
    server = await founded(session, row.guild_id)
    since, since_on = await _since(session, server, row.due_at)
    until_on = local_day(now, server.time_zone)
    told: dict[str, object] = {"since_at": since, "since_on": since_on, "until_at": now, "until_on": until_on}
    if is_too_late(row.due_at, now):
        state = digests.SKIPPED if await _happened(session, server, row.due_at) else digests.QUIET
        told = {"until_at": row.due_at, "until_on": local_day(row.due_at, server.time_zone), "late": True}
    else:
        contents, is_quiet = await _gather(session, server, since, now, since_on)
        state = digests.QUIET if is_quiet else digests.OWED
        told |= {"contents": contents.facts(), "late": is_late(row.due_at, now)}
    if not await digests.take(session, row, state=state, **told):
        return None
    if state == digests.OWED:
        expires_at = row.due_at + MOST_LATE
        await owe(session, row.guild_id, server.decisions_channel_id, "digest", row.id, now, expires_at=expires_at)
    await _plan(session, server, Week(row.iso_year, row.iso_week).following)
    return state


async def _since(session: Session, server: servers.ServerRow, due_at: datetime) -> tuple[datetime, date]:
    """From when on a digest tells, and the first day that it covers: where the last one that was told has ended."""
    told = await digests.latest(session, server.guild_id, digests.TOLD)
    if told is not None and told.until_at is not None and told.until_on is not None:
        return told.until_at, told.until_on
    since = max(server.founded_at, due_at - AHEAD)
    return since, local_day(since, server.time_zone)


async def _happened(session: Session, server: servers.ServerRow, due_at: datetime) -> bool:
    """Whether there was something to tell in the week before a digest that is too late by now."""
    before = await digests.latest(session, server.guild_id, digests.PAST)
    since = before.due_at if before else max(server.founded_at, due_at - AHEAD)
    _contents, is_quiet = await _gather(session, server, since, due_at, local_day(since, server.time_zone))
    open_since = await proposals.open_since(session, server.guild_id, due_at)
    votes = await proposals.by_numbers(session, server.guild_id, open_since)
    return not is_quiet or any(vote.opened_at < due_at for vote in votes.values())


async def _gather(
    session: Session, server: servers.ServerRow, since: datetime, until: datetime, since_on: date
) -> tuple[Contents, bool]:
    """What happened since an instant and before another and what is to come, and whether that is nothing."""
    guild_id = server.guild_id
    sequence, head = await decisions.head(session, guild_id)
    open_votes = await proposals.open_of(session, guild_id)
    unfinished = await tasks.unfinished(session, guild_id)
    held = await tasks.holders(session, [task.id for task in unfinished])
    looking = [task for task in unfinished if task.id not in held]
    until_on = local_day(until, server.time_zone)
    contents = Contents(
        sequence=sequence,
        head=head,
        decided=tuple(row.number for row in await decisions.decided_between(session, guild_id, since, until)),
        closing=tuple((vote.number, vote.closes_at) for vote in open_votes if until < vote.closes_at <= until + AHEAD),
        looking=tuple(task.number for task in sorted(looking, key=lambda task: task.created_at > until - UNCLAIMED)),
        done=tuple(task.number for task in await tasks.finished_between(session, guild_id, since, until)),
        know_how=tuple(page.number for page in await knowhow.born_between(session, guild_id, since, until)),
        known_by_one=tuple(await openings.known_by_one(session, guild_id, until - WITHIN, least=LEAST_DONE)),
        reviews=await _reviews(session, guild_id, since_on + AHEAD, until_on + AHEAD),
        powers=await _powers(session, guild_id, since, until),
        skipped=await _skipped(session, guild_id, since, until),
    )
    return contents, contents.is_quiet(new_tasks=any(since <= task.created_at < until for task in looking))


async def _reviews(session: Session, guild_id: int, since: date, until: date) -> tuple[int, ...]:
    """The agreements whose review day lies in a span, by number; a vote alone ends them."""
    agreed = {row.sequence: row.number for row in await digests.agreements(session, guild_id)}
    entries = await decisions.entries_at(session, guild_id, agreed)
    due = {sequence: json.loads(entry.body)["review_on"] for sequence, entry in entries.items()}
    return tuple(
        agreed[sequence] for sequence, on in sorted(due.items()) if on and since <= date.fromisoformat(on) < until
    )


async def _powers(session: Session, guild_id: int, since: datetime, until: datetime) -> tuple[PowerUsed, ...]:
    times: dict[tuple[int, int, str], int] = {}
    for entry in await decisions.entered_between(session, guild_id, "power", since, until):
        facts = json.loads(entry.body)
        used = (facts["decision"], facts["seat"], facts["act"])
        times[used] = times.get(used, 0) + 1
    return tuple(PowerUsed(*used, count) for used, count in times.items())


async def _skipped(session: Session, guild_id: int, since: datetime, until: datetime) -> tuple[Skipped, ...]:
    """What was too late to be sent: each reminder once, and the digests since the last one that was told."""
    late = [
        (reminder.number, occurrence.due_at)
        for occurrence, reminder in await reminders.skipped_between(session, guild_id, since, until)
    ]
    told = await digests.latest(session, guild_id, digests.TOLD)
    left_out = [(None, row.due_at) for row in await digests.skipped_after(session, guild_id, told)]
    return tuple(_counted([*late, *left_out]))


def _counted(late: Iterable[tuple[int | None, datetime]]) -> Iterable[Skipped]:
    due: dict[int | None, list[datetime]] = {}
    for which, due_at in late:
        due.setdefault(which, []).append(due_at)
    return (Skipped(which, instants[0], len(instants)) for which, instants in due.items())
