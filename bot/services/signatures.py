"""Signatures: the names that authors have asked to show on the web, and only there where that exposes nobody."""

import hashlib
from collections.abc import Sequence

from bot.domain.rules import Kind
from db import decisions, members, proposals
from db.engine import Session

_NOBODYS = frozenset({Kind.MANDATE, Kind.RECALL, Kind.COVER})
"""Kinds that are about a person, of whom the web says "seat 1". Source: charter, §5, "Public"."""


async def signatures(session: Session, guild_id: int, rows: Sequence[decisions.DecisionRow]) -> dict[int, str]:
    """The names to be shown beside decisions, by number; none beside a text that is hidden."""
    names = await members.shown_names(session, guild_id)
    if not names:
        return {}
    proposed = await proposals.by_ids(session, [row.proposal_id for row in rows])
    return {
        row.number: names[of.author_id]
        for row in rows
        if (of := proposed[row.proposal_id]).author_id in names
        and of.kind not in _NOBODYS
        and not (of.is_covered or of.stays_inside)
    }


async def signatures_mark(session: Session, guild_id: int) -> str:
    """What changes whenever somebody shows a name, takes it off or changes it; it tells nobody's."""
    names = await members.shown_names(session, guild_id)
    return hashlib.sha256(repr(sorted(names.items())).encode()).hexdigest() if names else ""
