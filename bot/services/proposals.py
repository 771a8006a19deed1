"""Proposals: opening one, and the facts that its ballot shows."""

import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ballots import Choice
from bot.domain.decisions import Outcome
from bot.domain.errors import NoSuchProposal
from bot.domain.members import Roll, Standing, active_people, earliest
from bot.domain.proposals import Draft, State, check_may_open
from bot.domain.records import Counters
from bot.domain.rules import DecisionRule, ServerRules, freeze
from bot.domain.tally import Tally
from bot.services.cards import Person, ProposalCard
from bot.services.ports import Clock, Register, Unreachable
from bot.services.servers import founded, seen
from db import ballots, decisions, ledger, members, outbox, proposals, servers
from db.engine import Database, Session

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProposalReceipt:
    """What the author is told: the number, when voting closes, and where the ballot will stand."""

    number: int
    closes_at: datetime
    channel_id: int


class ProposalService:
    """Opens proposals and shows them."""

    def __init__(self, database: Database, clock: Clock, register: Register) -> None:
        self._database = database
        self._clock = clock
        self._register = register

    async def propose(self, author: Person, draft: Draft) -> ProposalReceipt:
        """Open voting on a draft at once, with its rule and roll frozen, and owe its ballot.

        Refuses with `NotSetUp` or `TooManyOpenProposals`.
        """
        now = self._clock.now()
        guild_id = author.guild_id
        member_count = await self._member_count(guild_id)
        async with self._database.turn() as session:
            server = await founded(session, guild_id)
            charter = await servers.charter(session, guild_id, server.charter_version)
            rules = ServerRules.of_facts(charter.rules)
            check_may_open(await proposals.open_by_author(session, guild_id, author.user_id), rules.open_proposals)
            await members.remember(session, [seen(author, acted_at=now)])
            roll = Roll.opening(now, founded_at=server.founded_at, tenure=rules.tenure)
            active = await _active(session, author, roll, since=now - rules.activity_window)
            people = active_people(active, member_count=member_count, founded_at=server.founded_at, now=now)
            row = proposals.ProposalRow(
                guild_id=guild_id,
                number=await servers.next_number(session, guild_id, "last_proposal"),
                kind=draft.kind.value,
                author_id=author.user_id,
                title=draft.title,
                body=draft.body,
                first_tasks=list(draft.first_tasks),
                rule=freeze(rules, draft.kind, active=people).facts(),
                charter_version=server.charter_version,
                tenure_days=rules.tenure.days,
                opened_at=now,
                cut_off_at=roll.cut_off_at,
                closes_at=now + rules.voting,
                channel_id=server.proposals_channel_id,
            )
            session.add(row)
            await session.flush()
            await owe(session, row.guild_id, row.channel_id, "ballot", row.number, now)
            return ProposalReceipt(row.number, row.closes_at, row.channel_id)

    async def _member_count(self, guild_id: int) -> int:
        """How many the server has; 0, which raises no quorum, where Discord does not say."""
        try:
            return await self._register.member_count(guild_id)
        except Unreachable as fault:
            _log.warning("the member count is not known: %s", fault)
            return 0

    async def card(self, guild_id: int, number: int) -> ProposalCard:
        """One proposal as its ballot shows it; refuses with `NoSuchProposal`."""
        async with self._database.look() as session:
            return await proposal_card(session, await existing_proposal(session, guild_id, number))

    async def open_cards(self, guild_id: int) -> Sequence[ProposalCard]:
        """The open proposals of a server, the one that closes first in front."""
        async with self._database.look() as session:
            return await proposal_cards(session, await proposals.open_of(session, guild_id))


async def owe(session: Session, guild_id: int, channel_id: int, kind: str, subject: int, now: datetime) -> None:
    """Owe a notice in the turn that causes it, with a nonce of its own."""
    nonce = secrets.token_hex(12)
    await outbox.owe(
        session, guild_id=guild_id, channel_id=channel_id, kind=kind, subject=subject, nonce=nonce, now=now
    )


async def existing_proposal(session: Session, guild_id: int, number: int) -> proposals.ProposalRow:
    """The proposal's row; refuses with `NoSuchProposal`."""
    row = await proposals.get(session, guild_id, number)
    if row is None:
        raise NoSuchProposal(number)
    return row


def roll_of(row: proposals.ProposalRow) -> Roll:
    """The roll that was frozen into a proposal."""
    return Roll(row.opened_at, row.cut_off_at)


async def _active(session: Session, author: Person, roll: Roll, *, since: datetime) -> int:
    """The people on the roll who did something recorded since then, the author included. Source: charter, §2."""
    acted = dict(await members.active_since(session, author.guild_id, since))
    acted[author.user_id] = earliest(acted.get(author.user_id), author.joined_at)
    on_roll = {who for who, joined_at in acted.items() if roll.standing_of(joined_at) is Standing.ON_ROLL}
    return len(on_roll | {author.user_id})


async def proposal_card(session: Session, row: proposals.ProposalRow) -> ProposalCard:
    """The card of one proposal."""
    return (await proposal_cards(session, [row]))[0]


async def proposal_cards(session: Session, rows: Iterable[proposals.ProposalRow]) -> list[ProposalCard]:
    """The cards of proposals, in the order given."""
    shown = list(rows)
    ids = [row.id for row in shown]
    tallies, newcomers, unknown = await _counts(session, ids)
    late = await ledger.late(session, ids)
    unclear = await ledger.unclear(session, ids)
    untapped = await ledger.untapped(session, ids)
    cards = []
    for row in shown:
        server = await founded(session, row.guild_id)
        author = await members.get(session, row.guild_id, row.author_id)
        decision = await decisions.of_proposal(session, row.id) if row.state != proposals.OPEN else None
        counters = Counters(
            newcomers=newcomers.get(row.id, 0),
            unknown=unknown.get(row.id, 0),
            late=late.get(row.id, 0),
            unclear=unclear.get(row.id, 0),
            untapped=untapped.get(row.id, 0),
        )
        cards.append(
            ProposalCard(
                guild_id=row.guild_id,
                number=row.number,
                title=row.title,
                body=row.body,
                first_tasks=tuple(row.first_tasks),
                author_name=(author.name if author else None) or "",
                state=State(row.state),
                opened_at=row.opened_at,
                closes_at=row.closes_at,
                rule=DecisionRule.of_facts(row.rule),
                tally=tallies.get(row.id, Tally()),
                counters=counters,
                channel_id=row.channel_id,
                message_id=row.message_id,
                thread_id=row.thread_id,
                language=server.language,
                time_zone=server.time_zone,
                outcome=Outcome(row.outcome) if row.outcome else None,
                decision_number=decision.number if decision else None,
            )
        )
    return cards


async def _counts(
    session: Session, proposal_ids: Sequence[int]
) -> tuple[Mapping[int, Tally], Mapping[int, int], Mapping[int, int]]:
    """The live tallies, and how many newcomers and people unknown tapped, by proposal id."""
    votes: dict[int, Counter[str]] = {}
    support: dict[str, Counter[int]] = {Standing.NEWCOMER: Counter(), Standing.UNKNOWN: Counter()}
    for proposal_id, choice, standing, explained, people in await ballots.tallies(session, proposal_ids):
        if standing == Standing.ON_ROLL:
            part = "unexplained" if choice == Choice.BLOCK and not explained else choice
            votes.setdefault(proposal_id, Counter())[part] += people
        else:
            support[standing][proposal_id] += people
    tallies = {proposal_id: Tally(**parts) for proposal_id, parts in votes.items()}
    return tallies, support[Standing.NEWCOMER], support[Standing.UNKNOWN]
