"""Owing: what a turn causes to be told, written down in that very turn."""

import secrets
from datetime import datetime

from db import outbox
from db.engine import Session


async def owe(session: Session, guild_id: int, channel_id: int, kind: str, subject: int, now: datetime) -> None:
    """Owe a notice in the turn that causes it, with a nonce of its own."""
    await outbox.owe(
        session,
        guild_id=guild_id,
        channel_id=channel_id,
        kind=kind,
        subject=subject,
        nonce=secrets.token_hex(12),
        now=now,
    )
