"""Away: what the bot's absences do to the deadline of a vote."""

from datetime import UTC, datetime

from bot.domain.prolongations import AWAY_BEFORE, Absence, Prolongation, for_absence
from db import absences, proposals
from db.engine import Session

_NO_END = datetime.max.replace(tzinfo=UTC)


async def is_unseen(session: Session, row: proposals.ProposalRow) -> bool:
    """Whether the bot is away, or has not yet read this ballot since it came back: nothing is settled meanwhile."""
    return any(absence.until is None for absence in await _near_the_deadline(session, row))


async def prolongation(session: Session, row: proposals.ProposalRow) -> Prolongation | None:
    """By how much the absences near its deadline prolong a vote; one that lasts counts as if it had no end."""
    spans = [Absence(absence.since, absence.until or _NO_END) for absence in await _near_the_deadline(session, row)]
    return for_absence(row.closes_at, spans, [Prolongation.of_facts(facts) for facts in row.prolongations])


async def deadline_of(session: Session, row: proposals.ProposalRow) -> datetime:
    """When acts on an open proposal are too late: its deadline, or the one to which an absence is going to move it.

    A vote is prolonged only once the bot is back, and what is tapped or read until then must not be called late.
    """
    longer = await prolongation(session, row)
    return longer.until if longer else row.closes_at


async def _near_the_deadline(session: Session, row: proposals.ProposalRow) -> list[absences.AbsenceRow]:
    return list(await absences.overlapping(session, row.closes_at - AWAY_BEFORE, proposal_id=row.id))
