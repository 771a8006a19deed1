"""Starts: how often the process was started lately, so that one that ends again and again does not use Discord up."""

from datetime import timedelta

from bot.services.ports import Clock
from db import starts
from db.engine import Database

REMEMBERED = timedelta(hours=1)
FREE = 20
"""Starts within the hour after which nobody has to wait: whoever sets Minga up tries this and that."""

_FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
"""Source: integrity page, §2, "crash loop". What begins again at once comes to some 25 starts an hour, 600 of the 1,000
that Discord allows in a day."""


class StartService:
    """Counts starts in the database, where a crash does not reach."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(self) -> timedelta:
        """Write down this start; returns how long to wait before a session is begun with Discord."""
        now = self._clock.now()
        async with self._database.turn() as session:
            await starts.forget(session, before=now - REMEMBERED)
            await starts.add(session, now)
            too_many = await starts.how_many(session) - FREE
        return min(_FIRST_PAUSE * 2 ** (too_many - 1), LONGEST_PAUSE) if too_many > 0 else timedelta(0)
