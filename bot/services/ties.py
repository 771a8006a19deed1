"""Ties: what published decisions hang together with, read for many of them at once."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.domain.rules import Kind
from bot.services.chronicle_cards import Neighbour, TermCard, Ties
from bot.services.days import local_day
from db import chronicle, decisions, mandates, proposals, servers
from db.engine import Session

_TOLD_OF = {"charter": "version", "decision": "number", "prolongation": "proposal"}
"""Under which name an entry of a kind holds the number of what it tells of."""


async def ties_between(session: Session, row: servers.ServerRow, numbers: Sequence[int]) -> dict[int, Ties]:
    """What the decisions with these numbers are tied to."""
    found = await decisions.by_numbers(session, row.guild_id, numbers)
    places = sorted({place for each in found for place in (each.sequence - 1, each.sequence + 1)})
    beside = await decisions.entries_at(session, row.guild_id, places)
    reworked = await chronicle.reworked(session, row.guild_id, numbers)
    terms = await _terms_of(session, row, found)
    return {
        each.number: Ties(
            before=_neighbour(beside.get(each.sequence - 1)),
            after=_neighbour(beside.get(each.sequence + 1)),
            reworked_by=tuple(by for of, by in reworked if of == each.number),
            term=terms.get(each.number),
        )
        for each in found
    }


def term_card(
    mandate: mandates.MandateRow,
    server: servers.ServerRow,
    *,
    seat: int | None = None,
    recalls: Sequence[tuple[int, datetime]] = (),
) -> TermCard:
    """The term of a mandate in days; `recalls` are the recalls that took mandates back, with their instants."""
    begins, ends, ended = (
        local_day(at, server.time_zone) if at else None for at in (mandate.begins_at, mandate.ends_at, mandate.ended_at)
    )
    by = [number for number, at in recalls if at == mandate.ended_at]
    # Of several at the same instant nobody can say which was whose.
    return TermCard(mandate.decision_number, seat, begins, ends, ended, by[0] if len(by) == 1 else None)


async def _terms_of(
    session: Session, row: servers.ServerRow, found: Sequence[decisions.DecisionRow]
) -> dict[int, TermCard]:
    """The terms of the mandates that decisions gave or took back, by the decisions' numbers."""
    given = await mandates.of_decisions(session, row.guild_id, [each.number for each in found])
    proposed = await proposals.by_ids(session, [each.proposal_id for each in found])
    taking = {each.number: each.decided_at for each in found if proposed[each.proposal_id].kind == Kind.RECALL}
    # Most decisions are about nobody, and a look through the whole log is not for them.
    recalls = await chronicle.recalls(session, row.guild_id) if given or taking else ()
    terms = {number: term_card(mandate, row, recalls=recalls) for number, mandate in given.items()}
    for mandate in await mandates.over(session, row.guild_id) if taking else ():
        term = term_card(mandate, row, recalls=recalls)
        if term.recalled_by is not None and taking.get(term.recalled_by) == mandate.ended_at:
            terms.setdefault(term.recalled_by, term)
    return terms


def _neighbour(entry: decisions.LogRow | None) -> Neighbour | None:
    if entry is None:
        return None
    told_of = _TOLD_OF.get(entry.kind)
    return Neighbour(entry.sequence, entry.kind, json.loads(entry.body)[told_of] if told_of else None)
