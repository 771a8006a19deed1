"""Ballots: acts from the inbox become ledger rows and standing ballots, a group in one turn."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.ballots import Act, Choice, Source, Verdict
from bot.domain.errors import (
    NoBallotStands,
    NoSuchProposal,
    NotOnOffer,
    NotOnTheRoll,
    Refusal,
    VotingClosed,
    VotingInterrupted,
    VotingNotOpen,
)
from bot.domain.history import added
from bot.domain.members import Standing, earliest
from bot.domain.proposals import State
from bot.domain.rules import DecisionRule
from bot.domain.texts import check_text
from bot.services.acts import UNCOUNTABLE, ledger_act, met, standing_ballot
from bot.services.amending import may_change
from bot.services.cards import PanelCard, Person
from bot.services.discretion import leaves_trace
from bot.services.explaining import explain
from bot.services.inbox import Inbox, PanelAct, Tap
from bot.services.ports import Clock
from bot.services.proposal_cards import proposal_card
from bot.services.proposals import existing_proposal, roll_of
from bot.services.servers import founded, seen
from bot.services.tally_board import TallyBoard
from bot.services.tapped import Memory, Tapped
from bot.services.tidying import Tidying
from bot.services.turning import AGAINST
from bot.services.writing import Page
from db import ballots, members, proposals
from db.engine import Database, Session, is_outage

REASON_LIMIT = 1_000
"""Characters of a reason or an objection."""


class BallotService:
    """The only writer of ballots."""

    def __init__(self, database: Database, clock: Clock, board: TallyBoard, tidying: Tidying) -> None:
        self._database = database
        self._clock = clock
        self._board = board
        self._tidying = tidying
        self.inbox = Inbox(self.record, is_outage=is_outage)
        self._memory = Memory()

    async def record(self, group: Sequence[Tap | PanelAct]) -> None:
        """Write a group of acts in one turn, in their order; a refused panel act is told so after the commit."""
        page = Page()
        answers: list[tuple[PanelAct, Refusal | None]] = []
        # A turn that fails leaves no memory behind.
        memory, self._memory = self._memory, Memory()
        async with self._database.turn() as session:
            if memory.as_of != self._database.turns or memory.is_full:
                memory = Memory()
            await memory.learn(session, [act for act in group if isinstance(act, Tap)])
            page.said = await _said_before(session, group, memory)
            for act in group:
                if isinstance(act, PanelAct):
                    await page.write(session)
                    answers.append((act, await _take_panel_act(session, act, page, memory)))
                elif (tapped := memory.tapped[act.message_id]) and tapped.guild_id == act.guild_id:
                    _take_tap(act, tapped, memory, page)
                if page.turned:
                    # What follows in this very group is judged by the deadline that this moves.
                    await page.write(session)
                    await memory.relearn(session, await page.turn(session))
            await page.write(session)
        memory.as_of = self._database.turns
        self._memory = memory
        for proposal_id in page.touched:
            self._board.mark_stale(proposal_id)
        for proposal_id, member_id in page.recast:
            self._tidying.note(proposal_id, member_id)
        for panel_act, refusal in answers:
            if panel_act.done.done():
                continue
            if refusal is None:
                panel_act.done.set_result(None)
            else:
                panel_act.done.set_exception(refusal)

    async def cast(self, person: Person, number: int, choice: str) -> PanelCard:
        """Cast or replace one's ballot by button or command; on a choice all options approved of."""
        return await self._ask(person, number, Act.CAST, choice=choice)

    async def resolve(self, person: Person, number: int) -> PanelCard:
        """Say that the harm one saw is dealt with: one's block becomes an abstention. Source: charter, §4."""
        panel = await self.panel(person, number)
        if panel.choice != Choice.BLOCK:
            raise NoBallotStands(number)
        return await self._ask(person, number, Act.CAST, choice=Choice.ABSTAIN.value)

    async def withdraw(self, person: Person, number: int) -> PanelCard:
        """Take one's ballot back."""
        return await self._ask(person, number, Act.WITHDRAW)

    async def explain(self, person: Person, number: int, reason: str, *, choice: str | None = None) -> PanelCard:
        """Attach a reason to one's ballot; for a block it is the objection that makes it count as one.

        `choice` is what the ballot said when the form opened: a private note must not become a public objection.
        """
        cleaned = check_text("reason", reason, REASON_LIMIT)
        return await self._ask(person, number, Act.EXPLAIN, choice=choice, reason=cleaned)

    async def _ask(
        self, person: Person, number: int, act: Act, *, choice: str | None = None, reason: str | None = None
    ) -> PanelCard:
        received_at = self._clock.now()
        await self.inbox.ask(PanelAct(person, number, act, received_at, choice, reason))
        return await self.panel(person, number)

    async def panel(self, person: Person, number: int) -> PanelCard:
        """Where a person stands towards a proposal and what their ballot says."""
        async with self._database.look() as session:
            row = await existing_proposal(session, person.guild_id, number)
            member = await members.get(session, person.guild_id, person.user_id)
            joined_at = earliest(member.joined_at if member else None, person.joined_at)
            ballot = await ballots.get(session, row.id, person.user_id)
            standing = roll_of(row).standing_of(joined_at)
            server = await founded(session, person.guild_id)
            return PanelCard(
                proposal=await proposal_card(session, row),
                standing=standing,
                stays_inside=row.stays_inside,
                can_keep_inside=server.publishes
                and not row.stays_inside
                and row.state == State.OPEN
                and standing is Standing.ON_ROLL,
                joined_at=joined_at,
                votes_from=votes_from(row, joined_at),
                choice=ballot.choice if ballot else None,
                cast_at=ballot.cast_at if ballot else None,
                reason=ballot.reason if ballot else None,
                may_change=await may_change(session, row, person.user_id, self._clock.now()),
            )


