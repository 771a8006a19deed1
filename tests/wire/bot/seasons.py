"""Seasons: a vote from its form to its tasks, while something goes wrong with every request of one kind to Discord."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.tally import Tally
from bot.sandbox.faults import Fault, Faults
from bot.story.driver import NoAnswer, NotThere
from tests.sizes import tried
from tests.wire.bot.hall import A_REDRAW, VOTING, Hall

SILENCE = "silence for too long"
TROUBLES: dict[str, Callable[..., Fault]] = {
    "429": lambda faults, **where: faults.answer(429, retry_after=0.05, **where),
    "500": lambda faults, **where: faults.answer(500, **where),
    "502 after it was done": lambda faults, **where: faults.answer(502, after=True, **where),
    "503": lambda faults, **where: faults.answer(503, **where),
    "cut off before": lambda faults, **where: faults.reset(**where),
    "cut off after": lambda faults, **where: faults.reset(after=True, **where),
    SILENCE: lambda faults, **where: faults.hang(2 * GIVES_UP_AFTER, **where),
}

ROUTES = {
    "a message sent": ("POST", r"/channels/\d+/messages"),
    "a message changed": ("PATCH", r"/channels/\d+/messages/\d+"),
    "a thread begun": ("POST", r"/channels/\d+/messages/\d+/threads"),
    "a reaction put": ("PUT", r"/channels/\d+/messages/\d+/reactions/.+"),
    "a reaction taken off": ("DELETE", r"/channels/\d+/messages/\d+/reactions/.+"),
    "reactions read": ("GET", r"/channels/\d+/messages/\d+/reactions/.+"),
    "an answer to a press": ("POST", r"/interactions/\d+/[^/]+/callback"),
}

AT_FIRST, AT_ANY_TIME = ("a thread begun", "a reaction put"), ("a message sent",)
"""What is asked while a ballot is made, and what then as well as later."""

AT_MOST = tried(whole=2, in_a_check=1)
"""How many requests meet trouble one after the other; the client waits for seconds of real time after each."""

GIVES_UP_AFTER = 0.25
"""Seconds of real time after which the bot gives up on an answer here; elsewhere it has more patience."""

LATER = timedelta(minutes=20)
TRIES = 60
"""How often the bot looks before what is still missing counts as lost."""

TASKS = ("Paint it",)
TAPPERS = ("Bea", "Cem", "Dov", "Eli", "Fatou")


@dataclass(slots=True)
class Season:
    """One vote, the `number`-th, from its form to its tasks."""

    hall: Hall
    number: int
    chance: random.Random
    silence: float = 0.0

    async def live(self, route: str, trouble: str) -> int:
        """Let it happen while some requests of a kind meet trouble; how many did."""
        hall = self.hall
        self.silence = 3 * GIVES_UP_AFTER if trouble == SILENCE else 0.0
        begins_early = route in AT_FIRST or (route in AT_ANY_TIME and self.chance.random() < 1 / 2)
        fault = self._switch_on(route, trouble) if begins_early else None
        await hall.movement.propose("Bea", f"Proposal {self.number}", "Because.", TASKS)
        await self._until(self._is_furnished)
        fault = fault or self._switch_on(route, trouble)
        await self._vote()
        await asyncio.sleep(self.silence)
        await hall.tick(A_REDRAW)
        await asyncio.sleep(self.silence)
        hall.sandbox.world.skip(VOTING)
        await self._until(self._is_told)
        await hall.tick(LATER)
        return fault.struck

    def _switch_on(self, route: str, trouble: str) -> Fault:
        method, path = ROUTES[route]
        faults: Faults = self.hall.sandbox.faults
        return TROUBLES[trouble](faults, method=method, path=path, times=self.chance.randint(1, AT_MOST))

    async def _vote(self) -> None:
        """Five agree by tapping, one of them after a change of mind, and one person disagrees in the panel."""
        hall, number = self.hall, self.number
        hall.tap("Bea", "❌", number=number)
        for who in TAPPERS:
            hall.tap(who, "✅", number=number)
        await hall.heard()
        for _ in range(4):
            try:
                panel = await hall.movement["Goran"].press(hall.ballot(number), "My vote")
                await hall.movement["Goran"].press(panel.message, "Disagree")
                return
            except (NoAnswer, NotThere):
                # Nothing came, or a word that it may not have worked and to try again.
                continue
        raise AssertionError("four times in a row nobody answered")

    async def _until(self, is_so: Callable[[], bool]) -> None:
        for _ in range(TRIES):
            # What hangs is acted upon in real time; the world's must not run twenty minutes ahead of it.
            await asyncio.sleep(self.silence)
            await self.hall.tick(LATER)
            if is_so():
                return
        # Whatever is missing is said by what is checked in the end.

    def _is_furnished(self) -> bool:
        """Whether the ballot stands with all that belongs to it."""
        standing = self.hall.messages("proposals", f"P-{self.number}")
        return bool(standing) and len(standing[0].reactions) == 4 and standing[0].id in self._channels

    def _is_told(self) -> bool:
        tasks = [self.hall.messages("decisions", f"T-{number}") for number in self._tasks]
        return bool(self.hall.announcements(self.number)) and all(tasks)

    @property
    def _tasks(self) -> range:
        return range(len(TASKS) * (self.number - 1) + 1, len(TASKS) * self.number + 1)

    @property
    def _channels(self) -> set[int]:
        return set(self.hall.sandbox.world.channels)

    async def faults(self) -> list[str]:
        """What is missing, stands twice, or is told otherwise than it was."""
        hall, number = self.hall, self.number
        standing = {
            f"P-{number}": hall.messages("proposals", f"P-{number}"),
            f"D-{number}": hall.announcements(number),
            **{f"T-{task}": hall.messages("decisions", f"T-{task}") for task in self._tasks},
        }
        found = [f"{mark} stands {len(there)} times" for mark, there in standing.items() if len(there) != 1]
        card = await hall.card(number)
        if card.tally != Tally(agree=len(TAPPERS), disagree=1):
            found.append(f"the tally is {card.tally}")
        if found:
            return found
        ballot, decision = standing[f"P-{number}"][0], standing[f"D-{number}"][0]
        if card.thread_id != ballot.id or ballot.id not in self._channels:
            found.append("the ballot has no thread")
        if "5 agree, 1 disagrees" not in decision.text:
            found.append(f"the announcement says: {decision.text}")
        if f"D-{number}" not in ballot.text:
            found.append(f"the ballot says: {ballot.text}")
        return found
