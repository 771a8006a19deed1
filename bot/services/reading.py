"""Reading what was missed: the reactions that stand on a ballot against those the ledger knows."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ballots import Act, Verdict
from bot.domain.forms import BallotForm, form_of
from bot.domain.proposals import State
from bot.domain.rules import DecisionRule
from bot.services.acts import UNCOUNTABLE, met
from bot.services.away import deadline_of
from bot.services.cards import BallotPlace
from bot.services.finding import Reaction, count_found, found_act
from bot.services.inbox import Inbox
from bot.services.integrity import lose_channel, put_ballot_back, put_reactions_back
from bot.services.ports import BallotBox, Clock, Register, StandingReaction, Unreachable
from bot.services.tally_board import TallyBoard
from db import absences, ledger, members, proposals
from db.engine import Database, Session

_log = logging.getLogger(__name__)


class ReadingService:
    """Counts the taps that the gateway did not bring. Source: charter, §4, "Reading what was missed"."""

    def __init__(
        self, database: Database, clock: Clock, box: BallotBox, register: Register, board: TallyBoard, inbox: Inbox
    ) -> None:
        self._database = database
        self._clock = clock
        self._box = box
        self._register = register
        self._board = board
        self._inbox = inbox
        self._owed: set[int] = set()
        """The messages of the ballots that must be read soon."""
        self._gap_ended_at: datetime | None = None
        """Since when every tap comes in again; what the message still holds from before is older."""

    def end_gap(self) -> None:
        """Say that taps come in again from now on, after a span in which they did not."""
        self._gap_ended_at = self._clock.now()

    def owe(self, message_id: int) -> None:
        """Say that something happened to the reactions of a message that only reading it can tell."""
        self._owed.add(message_id)

    def is_behind(self, row: proposals.ProposalRow) -> bool:
        """Whether taps may be missing that were made after the last reading, in a gap that has ended since."""
        return self._gap_ended_at is not None and (row.read_at is None or row.read_at < self._gap_ended_at)

    async def read_again(self) -> None:
        """Read the open ballots that are owed a reading, or could not be reached before."""
        if not self._owed:
            return
        owed, self._owed = self._owed, set()
        async with self._database.look() as session:
            rows = await proposals.by_messages(session, owed)
        for row in rows.values():
            if row.state == State.OPEN:
                await self.try_safely(row)

    async def read_open(self, guild_id: int | None = None) -> list[int]:
        """Read every open ballot of a server, or of all, the one that closes first in front.

        Ballots that cannot be reached are owed a reading; returns their ids in the database.
        """
        async with self._database.look() as session:
            rows = await proposals.open_of(session, guild_id)
        return [row.id for row in rows if not await self.try_safely(row)]

    async def try_safely(self, row: proposals.ProposalRow) -> bool:
        """Read one ballot; what nobody foresaw about it must not keep the others from being read."""
        try:
            return await self.try_to_read(row)
        except Exception:
            _log.exception("P-%d could not be read", row.number)
            return False

    async def read_opening(self) -> None:
        """Read the ballots whose voting opens now: what stands there already was tapped before there was a vote."""
        async with self._database.look() as session:
            rows = await proposals.opening_by(session, self._clock.now())
        for row in rows:
            await self.try_safely(row)

    async def read_after_overflow(self) -> None:
        """Read every open ballot where the inbox had to turn taps away."""
        if self._inbox.has_overflown:
            self._inbox.has_overflown = False
            self.end_gap()
            await self.read_open()

    async def try_to_read(self, row: proposals.ProposalRow) -> bool:
        """Read one ballot; False where it cannot be reached, and then it is owed.

        A ballot that is gone has nothing more to tell: what the ledger knows stands, and it is put back. Where its
        channel is gone the whole server's proposals are interrupted. Source: charter, §4.
        """
        began_at = self._clock.now()
        try:
            await self.read(row)
        except Unreachable as fault:
            _log.warning("the reactions of P-%d could not be read: %s", row.number, fault)
            if fault.is_gone:
                await self._find_gone(row, began_at, is_place_gone=fault.is_place_gone)
            else:
                assert row.message_id is not None, "what stands nowhere is nowhere unreachable"
                self.owe(row.message_id)
            return fault.is_gone
        return True

    async def _find_gone(self, row: proposals.ProposalRow, began_at: datetime, *, is_place_gone: bool) -> None:
        async with self._database.turn() as session:
            present = (await proposals.by_ids(session, [row.id]))[row.id]
            if present.message_id != row.message_id:
                return
            await proposals.change(session, row.id, read_at=began_at)
            if is_place_gone:
                await lose_channel(session, row.guild_id, row.channel_id, self._clock.now())
            else:
                await put_ballot_back(session, present, self._clock.now())
            await absences.end(session, began_at, proposal_id=row.id)

    async def read(self, row: proposals.ProposalRow) -> None:
        """Read one ballot's reactions and count what is new; raises `Unreachable`."""
        if row.message_id is None:
            return
        began_at = self._clock.now()
        place = BallotPlace(row.guild_id, row.channel_id, row.message_id)
        listing = await self._box.standing_reactions(place)
        by_person = _by_person(listing.people, form_of(DecisionRule.of_facts(row.rule), row.run_off))
        await self._inbox.drained()
        joined = await self._joined(row, by_person)
        async with self._database.turn() as session:
            present = (await proposals.by_ids(session, [row.id]))[row.id]
            if present.message_id != row.message_id:
                return
            await self._write(session, present, by_person, joined, began_at)
            await put_reactions_back(session, present, listing.own, began_at=began_at, now=self._clock.now())
            await proposals.change(session, row.id, read_at=began_at)
            await absences.end(session, self._clock.now(), proposal_id=row.id)
        self._board.mark_stale(row.id)

    async def _joined(
        self, row: proposals.ProposalRow, by_person: dict[int, set[Reaction]]
    ) -> dict[int, datetime | None]:
        """When each person with a reaction first joined; Discord is asked once for each person unknown.

        Nobody is asked about whose reactions are all known: who has left would be asked about at every reading, and
        each time Discord counts an invalid request.
        """
        async with self._database.look() as session:
            met = await members.by_ids(session, row.guild_id, by_person)
            known = await ledger.reactions_known(session, row.id)
        standing = {(who, (what, is_super)) for who, what, is_super, act in known if act != Act.UNTAP}
        joined = {user_id: person.joined_at for user_id, person in met.items()}
        for user_id, reactions in by_person.items():
            is_news = any((user_id, reaction) not in standing for reaction in reactions)
            if is_news and joined.get(user_id) is None:
                joined[user_id] = await self._register.joined_at(row.guild_id, user_id)
        return joined

    def _newer_since(self, row: proposals.ProposalRow, began_at: datetime) -> datetime:
        """From when on what somebody did is newer than what is found on the message now.

        In the first reading after a gap that is the gap's end, and in the very first one the opening: what was missed
        was tapped before. ADR: docs/adr/0010.
        """
        if row.read_at is None:
            return row.opened_at
        gap = self._gap_ended_at
        return min(gap, began_at) if gap is not None and row.read_at < gap else began_at

    async def _write(
        self,
        session: Session,
        row: proposals.ProposalRow,
        by_person: dict[int, set[Reaction]],
        joined: dict[int, datetime | None],
        began_at: datetime,
    ) -> None:
        memory = await _remember(session, row.id, began_at, newer_since=self._newer_since(row, began_at))
        gone = [
            found_act(row, who, reaction, Act.UNTAP, Verdict.NOTED, began_at)
            for who, reaction in sorted(memory.standing - memory.changed)
            if reaction not in by_person.get(who, set())
        ]
        await ledger.append(session, gone)
        unknown = {
            who: sorted(reaction for reaction in reactions if not memory.knows(who, reaction))
            for who, reactions in by_person.items()
        }
        new = {who: reactions for who, reactions in unknown.items() if reactions}
        closes_at = await deadline_of(session, row)
        await count_found(session, row, new, joined, closes_at=closes_at, when=began_at, spoken=memory.spoken)
        people = [met(row.guild_id, who, name=None, joined_at=joined[who], acted_at=began_at) for who in sorted(new)]
        await members.remember(session, people)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the ledger knows of the reactions on a ballot whose listing began at an instant.

    The listing is as old as its beginning: what came in since is later than anything found on it.
    """

    standing: set[tuple[int, Reaction]]
    """Known to stand when the listing began."""
    changed: set[tuple[int, Reaction]]
    """Tapped or un-tapped since."""
    cast: set[tuple[int, Reaction]]
    """Tapped since."""
    spoken: set[int]
    """Who cast or withdrew a ballot since, on the message or in the panel, and in time."""

    def knows(self, who: int, reaction: Reaction) -> bool:
        """Whether finding this reaction on the message is no news."""
        return (who, reaction) in self.standing or (who, reaction) in self.cast


async def _remember(session: Session, proposal_id: int, began_at: datetime, *, newer_since: datetime) -> _Memory:
    known = await ledger.reactions_known(session, proposal_id, before=began_at)
    newer = await ledger.since(session, proposal_id, newer_since)
    since = [line for line in newer if line.received_at >= began_at]
    changed = [(line, (line.member_id, (line.choice, line.is_super))) for line in since if line.choice]
    return _Memory(
        standing={(who, (what, is_super)) for who, what, is_super, act in known if act != Act.UNTAP},
        changed={reaction for _, reaction in changed},
        cast={reaction for line, reaction in changed if line.act == Act.CAST},
        spoken={
            line.member_id for line in newer if line.act in (Act.CAST, Act.WITHDRAW) and line.verdict not in UNCOUNTABLE
        },
    )


def _by_person(standing: Sequence[StandingReaction], form: BallotForm) -> dict[int, set[Reaction]]:
    """The reactions that say something, by user id."""
    by_person: dict[int, set[Reaction]] = {}
    for reaction in standing:
        choice = form.says(reaction.emoji)
        if choice is not None:
            by_person.setdefault(reaction.user_id, set()).add((choice, reaction.is_super))
    return by_person
