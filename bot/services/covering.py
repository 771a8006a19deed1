"""Covering: two people who vote here have a text covered that exposes a person, and everybody votes on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ballots import Act, Choice, Source, Verdict
from bot.domain.covers import (
    PRESSES_NEEDED,
    AlreadyCovered,
    Covered,
    Holder,
    NotAVoterYet,
    NothingToCover,
    StaysReadable,
    cover_facts,
)
from bot.domain.errors import NoSuchDecision, NoSuchTask, NotOnTheRoll, VotingClosed, VotingNotOpen
from bot.domain.members import Roll, Standing, earliest
from bot.domain.proposals import NOBODY, Draft, State
from bot.domain.rules import Kind
from bot.services.acts import ledger_act, standing_ballot
from bot.services.ballots import votes_from
from bot.services.cards import Person
from bot.services.days import local_day
from bot.services.entering import enter
from bot.services.knowhow_pages import existing_page
from bot.services.owing import owe
from bot.services.ports import Clock
from bot.services.proposals import existing_proposal, freeze_into, roll_of, rules_in_force
from bot.services.servers import founded, seen
from bot.services.veils import show_anew, veil
from db import ballots, covers, decisions, ledger, members, proposals, servers, tasks
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class CoverReceipt:
    """What somebody is told who pressed *Exposes a person*: how many more are needed, or which vote is open."""

    text: Covered
    more_needed: int
    vote_number: int | None = None
    closes_at: datetime | None = None


class CoverService:
    """Covers texts that expose a person, and keeps texts inside the server. Source: charter, §9 and §5."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def held_by_decision(self, guild_id: int, number: int) -> Covered:
        """The text of a decision, which is that of its proposal; refuses with `NoSuchDecision`."""
        async with self._database.look() as session:
            row = await decisions.get(session, guild_id, number)
            if row is None:
                raise NoSuchDecision(number)
            proposed = (await proposals.by_ids(session, [row.proposal_id]))[row.proposal_id]
            return Covered(Holder.PROPOSAL, proposed.number)

    async def check(self, person: Person, text: Covered) -> None:
        """Refuse what `ask` would refuse, before somebody is asked whether they mean it."""
        now = self._clock.now()
        async with self._database.look() as session:
            server = await founded(session, person.guild_id)
            rules = await rules_in_force(session, server)
            roll = Roll.opening(now, founded_at=server.founded_at, tenure=rules.tenure)
            await _check_votes(session, person, roll, rules.tenure)
            await _check_may_cover(session, person.guild_id, text)

    async def ask(self, person: Person, text: Covered, vote: Draft) -> CoverReceipt:
        """Say that a text exposes a person; the second one who does has it covered, and `vote` opens at once.

        Refuses with `NoSuchProposal`, `NoSuchTask`, `NoSuchPage`, `NotAVoterYet`, `AlreadyCovered`, `StaysReadable` or
        `NothingToCover`. Asking twice is asking once.
        """
        now = self._clock.now()
        async with self._database.turn() as session:
            # Held before the text, in the order in which all who take up tasks hold them.
            server = await founded(session, person.guild_id, locked=True)
            rules = await rules_in_force(session, server)
            roll = Roll.opening(now, founded_at=server.founded_at, tenure=rules.tenure)
            await members.remember(session, [seen(person, acted_at=now)])
            await _check_votes(session, person, roll, rules.tenure)
            await _check_may_cover(session, person.guild_id, text)
            await covers.ask(session, person.guild_id, text.holder.value, text.number, person.user_id, now)
            asked = await covers.asked_by(session, person.guild_id, text.holder.value, text.number)
            joined = await members.joined(session, person.guild_id, asked)
            voters = [who for who in asked if roll.standing_of(joined.get(who)) is Standing.ON_ROLL]
            if len(voters) < PRESSES_NEEDED:
                return CoverReceipt(text, PRESSES_NEEDED - len(voters))
            await veil(session, person.guild_id, text, is_covered=True)
            opened = await _open_vote(session, server, vote, voters, now)
            session.add(
                covers.CoverRow(
                    guild_id=person.guild_id,
                    kind=text.holder.value,
                    number=text.number,
                    vote_number=opened.number,
                    covered_at=now,
                )
            )
            on = local_day(now, server.time_zone)
            facts = cover_facts("covered", text, vote=opened.number, on=on)
            await enter(session, person.guild_id, "integrity", facts, now)
            await show_anew(session, person.guild_id, text, now)
            await owe(session, person.guild_id, opened.channel_id, "ballot", opened.number, now)
            return CoverReceipt(text, 0, opened.number, opened.closes_at)

    async def keep_inside(self, person: Person, number: int) -> None:
        """Ask that the text of an open proposal is never published on the web; who asked is written down nowhere.

        Refuses with `NoSuchProposal`, `VotingNotOpen`, `VotingClosed` or `NotOnTheRoll`.
        """
        now = self._clock.now()
        async with self._database.turn() as session:
            row = await existing_proposal(session, person.guild_id, number)
            if row.state == State.DISCUSSED:
                raise VotingNotOpen(number, row.opened_at)
            if row.state == State.SETTLED or row.closes_at <= now:
                raise VotingClosed(number, row.closes_at)
            member = await members.get(session, person.guild_id, person.user_id)
            joined_at = earliest(member.joined_at if member else None, person.joined_at)
            if roll_of(row).standing_of(joined_at) is not Standing.ON_ROLL:
                raise NotOnTheRoll(number, row.opened_at, joined_at, votes_from(row, joined_at))
            await proposals.change(session, row.id, stays_inside=True)


