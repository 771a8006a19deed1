"""Proposals: opening one, and the facts that its ballot shows."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ballots import Choice
from bot.domain.charter import takes_back
from bot.domain.decisions import Outcome
from bot.domain.errors import (
    ChangeUnderway,
    MandateHeld,
    NoSuchDecision,
    NoSuchMandate,
    NoSuchProposal,
    NotBlocked,
)
from bot.domain.members import FIRST_DAYS_FLOOR, Roll, Standing, active_people, day_of
from bot.domain.proposals import NOBODY, Carried, Draft, State, check_carried, check_held, check_may_open
from bot.domain.reminders import reminder_text
from bot.domain.rules import DecisionRule, Kind, ServerRules, freeze, stricter
from bot.domain.texts import clean_text
from bot.services.agendas import draw_agendas_again
from bot.services.cards import ObjectionCard, Person, ProposalCard
from bot.services.days import local_day
from bot.services.owing import owe
from bot.services.ports import Clock, Register, Unreachable
from bot.services.proposal_cards import proposal_card, proposal_cards
from bot.services.servers import founded, seen
from bot.services.tally_board import TallyBoard
from bot.services.typed_times import one_time
from db import ballots, decisions, members, proposals, servers
from db.engine import Database, Session

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProposalReceipt:
    """What the author is told: the number, when voting opens and closes, and where the ballot will stand."""

    number: int
    opened_at: datetime
    closes_at: datetime
    channel_id: int
    is_discussed: bool = False
    """Whether voting opens later."""


class ProposalService:
    """Opens proposals and shows them."""

    def __init__(self, database: Database, clock: Clock, register: Register, board: TallyBoard) -> None:
        self._database = database
        self._clock = clock
        self._register = register
        self._board = board

    async def propose(self, author: Person, draft: Draft) -> ProposalReceipt:
        """Put a draft up, open for voting at once or after the discussion it asks for, and owe its ballot.

        Refuses with `NotSetUp`, `TooManyOpenProposals`, `NoSuchDecision`, `NotBlocked`, `NoSuchProposal`,
        `ChangeUnderway`, `MandateHeld`, `NoSuchMandate`, `NotHeldYet` or `BeforeTheClose`.
        """
        now = self._clock.now()
        guild_id = author.guild_id
        member_count = await count_members(self._register, guild_id)
        async with self._database.turn() as session:
            server = await founded(session, guild_id, locked=True)
            rules = await rules_in_force(session, server)
            check_may_open(await proposals.open_by_author(session, guild_id, author.user_id), rules.open_proposals)
            if draft.reworks is not None:
                await _check_blocked(session, guild_id, draft.reworks)
            if draft.follows is not None:
                await existing_proposal(session, guild_id, draft.follows)
            await _check_alone(session, guild_id, draft)
            check_held(draft.meeting, local_day(now, server.time_zone))
            await members.remember(session, [seen(author, acted_at=now)])
            row = proposals.ProposalRow(
                guild_id=guild_id,
                number=await servers.next_number(session, guild_id, "last_proposal"),
                kind=draft.kind.value,
                state=State.DISCUSSED.value,
                author_id=author.user_id,
                title=draft.title,
                body=draft.body,
                first_tasks=list(draft.first_tasks),
                options=list(draft.options),
                rule={"is_secret": draft.is_secret},
                charter_version=server.charter_version,
                tenure_days=rules.tenure.days,
                proposed_at=now,
                opened_at=now + draft.discuss,
                cut_off_at=now,
                closes_at=now + draft.discuss + rules.voting,
                reworks=draft.reworks,
                follows=draft.follows,
                meeting=_meeting_facts(draft),
                change=dict(draft.change) if draft.change else None,
                subject_id=draft.subject_id,
                reminder=draft.reminder.facts() if draft.reminder else None,
                channel_id=server.proposals_channel_id,
            )
            await freeze_into(session, row, server, member_count=member_count, opened_at=now + draft.discuss)
            check_carried(draft.reminder, row.closes_at)
            row.state = (State.DISCUSSED if draft.discuss else State.OPEN).value
            session.add(row)
            await session.flush()
            await owe(session, row.guild_id, row.channel_id, "ballot", row.number, now)
            await draw_agendas_again(session, guild_id, now)
            return ProposalReceipt(
                row.number, row.opened_at, row.closes_at, row.channel_id, is_discussed=row.state == State.DISCUSSED
            )

    async def carried(self, guild_id: int, typed: str, title: str, language: str) -> Carried | None:
        """Read the reminder that was typed for a proposal: when in its first line, what in the others.

        What is left out is the title. Refuses with `UnclearTime`, `NotRepeating` or what the rules say of the text.
        """
        when, _, what = clean_text(typed).partition("\n")
        if not when:
            return None
        async with self._database.look() as session:
            server = await founded(session, guild_id)
        meant = one_time(when, server, language, self._clock.now())
        return Carried(reminder_text(what if what.strip() else title), meant.starts, meant.zone)

    async def open_due(self) -> int:
        """Open voting on what has been discussed long enough, and whose reactions from before are known.

        Returns how many. What cannot be read just then opens as soon as it is.
        """
        now, opened = self._clock.now(), 0
        async with self._database.look() as session:
            due = await proposals.opening_by(session, now)
        for row in due:
            member_count = await count_members(self._register, row.guild_id)
            async with self._database.turn() as session:
                present = (await proposals.by_ids(session, [row.id]))[row.id]
                if present.state != State.DISCUSSED or not _is_known(present):
                    continue
                server = await founded(session, row.guild_id)
                await freeze_into(session, present, server, member_count=member_count, opened_at=now)
                present.state = State.OPEN.value
                await owe(session, row.guild_id, row.channel_id, "furnish", row.number, now)
            opened += 1
            self._board.mark_stale(row.id)
        return opened

    async def card(self, guild_id: int, number: int) -> ProposalCard:
        """One proposal as its ballot shows it; refuses with `NoSuchProposal`."""
        async with self._database.look() as session:
            return await proposal_card(session, await existing_proposal(session, guild_id, number))

    async def objections(self, guild_id: int, number: int) -> Sequence[ObjectionCard]:
        """What stands against a proposal, with the names of those who said it unless the vote is secret.

        Nothing while the text is covered: objections repeat what they object to.
        """
        async with self._database.look() as session:
            row = await existing_proposal(session, guild_id, number)
            if row.is_covered:
                return []
            blocks = [
                ballot
                for ballot in await ballots.all_standing(session, row.id)
                if ballot.choice == Choice.BLOCK and ballot.reason and ballot.standing == Standing.ON_ROLL
            ]
            people = await members.by_ids(session, guild_id, [block.member_id for block in blocks])
            is_secret = DecisionRule.of_facts(row.rule).is_secret
            named = [people[block.member_id].name if not is_secret else None for block in blocks]
            return [ObjectionCard(name, block.reason or "") for name, block in zip(named, blocks, strict=True)]

    async def newest_cards(self, guild_id: int, *, limit: int) -> Sequence[ProposalCard]:
        """The newest proposals of a server, whatever became of them."""
        async with self._database.look() as session:
            return await proposal_cards(session, await proposals.newest(session, guild_id, limit=limit))

    async def open_cards(self, guild_id: int) -> Sequence[ProposalCard]:
        """The proposals of a server that are discussed or open, the one that closes first in front."""
        async with self._database.look() as session:
            return await proposal_cards(session, await proposals.alive_of(session, guild_id))


def _is_known(row: proposals.ProposalRow) -> bool:
    """Whether all reactions are known that were tapped before voting opens, and must not count."""
    says_nothing = row.message_id is None or row.rule["is_secret"]
    return says_nothing or (row.read_at is not None and row.read_at >= row.opened_at)


async def count_members(register: Register, guild_id: int) -> int:
    """How many the server has; as many as the first days ask for at most, where Discord does not say."""
    try:
        return await register.member_count(guild_id)
    except Unreachable as fault:
        _log.warning("the member count is not known: %s", fault)
        return 3 * FIRST_DAYS_FLOOR


async def existing_proposal(session: Session, guild_id: int, number: int) -> proposals.ProposalRow:
    """The proposal's row; refuses with `NoSuchProposal`."""
    row = await proposals.get(session, guild_id, number)
    if row is None:
        raise NoSuchProposal(number)
    return row


