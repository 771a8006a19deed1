"""Using a power: who is a coordinator at this instant, and the log's entry without which no act of theirs counts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.reminders import Act, Term, check_may_remind, power_facts
from bot.services.days import local_day
from bot.services.entering import enter
from bot.services.servers import founded
from bot.services.time_cards import PowerCard
from db import decisions, mandates, reminders
from db.engine import Session


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Somebody with a seat at this instant."""

    mandate_id: int
    seat: int
    decision_number: int
    ends_at: datetime


async def coordinator(session: Session, guild_id: int, member_id: int, now: datetime) -> Coordinator:
    """The seat of a person; refuses with `NotACoordinator` or `TermIsOver`, by the clock and not by the last sweep.

    No role and no permission of Discord's is asked for. Source: charter, §1.3.
    """
    standing = await mandates.standing(session, guild_id)
    seated = [row for row in standing if row.begins_at is not None]
    held = next((row for row in standing if row.member_id == member_id), None)
    check_may_remind(Term(held.begins_at, held.ends_at, held.ended_at) if held else None, now)
    assert held is not None
    assert held.ends_at is not None
    return Coordinator(held.id, seated.index(held) + 1, held.decision_number, held.ends_at)


async def use_power(session: Session, by: Coordinator, act: Act, row: reminders.ReminderRow, now: datetime) -> None:
    """Enter the use of a power in the log, in the turn in which it has its effect."""
    server = await founded(session, row.guild_id)
    facts = power_facts(
        act,
        reminder=row.number,
        seat=by.seat,
        decision=by.decision_number,
        text=row.sealed,
        on=local_day(now, server.time_zone),
    )
    await enter(session, row.guild_id, "power", facts, now)


async def powers_used(session: Session, guild_id: int, *, limit: int, skip: int = 0) -> Sequence[PowerCard]:
    """The uses of the coordinators' power, the newest first, with the texts that were not erased.

    `skip` of them are left out in front.
    """
    entries = await decisions.newest_entries(session, guild_id, "power", limit=limit, skip=skip)
    facts = [json.loads(entry.body) for entry in entries]
    texts = await decisions.opened(session, guild_id, [each["text"] for each in facts])
    return [PowerCard.of_facts(each, texts[each["text"]].text if each["text"] in texts else None) for each in facts]
