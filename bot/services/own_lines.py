"""Own lines: where in the record of a settled vote somebody finds their own ballot, as long as anybody can know."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.forgetting import links_end_at
from bot.domain.proposals import State
from bot.domain.rules import DecisionRule
from bot.services.cards import Person, ProposalCard
from bot.services.ports import Clock
from bot.services.proposal_cards import proposal_card
from bot.services.proposals import existing_proposal
from db import ballots, decisions, proposals
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What *Check my vote* tells one person of one settled vote."""

    proposal: ProposalCard
    is_forgotten: bool = False
    """Thirty days have gone by, and nobody can tell any more whose vote was which."""
    is_counted: bool = False
    choice: str | None = None
    """What it says; None on a secret vote, of which only that one was counted is known."""
    choices: tuple[str, ...] = ()
    """All published lines of an open vote, in their order; none where only totals are published."""
    code: str | None = None
    """What one's own line is published under, of a secret vote one's participation; None where neither is."""
    place: int = 0
    """Which of the lines, or of the participation codes, is one's own, counted from 1."""
    of: int = 0
    """How many lines, or codes, there are."""


class OwnLineService:
    """Lets everybody check that their own vote was counted, and nobody anybody else's. Source: charter, §5."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, person: Person, number: int) -> OwnLine | None:
        """Where somebody's ballot stands in the record; None while the vote runs. Refuses with `NoSuchProposal`."""
        async with self._database.look() as session:
            row = await existing_proposal(session, person.guild_id, number)
            if row.state != State.SETTLED or row.settled_at is None:
                return None
            card = await proposal_card(session, row)
            if self._clock.now() >= links_end_at(row.settled_at):
                return OwnLine(card, is_forgotten=True)
            ballot = await ballots.get(session, row.id, person.user_id)
            if ballot is None or ballot.pseudonym is None:
                return OwnLine(card)
            facts = await _record(session, row)
            if DecisionRule.of_facts(row.rule).is_secret:
                return _participation(card, ballot.pseudonym, facts["participants"])
            return _line(card, ballot.choice, ballot.pseudonym, facts["ballots"] or [])


async def _record(session: Session, row: proposals.ProposalRow) -> Mapping[str, Any]:
    decision = await decisions.of_proposal(session, row.id)
    assert decision is not None, "what is settled is on record"
    facts: Mapping[str, Any] = json.loads((await decisions.entry(session, row.guild_id, decision.sequence)).body)
    return facts


def _participation(card: ProposalCard, code: str, codes: Sequence[str]) -> OwnLine:
    if code not in codes:
        return OwnLine(card, is_counted=True)
    return OwnLine(card, is_counted=True, code=code, place=codes.index(code) + 1, of=len(codes))


def _line(card: ProposalCard, choice: str, code: str, lines: Sequence[Mapping[str, Any]]) -> OwnLine:
    place = next((place for place, line in enumerate(lines, 1) if line["voter"] == code), 0)
    if not place:
        return OwnLine(card, is_counted=True, choice=choice)
    said = tuple(str(line["choice"]) for line in lines)
    return OwnLine(card, is_counted=True, choice=choice, choices=said, code=code, place=place, of=len(lines))
