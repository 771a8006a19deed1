"""Under way: what a server shows the world before it is decided or done, where its charter says so."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from bot.domain.boards import Part
from bot.domain.calendars import still_to_come
from bot.domain.covers import Veil
from bot.domain.rules import Kind
from bot.domain.schedule import instant_of
from bot.domain.tasks import Effort
from bot.domain.texts import without_ids
from bot.services.calendar import ends_of
from bot.services.days import local_day
from bot.services.publications import ABOUT_A_PERSON, LookingTask, PublishedDate, PublishedProposal
from bot.services.published import veil_of, veils_of
from bot.services.recurring import handled_of, schedule_of
from db import covers, decisions, openings, proposals, reminders, servers, task_skills, tasks
from db.engine import Session

DAYS_AHEAD = 56
"""How far ahead the calendar on the web looks."""


async def proposals_voted_on(session: Session, server: servers.ServerRow) -> tuple[PublishedProposal, ...]:
    """The open proposals of a server, the one that closes first in front."""
    return tuple(_proposal(row, server.time_zone) for row in await proposals.open_of(session, server.guild_id))


def _proposal(row: proposals.ProposalRow, time_zone: str) -> PublishedProposal:
    kind, veil = Kind(row.kind), veil_of(row)
    is_told = veil is None and kind not in ABOUT_A_PERSON
    return PublishedProposal(
        number=row.number,
        kind=kind,
        title=_told(row.title, is_told=is_told),
        body=_told(row.body, is_told=is_told),
        options=tuple(_told(option, is_told=is_told) for option in row.options),
        closes_on=local_day(row.closes_at, time_zone),
        veil=veil,
    )


async def tasks_with_places(
    session: Session, server: servers.ServerRow, now: datetime, *, limit: int
) -> tuple[tuple[LookingTask, ...], int]:
    """The tasks of a server that have places free, and how many there are in all."""
    guild_id = server.guild_id
    found: list[tasks.TaskRow] = []
    total = 0
    for part in (Part.LOOKING, Part.OPEN):
        rows, there_are = await openings.of_part(session, guild_id, part, now, limit=limit)
        found, total = [*found, *rows], total + there_are
    found = found[:limit]
    held = await tasks.holders(session, [row.id for row in found])
    skills = await task_skills.of_tasks(session, [row.id for row in found])
    covered = await covers.hidden_tasks(session, guild_id, [row.number for row in found])
    # What somebody added by hand to a decision is a text of its own, which no veil of the decision's hides.
    of_decision = await _veils(session, guild_id, (row.decision_number for row in found if row.added_by is None))
    looking = []
    for row in found:
        born_of = 0 if row.added_by is not None else row.decision_number or 0
        veil = Veil.COVERED if row.number in covered else of_decision.get(born_of)
        looking.append(
            LookingTask(
                number=row.number,
                title=_told(row.title, is_told=veil is None),
                why=_told(row.why, is_told=veil is None),
                places=row.people_needed - len(held.get(row.id, ())),
                effort=Effort(row.effort) if row.effort else None,
                due_on=row.due_on,
                decision_number=row.decision_number,
                is_first=row.is_first,
                veil=veil,
                skills=tuple(without_ids(skill) for skill in skills.get(row.id, ())) if veil is None else (),
            )
        )
    return tuple(looking), total


async def days_ahead(
    session: Session, server: servers.ServerRow, now: datetime
) -> tuple[tuple[PublishedDate, ...], date]:
    """What comes in a server from today on, and the last day that is looked at.

    What came today stays until the day is over: that it went would tell the hour.
    """
    guild_id, zone = server.guild_id, server.time_zone
    today = local_day(now, zone)
    until = today + timedelta(days=DAYS_AHEAD)
    begins_at, ends_at = (instant_of(datetime.combine(day, time()), zone) for day in (today, until + timedelta(days=1)))
    came = await reminders.came_since(session, guild_id, begins_at)
    active = await reminders.active(session, guild_id)
    terms = await ends_of(session, guild_id, active)
    comes = [(each.due_at, row) for each, row in came]
    for row in active:
        over_at = terms.get(row.mandate_id or 0)
        before = min(ends_at, over_at) if over_at else ends_at
        comes += [(each.at, row) for each in still_to_come(schedule_of(row), handled_of(row), before)]
    rows = {row.number: row for at, row in comes if begins_at <= at < ends_at}
    veils = await _veils(session, guild_id, (row.decision_number for row in rows.values()))
    days = sorted({(local_day(at, zone), row.number) for at, row in comes if begins_at <= at < ends_at})
    return tuple(_date(on, rows[number], veils) for on, number in days), until


def _date(on: date, row: reminders.ReminderRow, veils: Mapping[int, Veil | None]) -> PublishedDate:
    veil = veils.get(row.decision_number or 0)
    return PublishedDate(on, row.number, _told(row.text, is_told=veil is None), row.is_meeting, veil)


async def _veils(session: Session, guild_id: int, decision_numbers: Iterable[int | None]) -> Mapping[int, Veil | None]:
    """What hides the texts of decisions, by number."""
    wanted = {number for number in decision_numbers if number is not None}
    return await veils_of(session, await decisions.by_numbers(session, guild_id, wanted))


def _told(text: str, *, is_told: bool) -> str | None:
    """A text as the world reads it, None for one that is hidden or erased."""
    return without_ids(text) or None if is_told else None
