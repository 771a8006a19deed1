"""Orientation: what one person can do here, now, the nearest things first."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.members import Roll, Standing, earliest
from bot.domain.proposals import State
from bot.domain.reminder_refusals import NotACoordinator, TermIsOver
from bot.services.cards import Person, ProposalCard, TaskCard
from bot.services.ports import Clock
from bot.services.proposal_cards import proposal_cards
from bot.services.proposals import roll_of, rules_in_force
from bot.services.servers import founded
from bot.services.task_cards import task_cards
from bot.services.using_power import coordinator
from db import ballots, members, openings, proposals, tasks
from db.engine import Database, Session


@dataclass(frozen=True, slots=True)
class OrientationCard:
    """What one person can do now; `to_vote` are open proposals on whose roll they are without a ballot yet.

    `votes_from` is there for somebody who would not vote on what opens now: they vote on what opens after it, and
    None stands for everybody else, and for somebody of whom nobody knows since when they are here.
    """

    guild_id: int
    is_voter: bool
    votes_from: datetime | None
    to_vote: tuple[ProposalCard, ...]
    to_discuss: ProposalCard | None
    held: tuple[TaskCard, ...]
    looking: int
    """How many tasks look for hands, those aside that the person has taken up already."""
    pages: int = 0
    """How many pages of know-how there are."""
    is_coordinator: bool = False
    """Whether they may remind everybody at this instant."""


class OrientationService:
    """Looks at everything that is under way with the eyes of one person. Source: charter, §10."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def card(self, person: Person) -> OrientationCard:
        """What this person can do here, now; refuses with `NotSetUp`."""
        now = self._clock.now()
        async with self._database.look() as session:
            server = await founded(session, person.guild_id)
            rules = await rules_in_force(session, server)
            member = await members.get(session, person.guild_id, person.user_id)
            joined_at = earliest(member.joined_at if member else None, person.joined_at)
            roll = Roll.opening(now, founded_at=server.founded_at, tenure=rules.tenure)
            is_voter = roll.standing_of(joined_at) is Standing.ON_ROLL
            alive = await proposals.alive_of(session, person.guild_id)
            mine = [
                row
                for row in alive
                if row.state == State.OPEN
                and row.closes_at > now
                and roll_of(row).standing_of(joined_at) is Standing.ON_ROLL
                and await ballots.get(session, row.id, person.user_id) is None
            ]
            talked_over = [row for row in alive if row.thread_id is not None]
            held = await tasks.held_by(session, person.guild_id, person.user_id)
            return OrientationCard(
                guild_id=person.guild_id,
                is_voter=is_voter,
                votes_from=joined_at + rules.tenure if joined_at and not is_voter else None,
                to_vote=tuple(await proposal_cards(session, mine)),
                to_discuss=next(iter(await proposal_cards(session, talked_over[:1])), None),
                held=tuple(await task_cards(session, held, language=server.language)),
                pages=server.last_page,
                is_coordinator=await _is_coordinator(session, person, now),
                looking=await openings.how_many_fit(session, person.guild_id, person.user_id),
            )


async def _is_coordinator(session: Session, person: Person, now: datetime) -> bool:
    try:
        await coordinator(session, person.guild_id, person.user_id, now)
    except (NotACoordinator, TermIsOver):
        return False
    return True
