"""Owing: what a turn causes to be told, written down in that very turn."""

import secrets
from datetime import datetime

from db import outbox
from db.engine import Session


async def owe(
    session: Session,
    guild_id: int,
    channel_id: int,
    kind: str,
    subject: int,
    now: datetime,
    *,
    expires_at: datetime | None = None,
    due_at: datetime | None = None,
) -> None:
    """Owe a notice in the turn that causes it, with a nonce of its own.

    `expires_at` is when it is of no use more, `due_at` when it goes out, which is now unless told otherwise.
    """
    await outbox.owe(
        session,
        guild_id=guild_id,
        channel_id=channel_id,
        kind=kind,
        subject=subject,
        nonce=secrets.token_hex(12),
        now=now,
        expires_at=expires_at,
        due_at=due_at,
    )


async def owe_once(session: Session, guild_id: int, channel_id: int, kind: str, subject: int, now: datetime) -> None:
    """Owe a new picture, unless one is owed already that was not begun yet."""
    if not await outbox.is_ahead(session, guild_id, subject, [kind]):
        await owe(session, guild_id, channel_id, kind, subject, now)
