"""Proposal cards: a proposal as its ballot shows it, with the count as it stands or as it was decided."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.approvals import ApprovalTally, count_approvals
from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.history import approved
from bot.domain.integrity import Note
from bot.domain.members import Standing
from bot.domain.prolongations import Prolongation
from bot.domain.proposals import Carried, Meeting, State
from bot.domain.records import Counters
from bot.domain.rules import DecisionRule, Kind
from bot.domain.tally import Tally
from bot.services.cards import ProposalCard
from bot.services.record_facts import approvals_of, tally_of
from bot.services.servers import founded
from db import ballots, covers, decisions, ledger, members, proposals
from db.engine import Session

FEWEST_SHOWN = 3
"""Of a secret vote under way only the participation is shown, from this many on. Source: charter, §4."""


async def proposal_card(session: Session, row: proposals.ProposalRow) -> ProposalCard:
    """The card of one proposal."""
    return (await proposal_cards(session, [row]))[0]


async def proposal_cards(session: Session, rows: Iterable[proposals.ProposalRow]) -> list[ProposalCard]:
    """The cards of proposals, in the order given."""
    shown = list(rows)
    counts = await _Counts.of(session, [row.id for row in shown])
    return [await _card(session, row, counts) for row in shown]


async def _card(session: Session, row: proposals.ProposalRow, counts: "_Counts") -> ProposalCard:
    server = await founded(session, row.guild_id)
    author = await members.get(session, row.guild_id, row.author_id)
    rule = DecisionRule.of_facts(row.rule)
    tally, approvals, counters = counts.tally(row.id), counts.approvals(row.id, rule), counts.counters(row.id)
    participation = None
    decision = await decisions.of_proposal(session, row.id) if row.state == State.SETTLED else None
    winner = None
    first_tasks = tuple(row.first_tasks)
    if decision is not None:
        one_by_one = await covers.hidden_titles(session, row.guild_id, decision.number)
        first_tasks = tuple(title for title in first_tasks if title not in one_by_one)
        facts = json.loads((await decisions.entry(session, row.guild_id, decision.sequence)).body)
        tally, approvals = tally_of(facts), approvals_of(facts)
        # Whoever taps a ballot that is over sees there that it came too late, though the record stands.
        counters = replace(Counters(**facts["counters"]), late=counters.late)
        winner = facts["winner"]
    elif rule.is_secret:
        taking_part = approvals.turnout if approvals else tally.turnout
        participation = taking_part if taking_part >= FEWEST_SHOWN else 0
        tally, approvals = Tally(), None
    return ProposalCard(
        guild_id=row.guild_id,
        number=row.number,
        kind=Kind(row.kind),
        title="" if row.is_covered else row.title,
        body="" if row.is_covered else row.body,
        first_tasks=() if row.is_covered else first_tasks,
        options=("",) * rule.options if row.is_covered or not row.title else tuple(row.options),
        run_off=tuple(row.run_off),
        author_id=row.author_id,
        author_name=(author.name if author else None) or "",
        state=State(row.state),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        turned_at=row.turned_at,
        prolongations=tuple(Prolongation.of_facts(facts) for facts in row.prolongations),
        reworks=row.reworks,
        follows=row.follows,
        meeting=Meeting(date.fromisoformat(row.meeting["met_on"]), row.meeting["present"]) if row.meeting else None,
        change=row.change,
        reminder=Carried.of_facts(row.reminder) if row.reminder and not row.is_covered else None,
        rule=rule,
        tally=tally,
        approvals=approvals,
        participation=participation,
        winner=winner,
        counters=counters,
        notes=tuple(Note.of_facts(facts) for facts in row.notes),
        is_covered=row.is_covered,
        channel_id=row.channel_id,
        message_id=row.message_id,
        thread_id=row.thread_id,
        language=server.language,
        time_zone=server.time_zone,
        outcome=Outcome(row.outcome) if row.outcome else None,
        decision_number=decision.number if decision else None,
    )


class _Counts:
    """What stands on several proposals, asked of the database once."""

    def __init__(
        self,
        said: Mapping[int, Counter[tuple[str, bool]]],
        support: Mapping[str, Counter[int]],
        late: Mapping[int, int],
        unclear: Mapping[int, int],
        untapped: Mapping[int, int],
    ) -> None:
        self._said = said
        self._support = support
        self._late = late
        self._unclear = unclear
        self._untapped = untapped

    @classmethod
    async def of(cls, session: Session, proposal_ids: Sequence[int]) -> "_Counts":
        """Count the ballots of these proposals."""
        said: dict[int, Counter[tuple[str, bool]]] = {}
        support: dict[str, Counter[int]] = {Standing.NEWCOMER: Counter(), Standing.UNKNOWN: Counter()}
        for proposal_id, choice, standing, explained, people in await ballots.tallies(session, proposal_ids):
            if standing == Standing.ON_ROLL:
                said.setdefault(proposal_id, Counter())[choice, explained] += people
            else:
                support[standing][proposal_id] += people
        return cls(
            said,
            support,
            await ledger.late(session, proposal_ids),
            await ledger.unclear(session, proposal_ids),
            await ledger.untapped(session, proposal_ids),
        )

    def tally(self, proposal_id: int) -> Tally:
        """The tally of a proposal that is agreed to or not."""
        parts: Counter[str] = Counter()
        for (choice, explained), people in self._said.get(proposal_id, Counter()).items():
            if choice in list(Choice):
                parts["unexplained" if choice == Choice.BLOCK and not explained else choice] += people
        return Tally(**parts)

    def approvals(self, proposal_id: int, rule: DecisionRule) -> ApprovalTally | None:
        """The approvals of a choice."""
        if not rule.options:
            return None
        each = (
            approved(choice)
            for (choice, _), people in self._said.get(proposal_id, Counter()).items()
            for _ in range(people)
        )
        return count_approvals(each, options=rule.options)

    def counters(self, proposal_id: int) -> Counters:
        """What was tapped and is not counted."""
        return Counters(
            newcomers=self._support[Standing.NEWCOMER][proposal_id],
            unknown=self._support[Standing.UNKNOWN][proposal_id],
            late=self._late.get(proposal_id, 0),
            unclear=self._unclear.get(proposal_id, 0),
            untapped=self._untapped.get(proposal_id, 0),
        )
