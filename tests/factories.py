"""Factories: a cast with fixed standing, a founded house over fakes, and the short ways to make things happen in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.domain.prolongations import Cause
from bot.domain.proposals import draft
from bot.services import Services, build_services
from bot.services.cards import DecisionCard, Person, ProposalCard, TaskCard
from bot.services.inbox import Tap
from bot.services.servers import Founding
from db.engine import Database
from tests.fake_clock import FakeClock
from tests.fake_register import FakeRegister
from tests.fakes import FakeBallotBox, FakeNoticeBoard

GUILD = 81_384_788_765_712_384
OTHER_GUILD = 81_384_788_765_712_385

PROPOSALS_CHANNEL = 501
DECISIONS_CHANNEL = 502
TASKS_CHANNEL = 503

FOUNDED_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
START = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""When the tests begin, long after the first days: who votes is a matter of tenure alone."""

LONG_AGO = datetime(2025, 3, 1, tzinfo=UTC)


def member(user_id: int, name: str, *, joined_at: datetime | None = LONG_AGO, guild_id: int = GUILD) -> Person:
    """Somebody of the server; by default a member since long before it was founded."""
    return Person(guild_id, user_id, name, joined_at)


ANN = member(11, "Ann")
BEA = member(12, "Bea")
CAL = member(13, "Cal")
DOV = member(14, "Dov")
EVE = member(15, "Eve")
FAY = member(16, "Fay")
NEW = member(91, "New", joined_at=START - timedelta(days=2))
"""Joined too late to vote on what opens at START."""
GHOST = member(92, "Ghost", joined_at=None)
"""Nobody knows since when they are here."""

CAST = (ANN, BEA, CAL, DOV, EVE, FAY)
"""Those who vote, in the order of their ids."""


def crowd(size: int, *, first_id: int = 1_000) -> list[Person]:
    """So many further members who vote."""
    return [member(first_id + place, f"Member {place}") for place in range(size)]


def elsewhere(person: Person, guild_id: int = OTHER_GUILD) -> Person:
    """The same human in another server."""
    return replace(person, guild_id=guild_id)


def founding(**changes: Any) -> Founding:
    """What a founder chooses, unless the test says otherwise."""
    chosen = Founding(
        name="Riverside Commons",
        language="en",
        time_zone="Europe/Paris",
        publishes=True,
        proposals_channel_id=PROPOSALS_CHANNEL,
        decisions_channel_id=DECISIONS_CHANNEL,
        tasks_channel_id=TASKS_CHANNEL,
    )
    return replace(chosen, **changes)