def roll_of(row: proposals.ProposalRow) -> Roll:
    """The roll that was frozen into a proposal."""
    return Roll(row.opened_at, row.cut_off_at)


async def rules_in_force(session: Session, server: servers.ServerRow) -> ServerRules:
    """The numbers of a server's charter as they are now."""
    charter = await servers.charter(session, server.guild_id, server.charter_version)
    return ServerRules.of_facts(charter.rules)


async def freeze_into(
    session: Session,
    row: proposals.ProposalRow,
    server: servers.ServerRow,
    *,
    member_count: int,
    opened_at: datetime,
) -> None:
    """Freeze roll, rule and deadline into a proposal whose voting opens at this instant."""
    rules = await rules_in_force(session, server)
    roll = Roll.opening(opened_at, founded_at=server.founded_at, tenure=rules.tenure)
    # A change of the span in which people count as active is judged by the longer one too.
    wanted = ServerRules.of_facts(row.change["rules"]) if row.change and "rules" in row.change else rules
    window = max(rules.activity_window, wanted.activity_window)
    active = await _active(session, row, roll, since=opened_at - window)
    people = active_people(active, member_count=member_count, founded_at=server.founded_at, now=opened_at)
    rule = frozen_rule(rules, row, active=people)
    row.rule = rule.facts()
    row.charter_version = server.charter_version
    row.tenure_days = rules.tenure.days
    row.opened_at, row.cut_off_at = opened_at, roll.cut_off_at
    row.closes_at = opened_at + timedelta(hours=rule.voting_hours)


