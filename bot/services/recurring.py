"""Recurring: rows with a schedule are sent when their time has come, once, however many processes look."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.domain.reminders import Due, Handled, State, following
from bot.domain.schedule import Occurrence, Schedule
from bot.services.ports import Clock
from bot.services.said_once import SaidOnce
from bot.services.zones import zone_version
from db import recurring
from db.engine import Database, Session

_log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=recurring.Recurring)


def schedule_of(row: recurring.Recurring) -> Schedule:
    """The schedule that a row holds."""
    return Schedule(datetime.fromisoformat(row.starts), row.zone, row.rule)


def handled_of(row: recurring.Recurring) -> Handled:
    """How far a row's occurrences were dealt with."""
    return Handled(row.handled_at, datetime.fromisoformat(row.last_meant) if row.last_meant else None)


def columns_of(schedule: Schedule, first: Occurrence, now: datetime) -> dict[str, Any]:
    """A schedule as a row holds it from now on, with its first time."""
    return {
        "starts": schedule.starts.isoformat(),
        "zone": schedule.zone,
        "rule": schedule.rule,
        "zones": zone_version(),
        "handled_at": now,
        "last_meant": None,
        "next_at": first.at,
    }


def move_on(row: recurring.Recurring, due: Due) -> None:
    """Move a row on from what is due of it."""
    row.handled_at = due.handled.at
    row.last_meant = due.handled.meant.isoformat() if due.handled.meant else None
    row.next_at = due.following.at if due.following else None
    row.state = (State.ACTIVE if due.following else State.ENDED).value


class Sweep(Generic[Row]):
    """Looks at one kind of rows again and again; `send` owes what is due of a row, and says whether it did.

    No other process moves the row meanwhile: it is held until the turn ends.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        kind: type[Row],
        send: Callable[[Session, Row, datetime], Awaitable[bool]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._kind = kind
        self._send = send
        self._knows_zones = False
        self._said_once = SaidOnce(_log)

    async def send_due(self) -> int:
        """Owe every occurrence whose time has come; returns how many."""
        await self._follow_zones()
        async with self._database.look() as session:
            due = await recurring.due(session, self._kind, self._clock.now())
        sent = 0
        for row in due:
            with self._said_once.holding_up_nobody("row %d of %s was not sent", row.id, self._kind.__tablename__):
                async with self._database.turn() as session:
                    now = self._clock.now()
                    present = await recurring.still_due(session, self._kind, row.id, now)
                    sent += present is not None and await self._send(session, present, now)
        return sent

    async def _follow_zones(self) -> None:
        """Find the next times anew, once in a process, where another time zone database found them."""
        if self._knows_zones:
            return
        async with self._database.turn() as session:
            for row in await recurring.found_by_other_zones(session, self._kind, zone_version()):
                try:
                    found = following(schedule_of(row), handled_of(row))
                except Exception:
                    # It keeps the time it has: a zone that is gone must not hold up the other rows.
                    _log.exception("row %d of %s has no time by the zones of now", row.id, self._kind.__tablename__)
                    continue
                row.next_at, row.zones = found.at if found else None, zone_version()
                row.state = (State.ACTIVE if found else State.ENDED).value
            await session.flush()
        self._knows_zones = True
