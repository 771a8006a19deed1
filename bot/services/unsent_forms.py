"""Unsent forms: what was typed into a form that was refused, so that writing again begins where it was left."""

from collections.abc import Mapping

from bot.domain.reminders import DRAFT_KEPT
from bot.services.ports import Clock
from db import unsent_forms
from db.engine import Database

Fields = Mapping[str, str | list[str]]
"""What was typed, or the list of what was picked, by field."""


class UnsentFormService:
    """Keeps each person's newest refused form for a day at most, for that person only. Source: ADR 21."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, guild_id: int, user_id: int, form: str, fields: Fields) -> None:
        """Keep what was typed into a form; `form` says which one it is."""
        async with self._database.turn() as session:
            await unsent_forms.put(session, guild_id, user_id, form, fields, self._clock.now())

    async def find(self, guild_id: int, user_id: int, form: str) -> Fields:
        """What somebody typed into this form when it was last refused; nothing where it was another or too long ago."""
        async with self._database.look() as session:
            row = await unsent_forms.get(session, guild_id, user_id)
        return row.fields if row is not None and row.form == form else {}

    async def forget_old(self) -> None:
        """Keep nothing for longer than a day."""
        async with self._database.turn() as session:
            await unsent_forms.forget_older(session, self._clock.now() - DRAFT_KEPT)
