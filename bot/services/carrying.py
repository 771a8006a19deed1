"""Carrying: the one reminder of a proposal is born by its decision, if its time has not passed."""

from datetime import datetime
from typing import Any

from bot.domain.proposals import Carried
from bot.domain.reminders import Origin
from bot.domain.schedule import Schedule
from bot.services.reminders import Wording, bear_reminder
from bot.services.sealing import seal
from bot.services.servers import founded
from db import proposals
from db.engine import Session


async def bear_carried(
    session: Session, row: proposals.ProposalRow, decision_number: int, now: datetime
) -> dict[str, Any] | None:
    """Give birth to the reminder of a proposal that passed, in the turn that settles it; what its record says of it.

    Prolongations can take a vote past the reminder's time: then the record says that there is none. None where the
    proposal carries no reminder.
    """
    if row.reminder is None:
        return None
    carried = Carried.of_facts(row.reminder)
    number, sealed = None, None
    if carried.at > now:
        server = await founded(session, row.guild_id)
        born = await bear_reminder(
            session,
            row.guild_id,
            Schedule(carried.starts, carried.zone),
            Wording(carried.text, server.decisions_channel_id),
            now,
            origin=Origin.DECISION,
            decision_number=decision_number,
        )
        number, sealed = born.number, born.sealed
    return {
        "number": number,
        "on": carried.starts.date().isoformat(),
        "text": sealed or await seal(session, row.guild_id, carried.text),
    }
