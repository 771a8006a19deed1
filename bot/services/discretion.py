"""Discretion: how little of what happens in a secret vote is written down."""

from bot.domain.ballots import Act, Verdict
from bot.services.inbox import PanelAct
from db import ballots, proposals
from db.engine import Session


async def leaves_trace(session: Session, row: proposals.ProposalRow, act: PanelAct, verdict: Verdict) -> bool:
    """Whether the ledger and the register of a secret vote may show this act, without what it says.

    They show who begins or ceases to take part. Who thinks again or gives a reason would stand out, and with an
    objection on record, or one resolved, be known.
    """
    if verdict is not Verdict.COUNTED:
        return True
    stands = await ballots.get(session, row.id, act.person.user_id) is not None
    return act.act is not Act.EXPLAIN and stands == (act.act is Act.WITHDRAW)
