"""Finding: reactions of which nobody knows when they were tapped become ballots."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.ballots import Act, Source, Verdict
from bot.domain.forms import form_of
from bot.domain.history import added
from bot.domain.proposals import State
from bot.domain.rules import DecisionRule
from bot.services.acts import UNCOUNTABLE, ledger_act, standing_ballot, verdict_on
from bot.services.proposals import roll_of
from bot.services.turning import AGAINST, turn
from db import ballots, ledger, proposals
from db.engine import Session

Reaction = tuple[str, bool]
"""What a reaction says, and whether it was tapped as a super reaction."""


async def count_found(
    session: Session,
    row: proposals.ProposalRow,
    found: Mapping[int, Sequence[Reaction]],
    joined: Mapping[int, datetime | None],
    *,
    closes_at: datetime,
    when: datetime,
    spoken: Collection[int] = (),
) -> None:
    """Count reactions that are news, by user id, as found at an instant; who has `spoken` said something newer.

    One new one counts; of several nobody knows which was last. Source: charter, §4, "Reading what was missed".
    """
    form = form_of(DecisionRule.of_facts(row.rule), row.run_off)
    said = await ballots.by_members(session, [(row.id, who) for who in found])
    acts: list[dict[str, Any]] = []
    cast: list[dict[str, Any]] = []
    is_against = False
    for who, reactions in sorted(found.items()):
        standing = roll_of(row).standing_of(joined[who])
        state, opened_at = State(row.state), row.opened_at
        verdict = verdict_on(state, standing, received_at=when, opened_at=opened_at, closes_at=closes_at)
        if verdict not in UNCOUNTABLE and not form.gathers:
            if who in spoken:
                verdict = Verdict.KEPT
            elif len({choice for choice, _ in reactions}) > 1:
                verdict = Verdict.KEPT if (row.id, who) in said else Verdict.UNCLEAR
        acts += [found_act(row, who, reaction, Act.CAST, verdict, when) for reaction in reactions]
        if verdict in (Verdict.COUNTED, Verdict.NEWCOMER, Verdict.UNKNOWN):
            choice = reactions[0][0]
            for option, _ in reactions if form.gathers else ():
                choice = said[row.id, who] = added(said.get((row.id, who), option), option)
            cast.append(standing_ballot(row.id, who, choice, standing, when))
            is_against |= verdict is Verdict.COUNTED and choice in AGAINST
    await ledger.append(session, acts)
    await ballots.put(session, cast)
    if is_against:
        await turn(session, row.id, when)


def found_act(
    row: proposals.ProposalRow, who: int, reaction: Reaction, act: Act, verdict: Verdict, when: datetime
) -> dict[str, Any]:
    """The ledger's line that a reaction was found, or found missing."""
    choice, is_super = reaction
    source = Source.SUPER_READ if is_super else Source.READ
    return ledger_act(row.id, who, act, choice=choice, source=source, verdict=verdict, received_at=when)
