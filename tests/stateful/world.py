"""The world around one house: two servers, their people, what they tap, and doors that tell the oracle what goes by."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.services import build_services
from bot.services.cards import BallotPlace, CheckCard, DecisionCard, Person, ProposalCard, TaskCard
from bot.services.inbox import Tap
from bot.services.notices import Notice
from bot.services.ports import Listing, Unreachable
from tests.factories import ANN, FOUNDED_AT, GUILD, NEW, OTHER_GUILD, START, House, elsewhere, member
from tests.fake_clock import FakeClock
from tests.fake_register import FakeRegister
from tests.fakes import FakeBallotBox, FakeNoticeBoard
from tests.stateful.at_once import database_at_once
from tests.stateful.outgoing import Requests, look_at

FIRST = 900_000_000_000_000_001

VOTERS = [member(FIRST + place, f"Voter Number{place}") for place in range(7)]
LATECOMER = replace(NEW, user_id=FIRST + 50, name="Voter Latecomer")
NOBODY_KNOWS = member(FIRST + 60, "Voter Unknown", joined_at=None)
PEOPLE = {
    guild_id: [replace(person, guild_id=guild_id) for person in (*VOTERS, LATECOMER, NOBODY_KNOWS)]
    for guild_id in (GUILD, OTHER_GUILD)
}
"""The same people in both servers."""

FOUNDED = {GUILD: FOUNDED_AT, OTHER_GUILD: START - timedelta(days=5)}
"""One server is old; in the other the first days make newcomers voters, and quorums depend on how many are there."""

MEMBER_COUNT = 27

A_SECOND = timedelta(seconds=1)

EMOJI = ("✅", "❌", "⚪", "⛔", "1️⃣", "2️⃣", "3️⃣", "💬", "🎉")
SAID = {"✅": "agree", "❌": "disagree", "⚪": "abstain", "⛔": "block", "💬": "0", "🎉": "nothing"}
SAID |= {f"{option}\ufe0f\u20e3": str(option) for option in range(1, 10)}


class WatchedBoard(FakeNoticeBoard):
    """A board on which everything is drawn as Discord would get it, and looked at."""

    on_posted: Callable[[Notice], None]

    async def post(self, notice: Notice, *, tried_since: datetime | None) -> int:
        """Look at it, and post it."""
        look_at(notice.content)
        message_id = await super().post(notice, tried_since=tried_since)
        self.on_posted(notice)
        return message_id

    async def show_proposal(self, card: ProposalCard) -> None:
        """Look at it, and keep it."""
        look_at(card)
        await super().show_proposal(card)

    async def show_decision(self, card: DecisionCard) -> None:
        """Look at it, and keep it."""
        look_at(card)
        await super().show_decision(card)

    async def show_check(self, card: CheckCard) -> None:
        """Look at it, and keep it."""
        look_at(card)
        await super().show_check(card)

    async def show_task(self, card: TaskCard) -> None:
        """Look at it, and keep it."""
        look_at(card)
        await super().show_task(card)


class WatchedBox(FakeBallotBox):
    """A box that says what was read from it, and in which messages can be deleted."""

    def __init__(self, clock: FakeClock, requests: Requests) -> None:
        super().__init__()
        self._clock = clock
        self._requests = requests
        self.deleted: set[int] = set()
        self.on_read: Callable[[int, set[tuple[int, str, bool]]], None] = lambda *_: None
        self.on_gone: Callable[[int], None] = lambda *_: None

    async def standing_reactions(self, place: BallotPlace) -> Listing:
        """The listing, told to whoever watches."""
        if place.message_id in self.deleted:
            self._requests.refused(self._clock.now())
            self.on_gone(place.message_id)
            raise Unreachable("the message is gone", is_gone=True)
        listing = await super().standing_reactions(place)
        self.on_read(place.message_id, {(one.user_id, SAID[one.emoji], one.is_super) for one in listing.people})
        return listing


class WatchedRegister(FakeRegister):
    """A register that counts whom it was asked about in vain."""

    def __init__(self, clock: FakeClock, requests: Requests) -> None:
        super().__init__()
        self._clock = clock
        self._requests = requests

    async def joined_at(self, guild_id: int, user_id: int) -> datetime | None:
        """When the person joined."""
        joined = await super().joined_at(guild_id, user_id)
        if joined is None:
            self._requests.refused(self._clock.now())
        return joined


class Ground:
    """Where histories take place, one after the other: a database with two founded servers, as it was in the beginning.

    The database's engine is kept from one history to the next, for it knows all statements.
    """

    def __init__(self, founded_file: Path, folder: Path) -> None:
        self._template = folder / "founded.sqlite3"
        self.file = folder / "minga.sqlite3"
        self.runner = asyncio.Runner()
        shutil.copyfile(founded_file, self._template)
        self.runner.run(self._found())
        self.database = database_at_once(self.file)

    async def _found(self) -> None:
        database = database_at_once(self._template)
        house = House.build(database)
        channels = {"proposals_channel_id": 601, "decisions_channel_id": 602, "tasks_channel_id": 603}
        await house.found(elsewhere(ANN), at=FOUNDED[OTHER_GUILD], name="Elsewhere", **channels)
        await database.close()

    def begin(self) -> tuple[House, WatchedBoard, WatchedBox]:
        """A house in which nothing has happened yet, its board and its box."""
        shutil.copyfile(self._template, self.file)
        return self.runner.run(self._build())

    async def _build(self) -> tuple[House, WatchedBoard, WatchedBox]:
        clock, requests = FakeClock(START), Requests()
        box, register = WatchedBox(clock, requests), WatchedRegister(clock, requests)
        board = WatchedBoard(clock, box)
        services = build_services(self.database, clock, notice_board=board, ballot_box=box, register=register)
        await services.servers.open()
        for guild_id, people in PEOPLE.items():
            register.member_counts[guild_id] = MEMBER_COUNT
            for person in people:
                if person.joined_at is not None:
                    register.joined[guild_id, person.user_id] = person.joined_at
        return House(services, self.database, clock, board, box, register), board, box

    def end(self) -> None:
        """Let go of the file, so that it can be put in its first state again."""
        self.runner.run(self.database.close())


def put(house: House, message_id: int, person: Person, emoji: str, *, received_at: datetime, **changes: Any) -> None:
    """Let the gateway bring a tap."""
    tap = Tap(
        guild_id=person.guild_id,
        message_id=message_id,
        user_id=person.user_id,
        emoji=emoji,
        is_super=False,
        is_removal=False,
        received_at=received_at,
        name=person.name,
        joined_at=person.joined_at,
    )
    house.services.inbox.put(tap._replace(**changes))


def joined_by_id() -> dict[int, datetime | None]:
    """Since when people are here, by id."""
    return {person.user_id: person.joined_at for person in (ANN, *PEOPLE[GUILD])}