async def _check_votes(session: Session, person: Person, roll: Roll, tenure: timedelta) -> None:
    """Refuse with `NotAVoterYet` to somebody who would not vote on what opens now."""
    member = await members.get(session, person.guild_id, person.user_id)
    joined_at = earliest(member.joined_at if member else None, person.joined_at)
    if roll.standing_of(joined_at) is not Standing.ON_ROLL:
        raise NotAVoterYet(joined_at, joined_at + tenure if joined_at else None)


async def _check_may_cover(session: Session, guild_id: int, text: Covered) -> None:
    if text.holder is Holder.TASK:
        if await tasks.get(session, guild_id, text.number) is None:
            raise NoSuchTask(text.number)
    elif text.holder is Holder.PAGE:
        await existing_page(session, guild_id, text.number)
    elif (await existing_proposal(session, guild_id, text.number)).kind == Kind.COVER:
        raise NothingToCover(text.number)
    before = await covers.get(session, guild_id, text.holder.value, text.number)
    if before is None:
        return
    if before.lifted_at is None:
        raise AlreadyCovered(text.mark, before.vote_number)
    raise StaysReadable(text.mark, before.vote_number)


async def _open_vote(
    session: Session, server: servers.ServerRow, vote: Draft, voters: list[int], now: datetime
) -> proposals.ProposalRow:
    """Open the vote, in nobody's name; those who had the text covered have voted for it by that."""
    row = proposals.ProposalRow(
        guild_id=server.guild_id,
        number=await servers.next_number(session, server.guild_id, "last_proposal"),
        kind=Kind.COVER.value,
        state=State.OPEN.value,
        author_id=NOBODY,
        title=vote.title,
        body=vote.body,
        first_tasks=[],
        options=[],
        rule={},
        proposed_at=now,
        channel_id=server.proposals_channel_id,
    )
    await freeze_into(session, row, server, member_count=0, opened_at=now)
    session.add(row)
    await session.flush()
    acts = [
        ledger_act(
            row.id,
            who,
            Act.CAST,
            choice=Choice.AGREE.value,
            source=Source.PANEL,
            verdict=Verdict.COUNTED,
            received_at=now,
        )
        for who in voters
    ]
    await ledger.append(session, acts)
    said = [standing_ballot(row.id, who, Choice.AGREE.value, Standing.ON_ROLL, now) for who in voters]
    await ballots.put(session, said)
    return row
