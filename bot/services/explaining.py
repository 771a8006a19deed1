"""Explaining: attaching a reason to a ballot, in the way in which open and secret votes keep it."""

from bot.domain.ballots import Choice
from bot.domain.errors import BallotChanged, NoBallotStands, Refusal
from bot.domain.rules import DecisionRule
from bot.services.inbox import PanelAct
from db import ballots, objections, proposals
from db.engine import Session


async def explain(session: Session, row: proposals.ProposalRow, act: PanelAct) -> Refusal | None:
    """Attach a reason; on a block it is an objection, and stays on record whatever becomes of the block."""
    user_id, reason = act.person.user_id, act.reason or ""
    ballot = await ballots.get(session, row.id, user_id)
    if ballot is None:
        return NoBallotStands(act.number)
    await session.refresh(ballot)
    if act.choice is not None and act.choice != ballot.choice:
        return BallotChanged(act.number)
    await ballots.explain(session, row.id, user_id, reason)
    if ballot.choice == Choice.BLOCK:
        is_secret = DecisionRule.of_facts(row.rule).is_secret
        who, when = (None, row.opened_at) if is_secret else (user_id, act.received_at)
        await objections.put_on_record(session, row.id, who, reason, when)
    return None
