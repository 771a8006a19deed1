"""The union's hall: a sandbox with a founded server, and the real bot connected to it over sockets."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import create_bot
from bot.client import MovementBot
from bot.config import Settings
from bot.sandbox.rest.pipeline import Exchange
from bot.sandbox.server import Sandbox
from bot.sandbox.world.message_shapes import message_shape
from bot.sandbox.world.permissions import Permission
from bot.services.cards import ProposalCard
from bot.services.ports import Clock
from bot.story.driver import Message, SandboxClient
from bot.story.movement import Movement, found
from db import ledger, proposals

START = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)
PATIENCE = 30.0
"""Seconds of real time that anything may take on a busy machine."""

VOTING = timedelta(hours=72)
A_REDRAW = timedelta(seconds=16)
"""A little more than the span in which a message is edited at most once."""

REFUSALS = (401, 403, 404)
"""The answers that Discord counts towards a ban of the address. Source: integrity page, §2 and §4."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the bot and its answer, with the world's time at which it was answered."""

    at: datetime
    exchange: Exchange

    def __str__(self) -> str:
        return f"{self.exchange.method} {self.exchange.template} {self.exchange.status}"


class Hall:
    """The world's time stands still until it is moved, and the bot's sweeps run when a test says so."""

    def __init__(self, sandbox: Sandbox, client: SandboxClient, database: Path) -> None:
        self.sandbox = sandbox
        self.client = client
        self.requests: list[Request] = []
        self.bot: MovementBot
        self.movement: Movement
        self._database = database
        self._excused: list[str] = []
        self._sentences = 0
        sandbox.observers.append(lambda exchange: self.requests.append(Request(self.now(), exchange)))

    has_members_intent = False
    """Whether the bot asks for the members intent when it wakes."""

    async def wake(self, *, clock: Clock | None = None) -> None:
        """Start a bot on this hall's database, by the world's clock or another, and wait until it is ready."""
        sandbox = self.sandbox
        self.bot = create_bot(
            Settings(
                discord_token=sandbox.world.token,
                api_url=sandbox.api_url,
                gateway_url=sandbox.gateway_url,
                database_url=f"sqlite+aiosqlite:///{self._database}",
                has_members_intent=self.has_members_intent,
            ),
            clock=clock or sandbox.world.clock,
        )
        await self.bot.login(sandbox.world.token)
        self.bot.connection = asyncio.create_task(self.bot.connect(reconnect=True))
        await asyncio.wait_for(self.bot.wait_until_ready(), PATIENCE)

    async def stop(self) -> None:
        """Stop the bot; whatever it owes stays owed."""
        await self.bot.close()
        await asyncio.wait({self.bot.connection})
        self.bot.connection.result()

    async def found(self) -> None:
        """Let the union be founded by typing `/setup`, long before the test's own story begins."""
        self.movement = await found(self.client)
        self.sandbox.world.skip(timedelta(days=40))

    def now(self) -> datetime:
        """The world's time."""
        return self.sandbox.world.now()

    async def until(self, condition: Callable[[], bool] | Callable[[], Awaitable[bool]]) -> None:
        """Wait until something has come true, for as long as a busy machine may need."""
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = condition()
                if answer if isinstance(answer, bool) else await answer:
                    return
                if self.bot.connection.done():
                    self.bot.connection.result()
                await asyncio.sleep(0.01)

    async def heard(self) -> None:
        """Wait until the bot has taken in and written down all that has happened: the gateway keeps its order."""
        self._sentences += 1
        name = f"Union {self._sentences}"
        world, guild = self.sandbox.world, self.sandbox.world.guild_of(self.movement.guild_id)
        told = self.bot.wait_for("guild_update", check=lambda _, after: after.name == name, timeout=PATIENCE)
        world.guilds.rename(guild.owner_id, guild.id, name)
        await told
        await self.bot.services.inbox.drained()

    async def tick(self, after: timedelta = timedelta(0)) -> None:
        """Let time pass, and let the bot do what is due then."""
        self.sandbox.world.skip(after)
        await self.heard()
        await self.bot.tick()

    async def propose(self, who: str = "Bea", first_tasks: tuple[str, ...] = ()) -> None:
        """Open a proposal by form, and wait for its ballot with reactions and thread."""
        number = len(self.ballots()) + 1
        await self.movement.propose(who, f"Proposal {number}", "Because.", first_tasks)
        await self.until(lambda: self._is_furnished(number))

    async def _is_furnished(self, number: int) -> bool:
        standing = await self.bot.services.proposals.open_cards(self.movement.guild_id)
        return any(card.number == number and card.thread_id is not None for card in standing)

    def user_id(self, who: str | int) -> int:
        """The id of one of the union's people by name."""
        return who if isinstance(who, int) else self.movement[who].user_id

    def tap(self, who: str | int, emoji: str, *, number: int = 1, burst: bool = False) -> None:
        """Let somebody react to a ballot."""
        ballot = self.ballot(number)
        self.sandbox.world.reactions.add(self.user_id(who), ballot.channel_id, ballot.id, emoji, burst=burst)

    def untap(
        self, who: str | int, emoji: str, *, number: int = 1, by: str | None = None, burst: bool | None = None
    ) -> None:
        """Take somebody's reaction off a ballot, by their own hand or by a moderator's."""
        ballot, whose = self.ballot(number), self.user_id(who)
        actor = whose if by is None else self.user_id(by)
        self.sandbox.world.reactions.remove(actor, ballot.channel_id, ballot.id, emoji, user_id=whose, burst=burst)

    def join(self, count: int, *, since: timedelta = timedelta(days=90)) -> list[int]:
        """Let further people be members since then; answer their ids."""
        world, already = self.sandbox.world, len(self.sandbox.world.users)
        joined_at = world.now() - since
        guild_id = self.movement.guild_id
        return [
            world.add_member(guild_id, f"Neighbour {already + place}", joined_at=joined_at).user.id
            for place in range(count)
        ]

    def may_not(self, *permissions: Permission, in_channel: str) -> None:
        """Take permissions from the bot in a channel; without any, give all back."""
        world, channel_id = self.sandbox.world, self.movement.channels[in_channel]
        owner_id = world.guild_of(self.movement.guild_id).owner_id
        denied = sum(permissions)
        world.rooms.set_overwrite(owner_id, channel_id, world.bot.id, is_member=True, allow=0, deny=denied)

    def delete_channel(self, name: str) -> None:
        """Delete a channel, as the founder."""
        self.sandbox.world.rooms.delete_channel(self.user_id("Ana"), self.movement.channels[name])

    async def card(self, number: int = 1) -> ProposalCard:
        """A proposal as the bot knows it."""
        return await self.bot.services.proposals.card(self.movement.guild_id, number)

    async def acts(self, who: str | int, number: int = 1) -> list[str]:
        """What the ledger says of one person's acts on a ballot, such as "cast agree: counted"."""
        async with self.bot.services.database.look() as session:
            row = await proposals.get(session, self.movement.guild_id, number)
            assert row is not None
            lines = await ledger.of_proposal(session, row.id)
        mine = [line for line in lines if line.member_id == self.user_id(who)]
        return [f"{line.act} {line.choice}: {line.verdict}" for line in mine]

    def begin(self, what: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Start something that goes on while the test does."""
        return asyncio.create_task(what)

    def messages(self, channel: str, mark: str = "") -> list[Message]:
        """The bot's messages in a channel whose first line begins with a mark such as "D-1", oldest first."""
        world = self.sandbox.world
        place = world.channels.get(self.movement.channels[channel])
        if place is None:
            return []
        seen = [Message(message_shape(world, message, world.bot.id)) for message in place.messages.values()]
        begins = f"### {mark} ·" if mark else "### "
        return [message for message in seen if message.is_by_bot and message.text.startswith(begins)]

    def ballots(self) -> list[Message]:
        """All ballots."""
        return self.messages("proposals")

    def ballot(self, number: int = 1) -> Message:
        """The one ballot of a proposal."""
        (found,) = self.messages("proposals", f"P-{number}")
        return found

    def announcements(self, number: int = 1) -> list[Message]:
        """The announcements of a decision; there should never be two."""
        return self.messages("decisions", f"D-{number}")

    def asked(self, method: str, path: str) -> list[Request]:
        """The requests with a method to the paths that match a regular expression, in order."""
        return [
            request
            for request in self.requests
            if request.exchange.method == method and re.fullmatch(path, request.exchange.path)
        ]

    def excuse(self, *refusals: str) -> None:
        """Say which refusals a test expects, such as "GET /channels/{channel_id} 404", each as often as it is named."""
        self._excused += refusals

    def refusals(self) -> list[str]:
        """The requests of the bot that count as invalid."""
        return [str(request) for request in self.requests if request.exchange.status in REFUSALS]

    def unexcused(self) -> list[str]:
        """The refusals that no test expected, and those expected that did not come."""
        left, missing = self.refusals(), []
        for each in self._excused:
            if each in left:
                left.remove(each)
            else:
                missing.append(f"not refused: {each}")
        return left + missing