@dataclass(frozen=True, slots=True)
class House:
    """The services over a real database file and fakes of everything outside."""

    services: Services
    database: Database
    clock: FakeClock
    board: FakeNoticeBoard
    box: FakeBallotBox
    register: FakeRegister

    @classmethod
    def build(cls, database: Database, *, now: datetime = START) -> "House":
        """A house that was not founded yet."""
        clock = FakeClock(now)
        box, register = FakeBallotBox(), FakeRegister()
        board = FakeNoticeBoard(clock, box)
        services = build_services(database, clock, notice_board=board, ballot_box=box, register=register)
        return cls(services, database, clock, board, box, register)

    def restarted(self) -> "House":
        """The same database and world with services that remember nothing."""
        services = build_services(
            self.database, self.clock, notice_board=self.board, ballot_box=self.box, register=self.register
        )
        return replace(self, services=services)

    async def found(self, founder: Person = ANN, *, at: datetime = FOUNDED_AT, **changes: Any) -> None:
        """Found the founder's server at an instant, and come back to the present."""
        present = self.clock.now()
        self.clock.move_to(at)
        await self.services.servers.found(founder, founding(**changes), manages_server=True)
        self.clock.move_to(present)

    async def open_proposal(
        self,
        author: Person = ANN,
        *,
        title: str = "Buy a projector",
        body: str = "For film nights. 240 €.",
        first_tasks: str = "",
        is_posted: bool = True,
        **picked: Any,
    ) -> ProposalCard:
        """Open a proposal and, unless told otherwise, have its ballot posted and furnished a second later.

        `picked` is what is not typed: kind, options, secrecy, discussion and so on; by default it is an action.
        """
        receipt = await self.services.proposals.propose(author, draft(title, body, first_tasks, **picked))
        if is_posted:
            self.clock.advance(timedelta(seconds=1))
            await self.services.outbox.deliver_due()
            self.clock.advance(timedelta(seconds=1))
        return await self.services.proposals.card(author.guild_id, receipt.number)

    async def proposal(self, of: ProposalCard) -> ProposalCard:
        """The proposal as it is now."""
        return await self.services.proposals.card(of.guild_id, of.number)

    def put_tap(
        self, person: Person, emoji: str, on: ProposalCard, *, is_super: bool = False, is_removal: bool = False
    ) -> None:
        """Let a tap come in from the gateway, and let the message show it."""
        assert on.message_id is not None, "nobody taps a ballot that does not stand"
        change = self.box.remove if is_removal else self.box.add
        change(on.message_id, person.user_id, emoji, is_super=is_super)
        self.services.inbox.put(
            Tap(
                guild_id=person.guild_id,
                message_id=on.message_id,
                user_id=person.user_id,
                emoji=emoji,
                is_super=is_super,
                is_removal=is_removal,
                received_at=self.clock.now(),
                name=None if is_removal else person.name,
                joined_at=None if is_removal else person.joined_at,
            )
        )

    async def tap(self, person: Person, emoji: str, on: ProposalCard, *, is_super: bool = False) -> None:
        """Tap, and wait until it is written; a second goes by."""
        self.put_tap(person, emoji, on, is_super=is_super)
        await self.services.inbox.drained()
        self.clock.advance(timedelta(seconds=1))

    async def untap(self, person: Person, emoji: str, on: ProposalCard, *, is_super: bool = False) -> None:
        """Have a reaction taken away, by whosever hand; a second goes by."""
        self.put_tap(person, emoji, on, is_super=is_super, is_removal=True)
        await self.services.inbox.drained()
        self.clock.advance(timedelta(seconds=1))

    def miss_tap(self, person: Person, emoji: str, on: ProposalCard, *, is_super: bool = False) -> None:
        """Let a tap stand on the message of which the gateway says nothing."""
        assert on.message_id is not None, "nobody taps a ballot that does not stand"
        self.box.add(on.message_id, person.user_id, emoji, is_super=is_super)
        if person.joined_at is not None:
            self.register.joined[person.guild_id, person.user_id] = person.joined_at

    async def all_tap(self, people: Sequence[Person], emoji: str, on: ProposalCard) -> None:
        """Tap, one after the other."""
        for person in people:
            self.put_tap(person, emoji, on)
        await self.services.inbox.drained()
        self.clock.advance(timedelta(seconds=1))

    async def choice_of(self, person: Person, on: ProposalCard) -> str | None:
        """What the person's ballot says; on a choice the options approved of, joined by plus signs."""
        return (await self.services.ballots.panel(person, on.number)).choice

    async def settle(self, proposal: ProposalCard) -> DecisionCard:
        """Go past the deadline, and past each one to which the vote is prolonged; read the decision."""
        number, deadlines = None, len(Cause) + 2
        while number is None and deadlines:
            await self.come_to_the_deadline(proposal)
            number, deadlines = (await self.proposal(proposal)).decision_number, deadlines - 1
        assert number is not None, f"P-{proposal.number} was not settled"
        return await self.services.decisions.card(proposal.guild_id, number)

    async def come_to_the_deadline(self, proposal: ProposalCard) -> ProposalCard:
        """Go to the deadline as it stands now, do what is due then, and say what became of the proposal."""
        self.clock.move_to(max(self.clock.now(), (await self.proposal(proposal)).closes_at))
        await self.services.decisions.settle_due()
        return await self.proposal(proposal)

    async def decide(self, author: Person = ANN, *, voters: Sequence[Person] = (), **changes: Any) -> DecisionCard:
        """Open a proposal, have the cast (or others) agree, and settle it: by default it passes."""
        opened = await self.open_proposal(author, **changes)
        await self.all_tap(voters or [replace(one, guild_id=author.guild_id) for one in CAST], "✅", opened)
        return await self.settle(opened)

    async def add_task(self, person: Person = ANN, title: str = "Print flyers", **changes: Any) -> TaskCard:
        """Add a task by hand."""
        return await self.services.tasks.add(person, title, **changes)

    async def run_sql(self, statement: str, **facts: Any) -> None:
        """Do with the database what no service would."""
        async with self.database.turn() as session:
            await session.execute(text(statement), facts)

    async def disarm(self, *tables: str) -> None:
        """Take the triggers off tables, as whoever holds the database file in hand could."""
        for name, table in await self.select("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"):
            if table in tables:
                await self.run_sql(f"DROP TRIGGER {name}")

    async def select(self, statement: str, **facts: Any) -> list[tuple[Any, ...]]:
        """Look into the database, past the services."""
        async with self.database.look() as session:
            return [tuple(row) for row in await session.execute(text(statement), facts)]
