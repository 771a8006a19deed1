"""Free choice, whatever happens: who holds a task has taken it by an act of their own, and nobody loses one otherwise.

Source: charter, §1.2 and §6.
"""

import random
from datetime import timedelta
from typing import Any

from bot.domain.errors import Refusal
from bot.services.cards import Person
from bot.services.task_edits import TypedTask
from tests.factories import CAST, GUILD, House

STEPS, MOST_STEPS = 200, 1_500
WANTED = {"claim", "ask", "accept", "decline", "withdraw", "drop", "put_back", "edit", "NotAskedOfYou", "OfferIsOver"}
"""What the walk has to come by; it goes on for so long."""

TASKS = (1, 2, 3, 4, 5)
KEPT = ("offers", "claims", "members", "outbox", "tasks", "task_revisions")


class Walk:
    """A long row of acts by anybody, and who should hold what by those of their own."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.chance = random.Random(seed)
        self.own: dict[int, set[int]] = {number: set() for number in TASKS}
        self.reached: set[str] = set()

    async def step(self) -> None:
        """Do one thing, of which the rules may say no, and hold what stands against it."""
        person, number = self.chance.choice(CAST), self.chance.choice(TASKS)
        kinds = (
            "claim",
            "claim",
            "release",
            "finish",
            "ask",
            "ask",
            "accept",
            "accept",
            "decline",
            "decline",
            "withdraw",
        )
        what = self.chance.choice((*kinds, "edit", "drop", "put_back", "wait"))
        try:
            await getattr(self, what)(person, number)
        except Refusal as refusal:
            self.reached.add(type(refusal).__name__)
        else:
            self.reached.add(what)
        await self.check(what)

    async def check(self, what: str) -> None:
        """Hold the record against the acts so far."""
        found = await self.house.select(
            "SELECT t.number, t.people_needed, t.done_at, c.member_id FROM tasks AS t "
            "JOIN claims AS c ON c.task_id = t.id WHERE c.ending IS NULL OR c.ending = 'finished'"
        )
        holding: dict[int, list[int]] = {number: [] for number in TASKS}
        hands: dict[int, int] = {}
        for number, needed, done_at, member_id in found:
            holding[number].append(member_id)
            assert len(holding[number]) <= needed
            hands[member_id] = hands.get(member_id, 0) + (done_at is None)
        assert {number: sorted(own) for number, own in self.own.items()} == {
            number: sorted(held) for number, held in holding.items()
        }, what
        assert max(hands.values(), default=0) <= 3

    async def claim(self, person: Person, number: int) -> None:
        await self.house.services.tasks.claim(person, number)
        self.own[number].add(person.user_id)

    async def release(self, person: Person, number: int) -> None:
        await self.house.services.tasks.release(person, number)
        self.own[number].remove(person.user_id)

    async def finish(self, person: Person, number: int) -> None:
        if self.chance.random() < 0.03:
            await self.house.services.tasks.finish(person, number)

    async def ask(self, person: Person, number: int) -> None:
        to, hands_on = self.chance.choice(CAST), self.chance.random() < 0.5
        offers = self.house.services.offers
        await offers.ask(person, number, to.user_id, hands_on=hands_on, is_person=True)

    async def accept(self, person: Person, number: int) -> None:
        found = await self._offer()
        person = self._asked(found, person)
        card = await self.house.services.offers.accept(person, found["id"])
        assert found["offered_to"] == person.user_id
        if found["hands_on"]:
            self.own[card.number].remove(found["offered_by"])
        self.own[card.number].add(person.user_id)

    async def decline(self, person: Person, number: int) -> None:
        before, found = await self._record(), await self._offer()
        try:
            await self.house.services.offers.decline(self._asked(found, person), found["id"])
        finally:
            assert await self._record() == before

    async def withdraw(self, person: Person, number: int) -> None:
        found = await self._offer()
        asking = next((one for one in CAST if one.user_id == found["offered_by"]), person)
        await self.house.services.offers.withdraw(asking if self.chance.random() < 0.6 else person, found["id"])

    async def edit(self, person: Person, number: int) -> None:
        needed = self.chance.randrange(1, 4)
        typed = TypedTask(f"Errand {self.chance.random()}", "", needed, "", "", "en")
        revision, _ = await self.house.services.task_edits.contents(GUILD, number)
        await self.house.services.task_edits.edit(person, number, typed, base=self.chance.choice((0, revision)))

    async def drop(self, person: Person, number: int) -> None:
        await self.house.services.task_edits.drop(person, number, "Not needed.")
        assert self.own[number] <= {person.user_id}, "nobody takes work from anybody"
        self.own[number] = set()

    async def put_back(self, person: Person, number: int) -> None:
        dropped = await self.house.select(
            "SELECT number FROM tasks WHERE dropped_at IS NOT NULL ORDER BY dropped_at DESC"
        )
        await self.house.services.task_edits.put_back(person, dropped[0][0] if dropped else number)

    async def wait(self, person: Person, number: int) -> None:
        dropped = await self.house.select("SELECT number FROM tasks WHERE dropped_at IS NOT NULL")
        long = timedelta(days=31) if not dropped else timedelta(days=2)
        self.house.clock.advance(self.chance.choice((timedelta(hours=9), long)))
        await self.house.services.offers.end_due()

    def _asked(self, offer: dict[str, Any], person: Person) -> Person:
        """Mostly whoever was asked, sometimes another."""
        asked = next((one for one in CAST if one.user_id == offer["offered_to"]), person)
        return asked if self.chance.random() < 0.6 else person

    async def _offer(self) -> dict[str, Any]:
        rows = await self.house.select(
            "SELECT id, offered_by, offered_to, hands_on FROM offers ORDER BY state = 'offered' DESC, id DESC LIMIT 2"
        )
        chosen = self.chance.choice(rows) if rows else (999, 0, 0, 0)
        return dict(zip(("id", "offered_by", "offered_to", "hands_on"), chosen, strict=True))

    async def _record(self) -> dict[str, list[tuple[Any, ...]]]:
        return {table: await self.house.select(f"SELECT * FROM {table}") for table in KEPT}


async def test_whoever_holds_a_task_has_taken_it_by_an_act_of_their_own(house: House) -> None:
    for number in TASKS:
        await house.add_task(title=f"Errand {number}", people_needed=number % 3 + 1)
    walk = Walk(house, 7)
    for place in range(MOST_STEPS):
        if place >= STEPS and walk.reached >= WANTED:
            break
        await walk.step()
    assert walk.reached >= WANTED
