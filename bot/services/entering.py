"""Entering: writing the next entry of a server's log, in the turn that causes it."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.chain import link
from db import decisions
from db.engine import Session


async def enter(
    session: Session, guild_id: int, kind: str, facts: Mapping[str, object], now: datetime
) -> tuple[int, str]:
    """Write the next entry of a server's log; its sequence and hash."""
    sequence, previous = await decisions.head(session, guild_id)
    entry = link(sequence + 1, previous, facts)
    await decisions.append(session, guild_id, kind, entry, now)
    return entry.sequence, entry.hash
