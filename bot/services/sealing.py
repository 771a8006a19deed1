"""Sealing: keeping a text apart from the log, which only commits to it."""

import secrets

from bot.domain.chain import SALT_BYTES, commitment
from db import decisions
from db.engine import Session


async def seal(session: Session, guild_id: int, text: str) -> str:
    """Keep a text apart under a fresh salt; what enters the chain is the commitment."""
    salt = secrets.token_bytes(SALT_BYTES)
    sealed = commitment(salt, text)
    await decisions.seal(session, guild_id, sealed, salt, text)
    return sealed
