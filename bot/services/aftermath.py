"""Aftermath: what follows by itself from a proposal that passed, in the turn that settled it."""

from datetime import datetime

from bot.domain.rules import Kind
from db import proposals
from db.engine import Session


async def follow_up(session: Session, row: proposals.ProposalRow, decision_number: int, now: datetime) -> None:
    """Do what a passed proposal of some kinds asks beyond its record; the others ask nothing."""
    match Kind(row.kind):
        case _:
            return
