"""Writing: what one turn of the inbox is going to write down, folded in the order of the acts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.rules import DecisionRule
from bot.services.turning import AGAINST, turn
from db import ballots, ledger, members
from db.engine import Session


@dataclass(slots=True)
class Page:
    """What one turn is going to write, folded in order."""

    ledger: list[dict[str, Any]] = field(default_factory=list)
    ballots: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    people: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    recast: list[tuple[int, int]] = field(default_factory=list)
    said: dict[tuple[int, int], str] = field(default_factory=dict)
    """What ballots that gather approvals say so far."""
    turned: dict[int, datetime] = field(default_factory=dict)
    """Lazy consents that somebody spoke against, and when; they are to be turned."""

    def note_against(self, proposal_id: int, rule: DecisionRule, choice: str, received_at: datetime) -> None:
        """Remember that a counted ballot speaks against a lazy consent; the first one turns it."""
        if rule.is_lazy and choice in AGAINST:
            self.turned.setdefault(proposal_id, received_at)

    async def write(self, session: Session) -> None:
        """Write all of it; ballots cast so far go first when an act must see them."""
        await ledger.append(session, self.ledger)
        await ballots.put(session, list(self.ballots.values()))
        await members.remember(session, list(self.people.values()))
        self.ledger, self.ballots, self.people = [], {}, {}

    async def turn(self, session: Session) -> list[int]:
        """Turn the lazy consents that somebody spoke against; returns their ids in the database."""
        turned, self.turned = self.turned, {}
        for proposal_id, received_at in turned.items():
            await turn(session, proposal_id, received_at)
        return list(turned)
