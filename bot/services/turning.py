"""Turning: the first one against makes an action vote of a lazy consent, at once and for good."""

from datetime import datetime

from bot.domain.ballots import Choice
from bot.domain.rules import DecisionRule, ServerRules, turned
from db import proposals, servers
from db.engine import Session

AGAINST = frozenset({Choice.DISAGREE.value, Choice.BLOCK.value})


async def turn(session: Session, proposal_id: int, received_at: datetime) -> None:
    """Turn a lazy consent: ballots, cut-off and active people stay; it closes a full voting time after that tap.

    Nothing happens to what is no lazy consent any more. Source: charter, §4, the table of kinds.
    """
    row = (await proposals.by_ids(session, [proposal_id]))[proposal_id]
    rule = DecisionRule.of_facts(row.rule)
    if not rule.is_lazy:
        return
    charter = await servers.charter(session, row.guild_id, row.charter_version)
    rules = ServerRules.of_facts(charter.rules)
    await proposals.change(
        session,
        row.id,
        rule=turned(rule, rules).facts(),
        # What was prolonged meanwhile does not close sooner than was said.
        closes_at=max(row.closes_at, received_at + rules.voting),
        turned_at=received_at,
    )