def frozen_rule(rules: ServerRules, row: proposals.ProposalRow, *, active: int) -> DecisionRule:
    """The rule that a proposal is decided by if its voting opens now.

    A change of the charter's own numbers is judged by the stricter of the old and the new ones.
    """
    kind, is_secret = Kind(row.kind), bool(row.rule.get("is_secret"))
    rule = freeze(
        rules,
        kind,
        active=active,
        is_reworked=row.reworks is not None,
        options=len(row.options),
        is_secret=is_secret,
    )
    if row.change and takes_back(row.change):
        return freeze(rules, Kind.RECALL, active=active)
    if row.change and "rules" in row.change:
        return stricter(rule, freeze(ServerRules.of_facts(row.change["rules"]), kind, active=active))
    return rule


def _meeting_facts(draft: Draft) -> dict[str, Any] | None:
    meeting = draft.meeting
    return {"met_on": meeting.met_on.isoformat(), "present": meeting.present} if meeting else None


async def _check_alone(session: Session, guild_id: int, draft: Draft) -> None:
    """Refuse a second vote at once on the same setting, on the same mandate or on the same recall."""
    for row in await proposals.alive_of(session, guild_id):
        if draft.change and row.change and row.change["setting"] == draft.change["setting"]:
            raise ChangeUnderway(draft.change["setting"], row.number)
        if draft.subject_id is not None and (row.kind, row.subject_id) == (draft.kind, draft.subject_id):
            raise MandateHeld if draft.kind is Kind.MANDATE else NoSuchMandate


async def _check_blocked(session: Session, guild_id: int, number: int) -> None:
    """Refuse to rework what was not blocked."""
    decision = await decisions.get(session, guild_id, number)
    if decision is None:
        raise NoSuchDecision(number)
    if decision.outcome != Outcome.BLOCKED:
        raise NotBlocked(number)


async def _active(session: Session, row: proposals.ProposalRow, roll: Roll, *, since: datetime) -> int:
    """The people on the roll who did something recorded since that day, the author included. Source: charter, §2."""
    acted = dict(await members.active_since(session, row.guild_id, day_of(since)))
    on_roll = {who for who, joined_at in acted.items() if roll.standing_of(joined_at) is Standing.ON_ROLL}
    return len(on_roll | {row.author_id} - {NOBODY})