async def _take_panel_act(session: Session, act: PanelAct, page: Page, memory: Memory) -> Refusal | None:
    person = act.person
    row = await proposals.get(session, person.guild_id, act.number)
    if row is None:
        return NoSuchProposal(act.number)
    if row.state == State.DISCUSSED:
        return VotingNotOpen(act.number, row.opened_at)
    if row.state == State.INTERRUPTED:
        return VotingInterrupted(act.number)
    on = await Tapped.of_row(session, row)
    if act.choice is not None and not on.form.allows(act.choice):
        return NotOnOffer(act.number)
    member = await members.get(session, person.guild_id, person.user_id)
    joined_at = earliest(member.joined_at if member else None, person.joined_at)
    memory.joined[person.guild_id, person.user_id] = joined_at
    standing = on.roll.standing_of(joined_at)
    verdict = on.verdict(standing, act.received_at)
    is_secret = on.form.is_secret
    is_traced = not is_secret or await leaves_trace(session, row, act, verdict)
    refusal = await _apply(session, row, act, standing, page) if verdict is Verdict.COUNTED else None
    if is_traced:
        # A reason that was refused explains nothing, also to whoever recounts.
        is_void = refusal is not None and act.act is Act.EXPLAIN
        page.ledger.append(
            ledger_act(
                row.id,
                person.user_id,
                act.act,
                choice=None if is_secret else act.choice,
                source=Source.PANEL,
                verdict=Verdict.NOTED if is_void else verdict,
                received_at=act.received_at,
            )
        )
        page.people[person.guild_id, person.user_id] = seen(person, acted_at=act.received_at)
    if verdict is Verdict.LATE:
        return VotingClosed(act.number, row.closes_at)
    if verdict is not Verdict.COUNTED:
        return NotOnTheRoll(act.number, row.opened_at, joined_at, votes_from(row, joined_at))
    return refusal


async def _apply(
    session: Session, row: proposals.ProposalRow, act: PanelAct, standing: Standing, page: Page
) -> Refusal | None:
    """Do what an admitted panel act asks."""
    user_id = act.person.user_id
    refusal: Refusal | None = None
    match act.act:
        case Act.CAST if act.choice is not None:
            page.ballots[row.id, user_id] = standing_ballot(row.id, user_id, act.choice, standing, act.received_at)
            rule = DecisionRule.of_facts(row.rule)
            if not rule.options:
                page.recast.append((row.id, user_id))
            page.said[row.id, user_id] = act.choice
            page.note_against(row.id, rule, act.choice, act.received_at)
        case Act.WITHDRAW:
            page.said.pop((row.id, user_id), None)
            refusal = None if await ballots.withdraw(session, row.id, user_id) else NoBallotStands(act.number)
        case _:
            refusal = await explain(session, row, act)
    if refusal is None:
        page.touched.add(row.id)
    return refusal


def _take_tap(tap: Tap, on: Tapped, memory: Memory, page: Page) -> None:
    """Fold one tap into the page: noted when it is a removal, else cast by the rules."""
    choice = on.form.says(tap.emoji)
    if choice is None:
        return
    user_id, received_at = tap.user_id, tap.received_at
    source = Source.SUPER_TAP if tap.is_super else Source.TAP
    page.touched.add(on.id)
    if tap.is_removal:
        page.ledger.append(
            ledger_act(
                on.id,
                user_id,
                Act.UNTAP,
                choice=choice,
                source=source,
                verdict=Verdict.NOTED,
                received_at=received_at,
            )
        )
        return
    person = (tap.guild_id, user_id)
    joined_at = memory.joined[person] = earliest(memory.joined[person], tap.joined_at)
    standing = on.roll.standing_of(joined_at)
    verdict = on.verdict(standing, received_at)
    page.ledger.append(
        ledger_act(on.id, user_id, Act.CAST, choice=choice, source=source, verdict=verdict, received_at=received_at)
    )
    page.people[person] = met(tap.guild_id, user_id, name=tap.name, joined_at=joined_at, acted_at=received_at)
    if verdict in UNCOUNTABLE:
        return
    key = (on.id, user_id)
    if on.form.gathers:
        choice = page.said[key] = added(page.said[key], choice) if key in page.said else choice
    else:
        page.recast.append(key)
    page.ballots[key] = standing_ballot(on.id, user_id, choice, standing, received_at)
    if verdict is Verdict.COUNTED and on.is_lazy and choice in AGAINST:
        page.turned.setdefault(on.id, received_at)


def votes_from(row: proposals.ProposalRow, joined_at: datetime | None) -> datetime | None:
    """The instant after which a proposal must open for this person to vote on it.

    Who came before the cut-off, yet not before the opening, came in the first week and votes on whatever opens next.
    """
    if joined_at is None:
        return None
    return joined_at if joined_at <= row.cut_off_at else joined_at + timedelta(days=row.tenure_days)


async def _said_before(session: Session, group: Sequence[Tap | PanelAct], memory: Memory) -> dict[tuple[int, int], str]:
    """What the ballots say to which taps on a choice are going to add."""
    keys = {
        (on.id, act.user_id)
        for act in group
        if isinstance(act, Tap) and (on := memory.tapped[act.message_id]) and on.form.gathers
    }
    return await ballots.by_members(session, keys) if keys else {}
