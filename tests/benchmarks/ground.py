"""The ground of a benchmark: a sandbox's server with ballots and voters, and the taps that they make."""

import asyncio
import contextlib
import gc
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ballots import EMOJI, Choice
from bot.sandbox.server import Sandbox
from bot.sandbox.world.permissions import Permission
from bot.story.driver import SandboxClient
from bot.story.movement import NEIGHBOURS, found
from tests.benchmarks.talk import LAST

BALLOTS = 10
_MEMBER_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Touch:
    """A reaction that is going to be put on a ballot."""

    user_id: int
    message_id: int
    emoji: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A server in a sandbox with ten ballots in one channel, and people who have not voted yet."""

    sandbox: Sandbox
    guild_id: int
    channel_id: int
    ballots: Sequence[int]
    voters: Sequence[int]

    def touches(self, chance: random.Random) -> list[Touch]:
        """One tap of each voter on each ballot, in no order."""
        emoji = list(EMOJI)
        all_of_them = [Touch(voter, ballot, chance.choice(emoji)) for voter in self.voters for ballot in self.ballots]
        chance.shuffle(all_of_them)
        return all_of_them

    def send(self, touches: Sequence[Touch]) -> float:
        """Let the taps happen, and then the mark of the end; answer `perf_counter` as the gateway begins to send them.

        It begins when the caller next waits, so the sandbox's own work on the taps is done by then.
        """
        with _without_collector():
            for touch in touches:
                self.tap(touch)
            self.mark_the_end()
        return time.perf_counter()

    async def send_steadily(self, touches: Sequence[Touch], *, per_second: int) -> None:
        """Let the taps happen at a steady pace, and then the mark of the end."""
        loop = asyncio.get_running_loop()
        with _without_collector():
            began = loop.time()
            for place, touch in enumerate(touches):
                if (early := began + place / per_second - loop.time()) > 0:
                    await asyncio.sleep(early)
                self.tap(touch)
            self.mark_the_end()

    def tap(self, touch: Touch) -> None:
        """Let one tap happen."""
        self.sandbox.world.reactions.add(touch.user_id, self.channel_id, touch.message_id, touch.emoji)

    def mark_the_end(self) -> None:
        """Give the server the name by which a child knows that no tap comes any more."""
        self.rename(LAST)

    def rename(self, name: str) -> None:
        """Give the server another name."""
        world = self.sandbox.world
        world.guilds.rename(world.guild_of(self.guild_id).owner_id, self.guild_id, name)


def tallies(touches: Sequence[Touch]) -> dict[str, dict[str, int]]:
    """What must be counted, by message id and in the parts of a `Tally`, when all taps are on the roll."""
    counted: dict[str, Counter[str]] = {}
    for touch in touches:
        choice = EMOJI[touch.emoji]
        part = "unexplained" if choice is Choice.BLOCK else choice.value
        counted.setdefault(str(touch.message_id), Counter())[part] += 1
    return {message_id: dict(parts) for message_id, parts in counted.items()}


@contextlib.asynccontextmanager
async def plain_ground(sandbox: Sandbox, *, voters: int) -> AsyncIterator[Ground]:
    """Ten messages of the bot, for a client that knows no ballots."""
    world = sandbox.world
    owner = world.add_user("ana", global_name="Ana")
    guild = world.add_guild("Union", owner_id=owner.id, with_bot=False)
    channel = world.add_channel(guild.id, "proposals")
    world.guilds.invite_bot(guild.id, int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES))
    ballots = [world.messages.say(world.bot.id, channel.id, f"Ballot {place}").id for place in range(BALLOTS)]
    yield Ground(sandbox, guild.id, channel.id, ballots, _joined(sandbox, guild.id, voters))


@contextlib.asynccontextmanager
async def voting_ground(sandbox: Sandbox, *, voters: int) -> AsyncIterator[Ground]:
    """Ten open proposals of a union that the connected bot has founded, each with its ballot furnished."""
    async with SandboxClient(sandbox.url) as client:
        movement = await found(client)
        for place, author in zip(range(BALLOTS), NEIGHBOURS, strict=True):
            await movement.propose(author, f"Proposal {place + 1}", "Because.")
        ballots = [(await movement.ballot(number)).id for number in range(1, BALLOTS + 1)]
        joined = _joined(sandbox, movement.guild_id, voters)
        yield Ground(sandbox, movement.guild_id, movement.channels["proposals"], ballots, joined)


def _joined(sandbox: Sandbox, guild_id: int, count: int) -> list[int]:
    world = sandbox.world
    since = world.now() - _MEMBER_FOR
    return [world.add_member(guild_id, f"Voter {place}", joined_at=since).user.id for place in range(count)]


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the sandbox's side of the benchmark from stopping to collect while it sends."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
